package dev.autoscale.policies.wpa;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Milli;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code WatermarkPodAutoscaler}, to the last bit: nothing changes while a value lies in a band, and what lies outside is brought to
 * the watermark that was crossed. Immutable and thread-safe. Source of the rules: WatermarkPodAutoscaler 70e84259.
 *
 * <p>Observations carry the wanted replicas ({@code spec.replicas}), those that exist ({@code status.replicas}, taken for the pods that
 * are counted too), the ready pods, and the sum of each metric. With u = the sum, or with {@code average} the sum by ready pods:
 *
 * <pre>
 * u &gt; high + tolerance   ceil(ready * u / high), up to a multiple of the modulo, and not below current
 * u &lt; low - tolerance    floor(ready * u / low), at least 1, up to a multiple, and not above current
 * else                   current, or one modulo towards the watermark to converge to
 * the highest proposal   within {@link WpaLimits}: scale limits and bounds
 * changes                not within the forbidden window after the last change, whichever way that went, nor before the value has
 *                        been out of the band for the delay; counts beyond the bounds are mended at once
 * </pre>
 *
 * <p>Quirks are reproduced:
 * <ul>
 *   <li>Without {@code average} the value counts as the load of one replica.
 *   <li>A value of 0 that is not tolerated proposes the ready pods, which may be fewer than are wanted.
 *   <li>The first decision always sets the count, even where it stays, and begins both windows.
 *   <li>A shrink that the scale limit cuts is dropped whole if fewer pods are ready than it would leave.
 *   <li>The tolerance is cut to whole thousandths of the metric's unit; a tolerance and windows of 0 mean that they are unset.
 *   <li>Times are cut to whole seconds, so windows and delays are up to a second shorter.
 *   <li>Any failed metric, or too few ready pods, stops all, the bounds too; delays go on.
 * </ul>
 *
 * <p>Different from the original: a missing, infinite or negative value has failed, and where the original would divide by zero or wrap
 * around there is no proposal, or the highest count. Whoever could not set the count reports it ({@code scaleFailed}).
 *
 * <p>Take it to move from a WatermarkPodAutoscaler without new behavior. Take
 * {@link dev.autoscale.policies.source.WatermarkBand} for a band with the HPA's stabilization, limits and handling of bad data.
 */
public final class WatermarkPodAutoscaler extends UpstreamPolicy {
    private static final List<String> NOTES = List.of("ready", "proposed", "limited");
    private static final int READY = 0;
    private static final int PROPOSED = 1;
    private static final int LIMITED = 2;

    /** Where values within the band are led ({@code convergeTowardsWatermark}). */
    public enum Watermark {
        /** Nowhere. */
        NONE,
        /** To the high watermark, by shrinking. */
        HIGH,
        /** To the low watermark, by growing. */
        LOW
    }

    /** Why the count is what it is. */
    public enum Reason {
        /** There is no pod. */
        NO_PODS,
        /** No pod is ready. */
        NONE_READY,
        /** Too small a share of the pods is ready. */
        TOO_MANY_UNREADY,
        /** A value is missing, infinite or negative. */
        METRIC_FAILED,
        /** The count is 0, which only others change. */
        DISABLED,
        /** The count was above the upper bound. */
        ABOVE_MAX,
        /** The count was below the lower bound. */
        BELOW_MIN,
        /** No replica exists. */
        NO_REPLICAS,
        /** The count that was worked out is set. */
        SCALES,
        /** Nothing is to change. */
        STAYS,
        /** The window after the last change goes on. */
        FORBIDDEN_WINDOW,
        /** The value has not been out of the band for long enough. */
        DELAY,
        /** The count would be set, were it no dry run. */
        DRY_RUN
    }

    private final WpaSettings settings;
    private final String text;

