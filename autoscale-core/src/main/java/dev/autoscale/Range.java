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
            out.unreadable(
                    current == Observation.UNKNOWN ? Reason.FAILED_GET_SCALE : Reason.INVALID_REPLICAS, oldDesired);
            return true;
        }
        if (current == 0 && !returnsFromZero(spec, out)) {
            out.disabled();
        } else if (current > spec.maxReplicas()) {
            out.moveIntoRange(spec.maxReplicas(), Reason.ABOVE_MAX_REPLICAS);
        } else if (current != 0 && current < spec.minReplicas()) {
            out.moveIntoRange(spec.minReplicas(), Reason.BELOW_MIN_REPLICAS);
        } else if (!in.isUsable()) {
            out.notUsable(in.whyNotUsable(), oldDesired);
        } else {
            return false;
        }
        return true;
    }

    /** A workload at zero comes back only if this autoscaler took it there; otherwise somebody wants it off. */
    private static boolean returnsFromZero(AutoscalerSpec spec, Decision out) {
        boolean scaledToZero = spec.settings().scaleToZero && out.isTrue(Condition.SCALED_TO_ZERO);
        return scaledToZero && (spec.minReplicas() != 0 || spec.worksFromZero());
    }
}
