package dev.autoscale.policies.keda;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoInteger;
import dev.autoscale.policies.keda.KedaFallbackDecision.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What KEDA serves for a trigger's metric whose source fails: a value that makes the HPA want a chosen number of replicas.
 * Immutable and thread-safe; {@link #decide} is a pure function that costs a few comparisons and allocates nothing. Source: KEDA.
 *
 * <p>This is KEDA's behaviour bit for bit, for those who must answer as it does. The safe default is the library's own engine,
 * {@link AutoscalerSpec}: there a failing metric never lowers the count.
 *
 * <p>KEDA's traps are kept:
 * <ul>
 *   <li>Scaling modifiers with a target that is no decimal integer ({@code 2.5}, {@code 1e1}) switch the fallback off without a
 *       word; {@link #isEffective} tells.
 *   <li>The fallback begins with the failure after the threshold: a threshold of 3 needs 4 failures in a row. KEDA counts the
 *       HPA's queries too, so that comes sooner than so many polling intervals.
 *   <li>With {@link MetricType#VALUE} the fallback needs ready pods, so it cannot bring back a target without any.
 *   <li>Any behavior but {@code static}, also an unknown or an empty one, needs readable replicas, even where it then takes the
 *       fallback's own.
 *   <li>The behavior {@code scalingModifiers} serves -1 and does not count as an active fallback.
 *   <li>The condition is written only with a metric's health: it may stay true when nobody asks any more.
 *   <li>KEDA's cache may store the fallback's value as a measured one and so reset the failures. That is not part of this:
 *       never feed an answer back.
 * </ul>
 */
public final class KedaFallback {
    /** The name of the metric that a fallback serves with scaling modifiers. */
    public static final String COMPOSITE_METRIC = "composite-metric";

    private static final long PLACEHOLDER_MILLI = -1000;

    /** How the HPA compares a metric with its target ({@code metricType}). Thread-safe. */
    public enum MetricType {
        /** The value divided by all replicas. */
        AVERAGE_VALUE,
        /** The value itself, which then scales the ready pods. */
        VALUE
    }

    private enum Behavior {
        STATIC,
        CURRENT,
        CURRENT_IF_HIGHER,
        CURRENT_IF_LOWER,
        SCALING_MODIFIERS,
        STATIC_WITH_CURRENT_READ;

        static Behavior of(@Nullable String text) {
            return text == null
                    ? STATIC
                    : switch (text) {
                        case "static" -> STATIC;
                        case "currentReplicas" -> CURRENT;
                        case "currentReplicasIfHigher" -> CURRENT_IF_HIGHER;
                        case "currentReplicasIfLower" -> CURRENT_IF_LOWER;
                        case "scalingModifiers" -> SCALING_MODIFIERS;
                        default -> STATIC_WITH_CURRENT_READ;
                    };
        }
    }

    private final String metricName;
    private final String fallbackMetricName;
    private final boolean effective;
    private final Behavior behavior;
    private final int failureThreshold;
    private final int fallbackReplicas;
    private final MetricType type;
    private final double target;

    private KedaFallback(Builder builder) {
        String modifiersTarget = builder.modifiersTarget;
        this.metricName = builder.metricName;
        this.behavior = Behavior.of(builder.behavior);
        this.failureThreshold = builder.failureThreshold;
        this.fallbackReplicas = builder.replicas;
        if (modifiersTarget == null) {
            this.fallbackMetricName = metricName;
            this.type = builder.triggerType;
            this.target = KedaRounding.toMilli(builder.triggerTarget) / 1000.0;
            this.effective = builder.configured;
        } else {
            long whole = GoInteger.parse(modifiersTarget);
            this.fallbackMetricName = COMPOSITE_METRIC;
            this.type = builder.modifiersType;
            this.target = (double) whole;
            this.effective = builder.configured && whole > 0;
        }
    }

    /**
     * Begins without a fallback and without scaling modifiers, for a trigger of type {@link MetricType#AVERAGE_VALUE}.
     *
     * @param metricName the name under which the trigger's metric is served and its failures are counted; not null
     * @param triggerTarget the trigger's target, in the metric's unit; rounded as {@link KedaRounding} does, which makes
     *     0 of anything that is not a finite positive number; without effect if there are scaling modifiers
     * @return a builder
     */
    public static Builder builder(String metricName, double triggerTarget) {
        return new Builder(Objects.requireNonNull(metricName, "metricName"), triggerTarget);
    }

    /**
     * {@return whether there is a fallback that can ever apply} If not, each query is served as it is and nothing is
     * counted. False without a fallback, or if the target of the scaling modifiers is no decimal integer above 0.
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
    public void decide(KedaFallbackInput in, KedaFallbackDecision out) {
        out.metricName = metricName;
        out.failures = in.failures;
        out.condition = null;
        out.serve(in.failed ? Outcome.QUERY_FAILED : Outcome.MEASURED, in.valueMilli);
        if (!effective) {
            return;
        }
        int before = Math.max(0, in.failures); // NO_ENTRY counts as 0
        out.failures = in.failed ? before + (before < Integer.MAX_VALUE ? 1 : 0) : 0;
        boolean exceeded = out.failures > failureThreshold;
        if (exceeded) {
            fallBack(in, out);
        }
        out.condition = exceeded || in.otherFallsBack ? KedaCondition.FALLBACK_EXISTS : KedaCondition.NO_FALLBACK_FOUND;
    }

    private void fallBack(KedaFallbackInput in, KedaFallbackDecision out) {
        if (behavior == Behavior.SCALING_MODIFIERS) {
            out.serve(Outcome.PLACEHOLDER, PLACEHOLDER_MILLI);
        } else if (behavior != Behavior.STATIC && in.replicas == KedaFallbackInput.UNKNOWN) {
            out.serve(Outcome.REPLICAS_UNREADABLE, 0);
        } else if (type == MetricType.VALUE && in.readyPods <= 0) {
            out.serve(Outcome.NO_READY_PODS, 0);
        } else {
            double replicas = replicas(in.replicas);
            double share = type == MetricType.VALUE ? replicas / in.readyPods : replicas;
            // KEDA's order: another one rounds differently, and a cut makes a milli-unit of it.
            out.serve(Outcome.FALLBACK, (long) (target * 1000 * share));
            out.metricName = fallbackMetricName;
        }
    }

    private int replicas(int current) {
        return switch (behavior) {
            case CURRENT -> current;
            case CURRENT_IF_HIGHER -> Math.max(current, fallbackReplicas);
            case CURRENT_IF_LOWER -> Math.min(current, fallbackReplicas);
            case STATIC, STATIC_WITH_CURRENT_READ, SCALING_MODIFIERS -> fallbackReplicas;
        };
    }

    /** Collects the settings of a {@link KedaFallback}. Not thread-safe. */
    public static final class Builder {
        private final String metricName;
        private final double triggerTarget;
        private MetricType triggerType = MetricType.AVERAGE_VALUE;
        private boolean configured;
        private int failureThreshold;
        private int replicas;
        private @Nullable String behavior;
        private @Nullable String modifiersTarget;
        private MetricType modifiersType = MetricType.AVERAGE_VALUE;

        private Builder(String metricName, double triggerTarget) {
            this.metricName = metricName;
            this.triggerTarget = triggerTarget;
        }

        /**
         * How the HPA compares the trigger's metric (default {@link MetricType#AVERAGE_VALUE}); without effect if there are
         * scaling modifiers.
         *
         * @param type not null
         * @return this
         */
        public Builder triggerType(MetricType type) {
            this.triggerType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Sets a fallback.
         *
         * @param failureThreshold failures in a row that are still errors ({@code fallback.failureThreshold}); at least 0, where
         *     0 falls back at the first one
         * @param replicas what to ask for ({@code fallback.replicas}); at least 0
         * @return this
         */
        public Builder fallback(int failureThreshold, int replicas) {
            this.configured = true;
            this.failureThreshold = failureThreshold;
            this.replicas = replicas;
            return this;
        }

        /**
         * How the fallback's and the current replicas become one number ({@code fallback.behavior}).
         *
         * @param text {@code static}, {@code currentReplicas}, {@code currentReplicasIfHigher} (the larger),
         *     {@code currentReplicasIfLower} (the smaller) or {@code scalingModifiers} (a placeholder for the formula); any other
         *     text takes the fallback's replicas but needs the current ones; null, the default, is {@code static}
         * @return this
         */
        public Builder behavior(@Nullable String text) {
            this.behavior = text;
            return this;
        }

        /**
         * Says that the trigger is part of a formula, whose target and type then count instead of the trigger's own.
         *
         * @param target {@code scalingModifiers.target} as it is written; a decimal integer above 0 that fits into 64 bits, or
         *     else there is silently no fallback; not null
         * @param type {@code scalingModifiers.metricType}, {@link MetricType#AVERAGE_VALUE} if it is not set; not null
         * @return this
         */
        public Builder scalingModifiers(String target, MetricType type) {
            this.modifiersTarget = Objects.requireNonNull(target, "target");
            this.modifiersType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Completes the settings.
         *
         * @return the function
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public KedaFallback build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireNotNegative("failureThreshold", failureThreshold);
            broken.requireNotNegative("fallbackReplicas", replicas);
            broken.throwIfAny();
            return new KedaFallback(this);
        }
    }

    /** {@return the settings that decide, in one line} */
    @Override
    public String toString() {
        return "KedaFallback[metric=" + fallbackMetricName + ", target=" + target + ' ' + type + ", "
                + (effective
                        ? "behavior=" + behavior + ", failureThreshold=" + failureThreshold + ", replicas="
                                + fallbackReplicas
                        : "without a fallback")
                + ']';
    }
}