    private WatermarkPodAutoscaler(WpaSettings settings) {
        super(
                "WatermarkPodAutoscaler",
                settings.metrics().stream().map(WpaSettings.Metric::id).toList(),
                settings.minReplicas(),
                settings.maxReplicas());
        this.settings = settings;
        text = settings.toString().replace("WpaSettings", "WatermarkPodAutoscaler");
    }

    /**
     * An object with the defaults of the original and no metric.
     *
     * @param maxReplicas the upper bound, at least 1
     * @return a builder
     */
    public static Builder builder(int maxReplicas) {
        return new Builder(maxReplicas);
    }

    @Override
    public List<String> notes() {
        return NOTES;
    }

    /** {@return how many longs an object remembers} */
    @Override
    public int memorySize() {
        return WpaMemory.SIZE;
    }

    @Override
    protected boolean isPossible(long[] memory) {
        return WpaMemory.isPossible(memory);
    }

    /** {@return how far one decision may go} */
    public WpaLimits limits() {
        return settings.limits();
    }

    /**
     * What one external metric proposes. Allocates the answer.
     *
     * @param metric its index
     * @param current {@code spec.replicas}
     * @param existing {@code status.replicas}: of the ready pods, no more count
     * @param pods the pods, counted for an external metric; not null
     * @param sumMilli the sum of the metric's series, in thousandths; 0 if there are none
     * @return the proposal
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public WpaProposal propose(int metric, int current, int existing, WpaPods pods, long sumMilli) {
        int ready = Math.min(pods.ready(), existing);
        WpaProposal.Outcome outcome = WpaBand.external(settings, pods.listed(), pods.counted(), pods.ready(), ready);
        if (outcome != WpaProposal.Outcome.OK) {
            return WpaProposal.none(outcome);
        }
        return isZero(sumMilli)
                ? new WpaProposal(outcome, ready, 0, ready, false, false)
                : WpaProposal.of(
                        settings,
                        settings.metrics().get(metric),
                        current,
                        ready,
                        WpaBand.usage(settings, ready, sumMilli));
    }

    /** Whether a value proposes as many as are ready, which may be fewer than are wanted. */
    private boolean isZero(long sumMilli) {
        return sumMilli == 0 && !settings.tolerateZero();
    }

