package dev.autoscale.policies.keda;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.Fallback;
import dev.autoscale.Milli;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.internal.Texts;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What KEDA serves for a trigger's metric whose source fails: a value that makes the HPA want a chosen number of replicas.
 * Immutable and thread-safe; {@link #decide} is a pure function that costs a few comparisons and allocates nothing. Source: KEDA.
 *
 * <p>This is KEDA's behaviour bit for bit, for those who must answer as it does. The safe default is the library's own engine,
 * {@link AutoscalerSpec}: there a failing metric never lowers the count.
 *
 * <p>KEDA's quirks are reproduced:
 * <ul>
 *   <li>Scaling modifiers with a target that is no decimal integer ({@code 2.5}, {@code 1e1}) switch the fallback off without a
 *       word; {@link #isEffective} tells.
 *   <li>The fallback begins with the failure after the threshold: a threshold of 3 needs 4 failures in a row. KEDA counts the
 *       HPA's queries too, so that comes sooner than that many polling intervals.
 *   <li>With {@link MetricType#VALUE} the fallback needs ready pods, so it cannot bring back a target without any.
 *   <li>Any behavior but {@code static}, also an unknown or an empty one, needs readable replicas, even where it then takes the
 *       fallback's own.
 *   <li>The behavior {@code scalingModifiers} serves -1 and does not count as an active fallback.
 *   <li>The condition is written only with a metric's health: it may stay true when there are no more queries.
 *   <li>KEDA's cache may store the fallback's value as a measured one and so reset the failures. That is not part of this:
 *       never feed an answer back.
 * </ul>
 */
public final class KedaFallback {
    /** The name of the metric that a fallback serves with scaling modifiers. */
    public static final String COMPOSITE_METRIC = "composite-metric";

    private static final long PLACEHOLDER_MILLI = -1000;
    private static final ScaledObject.Fallback NONE = new ScaledObject.Fallback(0, 0, null);

    /** How the HPA compares a metric with its target ({@code metricType}). Thread-safe. */
    public enum MetricType {
        /** The value divided by all replicas. */
        AVERAGE_VALUE,
        /** The value itself, which then scales the ready pods. */
        VALUE
    }

    private final String metricName;
    private final String fallbackMetricName;
    private final MetricType type;
    private final double target;
    private final boolean effective;
    private final ScaledObject.Fallback fallback;
    private final Fallback answer;

    private KedaFallback(
            String metricName,
            String fallbackMetricName,
            MetricType type,
            double target,
            ScaledObject.@Nullable Fallback fallback) {
        this.metricName = metricName;
        this.fallbackMetricName = fallbackMetricName;
        this.type = Objects.requireNonNull(type, "type");
        this.target = target;
        boolean isValid = fallback != null && fallback.failureThreshold() >= 0 && fallback.replicas() >= 0;
        this.effective = isValid;
        this.fallback = fallback == null || !isValid ? NONE : fallback;
        this.answer = this.fallback.afterFailures(1);
    }

    /**
     * The fallback of a trigger that is not part of a formula.
     *
     * @param metricName the name under which the trigger's metric is served and its failures are counted; not null
     * @param type how the HPA compares the trigger's metric ({@code metricType}, {@link MetricType#AVERAGE_VALUE} if it is not
     *     set); not null
     * @param target the trigger's target, in the metric's unit; rounded as {@link KedaRounding} does, which makes 0 of
     *     anything that is not a finite positive number
     * @param fallback the settings of the {@code ScaledObject}: a threshold of 0 falls back at the first failure; a behavior that
     *     KEDA does not know takes the fallback's replicas but needs the current ones; a negative number switches the fallback off
     *     without a word, as KEDA does; null for no fallback
     * @return the function
     */
    public static KedaFallback of(
            String metricName, MetricType type, double target, ScaledObject.@Nullable Fallback fallback) {
        Objects.requireNonNull(metricName, "metricName");
        return new KedaFallback(
                metricName, metricName, type, KedaRounding.toMilli(target) * KedaRounding.UNIT, fallback);
    }

    /**
     * The fallback of the same trigger as a part of a formula, whose target and type then count instead of the trigger's own.
     *
     * @param modifiersTarget {@code scalingModifiers.target} as it is written; a decimal integer above 0 that fits into 64 bits,
     *     or else there is silently no fallback; not null
     * @param modifiersType {@code scalingModifiers.metricType}, {@link MetricType#AVERAGE_VALUE} if it is not set; not null
     * @return the changed function
     */
    @CheckReturnValue
    public KedaFallback withScalingModifiers(String modifiersTarget, MetricType modifiersType) {
        long whole = GoText.int64(Objects.requireNonNull(modifiersTarget, "target"));
        ScaledObject.Fallback given = effective && whole > 0 ? fallback : null;
        return new KedaFallback(metricName, COMPOSITE_METRIC, modifiersType, (double) whole, given);
    }

    /**
     * {@return whether there is a fallback that can ever apply} If not, each query is served as it is and nothing is
     * counted. False without a fallback, with a negative threshold or count, or if the target of the scaling modifiers is no
     * decimal integer above 0.
     */
    public boolean isEffective() {
        return effective;
    }

    /**
     * Decides about a query.
     *
     * @param in the query; only read; not null
     * @param out receives the answer; not null
     */
    public void decide(Input in, Decision out) {
        out.metricName = metricName;
        out.failures = in.failures;
        out.condition = null;
        out.serve(in.failed ? Decision.Outcome.QUERY_FAILED : Decision.Outcome.MEASURED, in.valueMilli);
        if (!effective) {
            return;
        }
        int before = Math.max(0, in.failures); // NO_ENTRY counts as 0
        out.failures = in.failed ? before + (before < Integer.MAX_VALUE ? 1 : 0) : 0;
        boolean exceeded = out.failures > fallback.failureThreshold();
        if (exceeded) {
            fallBack(in, out);
        }
        out.condition = exceeded || in.otherFallsBack ? KedaCondition.FALLBACK_EXISTS : KedaCondition.NO_FALLBACK_FOUND;
    }

    private void fallBack(Input in, Decision out) {
        if (fallback.isPlaceholder()) {
            out.serve(Decision.Outcome.PLACEHOLDER, PLACEHOLDER_MILLI);
        } else if (fallback.readsReplicas() && in.replicas == Input.UNKNOWN) {
            out.serve(Decision.Outcome.REPLICAS_UNREADABLE, 0);
        } else if (type == MetricType.VALUE && in.readyPods <= 0) {
            out.serve(Decision.Outcome.NO_READY_PODS, 0);
        } else {
            double replicas = answer.replicas(in.replicas);
            double share = type == MetricType.VALUE ? replicas / in.readyPods : replicas;
            // KEDA's order: another one rounds differently, and a cut makes a milli-unit of it.
            out.serve(Decision.Outcome.FALLBACK, (long) (target * 1000 * share));
            out.metricName = fallbackMetricName;
        }
    }

    /** {@return the settings that decide, in one line} */
    @Override
    public String toString() {
        return "KedaFallback[metric=" + fallbackMetricName + ", target=" + target + ' ' + type + ", "
                + (effective ? fallback : "without a fallback") + ']';
    }

    /**
     * One query of a trigger's metric and what else is known, for {@link KedaFallback}. Reusable; not thread-safe. No method
     * allocates. Source: KEDA.
     */
    public static final class Input {
        static final int UNKNOWN = -1;

        boolean failed;
        long valueMilli;
        int failures;
        int replicas;
        int readyPods;
        boolean otherFallsBack;

        /** An input whose query has failed, with nothing known. */
        public Input() {
            failed();
        }

        /**
         * Starts over with a query that gave a value.
         *
         * @param valueMilli what it gave, in milli-units; any value
         * @return this
         */
        public Input measured(long valueMilli) {
            failed();
            this.failed = false;
            this.valueMilli = valueMilli;
            return this;
        }

        /**
         * Starts over with a query that failed: no failure before, replicas and ready pods unknown.
         *
         * @return this
         */
        public Input failed() {
            failed = true;
            valueMilli = 0;
            failures = Decision.NO_ENTRY;
            replicas = UNKNOWN;
            readyPods = UNKNOWN;
            otherFallsBack = false;
            return this;
        }

        /**
         * How often this metric failed in a row before, over all queries: those of the polling loop and those of the HPA. Feeding
         * the count of one source only is what KEDA does by mistake; keep one count for each metric.
         *
         * @param count at least 0; {@link Decision#NO_ENTRY} if the status has no health entry of this metric
         * @return this
         * @throws IllegalArgumentException if it is neither
         */
        public Input failuresBefore(int count) {
            if (count < 0 && count != Decision.NO_ENTRY) {
                throw new IllegalArgumentException("failures must be >= 0 or NO_ENTRY: failures=" + count);
            }
            this.failures = count;
            return this;
        }

        /**
         * The target's wanted replicas. Not calling this says that they could not be read.
         *
         * @param current at least 0
         * @return this
         * @throws IllegalArgumentException if negative
         */
        public Input replicas(int current) {
            if (current < 0) {
                throw new IllegalArgumentException("replicas must be >= 0: replicas=" + current);
            }
            this.replicas = current;
            return this;
        }

        /**
         * The target's pods that are running and ready. Not calling this says that they could not be listed.
         *
         * @param pods at least 0
         * @return this
         * @throws IllegalArgumentException if negative
         */
        public Input readyPods(int pods) {
            if (pods < 0) {
                throw new IllegalArgumentException("readyPods must be >= 0: readyPods=" + pods);
            }
            this.readyPods = pods;
            return this;
        }

        /**
         * Whether another metric of the same {@code ScaledObject} has failed more often than the threshold; it decides about the
         * condition alone.
         *
         * @param fallsBack true if one has
         * @return this
         */
        public Input otherMetricFallsBack(boolean fallsBack) {
            this.otherFallsBack = fallsBack;
            return this;
        }

        /** {@return what was told, in one line} */
        @Override
        public String toString() {
            return "KedaFallback.Input[" + (failed ? "failed" : "valueMilli=" + valueMilli) + ", failures=" + failures
                    + ", replicas=" + replicas + ", readyPods=" + readyPods + ", otherFallsBack=" + otherFallsBack
                    + ']';
        }
    }

    /**
     * What {@link KedaFallback} makes of a query, and what the status says afterwards. Reusable; not thread-safe. No method
     * allocates. Source: KEDA.
     */
    public static final class Decision {
        /** A number of failures if the status has no health entry of the metric. */
        public static final int NO_ENTRY = -1;

        /** What is served. Thread-safe. */
        public enum Outcome {
            /** A metric: the measured value. */
            MEASURED(true),
            /** A metric: the value that asks for the fallback's replicas. */
            FALLBACK(true),
            /** A metric of value -1, which stands for "no value" in the formula of scaling modifiers. */
            PLACEHOLDER(true),
            /** An error: the query's own, with no fallback or one that does not apply yet. */
            QUERY_FAILED(false),
            /** An error: the fallback needs the current replicas, which could not be read. */
            REPLICAS_UNREADABLE(false),
            /** An error: the fallback divides by the ready pods, of which there are none, or which could not be listed. */
            NO_READY_PODS(false);

            private final boolean metric;

            Outcome(boolean metric) {
                this.metric = metric;
            }

            /** {@return whether it is a metric or an error} */
            public boolean hasMetric() {
                return metric;
            }
        }

        /** The health of a metric as the status keeps it. Thread-safe. */
        public enum Health {
            /** The last query gave a value. */
            HAPPY("Happy"),
            /** The last query failed. */
            FAILING("Failing");

            private final String text;

            Health(String text) {
                this.text = text;
            }

            /** {@return the health as KEDA writes it} {@code Happy} or {@code Failing}. */
            @Override
            public String toString() {
                return text;
            }
        }

        Outcome outcome = Outcome.QUERY_FAILED;
        String metricName = "";
        long valueMilli;
        int failures = NO_ENTRY;

        @Nullable
        KedaCondition condition;

        /** A decision that serves nothing yet. */
        public Decision() {}

        void serve(Outcome what, long milli) {
            outcome = what;
            valueMilli = milli;
        }

        /** {@return what is served} */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * {@return the name under which the metric is served} The metric's own name, or {@link
         * KedaFallback#COMPOSITE_METRIC} for a fallback with scaling modifiers; of no meaning for an error.
         */
        public String metricName() {
            return metricName;
        }

        /** {@return the value that is served} Milli-units; of no meaning for an error. */
        public long valueMilli() {
            return valueMilli;
        }

        /**
         * {@return whether the fallback decides} A trigger that falls back counts as active and without error; this is what
         * takes a target from zero when its source is down. True for {@link Outcome#FALLBACK} only.
         */
        public boolean isFallbackActive() {
            return outcome == Outcome.FALLBACK;
        }

        /**
         * {@return the failures in a row that the status says afterwards} At least 0; {@link #NO_ENTRY} if there is no
         * health entry; as before if there is no effective fallback.
         */
        public int failures() {
            return failures;
        }

        /**
         * {@return the health that the status says afterwards} Failing if {@link #failures} is above 0; null if there is no
         * health entry.
         */
        public @Nullable Health health() {
            if (failures == NO_ENTRY) {
                return null;
            }
            return failures > 0 ? Health.FAILING : Health.HAPPY;
        }

        /**
         * {@return the condition {@code Fallback}} {@link KedaCondition#FALLBACK_EXISTS} or {@link
         * KedaCondition#NO_FALLBACK_FOUND}; null if it stays as it is, because there is no effective fallback.
         */
        public @Nullable KedaCondition fallbackCondition() {
            return condition;
        }

        /**
         * Appends what is served and why, in words for an operator. Allocates.
         *
         * @param <T> the type of the target
         * @param target receives the text, which ends with a line feed; not null
         * @return the target
         * @throws UncheckedIOException if the target fails
         */
        public <T extends Appendable> T explainTo(T target) {
            StringBuilder text = new StringBuilder(128);
            text.append(outcome.hasMetric() ? metricName + " " + Milli.text(valueMilli) : "an error")
                    .append("\n  outcome   ")
                    .append(outcome)
                    .append(": ")
                    .append(why())
                    .append("\n  failures  ")
                    .append(failures == NO_ENTRY ? "not counted" : failures + " in a row")
                    .append(condition == null ? "" : "\n  fallback  " + condition.status() + ", " + condition.reason())
                    .append('\n');
            return Texts.append(target, text);
        }

        private String why() {
            return switch (outcome) {
                case MEASURED -> "the query gave a value";
                case FALLBACK -> "the query has failed too often, and the value asks for the fallback's replicas";
                case PLACEHOLDER -> "the query has failed too often, and the formula sees no value";
                case QUERY_FAILED -> "the query failed, and there is no fallback, or not yet";
                case REPLICAS_UNREADABLE -> "the fallback needs the current replicas, which could not be read";
                case NO_READY_PODS -> "the fallback divides by the ready pods, of which none is known";
            };
        }

        /** {@return what {@link #explainTo} says} */
        @Override
        public String toString() {
            return explainTo(new StringBuilder()).toString();
        }
    }
}
