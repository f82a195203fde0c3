package dev.autoscale;

import java.time.Duration;
import java.util.Objects;

/**
 * What a metric answers after it has failed several decisions in a row. Immutable and thread-safe.
 *
 * <pre>{@code
 * MetricSpec.external("queue").averageValue(5).fallback(Fallback.afterFailures(3, 6)); // 6 replicas from the third failure on
 * MetricSpec.external("queue").averageValue(5).fallback(Fallback.after(Duration.ofMinutes(5), 6));
 * }</pre>
 *
 * <p>It takes a number of failures, a time of failure, or both. Until then a failing metric blocks every shrink; from then on this count joins the combination in its place, also from
 * zero. It never lowers what the healthy metrics ask for together. One decision without a failure ends it. Source of the
 * rule: KEDA, whose {@code failureThreshold} is one less, because it wants more failures than that; KEDA counts the HPA's
 * own queries too, this counts decisions.
 *
 * @param failures the consecutive failed decisions from which on it holds, at least 1
 * @param time how long the metric must have failed in all of them, at least 0; the instant at which it is over counts as over
 * @param replicas the count, at least 0; 0 asks for as little as the bounds allow, but a workload with a failing metric is
 *     never taken to zero
 * @param behavior how the count is compared with the current one
 */
@CheckReturnValue
public record Fallback(int failures, Duration time, int replicas, Behavior behavior) {
    /** What the current count has to do with the answer, with KEDA's names. */
    public enum Behavior {
        /** The count as it is. */
        STATIC,
        /** The current replicas, whatever the count says. */
        CURRENT_REPLICAS,
        /** The current replicas if there are more than the count. */
        CURRENT_REPLICAS_IF_HIGHER,
        /** The current replicas if there are fewer than the count. */
        CURRENT_REPLICAS_IF_LOWER
    }

    /**
     * Checks the numbers.
     *
     * @param failures at least 1
     * @param time at least 0
     * @param replicas at least 0
     * @param behavior how the count is compared with the current one
     * @throws IllegalArgumentException that names every number out of range
     * @throws NullPointerException if the time or the behavior is null
     */
    public Fallback {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(behavior, "behavior");
        Violation.Collector broken = new Violation.Collector();
        broken.require(failures >= 1, "fallback failures must be >= 1", "failures", failures);
        broken.require(!time.isNegative(), "fallback time must be >= 0", "time", time);
        broken.require(replicas >= 0, "fallback replicas must be >= 0", "replicas", replicas);
        broken.throwIfAny();
    }

    /**
     * A fixed count.
     *
     * @param failures the consecutive failed decisions from which on it holds, at least 1
     * @param replicas the count, at least 0
     * @return the fallback
     * @throws IllegalArgumentException that names every number out of range
     */
    public static Fallback afterFailures(int failures, int replicas) {
        return new Fallback(failures, Duration.ZERO, replicas, Behavior.STATIC);
    }

    /**
     * A fixed count once the metric has failed for a time, whatever the pace of decisions is (the way that Kubernetes intends for its
     * External metrics, KEP-5679).
     *
     * @param time how long it must have failed without a break, at least 0
     * @param replicas the count, at least 0
     * @return the fallback
     * @throws IllegalArgumentException that names every number out of range
     */
    public static Fallback after(Duration time, int replicas) {
        return new Fallback(1, time, replicas, Behavior.STATIC);
    }

    /**
     * The same fallback, which waits for a time of failure, too.
     *
     * @param newTime how long the metric must have failed without a break, at least 0
     * @return the fallback
     * @throws IllegalArgumentException if the time is negative
     */
    public Fallback after(Duration newTime) {
        return new Fallback(failures, newTime, replicas, behavior);
    }

    /**
     * The same fallback with another behavior.
     *
     * @param newBehavior how the count is compared with the current one
     * @return the fallback
     */
    public Fallback behavior(Behavior newBehavior) {
        return new Fallback(failures, time, replicas, newBehavior);
    }

    /**
     * The count that stands in for the metric.
     *
     * @param current the current replicas, at least 0
     * @return replicas, at least 0
     */
    public int replicas(int current) {
        return switch (behavior) {
            case STATIC -> replicas;
            case CURRENT_REPLICAS -> current;
            case CURRENT_REPLICAS_IF_HIGHER -> Math.max(current, replicas);
            case CURRENT_REPLICAS_IF_LOWER -> Math.min(current, replicas);
        };
    }
}
