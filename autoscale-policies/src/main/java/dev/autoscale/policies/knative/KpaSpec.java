package dev.autoscale.policies.knative;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What one revision's {@link KpaAutoscaler} follows: the settings of a Knative Pod Autoscaler's decision. Immutable and
 * thread-safe; any number of autoscalers may share one. Source of names, rules and defaults: Knative.
 *
 * <p>Minimum, maximum and initial scale and scaling to zero belong to Knative's reconciler, which comes after the decision:
 * {@link KpaSpecBuilder#scaleToZero}. {@link #of} takes all of it from the cluster's settings and a revision's annotations.
 */
public final class KpaSpec {
    /** A target burst capacity without bound: the burst is buffered at all times. */
    public static final double UNLIMITED_BURST = -1;

    private static final long SECOND_MILLIS = 1000;

    final KpaAggregation aggregation;
    final long stableWindowMillis;
    final long panicWindowMillis;
    final double target;
    final double total;
    final double targetBurstCapacity;
    final double panicThreshold;
    final double maxScaleUpRate;
    final double maxScaleDownRate;
    final long scaleDownDelayMillis;
    final int activationScale;
    final boolean reachable;
    final @Nullable KpaScaleToZero scaleToZero;

    /** All settings; kept, because decisions compare specs and must not allocate. */
    private final long[] values;

    private final long fingerprint;

    KpaSpec(KpaSpecBuilder builder) {
        aggregation = builder.aggregation;
        stableWindowMillis = millis(builder.stableWindow);
        panicWindowMillis = builder.panicWindow == null ? tenth(stableWindowMillis) : millis(builder.panicWindow);
        target = builder.target;
        total = builder.total;
        targetBurstCapacity = builder.targetBurstCapacity;
        panicThreshold = builder.panicThreshold;
        maxScaleUpRate = builder.maxScaleUpRate;
        maxScaleDownRate = builder.maxScaleDownRate;
        scaleDownDelayMillis = millis(builder.scaleDownDelay);
        activationScale = builder.activationScale;
        reachable = builder.reachable;
        scaleToZero = builder.scaleToZero;
        values = values();
        fingerprint = KpaSnapshot.fingerprint(values);
    }

    /** Knative's default panic window: 10 % of the stable one, in whole seconds, half up, at least one. */
    private static long tenth(long millis) {
        return Math.max(1, (millis / 10 + SECOND_MILLIS / 2) / SECOND_MILLIS) * SECOND_MILLIS;
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
    public static KpaSpecBuilder builder() {
        return new KpaSpecBuilder();
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
                .maxScaleUpRate(config.maxScaleUpRate())
                .maxScaleDownRate(config.maxScaleDownRate())
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
    public KpaSpecBuilder toBuilder() {
        return new KpaSpecBuilder()
                .aggregation(aggregation)
                .stableWindow(stableWindow())
                .panicWindow(panicWindow())
                .target(target)
                .total(total)
                .targetBurstCapacity(targetBurstCapacity)
                .panicThreshold(panicThreshold)
                .maxScaleUpRate(maxScaleUpRate)
                .maxScaleDownRate(maxScaleDownRate)
                .scaleDownDelay(scaleDownDelay())
                .activationScale(activationScale)
                .reachable(reachable)
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

    /** {@return how windows make one value of their buckets} */
    public KpaAggregation aggregation() {
        return aggregation;
    }

    /**
     * {@return the window of the stable average, and how long panic lasts after the load was last above the threshold}
     */
    public Duration stableWindow() {
        return Duration.ofMillis(stableWindowMillis);
    }

    /** {@return the window of the panic average} */
    public Duration panicWindow() {
        return Duration.ofMillis(panicWindowMillis);
    }

    /** {@return what one pod is meant to carry} Requests in flight, or requests a second. */
    public double target() {
        return target;
    }

    /** {@return what one pod can carry} Requests in flight, or requests a second. */
    public double total() {
        return total;
    }

    /**
     * {@return the burst that ready pods should be able to take without help} In units of {@link #total}; {@link
     * #UNLIMITED_BURST} without bound.
     */
    public double targetBurstCapacity() {
        return targetBurstCapacity;
    }

    /**
     * From how many times the ready pods on a wanted count is panic.
     *
     * @return a factor
     */
    public double panicThreshold() {
        return panicThreshold;
    }

    /**
     * By how much the ready pods may be multiplied at most.
     *
     * @return a factor
     */
    public double maxScaleUpRate() {
        return maxScaleUpRate;
    }

    /**
     * By how much the ready pods may be divided at most.
     *
     * @return a divisor
     */
    public double maxScaleDownRate() {
        return maxScaleDownRate;
    }

    /** {@return how long a count is held before it shrinks} The delay, zero for none. */
    public Duration scaleDownDelay() {
        return Duration.ofMillis(scaleDownDelayMillis);
    }

    /** {@return the fewest pods while there is any load} 0 and 1 say nothing. */
    public int activationScale() {
        return activationScale;
    }

    /** {@return whether the revision is routed to} False if it is known not to be. */
    public boolean isReachable() {
        return reachable;
    }

    /** {@return what comes behind the decision} The rules, or null. */
    public @Nullable KpaScaleToZero scaleToZero() {
        return scaleToZero;
    }

    /** Tells specs apart whose decisions or memories can differ. */
    long fingerprint() {
        return fingerprint;
    }

    private long[] values() {
        long[] beyond = scaleToZero == null ? new long[0] : scaleToZero.values();
        return LongStream.concat(LongStream.of(decisionValues()), LongStream.of(beyond))
                .toArray();
    }

    private long[] decisionValues() {
        return new long[] {
            aggregation.ordinal(),
            stableWindowMillis,
            panicWindowMillis,
            Double.doubleToLongBits(target),
            Double.doubleToLongBits(total),
            Double.doubleToLongBits(targetBurstCapacity),
            Double.doubleToLongBits(panicThreshold),
            Double.doubleToLongBits(maxScaleUpRate),
            Double.doubleToLongBits(maxScaleDownRate),
            scaleDownDelayMillis,
            activationScale,
            reachable ? 1 : 0
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof KpaSpec that
                        && fingerprint == that.fingerprint
                        && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "KpaSpec[target=" + target + ", total=" + total + ", stableWindow=" + stableWindow() + ", panicWindow="
                + panicWindow() + ", panicThreshold=" + panicThreshold
                + ", maxScaleUpRate=" + maxScaleUpRate + ", maxScaleDownRate=" + maxScaleDownRate
                + ", targetBurstCapacity=" + targetBurstCapacity
                + ", scaleDownDelay=" + scaleDownDelay() + ", activationScale=" + activationScale + ", aggregation="
                + aggregation
                + (scaleToZero == null ? "" : ", " + scaleToZero) + ']';
    }
}
