package dev.autoscale.examples.flink;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same fleet without Flink: an autoscaler per workload that lives as long as its workload, no snapshots, a sorted list for a
 * stream. What the job decides must be this.
 */
final class PlainFleet {
    private final Map<Integer, List<PolicyUpdate>> policies = new HashMap<>();
    private final List<FleetDecision> decisions = new ArrayList<>();

    static List<FleetDecision> decisions(SampleFleet fleet) {
        var plain = new PlainFleet();
        fleet.policies()
                .forEach(update -> plain.policies
                        .computeIfAbsent(update.policy(), id -> new ArrayList<>())
                        .add(update));
        Map<String, List<WorkloadEvent>> byWorkload = new HashMap<>();
        for (long index = 0; index < fleet.events(); index++) {
            WorkloadEvent event = fleet.map(index);
            if (event.values().length > 0) {
                byWorkload
                        .computeIfAbsent(event.workload(), name -> new ArrayList<>())
                        .add(event);
            }
        }
        byWorkload.values().forEach(plain::live);
        return plain.decisions;
    }

    private void live(List<WorkloadEvent> events) {
        events.sort(Comparator.comparingLong(WorkloadEvent::epochMillis));
        Workload workload = null;
        for (WorkloadEvent event : events) {
            workload = recheckedUntil(event.epochMillis(), workload);
            if (workload == null) {
                workload = new Workload(event);
            }
            workload.measured(event);
            workload.decide(event.epochMillis());
        }
        recheckedUntil(Long.MAX_VALUE, workload);
    }

    /** Decides as often as the engine asks to; null if the workload is forgotten before the time comes. */
    private static Workload recheckedUntil(long untilMillis, Workload workload) {
        if (workload == null) {
            return null;
        }
        long silentAt = workload.last.epochMillis() + DecideFunction.SILENCE_MILLIS;
        while (workload.recheckMillis < Math.min(untilMillis, silentAt)) {
            workload.decide(workload.recheckMillis);
        }
        return silentAt < untilMillis ? null : workload;
    }

    private final class Workload {
        private final List<PolicyUpdate> versions;
        private int version;
        private WorkloadEvent last;
        private int replicas;
        private long recheckMillis = Long.MAX_VALUE;
        private Autoscaler hpa;
        private KpaAutoscaler knative;

        Workload(WorkloadEvent first) {
            versions = policies.get(first.policy());
            while (isOutdated(first.epochMillis())) {
                version++;
            }
            if (spec() instanceof KpaSpec spec) {
                knative = spec.newAutoscaler(first.epochMillis(), first.replicas());
            } else {
                hpa = ((AutoscalerSpec) spec()).newAutoscaler();
            }
            replicas = first.replicas();
        }

        private Object spec() {
            return SamplePolicies.spec(versions.get(version).text());
        }

        private boolean isOutdated(long now) {
            return version + 1 < versions.size() && versions.get(version + 1).epochMillis() <= now;
        }

        void measured(WorkloadEvent event) {
            last = event;
            if (event.replicas() >= 0) {
                replicas = event.replicas();
            }
        }

        void decide(long now) {
            while (isOutdated(now)) {
                version++;
                long changedAt = versions.get(version).epochMillis();
                if (hpa == null) {
                    knative.respec((KpaSpec) spec(), changedAt);
                } else {
                    hpa.respec((AutoscalerSpec) spec(), changedAt);
                }
            }
            ScalingDecision out = hpa == null ? decideKnative(now) : decideHpa(now);
            decisions.add(new FleetDecision(
                    last.workload(),
                    now,
                    out.currentReplicas(),
                    out.replicas(),
                    out.reason().toString()));
            replicas = out.replicas();
        }

        private ScalingDecision decideHpa(long now) {
            AutoscalerSpec spec = hpa.spec();
            Observation in = spec.newObservation().at(now);
            if (replicas >= 0) {
                in.replicas(replicas);
            }
            boolean averages = false;
            for (int i = 0; i < spec.metricCount(); i++) {
                MetricSpec metric = spec.metric(i);
                averages |= metric.dependsOnReplicas()
                        || (metric.replicaSource() != null
                                && metric.replicaSource().valueIsPerReplica());
                if (metric.readsValue() && i < last.values().length) {
                    double value = last.values()[i];
                    (Double.isNaN(value) ? in.failed(i) : in.value(i, value)).sampledAt(i, last.epochMillis());
                }
            }
            Decision out = spec.newDecision();
            hpa.decide(in, out);
            recheckMillis = averages && out.hasChange()
                    ? Long.MAX_VALUE
                    : Math.max(now + DecideFunction.CYCLE_MILLIS, out.recheckAtMillis());
            hpa.scaled(out);
            return out;
        }

        private ScalingDecision decideKnative(long now) {
            var in = knative.newObservation().at(now);
            if (replicas >= 0) {
                in.replicas(replicas);
            }
            if (now == last.epochMillis() && !Double.isNaN(last.values()[0])) {
                in.record(now, last.values()[0]);
            }
            var out = knative.newDecision();
            knative.decide(in, out);
            recheckMillis = now + DecideFunction.CYCLE_MILLIS;
            return out;
        }
    }
}
