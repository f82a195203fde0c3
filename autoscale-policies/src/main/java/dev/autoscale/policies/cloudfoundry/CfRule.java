package dev.autoscale.policies.cloudfoundry;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scaling rule of Cloud Foundry's app-autoscaler: breached while every point of its breach duration is beyond its threshold.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * CfRule busy = CfRule.of("cpu", ">", 80, "+1").breachDurationSecs(120).coolDownSecs(300).build();
 * }</pre>
 *
 * @see CfPolicy
 */
public final class CfRule {
    /** How a value is compared with the threshold. */
    public enum Operator {
        /** Below. */
        LESS("<"),
        /** Below or equal. */
        AT_MOST("<="),
        /** Above. */
        GREATER(">"),
        /** Above or equal. */
        AT_LEAST(">=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        boolean holds(long value, long threshold) {
            return switch (this) {
                case LESS -> value < threshold;
                case AT_MOST -> value <= threshold;
                case GREATER -> value > threshold;
                case AT_LEAST -> value >= threshold;
            };
        }

        /** {@return the operator in a policy, such as {@code >=}} */
        @Override
        public String toString() {
            return text;
        }
    }

    private static final int LEAST_SECS = 60;
    private static final int MOST_SECS = 3600;
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::toString).toList();

    private final String metricType;
    private final Operator operator;
    private final long threshold;
    private final CfAdjustment adjustment;
    private final int breachDurationSecs;
    private final int coolDownSecs;

    private CfRule(Builder builder) {
        metricType = builder.metricType;
        operator = Operator.values()[OPERATORS.indexOf(builder.operator)];
        threshold = builder.threshold;
        adjustment = CfAdjustment.parse(builder.adjustment);
        breachDurationSecs = Math.max(0, builder.breachDurationSecs);
        coolDownSecs = Math.max(0, builder.coolDownSecs);
    }

    /**
     * Begins a rule with what it needs.
     *
     * @param metricType names the metric; not null
     * @param operator {@code <}, {@code <=}, {@code >} or {@code >=}; not null
     * @param threshold a whole number
     * @param adjustment such as {@code +1}, {@code -2} or {@code +10%}; not null
     * @return the builder
     */
    public static Builder of(String metricType, String operator, long threshold, String adjustment) {
        return new Builder(metricType, operator, threshold, adjustment);
    }

    /**
     * Whether the rule is breached: there is a point older than its breach duration (of any value, or without one; at most twice as
     * old as that), there is one within it, and each of those has a value beyond the threshold.
     */
    boolean isBreached(long nowMillis, long breachMillis, Series points, long[] memory) {
        int size = points.firstFrom(memory, after(nowMillis));
        int oldest = points.firstFrom(memory, before(nowMillis, 2 * breachMillis));
        int within = points.firstFrom(memory, before(nowMillis, breachMillis));
        if (oldest >= within || within >= size) {
            return false;
        }
        for (int i = within; i < size; i++) {
            long value = memory[points.indexOf(i)];
            if (value == CfPolicy.NO_VALUE || !operator.holds(value, threshold)) {
                return false;
            }
        }
        return true;
    }

    private static long after(long nowMillis) {
        return nowMillis == Long.MAX_VALUE ? nowMillis : nowMillis + 1;
    }

    private static long before(long nowMillis, long millis) {
        return nowMillis < Long.MIN_VALUE + millis ? Long.MIN_VALUE : nowMillis - millis;
    }

    /** {@return the metric's name} */
    public String metricType() {
        return metricType;
    }

    /** {@return how a value is compared with the threshold} */
    public Operator operator() {
        return operator;
    }

    /** {@return what a value is compared with} */
    public long threshold() {
        return threshold;
    }

    /** {@return what it does to the instances} */
    public CfAdjustment adjustment() {
        return adjustment;
    }

    /** {@return for how long it must be breached, in seconds; 0 for the installation's default} */
    public int breachDurationSecs() {
        return breachDurationSecs;
    }

    /** {@return how long no rule acts after it did, in seconds; 0 for the installation's default} */
    public int coolDownSecs() {
        return coolDownSecs;
    }

    /**
     * Whether the other has the same settings.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CfRule that
                && metricType.equals(that.metricType)
                && operator == that.operator
                && threshold == that.threshold
                && adjustment.equals(that.adjustment)
                && breachDurationSecs == that.breachDurationSecs
                && coolDownSecs == that.coolDownSecs;
    }

    /** A hash of all settings. */
    @Override
    public int hashCode() {
        return Objects.hash(metricType, operator.toString(), threshold, adjustment, breachDurationSecs, coolDownSecs);
    }

    /** {@return the rule in one line} */
    @Override
    public String toString() {
        return metricType
                + ' '
                + operator
                + ' '
                + threshold
                + ' '
                + adjustment
                + (breachDurationSecs == 0 ? "" : ", breach " + breachDurationSecs + " s")
                + (coolDownSecs == 0 ? "" : ", cool down " + coolDownSecs + " s");
    }

    /** Settings by their names in a policy of Cloud Foundry. Not thread-safe. */
    public static final class Builder {
        private final String metricType;
        private final String operator;
        private final long threshold;
        private final String adjustment;
        private int breachDurationSecs;
        private int coolDownSecs;

        private Builder(String metricType, String operator, long threshold, String adjustment) {
            this.metricType = Objects.requireNonNull(metricType, "metricType");
            this.operator = Objects.requireNonNull(operator, "operator");
            this.threshold = threshold;
            this.adjustment = Objects.requireNonNull(adjustment, "adjustment");
        }

        /**
         * {@code breach_duration_secs}: for how long it must be breached.
         *
         * @param seconds 60 to 3600; 0 (the default) or less for the installation's default
         * @return this
         */
        public Builder breachDurationSecs(int seconds) {
            breachDurationSecs = seconds;
            return this;
        }

        /**
         * {@code cool_down_secs}: how long no rule acts after this one did.
         *
         * @param seconds 60 to 3600; 0 (the default) or less for the installation's default
         * @return this
         */
        public Builder coolDownSecs(int seconds) {
            coolDownSecs = seconds;
            return this;
        }

        /**
         * Builds the rule.
         *
         * @return the rule
         * @throws InvalidSettingsException if a setting is out of range or of another form; the message names all of them
         */
        public CfRule build() {
            Violation.Collector broken = new Violation.Collector();
            broken.require(!metricType.isEmpty(), "metric_type must be given", "metricType", metricType);
            broken.requireOneOf(OPERATORS, Violation.Type.NOT_SUPPORTED, "operator", operator);
            broken.requireBound(CfAdjustment.isValid(adjustment), "such as +1, -2 or +10%", "adjustment", adjustment);
            requireSeconds(broken, "breachDurationSecs", breachDurationSecs);
            requireSeconds(broken, "coolDownSecs", coolDownSecs);
            broken.throwIfAny();
            return new CfRule(this);
        }

        static void requireSeconds(Violation.Collector broken, String path, int seconds) {
            boolean isWithin = seconds <= 0 || (seconds >= LEAST_SECS && seconds <= MOST_SECS);
            broken.requireBound(isWithin, LEAST_SECS + " to " + MOST_SECS + ", or 0 for the default", path, seconds);
        }

        /** {@return what the rule needs} */
        @Override
        public String toString() {
            return "CfRule.Builder[" + metricType + ' ' + operator + ' ' + threshold + ' ' + adjustment + ']';
        }
    }
}
