package dev.autoscale.policies.wpa;

import dev.autoscale.Violation;

/**
 * How far one decision of a WatermarkPodAutoscaler may go: a share of the current count in each direction, and the bounds. Immutable and
 * thread-safe; costs a few operations and allocates nothing. Source of the rules: WatermarkPodAutoscaler 70e84259.
 *
 * <p>The shares are of the count of this decision; there is no period. A share of exactly 0 turns its direction off, any other one allows
 * at least a replica.
 *
 * @param minReplicas the lower bound, at least 0, where 0 counts as 1
 * @param maxReplicas the upper bound
 * @param upFactorMilli the most that is added, in thousandths of a percent of the current count; at least 0
 * @param downFactorMilli the most that is taken away, likewise; at least 0
 */
public record WpaLimits(int minReplicas, int maxReplicas, long upFactorMilli, long downFactorMilli) {
    private static final double MILLI = 1000;
    private static final double PERCENT = 100;
    private static final long MAX_UP_MILLI = 1_000_000_000_000L;
    private static final long ALL_MILLI = 100_000;

    /** Which limit a count met. */
    public enum Reason {
        /** None. */
        WITHIN_RANGE,
        /** Less would go than asked for, or, where fewer are ready than would be left, nothing at all. */
        SCALE_DOWN_LIMIT,
        /** The lower bound. */
        TOO_FEW_REPLICAS,
        /** Less would come than asked for. */
        SCALE_UP_LIMIT,
        /** The upper bound. */
        TOO_MANY_REPLICAS
    }

    void check(Violation.Collector broken) {
        broken.requireBound(
                upFactorMilli >= 0 && upFactorMilli <= MAX_UP_MILLI,
                ">= 0 and <= 1e9",
                "scaleUpLimitFactor",
                upFactorMilli / MILLI);
        broken.requireBound(
                downFactorMilli >= 0 && downFactorMilli < ALL_MILLI,
                ">= 0 and < 100",
                "scaleDownLimitFactor",
                downFactorMilli / MILLI);
    }

    /**
     * {@return the highest count that one decision may ask for} Saturates.
     *
     * @param current the wanted replicas
     */
    public int upLimit(int current) {
        return (int) Math.min(Integer.MAX_VALUE, current + step(upFactorMilli, current));
    }

    /**
     * {@return the lowest count that one decision may ask for}
     *
     * @param current the wanted replicas
     */
    public int downLimit(int current) {
        return (int) (current - step(downFactorMilli, current));
    }

    private static long step(long factorMilli, int current) {
        return factorMilli == 0 ? 0 : (long) Math.max(1, Math.floor(factorMilli / MILLI * current / PERCENT));
    }

    /**
     * Which limit a count meets.
     *
     * @param current the wanted replicas
     * @param desired the replicas that are asked for
     * @return the limit, if any
     */
    public Reason reason(int current, int desired) {
        if (desired < downLimit(current)) {
            return Reason.SCALE_DOWN_LIMIT;
        }
        if (desired < Math.max(1, minReplicas)) {
            return Reason.TOO_FEW_REPLICAS;
        }
        if (desired > Math.min(upLimit(current), maxReplicas)) {
            return desired > upLimit(current) ? Reason.SCALE_UP_LIMIT : Reason.TOO_MANY_REPLICAS;
        }
        return Reason.WITHIN_RANGE;
    }

    /**
     * The count within the limits. What a shrink comes to is not compared with the upper bound, nor growth with the lower one.
     *
     * @param current the wanted replicas
     * @param desired the replicas that are asked for
     * @param ready the replicas that are ready
     * @return the replicas to run
     */
    public int limited(int current, int desired, int ready) {
        int least = Math.max(1, minReplicas);
        return switch (reason(current, desired)) {
            case WITHIN_RANGE -> desired;
            case TOO_FEW_REPLICAS -> least;
            case TOO_MANY_REPLICAS -> maxReplicas;
            case SCALE_UP_LIMIT -> Math.min(upLimit(current), maxReplicas);
            case SCALE_DOWN_LIMIT -> {
                int left = Math.max(downLimit(current), least);
                yield 0 < ready && ready < left ? current : left;
            }
        };
    }
}
