package dev.autoscale.policies.nomad;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A check of a Nomad Autoscaler policy: a query, a strategy, and what its failures mean. Immutable and thread-safe.
 *
 * <pre>{@code
 * NomadCheck cpu = NomadCheck.of("cpu", NomadStrategy.targetValue(70)).group("load").build();
 * }</pre>
 *
 * @see NomadPolicy
 */
public final class NomadCheck {
    /** What a failing strategy means ({@code on_error}, {@code on_check_error}). Queries that fail always end an evaluation. */
    public enum OnError {
        /** Not given: for a check what its policy says, for a policy the same as {@link #IGNORE}. */
        UNSET,
        /** The check answers that there is nothing to do. */
        IGNORE,
        /** The evaluation fails: nothing is scaled. */
        FAIL
    }

    /** The query window if it is not given. */
    public static final Duration DEFAULT_QUERY_WINDOW = Duration.ofMinutes(1);

    private static final int MAX_DAYS = 7;

    private final String query;
    private final NomadStrategy strategy;
    private final String group;
    private final OnError onError;
    private final Duration queryWindow;
    private final Duration queryWindowOffset;
    private final @Nullable NomadSchedule schedule;

    private NomadCheck(Builder builder) {
        query = builder.query;
        strategy = builder.strategy;
        group = builder.group;
        onError = builder.onError;
        queryWindow = builder.queryWindow.isZero() ? DEFAULT_QUERY_WINDOW : builder.queryWindow;
        queryWindowOffset = builder.queryWindowOffset;
        schedule = builder.schedule;
    }

    /**
     * Begins a check.
     *
     * @param query names the metric; {@code fixed-value} asks for none; not null
     * @param strategy what to do about it; not null
     * @return the builder
     */
    public static Builder of(String query, NomadStrategy strategy) {
        return new Builder(query, strategy);
    }

    /** {@return the metric's name} */
    public String query() {
        return query;
    }

    /** {@return what to do about it} */
    public NomadStrategy strategy() {
        return strategy;
    }

    /** {@return the group that its answer is chosen in first; empty for none} */
    public String group() {
        return group;
    }

    /** {@return what a failing strategy means} */
    public OnError onError() {
        return onError;
    }

    /** {@return how far back the query goes} */
    public Duration queryWindow() {
        return queryWindow;
    }

    /** {@return how long before now the query's window ends} */
    public Duration queryWindowOffset() {
        return queryWindowOffset;
    }

    /** {@return when it counts; null for always} */
    public @Nullable NomadSchedule schedule() {
        return schedule;
    }

    /**
     * Whether the other has the same settings.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NomadCheck that
                && query.equals(that.query)
                && strategy.equals(that.strategy)
                && group.equals(that.group)
                && onError == that.onError
                && queryWindow.equals(that.queryWindow)
                && queryWindowOffset.equals(that.queryWindowOffset)
                && Objects.equals(schedule, that.schedule);
    }

    /** A hash of all settings. */
    @Override
    public int hashCode() {
        return Objects.hash(query, strategy, group, onError.toString(), queryWindow, queryWindowOffset, schedule);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "NomadCheck[query=" + query + ", strategy=" + strategy
                + (group.isEmpty() ? "" : ", group=" + group)
                + (onError == OnError.UNSET ? "" : ", onError=" + onError)
                + ", queryWindow=" + queryWindow
                + (queryWindowOffset.isZero() ? "" : ", queryWindowOffset=" + queryWindowOffset)
                + (schedule == null ? "" : ", schedule=" + schedule) + ']';
    }

    /** Settings by their names in a Nomad policy. Not thread-safe. */
    public static final class Builder {
        private final String query;
        private final NomadStrategy strategy;
        private String group = "";
        private OnError onError = OnError.UNSET;
        private Duration queryWindow = Duration.ZERO;
        private Duration queryWindowOffset = Duration.ZERO;
        private @Nullable NomadSchedule schedule;

        private Builder(String query, NomadStrategy strategy) {
            this.query = Objects.requireNonNull(query, "query");
            this.strategy = Objects.requireNonNull(strategy, "strategy");
        }

        /**
         * The group that its answer is chosen in before the groups are compared: there a movement inwards outranks "nothing to do".
         *
         * @param name not null; empty (the default) for none
         * @return this
         */
        public Builder group(String name) {
            group = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * What a failing strategy means.
         *
         * @param meaning not null
         * @return this
         */
        public Builder onError(OnError meaning) {
            onError = Objects.requireNonNull(meaning, "meaning");
            return this;
        }

        /**
         * How far back the query goes; only {@code threshold} counts more than its newest value.
         *
         * @param window whole milliseconds, at most 7 days; 0 (the default) stands for 1 minute; not null
         * @return this
         */
        public Builder queryWindow(Duration window) {
            queryWindow = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * How long before now the query's window ends.
         *
         * @param offset whole milliseconds, at most 7 days, 0 unless it is set; not null
         * @return this
         */
        public Builder queryWindowOffset(Duration offset) {
            queryWindowOffset = Objects.requireNonNull(offset, "offset");
            return this;
        }

        /**
         * When it counts; at other times it is left out as if it were not there.
         *
         * @param when null (the default) for always
         * @return this
         */
        public Builder schedule(@Nullable NomadSchedule when) {
            schedule = when;
            return this;
        }

        /**
         * Builds the check.
         *
         * @return the check
         * @throws InvalidSettingsException if it needs a query and has none, or a time is out of range; the message names all of
         *     them
         */
        public NomadCheck build() {
            Violation.Collector broken = new Violation.Collector();
            boolean isNamed = !query.isEmpty() || !strategy.needsValues();
            broken.require(isNamed, Violation.Type.REQUIRED, "query must be given", "query", query);
            broken.requireMillis("queryWindow", queryWindow, 0, MAX_DAYS);
            broken.requireMillis("queryWindowOffset", queryWindowOffset, 0, MAX_DAYS);
            broken.throwIfAny();
            return new NomadCheck(this);
        }

        /** {@return the strategy and query} */
        @Override
        public String toString() {
            return "NomadCheck.Builder[query=" + query + ", strategy=" + strategy + ']';
        }
    }
}
