package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one revision's {@link KpaAutoscaler} follows: the settings of a Knative Pod Autoscaler's decision. Immutable and
 * thread-safe; any number of autoscalers may share one. Source of names, rules and defaults: Knative.
 *
 * <pre>{@code
 * KpaSpec revision = KpaSpec.of(
 *         KpaConfig.of(Map.of("stable-window", "60s")), // config-autoscaler
 *         new KpaAnnotations(Map.of("autoscaling.knative.dev/target", "10")),
 *         0); // containerConcurrency: no limit
 * }</pre>
 *
 * <p>Minimum, maximum and initial scale and scaling to zero belong to Knative's reconciler, which comes after the decision:
 * {@link Builder#scaleToZero}. {@link #of} takes all of it from the cluster's settings and a revision's annotations.
 *
 * <p>{@link #builder} makes one and checks it. The constructor checks nothing, cuts fractions of a millisecond off, and takes a
 * time that milliseconds cannot hold for the longest that they can.
 *
 * @param aggregation how windows make one value of their buckets
 * @param stableWindow the window of the stable average, and how long panic lasts after the load was last above the threshold
 * @param panicWindow the window of the panic average
 * @param target what one pod is meant to carry: requests in flight, or requests a second
 * @param total what one pod can carry: requests in flight, or requests a second
 * @param targetBurstCapacity the burst that ready pods should be able to take without help, in units of {@code total};
 *     {@link #UNLIMITED_BURST} without bound
 * @param panicThreshold from how many times the ready pods on a wanted count is panic: a factor
 * @param maxScaleUpRate by how much the ready pods may be multiplied at most: a factor
 * @param maxScaleDownRate by how much the ready pods may be divided at most: a divisor
 * @param scaleDownDelay how long a count is held before it shrinks; zero for none
 * @param activationScale the fewest pods while there is any load; 0 and 1 say nothing
 * @param isReachable whether the revision is routed to; false if it is known not to be
 * @param scaleToZero what comes after the decision: the rules, or null
 */
public record KpaSpec(
        KpaAggregation aggregation,
        Duration stableWindow,
        Duration panicWindow,
        double target,
        double total,
        double targetBurstCapacity,
        double panicThreshold,
        double maxScaleUpRate,
        double maxScaleDownRate,
        Duration scaleDownDelay,
        int activationScale,
        boolean isReachable,
        @Nullable KpaScaleToZero scaleToZero) {
    /** A target burst capacity without bound: the burst is buffered at all times. */
    public static final double UNLIMITED_BURST = -1;

    /**
     * Refuses null, except where null means "none".
     *
     * @param aggregation not null
     * @param stableWindow not null
     * @param panicWindow not null
     * @param target any value
     * @param total any value
     * @param targetBurstCapacity any value
     * @param panicThreshold any value
     * @param maxScaleUpRate any value
     * @param maxScaleDownRate any value
     * @param scaleDownDelay not null
     * @param activationScale any value
     * @param isReachable any value
     * @param scaleToZero may be null
     */
    public KpaSpec {
        Objects.requireNonNull(aggregation, "aggregation");
        stableWindow = Duration.ofMillis(millis(stableWindow));
        panicWindow = Duration.ofMillis(millis(panicWindow));
        scaleDownDelay = Duration.ofMillis(millis(scaleDownDelay));
    }

    /** The duration in milliseconds; one too long for a long becomes the longest one. */
    static long millis(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /**
     * Begins with Knative's defaults for concurrency: linear, stable window 60 s, panic window 10 % of it, target 70 of 100 in
     * all, target burst capacity 211, panic threshold 2, rates 1000 up and 2 down, no scale-down delay, no activation scale,
     * reachable.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The spec of a revision as a cluster holds it, scaling to zero included.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @param containerConcurrency how many requests at a time a container accepts, at least 0; 0 means any number
     * @return the spec, of a revision that is routed to
     * @throws IllegalArgumentException that names every broken rule of the settings, or else of the annotations, or else of
     *     the spec, with its value: Knative accepts NaN, infinite bursts and targets, panic thresholds of 0 and below, and
     *     scale-down delays beyond 24 hours, and a spec does not; or if the container concurrency is negative
     */
    public static KpaSpec of(KpaConfig config, KpaAnnotations annotations, long containerConcurrency) {
        config.validate();
        annotations.validate(config);
        KpaTargets targets = KpaTargets.of(config, annotations, containerConcurrency, true);
        return builder()
                .aggregation(
                        annotations.isWeightedExponential()
                                ? KpaAggregation.WEIGHTED_EXPONENTIAL
                                : KpaAggregation.LINEAR)
                .stableWindow(Duration.ofMillis(targets.stableWindowMillis()))
                .panicWindow(Duration.ofMillis(targets.panicWindowMillis()))
                .target(targets.target())
                .total(targets.total())
                .targetBurstCapacity(targets.targetBurstCapacity())
                .panicThreshold(targets.panicThreshold())
                .maxScaleUpRate(config.get(KpaSetting.MAX_SCALE_UP_RATE))
                .maxScaleDownRate(config.get(KpaSetting.MAX_SCALE_DOWN_RATE))
                .scaleDownDelay(Duration.ofMillis(targets.scaleDownDelayMillis()))
                .activationScale(targets.activationScale())
                .scaleToZero(KpaScaleToZero.of(config, annotations))
                .build();
    }

    /**
     * Begins with these settings.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder()
                .aggregation(aggregation)
                .stableWindow(stableWindow)
                .panicWindow(panicWindow)
                .target(target)
                .total(total)
                .targetBurstCapacity(targetBurstCapacity)
                .panicThreshold(panicThreshold)
                .maxScaleUpRate(maxScaleUpRate)
                .maxScaleDownRate(maxScaleDownRate)
                .scaleDownDelay(scaleDownDelay)
                .activationScale(activationScale)
                .reachable(isReachable)
                .scaleToZero(scaleToZero);
    }

    /**
     * Creates an autoscaler. With more than one pod ready it starts in panic, so that it shrinks nothing within its first
     * stable window.
     *
     * @param epochMillis the time of its creation
     * @param readyPods the pods that are ready then; negative if they cannot be counted, which counts as none
     * @return the autoscaler, without samples
     * @throws IllegalArgumentException if a window of an unchecked spec is not longer than 0 or longer than an hour
     */
    public KpaAutoscaler newAutoscaler(long epochMillis, int readyPods) {
        return new KpaAutoscaler(this, epochMillis, Math.max(0, readyPods));
    }

    /**
     * Creates a reusable observation; it can be used with any spec.
     *
     * @return the observation
     */
    public KpaObservation newObservation() {
        return new KpaObservation();
    }

    /**
     * Creates a reusable decision. It holds room for two windows, in which {@link KpaAutoscaler#preview} works; one per thread
     * is enough.
     *
     * @return the decision, not yet taken
     */
    public KpaDecision newDecision() {
        return new KpaDecision(this);
    }

    /**
     * Collects the settings of a {@link KpaSpec}; {@link #build} checks them all. Not thread-safe. Each setting says its default in
     * {@link KpaSpec#builder}. Source of the rules: Knative's admission of annotations and of {@code config-autoscaler}.
     */
    public static final class Builder {
        private static final Duration MIN_PANIC_WINDOW = Duration.ofSeconds(1);
        private static final long SECOND_MILLIS = 1000;

        private KpaAggregation aggregation = KpaAggregation.LINEAR;
        private Duration stableWindow = Duration.ofSeconds(60);
        private @Nullable Duration panicWindow;
        private double target = 70;
        private double total = 100;
        private double targetBurstCapacity = 211;
        private double panicThreshold = 2;
        private double maxScaleUpRate = 1000;
        private double maxScaleDownRate = 2;
        private Duration scaleDownDelay = Duration.ZERO;
        private int activationScale;
        private boolean reachable = true;
        private @Nullable KpaScaleToZero scaleToZero;

        private Builder() {}

        /**
         * Sets how windows make one value of their buckets.
         *
         * @param aggregation linear or exponential
         * @return this
         */
        public Builder aggregation(KpaAggregation aggregation) {
            this.aggregation = Objects.requireNonNull(aggregation, "aggregation");
            return this;
        }

        /**
         * Sets the window of the stable average, which is also how long panic lasts after the load was last above the threshold.
         *
         * @param window whole seconds, from 6 s to an hour
         * @return this
         */
        public Builder stableWindow(Duration window) {
            stableWindow = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * Sets the window of the panic average. If it is never set, it is 10 % of the stable window, in whole seconds, half up, at
         * least one.
         *
         * @param window whole seconds, from a second to the stable window
         * @return this
         */
        public Builder panicWindow(Duration window) {
            panicWindow = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * Sets what one pod is meant to carry.
         *
         * @param target requests in flight, or requests a second; finite, at least 0.01
         * @return this
         */
        public Builder target(double target) {
            this.target = target;
            return this;
        }

        /**
         * Sets what one pod can carry. Only the excess burst capacity looks at it.
         *
         * @param total requests in flight, or requests a second; finite, at least 0
         * @return this
         */
        public Builder total(double total) {
            this.total = total;
            return this;
        }

        /**
         * Sets the burst that ready pods should be able to take without help.
         *
         * @param capacity in units of {@link #total}, finite, at least 0; or {@link KpaSpec#UNLIMITED_BURST}. Then samples are not
         *     scraped, so that a window without samples counts as no load instead of no data
         * @return this
         */
        public Builder targetBurstCapacity(double capacity) {
            targetBurstCapacity = capacity;
            return this;
        }

        /**
         * Sets from how many times the ready pods on a wanted count is panic.
         *
         * @param factor more than 0; infinite for never. Knative's annotation says it in percent: 200 is 2
         * @return this
         */
        public Builder panicThreshold(double factor) {
            panicThreshold = factor;
            return this;
        }

        /**
         * Sets by how much the ready pods may be multiplied in one decision.
         *
         * @param factor more than 1; infinite for no limit
         * @return this
         */
        public Builder maxScaleUpRate(double factor) {
            maxScaleUpRate = factor;
            return this;
        }

        /**
         * Sets by how much the ready pods may be divided in one decision.
         *
         * @param divisor more than 1; infinite for no limit
         * @return this
         */
        public Builder maxScaleDownRate(double divisor) {
            maxScaleDownRate = divisor;
            return this;
        }

        /**
         * Sets how long a count is held before it shrinks.
         *
         * @param delay whole seconds, from none to 24 hours. It works in steps of 2 s: a delay D holds for D - 2 s to D
         * @return this
         */
        public Builder scaleDownDelay(Duration delay) {
            scaleDownDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        /**
         * Sets the fewest pods while there is any load. It outranks {@link #maxScaleUpRate}, and says nothing without load.
         *
         * @param pods at least 0; 0 and 1 say nothing
         * @return this
         */
        public Builder activationScale(int pods) {
            activationScale = pods;
            return this;
        }

        /**
         * Sets whether the revision is routed to. If not, neither {@link #maxScaleDownRate} nor {@link #scaleDownDelay} holds it.
         *
         * @param reachable false if it is known that nothing is routed to it
         * @return this
         */
        public Builder reachable(boolean reachable) {
            this.reachable = reachable;
            return this;
        }

        /**
         * Sets what Knative's reconciler does after the decision: minimum, maximum and initial scale, and the way to zero. Without
         * it the count is not bounded, and zero is reached as soon as there is no load.
         *
         * @param rules the rules; null (the default) for none
         * @return this
         */
        public Builder scaleToZero(@Nullable KpaScaleToZero rules) {
            scaleToZero = rules;
            return this;
        }

        /**
         * Checks every rule and builds the spec.
         *
         * @return the spec
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public KpaSpec build() {
            KpaSpec spec = buildUnchecked();
            Violation.Collector broken = new Violation.Collector();
            requireSeconds(broken, "stableWindow", stableWindow, KpaSetting.MIN_WINDOW, KpaSetting.MAX_WINDOW);
            requireSeconds(broken, "panicWindow", spec.panicWindow(), MIN_PANIC_WINDOW, stableWindow);
            requireSeconds(broken, "scaleDownDelay", scaleDownDelay, Duration.ZERO, KpaDelay.LONGEST);
            boolean isTarget = isFiniteFrom(KpaSetting.MIN_TARGET, target);
            boolean isBurst = targetBurstCapacity == UNLIMITED_BURST || isFiniteFrom(0, targetBurstCapacity);
            broken.requireBound(isTarget, "finite and >= 0.01", "target", target);
            broken.requireBound(isFiniteFrom(0, total), "finite and >= 0", "total", total);
            broken.requireBound(isBurst, "finite and >= 0, or -1", "targetBurstCapacity", targetBurstCapacity);
            broken.requireBound(panicThreshold > 0, "> 0", "panicThreshold", panicThreshold);
            broken.requireBound(maxScaleUpRate > 1, "> 1", "maxScaleUpRate", maxScaleUpRate);
            broken.requireBound(maxScaleDownRate > 1, "> 1", "maxScaleDownRate", maxScaleDownRate);
            broken.requireNotNegative("activationScale", activationScale);
            broken.throwIfAny();
            return spec;
        }

        private static boolean isFiniteFrom(double least, double value) {
            return value >= least && value < Double.POSITIVE_INFINITY;
        }

        private static void requireSeconds(
                Violation.Collector broken, String name, Duration value, Duration least, Duration most) {
            boolean holds = value.compareTo(least) >= 0 && value.compareTo(most) <= 0 && value.toNanosPart() == 0;
            broken.requireBound(holds, "whole seconds, >= " + least + " and <= " + most, name, value);
        }

        /**
         * Builds the spec without checking it, for replaying what Knative's admission would have refused. Fractions of a
         * millisecond are cut off; a longer scale-down delay than 24 hours counts as 24 hours.
         *
         * @return the spec
         */
        public KpaSpec buildUnchecked() {
            return new KpaSpec(
                    aggregation,
                    stableWindow,
                    panicWindow == null ? defaultPanicWindow() : panicWindow,
                    target,
                    total,
                    targetBurstCapacity,
                    panicThreshold,
                    maxScaleUpRate,
                    maxScaleDownRate,
                    scaleDownDelay,
                    activationScale,
                    reachable,
                    scaleToZero);
        }

        /** 10 % of the stable one, in whole seconds, half up, at least one. */
        private Duration defaultPanicWindow() {
            return Duration.ofSeconds(Math.max(1, (millis(stableWindow) / 10 + SECOND_MILLIS / 2) / SECOND_MILLIS));
        }
    }
}
