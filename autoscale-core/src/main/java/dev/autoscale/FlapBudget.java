package dev.autoscale;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How much a workload may be moved about within a period: so many replicas started or stopped, so many reversals. Immutable and
 * thread-safe.
 *
 * <p>Rate policies and windows bound where the count may go; this bounds the sum of all ways. A <em>reversal</em> is a change
 * against the direction of the change before it. Every change that {@link Autoscaler#scaled} reports counts, whoever made it,
 * but for the moves of {@link Activation} and of a pause; one exactly as old as the period no longer counts. What the budget
 * does not allow waits until enough of it has come back. From zero the budget holds nothing back.
 *
 * <pre>{@code
 * FlapBudget.per(Duration.ofMinutes(10)).replicas(20);               // at most 20 replicas started or stopped in 10 minutes
 * FlapBudget.per(Duration.ofMinutes(30)).reversals(2).shrinkOnly();  // grows whenever it must, but then shrinks later
 * }</pre>
 *
 * <p>How many reversals there were can be read in {@link Decision#reversals}, also without a limit: a budget that limits
 * nothing is an oscillation signal.
 */
public final class FlapBudget {
    /** The longest period. */
    static final Duration LONGEST_PERIOD = Duration.ofDays(7);

    static final int UNLIMITED = Integer.MAX_VALUE;

    final long periodMillis;
    final int replicas;
    final int reversals;
    final boolean shrinkOnly;

    private FlapBudget(long periodMillis, int replicas, int reversals, boolean shrinkOnly) {
        this.periodMillis = periodMillis;
        this.replicas = replicas;
        this.reversals = reversals;
        this.shrinkOnly = shrinkOnly;
    }

    /**
     * A budget that counts, and limits nothing yet.
     *
     * @param period how long a change counts; above 0 and at most 7 days
     * @return the budget
     */
    public static FlapBudget per(Duration period) {
        return new FlapBudget(Times.millis(period), UNLIMITED, UNLIMITED, false);
    }

    /**
     * Limits the replicas that are started or stopped within a period.
     *
     * @param most at least 1
     * @return the budget with the limit
     */
    public FlapBudget replicas(int most) {
        return new FlapBudget(periodMillis, most, reversals, shrinkOnly);
    }

    /**
     * Limits the reversals within a period.
     *
     * @param most at least 0; 0 allows changes in one direction only
     * @return the budget with the limit
     */
    public FlapBudget reversals(int most) {
        return new FlapBudget(periodMillis, replicas, most, shrinkOnly);
    }

    /**
     * Never holds growth back; growth still counts, so it takes room from later shrinking. Whatever flaps must shrink, so this
     * stops flapping too, without a risk for the load.
     *
     * @return the budget that limits shrinking only
     */
    public FlapBudget shrinkOnly() {
        return new FlapBudget(periodMillis, replicas, reversals, true);
    }

    /** {@return how long a change counts} */
    public Duration period() {
        return Duration.ofMillis(periodMillis);
    }

    /** {@return the most replicas that are started or stopped within a period} Empty without a limit. */
    public OptionalInt replicas() {
        return replicas == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(replicas);
    }

    /** {@return the most reversals within a period} Empty without a limit. */
    public OptionalInt reversals() {
        return reversals == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(reversals);
    }

    /** {@return whether growth is never held back} True with {@link #shrinkOnly()}. */
    public boolean isShrinkOnly() {
        return shrinkOnly;
    }

    /** How many replicas may still be started or stopped. */
    long left(long spent) {
        return replicas == UNLIMITED ? UNLIMITED : Math.max(0, replicas - spent);
    }

    void check(Violation.Collector broken) {
        broken.require(
                periodMillis > 0 && periodMillis <= LONGEST_PERIOD.toMillis(),
                "flapBudget period must be > 0 and <= 7 days",
                "flapBudget.period",
                periodMillis + " ms");
        broken.require(replicas >= 1, "flapBudget replicas must be >= 1", "flapBudget.replicas", replicas);
        broken.require(reversals >= 0, "flapBudget reversals must be >= 0", "flapBudget.reversals", reversals);
    }

    void addTo(Checksum sum) {
        sum.add(periodMillis).add(replicas).add(reversals).add(shrinkOnly ? 1 : 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlapBudget that
                && periodMillis == that.periodMillis
                && replicas == that.replicas
                && reversals == that.reversals
                && shrinkOnly == that.shrinkOnly;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(periodMillis) + 31 * (replicas + 31 * reversals);
    }

    /** {@return the budget in words, such as {@code 20 replicas per 600 s}} */
    @Override
    public String toString() {
        String limits = (replicas == UNLIMITED ? "" : replicas + " replicas")
                + (replicas == UNLIMITED || reversals == UNLIMITED ? "" : " and ")
                + (reversals == UNLIMITED ? "" : reversals + " reversals");
        return (limits.isEmpty() ? "counted" : limits) + " per " + Times.seconds(periodMillis)
                + (shrinkOnly ? ", shrinking only" : "");
    }
}
