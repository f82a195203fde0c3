package dev.autoscale.policies.nomad;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the four strategies of the Nomad Autoscaler, from count and values to a direction and a count, exactly. Immutable and
 * thread-safe; {@link #run} takes constant time (for {@code threshold} a step per value) and allocates nothing.
 *
 * <pre>
 * target-value   value outside of target * (1 ± threshold)     ceil(count * value / target), also when it shrinks;
 *                                                              at count 0 any value wakes, ceil(value / target)
 * threshold      at least within_bounds_trigger values with    count + delta, or ceil(count * (1 + percentage / 100)), or value;
 *                lower_bound &lt;= v &lt; upper_bound                never below 0
 * pass-through   value other than count                        the value, cut towards zero
 * fixed-value    always                                        value
 * </pre>
 *
 * <p>Only the newest value counts, but for {@code threshold}. Nothing here knows a minimum or maximum: answers may be negative.
 * Settings that are no numbers are no exception here, as they are none upstream: {@link Builder#buildUnchecked} takes them, and
 * the strategy then answers {@link NomadAction.Kind#STRATEGY_FAILS}.
 *
 * <p>Where upstream's 64-bit sums would wrap and doubles do not fit, the count saturates, so that a huge value never shrinks.
 *
 * @see NomadCheck
 */
public final class NomadStrategy {
    /** The strategies. */
    public enum Type {
        /** Keeps a value at a target. */
        TARGET_VALUE("target-value"),
        /** Reacts to values within bounds. */
        THRESHOLD("threshold"),
        /** Takes the value for the count. */
        PASS_THROUGH("pass-through"),
        /** Always the same count; asks for no value. */
        FIXED_VALUE("fixed-value");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** {@return the name in a Nomad policy, such as {@code target-value}} */
        @Override
        public String toString() {
            return text;
        }
    }

    private final Type type;
    private final Map<String, String> config;
    private final List<Violation> violations;
    private final @Nullable StrategyRule rule;

    private NomadStrategy(Type type, Map<String, String> config) {
        this.type = type;
        this.config = Collections.unmodifiableMap(new TreeMap<>(config));
        StrategyConfig read = new StrategyConfig(config);
        StrategyRule found = read.rule(type);
        violations = read.violations();
        rule = violations.isEmpty() ? found : null;
    }

    /**
     * Begins a strategy.
     *
     * @param type not null
     * @return the builder
     */
    public static Builder of(Type type) {
        return new Builder(type);
    }

    /**
     * Keeps a value at a target, with upstream's defaults.
     *
     * @param target the value that is wanted, finite
     * @return the strategy
     * @throws InvalidSettingsException if the target is not finite
     */
    public static NomadStrategy targetValue(double target) {
        return of(Type.TARGET_VALUE).target(target).build();
    }

    /**
     * Runs the strategy.
     *
     * @param count the target's count
     * @param values the answer of the check's query, the newest last, as {@link Double#doubleToRawLongBits} packs them; only read
     * @param from where the first value stands
     * @param to behind the last one; {@code from} if there is none
     * @return a {@link NomadAction}: a movement, {@code NONE}, {@code SKIPPED} or {@code STRATEGY_FAILS}
     */
    public long run(long count, long[] values, int from, int to) {
        boolean isEmpty = from >= to && needsValues();
        if (isEmpty && type != Type.PASS_THROUGH) {
            return NomadAction.of(NomadAction.Kind.SKIPPED, 0); // before the settings are looked at
        }
        if (rule == null) {
            return NomadAction.of(NomadAction.Kind.STRATEGY_FAILS, 0);
        }
        return isEmpty ? NomadAction.of(NomadAction.Kind.SKIPPED, 0) : rule.run(count, values, from, to);
    }

    /** {@return which strategy it is} */
    public Type type() {
        return type;
    }

    /** {@return the settings as they stand in a Nomad policy, by name; unmodifiable} */
    public Map<String, String> config() {
        return config;
    }

    /** {@return whether it goes by values of a query} */
    public boolean needsValues() {
        return type != Type.FIXED_VALUE;
    }

    /** {@return whether it counts all values of the query's window, not only the newest one} */
    public boolean needsHistory() {
        return type == Type.THRESHOLD;
    }

    /** {@return the settings that cannot be read or are missing; empty for a strategy that works} */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * Whether the other is the same strategy with the same settings, letter by letter.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NomadStrategy that && type == that.type && config.equals(that.config);
    }

    /** A hash of all settings. */
    @Override
    public int hashCode() {
        return 31 * type.toString().hashCode() + config.hashCode();
    }

    /** {@return the strategy and its settings in one line} */
    @Override
    public String toString() {
        return type.toString() + config;
    }

    /** Settings by their names in a Nomad policy; what is not set is left out there. Not thread-safe. */
    public static final class Builder {
        private final Type type;
        private final Map<String, String> config = new TreeMap<>();

        private Builder(Type type) {
            this.type = type;
        }

        /**
         * {@code target} of target-value, required there.
         *
         * @param value the value that is wanted; with 0 the value itself is the factor
         * @return this
         */
        public Builder target(double value) {
            return set(StrategyConfig.TARGET, Double.toString(value));
        }

        /**
         * {@code threshold} of target-value: how far the value may be off.
         *
         * @param share of the target; 0.01 unless it is set
         * @return this
         */
        public Builder threshold(double share) {
            return set(StrategyConfig.THRESHOLD, Double.toString(share));
        }

        /**
         * {@code max_scale_up} of target-value and pass-through.
         *
         * @param replicas the most that one answer adds; 0 adds none
         * @return this
         */
        public Builder maxScaleUp(long replicas) {
            return set(StrategyConfig.MAX_SCALE_UP, Long.toString(replicas));
        }

        /**
         * {@code max_scale_down} of target-value and pass-through.
         *
         * @param replicas the most that one answer removes; 0 removes none
         * @return this
         */
        public Builder maxScaleDown(long replicas) {
            return set(StrategyConfig.MAX_SCALE_DOWN, Long.toString(replicas));
        }

        /**
         * {@code lower_bound} of threshold, which needs one of the bounds.
         *
         * @param value inclusive
         * @return this
         */
        public Builder lowerBound(double value) {
            return set(StrategyConfig.LOWER_BOUND, Double.toString(value));
        }

        /**
         * {@code upper_bound} of threshold, which needs one of the bounds.
         *
         * @param value exclusive
         * @return this
         */
        public Builder upperBound(double value) {
            return set(StrategyConfig.UPPER_BOUND, Double.toString(value));
        }

        /**
         * {@code within_bounds_trigger} of threshold.
         *
         * @param values how many values of the window must be within the bounds; 5 unless it is set; 0 or less: always
         * @return this
         */
        public Builder withinBoundsTrigger(long values) {
            return set(StrategyConfig.TRIGGER, Long.toString(values));
        }

        /**
         * {@code delta} of threshold, which needs exactly one of delta, percentage and value.
         *
         * @param replicas more, or fewer if negative
         * @return this
         */
        public Builder delta(long replicas) {
            return set(StrategyConfig.DELTA, Long.toString(replicas));
        }

        /**
         * {@code percentage} of threshold, which needs exactly one of delta, percentage and value. Rounded up, also when it
         * shrinks.
         *
         * @param percent more, or fewer if negative
         * @return this
         */
        public Builder percentage(double percent) {
            return set(StrategyConfig.PERCENTAGE, Double.toString(percent));
        }

        /**
         * {@code value} of fixed-value, required there, and of threshold, which needs exactly one of delta, percentage and value.
         *
         * @param replicas the count; not negative for threshold
         * @return this
         */
        public Builder value(long replicas) {
            return set(StrategyConfig.VALUE, Long.toString(replicas));
        }

        /**
         * A setting as it stands in a Nomad policy.
         *
         * @param name such as {@code max_scale_up}; not null. Names that the strategy does not know are kept and mean nothing
         * @param text its value; an empty one counts as not given; not null
         * @return this
         */
        public Builder set(String name, String text) {
            config.put(name, text);
            return this;
        }

        /**
         * Builds the strategy.
         *
         * @return the strategy
         * @throws InvalidSettingsException if a setting is missing, no number, not finite, or too much; the message names all of
         *     them
         */
        public NomadStrategy build() {
            NomadStrategy strategy = buildUnchecked();
            List<Violation> all = new ArrayList<>(strategy.violations);
            all.addAll(new StrategyConfig(config).notFinite());
            InvalidSettingsException.throwIfAny(all);
            return strategy;
        }

        /** {@return the strategy, which answers {@code STRATEGY_FAILS} if its settings cannot be read} */
        public NomadStrategy buildUnchecked() {
            return new NomadStrategy(type, config);
        }

        /** {@return the strategy and the settings so far} */
        @Override
        public String toString() {
            return type.toString() + config;
        }
    }
}
