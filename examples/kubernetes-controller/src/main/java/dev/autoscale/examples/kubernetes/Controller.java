package dev.autoscale.examples.kubernetes;

import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.TargetOwnership;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loop: for each policy observe, decide, carry out, remember, report. One thread.
 *
 * <p>It reads no clock: whoever calls {@link #reconcile} every period says what time it is, so tests live through hours at once.
 */
final class Controller implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Controller.class.getName());

    private final Cluster cluster;
    private final Metrics metrics;
    private final Snapshots snapshots;
    private final Kube kube;
    private final Events events;
    private final Meters meters;
    private final Map<String, Workload> workloads = new HashMap<>();

    Controller(KubernetesClient client, Metrics metrics, MeterRegistry registry) {
        this.cluster = new Cluster(client);
        this.metrics = metrics;
        this.snapshots = new Snapshots(client);
        this.kube = new Kube(client.getKubernetesSerialization());
        this.events = new Events(client);
        this.meters = new Meters(registry);
    }

    /** Decides once about every workload. What goes wrong with one of them does not concern the others. */
    void reconcile(long epochMillis) {
        List<GenericKubernetesResource> all = cluster.policies();
        TargetOwnership owners = owners(all);
        Set<String> seen = new HashSet<>();
        for (GenericKubernetesResource resource : all) {
            if (Policy.mode(resource) != Policy.Mode.FOREIGN) {
                seen.add(Policy.key(resource));
                meters.timed(() -> reconcile(resource, owners, epochMillis));
            }
        }
        workloads.keySet().retainAll(seen);
        meters.retain(seen);
        events.retain(seen);
    }

    private void reconcile(GenericKubernetesResource resource, TargetOwnership owners, long epochMillis) {
        try {
            Workload workload = workload(resource, epochMillis);
            events.settle(resource, "InvalidPolicy");
            observe(resource, workload, owners, epochMillis);
            workload.decide();
            carryOut(resource, workload, epochMillis);
            snapshots.save(resource, workload.autoscaler());
            report(resource, workload, epochMillis);
        } catch (KubernetesClientException e) {
            meters.failed(resource); // The server refuses, or does not answer: the next period tries again.
            LOG.log(Level.WARNING, () -> "cannot follow " + Policy.key(resource) + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            meters.failed(resource);
            events.warn(resource, "InvalidPolicy", e.getMessage(), epochMillis);
        } catch (RuntimeException e) {
            meters.failed(resource); // A fault of this program's must not stop the other workloads.
            LOG.log(Level.ERROR, () -> "cannot follow " + Policy.key(resource), e);
        }
    }

    /**
     * Who scales which target. Whoever is not this controller's comes first, as it will not step back, then the oldest; a policy that
     * finds its target taken says so and leaves it alone, where two that scale would push against each other without end.
     */
    private static TargetOwnership owners(List<GenericKubernetesResource> all) {
        TargetOwnership owners = new TargetOwnership();
        all.stream()
                .sorted(Comparator.comparing(
                                (GenericKubernetesResource each) -> Policy.mode(each) == Policy.Mode.ACTIVE)
                        .thenComparing(each -> each.getMetadata().getCreationTimestamp())
                        .thenComparing(Policy::key))
                .filter(each -> owners.owner(Policy.targetKey(each)) == null)
                .forEach(each -> owners.claim(Policy.targetKey(each), Policy.key(each)));
        return owners;
    }

    private Workload workload(GenericKubernetesResource resource, long epochMillis) {
        Policy policy = Policy.of(Policy.namespace(resource), kube.document(resource));
        Workload workload = workloads.get(Policy.key(resource));
        if (workload == null) {
            workload = new Workload(policy);
            if (!snapshots.restore(resource, workload.autoscaler(), epochMillis)) {
                events.warn(resource, "MemoryLost", "What was saved cannot be read; begins anew", epochMillis);
            }
            workloads.put(Policy.key(resource), workload);
        }
        workload.follow(policy, epochMillis);
        return workload;
    }

    private void observe(
            GenericKubernetesResource resource, Workload workload, TargetOwnership owners, long epochMillis) {
        Observation in = workload.observation(epochMillis);
        GenericKubernetesResource target =
                cluster.target(Policy.namespace(resource), workload.policy().target());
        if (target == null) {
            in.replicasUnknown();
        } else if (cluster.selectsNothing(target)) {
            in.replicas(Kube.replicas(target)).noUsableInput(Reason.INVALID_SELECTOR);
        } else {
            List<Pod> pods = cluster.pods(target);
            workload.measure(metrics, kube.observe(in, target, pods), epochMillis);
        }
        if (Policy.mode(resource) == Policy.Mode.SHADOW) {
            in.overrides().shadow();
            workload.othersScaled(Kube.replicas(target), epochMillis);
        } else {
            stepBack(resource, in, owners, epochMillis);
        }
    }

    /** Leaves a target to its other owner, whatever the metrics and bounds say. */
    private void stepBack(
            GenericKubernetesResource resource, Observation in, TargetOwnership owners, long epochMillis) {
        try {
            owners.claim(Policy.targetKey(resource), Policy.key(resource));
            events.settle(resource, "TargetHasOwner");
        } catch (IllegalStateException e) {
            in.noUsableInput(Reason.AMBIGUOUS_SELECTOR).overrides().pause();
            events.warn(resource, "TargetHasOwner", e.getMessage(), epochMillis);
        }
    }

    private void carryOut(GenericKubernetesResource resource, Workload workload, long epochMillis) {
        Decision out = workload.out();
        if (!out.hasChange()) {
            return;
        }
        try {
            cluster.scale(Policy.namespace(resource), workload.policy().target(), out.replicas());
            workload.autoscaler().scaled(out);
            meters.scaled(resource);
            events.settle(resource, "FailedRescale");
            events.note(resource, "SuccessfulRescale", workload.status().rescaleMessage(), epochMillis);
            events.settle(
                    resource, "SuccessfulRescale"); // Each change is told, also one to the same count as last time.
        } catch (KubernetesClientException e) {
            workload.autoscaler().scaleFailed(epochMillis);
            meters.failed(resource);
            events.warn(resource, "FailedRescale", e.getMessage(), epochMillis);
        }
    }

    private void report(GenericKubernetesResource resource, Workload workload, long epochMillis) {
        Decision out = workload.out();
        meters.decided(resource, out);
        if (Policy.mode(resource) == Policy.Mode.SHADOW) {
            compare(resource, out, epochMillis);
            return; // The status is that of the autoscaler that scales.
        }
        if (out.unreportedFrom() != Decision.UNKNOWN_REPLICAS) {
            String message =
                    "Someone else changed the replicas from " + out.unreportedFrom() + " to " + out.currentReplicas();
            events.note(resource, "TargetChanged", message, epochMillis);
        } else {
            events.settle(resource, "TargetChanged");
        }
        cluster.writeStatus(resource, Kube.status(resource, workload.status()));
    }

    /** Where the running autoscaler wants another count, and why this one does not. */
    private void compare(GenericKubernetesResource resource, Decision out, long epochMillis) {
        Integer running = resource.get("status", "desiredReplicas");
        int theirs = running == null ? out.currentReplicas() : running;
        meters.differs(resource, out.replicas() - theirs);
        if (out.replicas() == theirs) {
            events.settle(resource, "ShadowDiffers");
        } else {
            String message = "Would run " + out.replicas() + " replicas, not " + theirs + ": " + out.summary();
            events.note(resource, "ShadowDiffers", message, epochMillis);
        }
    }

    @Override
    public void close() {
        cluster.close();
        meters.close();
    }
}
