package dev.autoscale;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of a metric's last values counts: their mean, highest or lowest. Immutable and thread-safe. Source of the rule: Ray
 * Serve's {@code look_back_period_s} and {@code aggregation_function}.
 *
 * @param period how far it looks back, above 0 and at most 7 days; a value exactly this old no longer counts
 * @param aggregation what becomes of the values
 */
public record LookBack(Duration period, Aggregation aggregation) {
    /** What becomes of the values of the period. */
    public enum Aggregation {
        /** The mean of the values, each counting alike, rounded up to thousandths. */
        MEAN,
        /** The highest value. */
        MAX,
        /** The lowest value. */
        MIN
    }

    static final Duration LONGEST = Duration.ofDays(7);

    /**
     * Any rule; the period's range is checked where a spec is built.
     *
     * @param period how far it looks back
     * @param aggregation what becomes of the values
     * @throws NullPointerException if one of them is null
     */
    public LookBack {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(aggregation, "aggregation");
    }

    /**
     * The mean of the values of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack mean(Duration period) {
        return new LookBack(period, Aggregation.MEAN);
    }

    /**
     * The highest value of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack max(Duration period) {
        return new LookBack(period, Aggregation.MAX);
    }

    /**
     * The lowest value of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack min(Duration period) {
        return new LookBack(period, Aggregation.MIN);
    }

    long periodMillis() {
        return Times.millis(period);
    }

    static void check(Violation.Collector broken, String name, @Nullable LookBack rule) {
        if (rule != null) {
            long millis = rule.periodMillis();
            broken.require(
                    millis > 0 && millis <= LONGEST.toMillis(),
                    "lookBack must be > 0 and <= 7 days",
                    name,
                    millis + " ms");
        }
    }
}
