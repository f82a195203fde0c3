package dev.autoscale.examples.kubernetes;

import dev.autoscale.Decision;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What the controller publishes about itself and each workload, with Micrometer. One thread writes, the registry's may read. */
final class Meters implements AutoCloseable {
    private final MeterRegistry registry;

    /** Gauges by policy and name; a registry holds their values weakly. */
    private final Map<String, Map<String, AtomicInteger>> gauges = new HashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void timed(Runnable reconciliation) {
        registry.timer("autoscale.reconcile").record(reconciliation);
    }

    void decided(GenericKubernetesResource policy, Decision out) {
        set(policy, "autoscale.replicas.current", out.currentReplicas());
        set(policy, "autoscale.replicas.desired", out.replicas());
        int failing = 0;
        for (int i = 0; i < out.metricCount(); i++) {
            failing += out.metric(i).status().isFailure() ? 1 : 0;
        }
        set(policy, "autoscale.metrics.failing", failing);
        count(policy, "autoscale.decisions", "reason", out.reason().toString());
    }

    void scaled(GenericKubernetesResource policy) {
        count(policy, "autoscale.rescales", "result", "success");
    }

    void failed(GenericKubernetesResource policy) {
        count(policy, "autoscale.errors", "kind", policy.getKind());
    }

    /** How many replicas more a shadow would run. */
    void differs(GenericKubernetesResource policy, int replicas) {
        set(policy, "autoscale.shadow.difference", replicas);
    }

    private static Tags tags(String key) {
        String[] parts = key.split("/", 3);
        return Tags.of("namespace", parts[0], "policy", parts[1] + '/' + parts[2]);
    }

    private void count(GenericKubernetesResource policy, String name, String tag, String value) {
        registry.counter(name, tags(Policy.key(policy)).and(tag, value)).increment();
    }

    private void set(GenericKubernetesResource policy, String name, int value) {
        String key = Policy.key(policy);
        gauges.computeIfAbsent(key, any -> new HashMap<>())
                .computeIfAbsent(name, any -> gauge(key, name))
                .set(value);
    }

    private AtomicInteger gauge(String key, String name) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get).tags(tags(key)).register(registry);
        return value;
    }

    /** Removes what belongs to policies that are not among these: a registry would show their last state for ever. */
    void retain(Set<String> keys) {
        for (String key : List.copyOf(gauges.keySet())) {
            if (!keys.contains(key)) {
                gauges.remove(key);
                Tags gone = tags(key);
                for (Meter meter : registry.getMeters()) {
                    if (meter.getId().getTags().containsAll(gone.stream().toList())) {
                        registry.remove(meter);
                    }
                }
            }
        }
    }

    /** The next controller's gauges are ignored while those of this one are there: a registry keeps the first of a name. */
    @Override
    public void close() {
        retain(Set.of());
    }
}
