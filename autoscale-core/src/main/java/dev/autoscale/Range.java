package dev.autoscale;

/**
 * The states in which the current count decides alone: nothing is asked of the metrics, no limit applies and no
 * recommendation is remembered (rules of the Kubernetes HPA). Has no memory.
 */
final class Range {
    private Range() {}

    static boolean decides(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        int current = in.specReplicas();
        if (current < 0 || in.statusReplicas() < 0) {
            Reason why = current == Observation.UNKNOWN ? Reason.FAILED_GET_SCALE : Reason.INVALID_REPLICAS;
            out.withoutMetrics(why, out.currentReplicas(), oldDesired);
        } else if (spec.isIdleAt(current)) {
            out.withoutMetrics(Reason.SCALING_DISABLED, current, oldDesired);
        } else if (current == 0 && !returnsFromZero(spec, out)) {
            out.withoutMetrics(Reason.SCALING_DISABLED, 0, oldDesired);
            if (!spec.remembersZero() && !wasPausedAtZero(out)) {
                out.forget(Condition.SCALED_TO_ZERO);
            }
        } else if (current > spec.maxReplicas()) {
            out.withoutMetrics(Reason.ABOVE_MAX_REPLICAS, spec.maxReplicas(), oldDesired);
        } else if (current < spec.lowestReplicas && (current != 0 || !spec.worksFromZero())) {
            // A window or a pause took it to zero, where metrics of pods say nothing: min alone brings it back.
            out.withoutMetrics(Reason.BELOW_MIN_REPLICAS, spec.minReplicas(), oldDesired);
        } else if (!in.isUsable()) {
            out.withoutMetrics(in.whyNotUsable(), held(spec, current, out), oldDesired);
        } else {
            return false;
        }
        return true;
    }

    /** The count while the metrics say nothing: it stays, but a window or a pause that is over does not keep a workload at zero. */
    static int held(AutoscalerSpec spec, int current, Decision out) {
        boolean returns = current == 0 && (spec.schedule().reachesZero() || wasPausedAtZero(out));
        return returns ? spec.lowestReplicas : current;
    }

    /** A workload at zero comes back only if this autoscaler took it there; otherwise someone wants it off. */
    private static boolean returnsFromZero(AutoscalerSpec spec, Decision out) {
        boolean scaledToZero = spec.remembersZero() && out.isTrue(Condition.SCALED_TO_ZERO);
        return (scaledToZero || wasPausedAtZero(out)) && (spec.minReplicas() != 0 || spec.worksFromZero());
    }

    /** A pause at zero is this autoscaler's own, whatever the spec says about zero. */
    private static boolean wasPausedAtZero(Decision out) {
        return out.reason(Condition.SCALED_TO_ZERO) == Reason.PAUSED_AT_ZERO;
    }
}
