package dev.autoscale;

/** Applies rate limits and bounds to a stabilized recommendation, as the Kubernetes HPA does. Has no memory of its own. */
final class Limits {
    /** Without behavior the count may always grow to this many. */
    private static final double LEGACY_SCALE_UP_MINIMUM = 4.0;

    private Limits() {}

    static int bound(
            AutoscalerSpec spec,
            Changes changes,
            Block memory,
            long nowMillis,
            int current,
            int stabilized,
            Decision out) {
        return spec.isLegacy()
                ? legacy(spec, current, stabilized, out)
                : behavior(spec, changes, memory, nowMillis, current, stabilized, out);
    }

    private static int legacy(AutoscalerSpec spec, int current, int stabilized, Decision out) {
        int rateLimit = legacyScaleUpLimit(spec, current);
        boolean rateDecides = spec.maxReplicas() > rateLimit;
        int highest = rateDecides ? rateLimit : spec.maxReplicas();
        if (stabilized < spec.lowestReplicas) {
            return out.limited(spec.alignedStep(current, spec.lowestReplicas), Reason.TOO_FEW_REPLICAS);
        }
        int cut = stabilized > highest ? spec.alignedStep(current, highest) : stabilized;
        if (cut != stabilized) {
            return out.limited(cut, rateDecides ? Reason.SCALE_UP_LIMIT : Reason.TOO_MANY_REPLICAS);
        }
        return out.limited(stabilized, Reason.DESIRED_WITHIN_RANGE);
    }

    static int legacyScaleUpLimit(AutoscalerSpec spec, int current) {
        return (int) Math.max(spec.settings.legacyScaleUpFactor * current, LEGACY_SCALE_UP_MINIMUM);
    }

    /*
     * Growing looks only at the scale-up limit and max, shrinking only at the scale-down limit and min: the current count is
     * within the bounds here. A limit on the wrong side of the current count means that there is no room left; at a bound there is
     * none whatever the limit.
     */
    private static int behavior(
            AutoscalerSpec spec,
            Changes changes,
            Block memory,
            long nowMillis,
            int current,
            int stabilized,
            Decision out) {
        if (stabilized > current) {
            int rateLimit = current == spec.maxReplicas()
                    ? current
                    : Math.max(current, changes.scaleUpLimit(memory, nowMillis, current));
            int highest = Math.min(rateLimit, spec.maxReplicas());
            int cut = stabilized > highest ? spec.alignedStep(current, highest) : stabilized;
            if (cut != stabilized) {
                return out.limited(
                        cut, rateLimit < spec.maxReplicas() ? Reason.SCALE_UP_LIMIT : Reason.TOO_MANY_REPLICAS);
            }
        } else if (stabilized < current) {
            int rateLimit = current == spec.lowestReplicas
                    ? current
                    : Math.min(current, changes.scaleDownLimit(memory, nowMillis, current));
            int lowest = Math.max(rateLimit, spec.lowestReplicas);
            if (stabilized < lowest) {
                return out.limited(
                        spec.alignedStep(current, lowest),
                        rateLimit > spec.lowestReplicas ? Reason.SCALE_DOWN_LIMIT : Reason.TOO_FEW_REPLICAS);
            }
        }
        return out.limited(stabilized, Reason.DESIRED_WITHIN_RANGE);
    }
}
