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
    }

    private final Settings settings;
    private long decidedMillis;
    private int replicas;

    BareWorkload(Settings settings) {
        this.settings = settings;
    }

    /** Decides from a total with a target per replica, and keeps the answer. */
    int decide(long nowMillis, int specReplicas, int statusReplicas, long valueMilli) {
        Settings by = settings;
        int wanted = Arithmetic.perReplica(valueMilli, by.targetMilli, statusReplicas, by.tolerance);
        int answer = by.legacy
                ? Arithmetic.limitedAsLegacy(wanted, specReplicas, by.minReplicas, by.maxReplicas)
                : Arithmetic.limited(wanted, specReplicas, by.minReplicas, by.maxReplicas);
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
