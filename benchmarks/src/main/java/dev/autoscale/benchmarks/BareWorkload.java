package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;

/** What a hand-written loop keeps of one workload: its settings and its last answer. */
final class BareWorkload {
    /** The settings of one or more workloads, as a small object that is read and not folded into the code. */
    record Settings(int minReplicas, int maxReplicas, long targetMilli, double tolerance, boolean legacy) {
        static Settings of(AutoscalerSpec spec, double tolerance) {
            return new Settings(
                    spec.minReplicas(), spec.maxReplicas(), spec.metric(0).targetAmount(), tolerance, spec.isLegacy());
        }

        /** Decides from a total with a target per replica. */
        int decide(int specReplicas, int statusReplicas, long valueMilli) {
            int wanted = Arithmetic.perReplica(valueMilli, targetMilli, statusReplicas, tolerance);
            return legacy
                    ? Arithmetic.limitedAsLegacy(wanted, specReplicas, minReplicas, maxReplicas)
                    : Arithmetic.limited(wanted, specReplicas, minReplicas, maxReplicas);
        }
    }

    private final Settings settings;
    private long decidedMillis;
    private int replicas;

    BareWorkload(Settings settings) {
        this.settings = settings;
    }

    /** Decides from a total with a target per replica, and keeps the answer. */
    int decide(long nowMillis, int specReplicas, int statusReplicas, long valueMilli) {
        int answer = settings.decide(specReplicas, statusReplicas, valueMilli);
        replicas = answer;
        decidedMillis = nowMillis;
        return answer;
    }

    /** The last answer. */
    int replicas() {
        return replicas;
    }

    /** When it was given. */
    long decidedMillis() {
        return decidedMillis;
    }
}