    /**
     * What a resource proposes, such as cpu, whose values come from the pods. Allocates the answer.
     *
     * @param metric the index of its watermarks
     * @param current {@code spec.replicas}
     * @param pods the pods, counted for the resource; not null
     * @return the proposal
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public WpaProposal proposeResource(int metric, int current, WpaPods pods) {
        WpaProposal.Outcome outcome = WpaBand.resource(settings, pods);
        return outcome != WpaProposal.Outcome.OK
                ? WpaProposal.none(outcome)
                : WpaProposal.of(
                        settings,
                        settings.metrics().get(metric),
                        current,
                        pods.ready(),
                        WpaBand.usage(settings, pods.ready(), pods.sumMilli()));
    }

    /** Decides. Costs a few floating-point operations for each metric and allocates nothing. */
    @Override
    public void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
        decide(nowMillis, in, Math.max(in.existingReplicas(), in.readyReplicas()), memory, out);
    }

    /**
     * Decides, where the pods that count are others than {@code status.replicas}.
     *
     * @param nowMillis the time; never before that of an earlier decision
     * @param in what was measured; only read
     * @param pods how many pods there are, ready or not
     * @param memory what is remembered
     * @param out receives the answer
     */
    public void decide(long nowMillis, UpstreamObservation in, int pods, long[] memory, UpstreamDecision out) {
        WpaMemory.begin(memory);
        int current = in.replicas();
        int ready = Math.min(in.readyReplicas(), in.existingReplicas());
        int proposed = 0;
        boolean above = false;
        boolean below = false;
        for (int i = 0; i < settings.metrics().size(); i++) {
            double value = in.value(i);
            Reason failure = failure(value, pods, in.readyReplicas(), ready);
            if (failure != Reason.STAYS) {
                out.keep(failure);
                return;
            }
            WpaSettings.Metric metric = settings.metrics().get(i);
            long sumMilli = Milli.ceil(value);
            int replicas = ready;
            if (!isZero(sumMilli)) {
                double usage = WpaBand.usage(settings, ready, sumMilli);
                above |= WpaBand.isAbove(settings, metric, usage);
                below |= WpaBand.isBelow(settings, metric, usage);
                replicas = WpaBand.replicas(settings, metric, current, ready, usage);
            }
            proposed = Math.max(proposed, replicas);
        }
        int limited = settings.limits().limited(current, proposed, ready);
        out.note(READY, ready);
        out.note(PROPOSED, proposed);
        out.note(LIMITED, limited);
        WpaMemory.limited(memory, settings.limits().reason(current, proposed));
        WpaMemory.watermarks(memory, nowMillis, above, below);
        Reason reason = reason(nowMillis, current, limited, above || below, memory);
        settle(nowMillis, in, limited, reason, memory, out);
    }

    /** Why a metric stops all; {@link Reason#STAYS} if it does not. */
    private Reason failure(double value, int pods, int ready, int capped) {
        return switch (WpaBand.external(settings, pods, pods, ready, capped)) {
            case NO_PODS -> Reason.NO_PODS;
            case NONE_READY -> Reason.NONE_READY;
            case TOO_MANY_UNREADY -> Reason.TOO_MANY_UNREADY;
            default -> value >= 0 && value < Double.POSITIVE_INFINITY ? Reason.STAYS : Reason.METRIC_FAILED;
        };
    }

    /** Whether the count may be set now, {@link Reason#SCALES}, or why not. The very first one always is. */
    private Reason reason(long now, int current, int desired, boolean outside, long[] memory) {
        if (!WpaMemory.wasScaled(memory)) {
            return Reason.SCALES;
        }
        boolean isUpForbidden = WpaMemory.isForbidden(memory, now, settings.upWindowSeconds());
        boolean isDownForbidden = WpaMemory.isForbidden(memory, now, settings.downWindowSeconds());
        WpaMemory.backoff(memory, isUpForbidden, isDownForbidden);
        if (desired == current) {
            return Reason.STAYS;
        }
        boolean up = desired > current;
        int delay = up ? settings.upDelaySeconds() : settings.downDelaySeconds();
        if (delay > 0 && outside && !WpaMemory.hasLasted(memory, now, up, delay)) {
            return Reason.DELAY;
        }
        return (up ? isUpForbidden : isDownForbidden) ? Reason.FORBIDDEN_WINDOW : Reason.SCALES;
    }

    /** Counts beyond the bounds are mended at once, whatever windows and delays say. */
    private void settle(
            long now, UpstreamObservation in, int limited, Reason reason, long[] memory, UpstreamDecision out) {
        int current = in.replicas();
        int desired = limited;
        Reason why = reason;
        if (current == 0) {
            why = Reason.DISABLED;
        } else if (current > settings.maxReplicas()) {
            desired = settings.maxReplicas();
            why = Reason.ABOVE_MAX;
        } else if (current < settings.minReplicas()) {
            desired = settings.minReplicas();
            why = Reason.BELOW_MIN;
        } else if (in.existingReplicas() == 0) {
            desired = 1;
            why = Reason.NO_REPLICAS;
        }
        boolean scales = switch (why) {
            case SCALES, ABOVE_MAX, BELOW_MIN, NO_REPLICAS -> true;
            default -> false;
        };
        if (!scales) {
            WpaMemory.stay(memory, current);
            out.keep(why);
            return;
        }
        WpaMemory.scale(memory, now, desired, settings.dryRun());
        if (settings.dryRun()) {
            out.keep(Reason.DRY_RUN);
        } else {
            out.answer(desired, why);
        }
    }

    /** Remembers that the count could not be set: windows and the wanted count are as they were before. */
    @Override
    public void scaleFailed(long[] memory, long nowMillis) {
        WpaMemory.failed(memory);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return text;
    }

    /** Settings of a {@link WatermarkPodAutoscaler}, under the original's names. Not thread-safe. */
    public static final class Builder {
        private static final double USUAL_TOLERANCE = 0.1;
        private static final int USUAL_UP_WINDOW = 60;
        private static final int USUAL_DOWN_WINDOW = 300;

        private final List<WpaSettings.Metric> metrics = new ArrayList<>();
        private final int maxReplicas;
        private int minReplicas = 1;
        private String algorithm = "absolute";
        private double tolerance = USUAL_TOLERANCE;
        private double scaleUpLimitFactor = 50;
        private double scaleDownLimitFactor = 20;
        private int upscaleForbiddenWindowSeconds = USUAL_UP_WINDOW;
        private int downscaleForbiddenWindowSeconds = USUAL_DOWN_WINDOW;
        private int upscaleDelayAboveWatermarkSeconds;
        private int downscaleDelayBelowWatermarkSeconds;
        private int replicaScalingAbsoluteModulo = 1;
        private Watermark convergeTowardsWatermark = Watermark.NONE;
        private int minAvailableReplicaPercentage;
        private int readinessDelaySeconds;
        private boolean tolerateZero;
        private boolean dryRun;

        private Builder(int maxReplicas) {
            this.maxReplicas = maxReplicas;
        }

        /**
         * Adds a metric and its band, which is rounded up to thousandths. If only one watermark is given the other is equal to it.
         *
         * @param id its id; not null, not blank
         * @param lowWatermark 0 to 1e12; null if it is not given
         * @param highWatermark at least the low one, to 1e12; null if it is not given
         * @return this
         */
        public Builder metric(String id, @Nullable Double lowWatermark, @Nullable Double highWatermark) {
            Double low = lowWatermark == null ? highWatermark : lowWatermark;
            Double high = highWatermark == null ? lowWatermark : highWatermark;
            metrics.add(new WpaSettings.Metric(Objects.requireNonNull(id, "id"), milli(low), milli(high)));
            return this;
        }

        /** Rounds up; what is no number becomes one that is refused. */
        private static long milli(@Nullable Double value) {
            return value == null || value.isNaN() ? -1 : Milli.ceil(value);
        }

        /**
         * Sets the lower bound.
         *
         * @param replicas at least 0, where 0 counts as 1 but for counts below it; 1 unless it is set
         * @return this
         */
        public Builder minReplicas(int replicas) {
            minReplicas = replicas;
            return this;
        }

        /**
         * Sets what a value stands for.
         *
         * @param word {@code average} for a load that the ready pods share; any other for the load of one; {@code absolute} unless it is
         *     set; not null
         * @return this
         */
        public Builder algorithm(String word) {
            algorithm = Objects.requireNonNull(word, "word");
            return this;
        }

        /**
         * Sets how much wider than the watermarks the band is.
         *
         * @param share 0 to 1 of each watermark, rounded up to thousandths; 0.1 unless it is set, and if it is 0
         * @return this
         */
        public Builder tolerance(double share) {
            tolerance = share;
            return this;
        }

        /**
         * Sets the most that one decision adds.
         *
         * @param percent of the current count, 0 to 1e9, rounded up to thousandths; 0 turns growth off; 50 unless it is set
         * @return this
         */
        public Builder scaleUpLimitFactor(double percent) {
            scaleUpLimitFactor = percent;
            return this;
        }

        /**
         * Sets the most that one decision takes away.
         *
         * @param percent of the current count, at least 0 and below 100, rounded up to thousandths; 0 turns shrinking off; 20 unless it is
         *     set
         * @return this
         */
        public Builder scaleDownLimitFactor(double percent) {
            scaleDownLimitFactor = percent;
            return this;
        }

        /**
         * Sets how long after any change nothing grows.
         *
         * @param seconds at least 0; 60 unless it is set, and if it is 0
         * @return this
         */
        public Builder upscaleForbiddenWindowSeconds(int seconds) {
            upscaleForbiddenWindowSeconds = seconds;
            return this;
        }

        /**
         * Sets how long after any change nothing shrinks.
         *
         * @param seconds at least 0; 300 unless it is set, and if it is 0
         * @return this
         */
        public Builder downscaleForbiddenWindowSeconds(int seconds) {
            downscaleForbiddenWindowSeconds = seconds;
            return this;
        }

        /**
         * Sets how long a value must have been above the band before it grows.
         *
         * @param seconds at least 0; 0 unless it is set
         * @return this
         */
        public Builder upscaleDelayAboveWatermarkSeconds(int seconds) {
            upscaleDelayAboveWatermarkSeconds = seconds;
            return this;
        }

        /**
         * Sets how long a value must have been below the band before it shrinks.
         *
         * @param seconds at least 0; 0 unless it is set
         * @return this
         */
        public Builder downscaleDelayBelowWatermarkSeconds(int seconds) {
            downscaleDelayBelowWatermarkSeconds = seconds;
            return this;
        }

        /**
         * Sets which counts a value outside of the band asks for, and how long a step within it is.
         *
         * @param replicas at least 1; 1 unless it is set
         * @return this
         */
        public Builder replicaScalingAbsoluteModulo(int replicas) {
            replicaScalingAbsoluteModulo = replicas;
            return this;
        }

        /**
         * Sets where values within the band are led.
         *
         * @param watermark {@link Watermark#NONE} unless it is set; not null
         * @return this
         */
        public Builder convergeTowardsWatermark(Watermark watermark) {
            convergeTowardsWatermark = Objects.requireNonNull(watermark, "watermark");
            return this;
        }

        /**
         * Sets which share of the pods must be ready.
         *
         * @param percent 0 to 100; 0 unless it is set
         * @return this
         */
        public Builder minAvailableReplicaPercentage(int percent) {
            minAvailableReplicaPercentage = percent;
            return this;
        }

        /**
         * Sets for how long the readiness of a pod is not believed; for those who count pods with {@link WpaPods}.
         *
         * @param seconds at least 0; 0 unless it is set
         * @return this
         */
        public Builder readinessDelaySeconds(int seconds) {
            readinessDelaySeconds = seconds;
            return this;
        }

        /**
         * Takes a value of 0 for what it is, instead of for a value that is missing.
         *
         * @param tolerates false unless it is set
         * @return this
         */
        public Builder tolerateZero(boolean tolerates) {
            tolerateZero = tolerates;
            return this;
        }

        /**
         * Sets no count, but remembers as if it did.
         *
         * @param dry false unless it is set
         * @return this
         */
        public Builder dryRun(boolean dry) {
            dryRun = dry;
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws InvalidSettingsException that names every broken rule
         */
        public WatermarkPodAutoscaler build() {
            WpaLimits limits =
                    new WpaLimits(minReplicas, maxReplicas, milli(scaleUpLimitFactor), milli(scaleDownLimitFactor));
            WpaSettings settings = new WpaSettings(
                    List.copyOf(metrics),
                    algorithm.equals("average"),
                    milli(tolerance == 0 ? USUAL_TOLERANCE : tolerance),
                    replicaScalingAbsoluteModulo,
                    convergeTowardsWatermark,
                    minReplicas,
                    maxReplicas,
                    limits,
                    orUsual(upscaleForbiddenWindowSeconds, USUAL_UP_WINDOW),
                    orUsual(downscaleForbiddenWindowSeconds, USUAL_DOWN_WINDOW),
                    upscaleDelayAboveWatermarkSeconds,
                    downscaleDelayBelowWatermarkSeconds,
                    minAvailableReplicaPercentage,
                    readinessDelaySeconds,
                    tolerateZero,
                    dryRun);
            settings.check();
            return new WatermarkPodAutoscaler(settings);
        }

        private static int orUsual(int seconds, int usual) {
            return seconds == 0 ? usual : seconds;
        }
    }
}
