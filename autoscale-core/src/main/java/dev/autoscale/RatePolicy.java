package dev.autoscale;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a workload may change within a sliding period (one {@code HPAScalingPolicy} of the Kubernetes HPA). Immutable and
 * thread-safe.
 *
 * <p>Values are checked where an {@link AutoscalerSpec} is built, so that one message can name every broken rule.
 *
 * @param unit what {@code value} counts
 * @param value replicas or whole percent, at least 1
 * @param period the sliding period, 1 ms to 1 day; a change exactly {@code period} ago no longer counts
 */
@CheckReturnValue
public record RatePolicy(Unit unit, int value, Duration period) {
    /** What a policy's value counts. */
    public enum Unit {
        /** Replicas. */
        PODS,
        /** Percent of the count at the start of the period. */
        PERCENT
    }

    /** A policy's value that still waits for its period. Immutable and thread-safe. */
    public static final class Amount {
        private final Unit unit;
        private final int value;

        private Amount(Unit unit, int value) {
            this.unit = unit;
            this.value = value;
        }

        /**
         * Completes the policy.
         *
         * @param period the sliding period, 1 ms to 1 day
         * @return the policy
         */
        public RatePolicy per(Duration period) {
            return new RatePolicy(unit, value, period);
        }

        /** {@return the amount that still waits for its period} */
        @Override
        public String toString() {
            return unit + " " + value;
        }
    }

    /**
     * Refuses null only.
     *
     * @param unit not null
     * @param value any value
     * @param period not null
     */
    public RatePolicy {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(period, "period");
    }

    /**
     * A number of replicas per period.
     *
     * @param value replicas, at least 1
     * @return the amount, to be completed with a period
     */
    public static Amount pods(int value) {
        return new Amount(Unit.PODS, value);
    }

    /**
     * A share of the count at the start of the period. Growing rounds up; shrinking rounds the remaining count down.
     *
     * @param value whole percent, at least 1; growing may exceed 100
     * @return the amount, to be completed with a period
     */
    public static Amount percent(int value) {
        return new Amount(Unit.PERCENT, value);
    }
}
