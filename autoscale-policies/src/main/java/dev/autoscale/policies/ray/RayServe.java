package dev.autoscale.policies.ray;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ray Serve's autoscaling of a deployment, to the last bit: an {@code autoscaling_config} and the decision that each iteration of the
 * control loop makes of it. Immutable and thread-safe. Source of the rules: Ray 2.58.0; up to 2.54 delays were counted in iterations.
 *
 * <p>Observations carry the target (wanted), the running replicas (ready) and, as metric 0, the requests in flight, queued ones
 * included. With T = {@code targetOngoingRequests}, r running and n in flight:
 *
 * <pre>
 * r = 0 and n &gt; 0   at once ceil(factor for growth), or the target if that is higher
 * wish              w = r * (n / (T * r)), then r + factor * (w - r) rounded up; a shrink that rounding swallows goes one down
 * above the target  taken once wished for without a break for upscaleDelayS
 * below the target  taken after downscaleDelayS, but not below 1; from a target of 1 after downscaleToZeroDelayS
 * last of all       the bounds, at once
 * </pre>
 *
 * <p>What is taken after a delay is the wish of that moment, whatever the others were; after a move the delay begins anew.
 *
 * <p>Quirks are reproduced:
 * <ul>
 *   <li>The wish is rounded by floating point before it is rounded up: with T = 2 and 7 running, 58 requests ask for 30.
 *   <li>A factor for shrinking above 1 overshoots, so the last replica may go while there are requests.
 *   <li>From zero, requests start as many replicas as the factor for growth says, however many requests there are.
 *   <li>The wish follows running replicas and is compared with the target: while replicas start, a wish between the two shrinks.
 *   <li>Bounds come after the delay: a target beyond them is moved at once.
 *   <li>All replicas gone and no request: the default policy keeps the target, even above a {@code minReplicas} of 0.
 * </ul>
 *
 * <p>Where Ray Serve has no answer: a value that is missing, infinite or negative (but for a custom policy's number, which may be
 * negative) keeps the target, within the bounds, and what is remembered; counts beyond an int saturate.
 *
 * <p>Take it to move a deployment from Ray Serve without new behavior, or to see beforehand what Ray Serve will do. How Ray Serve
 * counts requests: {@link RaySeries}, {@link RayRequests}.
 */
public final class RayServe extends UpstreamPolicy {
    /** The index of the metric {@code ongoing_requests}: requests in flight, queued ones included, of the whole deployment. */
    public static final int ONGOING_REQUESTS = 0;

    /**
     * The index of the metric of a policy that has another one: {@code queue_length}, messages that wait in the queue of asynchronous
     * inference, or {@code replicas}, a custom policy's number.
     */
    public static final int OTHER = 1;

    /** The index of the note {@code proposed}: the count before the bounds. */
    public static final int PROPOSED = 0;

    /** What asks for replicas ({@code policy}). */
    public enum Kind {
        /** Requests in flight per replica. */
        DEFAULT,
        /** Requests in flight and messages in a queue, per replica ({@code AsyncInferenceAutoscalingPolicy}). */
        ASYNC_INFERENCE,
        /** A number of the caller's, to which factors, delays and bounds are applied. */
        CUSTOM
    }

    /** Which way {@code target_capacity} moves. */
    public enum Direction {
        /** It is raised, or a deployment begins with it: the initial count is the lower bound. */
        UP,
        /** It is lowered. */
        DOWN
    }

    /** Why the count is what it is. */
    public enum Reason {
        /** A value is missing, infinite or negative. */
        NO_VALUE,
        /** Nothing runs, and there are requests. */
        STARTS_FROM_ZERO,
        /** A wish to grow was kept up for its delay. */
        GROWS,
        /** A wish to shrink was kept up for its delay. */
        SHRINKS,
        /** The delay of a wish to grow goes on. */
        WAITS_TO_GROW,
        /** The delay of a wish to shrink goes on. */
        WAITS_TO_SHRINK,
        /** The target is what is wished for. */
        STAYS,
        /** The bounds allow no other count. */
        BOUNDED
    }

    private final RaySettings settings;
    private final String text;

    private RayServe(RaySettings settings) {
        super("Ray Serve", metrics(settings.policy()), settings.lower(), settings.upper());
        this.settings = settings;
        text = settings.toString().replace("RaySettings", "RayServe");
    }

    private static List<String> metrics(Kind policy) {
        return switch (policy) {
            case DEFAULT -> List.of("ongoing_requests");
            case ASYNC_INFERENCE -> List.of("ongoing_requests", "queue_length");
            case CUSTOM -> List.of("ongoing_requests", "replicas");
        };
    }

    /** {@return Ray Serve's defaults: one replica, 2 ongoing requests, 30 s to grow, 600 s to shrink} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return 10 s, after which Ray Serve's counts change} Its loop asks every 0.1 s, which only matters for delays. */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(10);
    }

    @Override
    public List<String> notes() {
        return List.of("proposed");
    }

    /** {@return 2: how many wishes in a row, to grow above 0 and to shrink below 0, and the time of the first} */
    @Override
    public int memorySize() {
        return RayDelay.MEMORY;
    }

    @Override
    protected boolean isPossible(long[] memory) {
        return RayDelay.isPossible(memory);
    }

    /**
     * Which target a deployment has once its config was applied. All wishes are forgotten, even if nothing changed.
     *
     * @param memory what is remembered
     * @param target the target before; anything for a new deployment
     * @param changed whether the deployment is new, or its config, actor options or version changed
     * @return the initial count if there is one and something changed, else the target; within the bounds
     */
    public int register(long[] memory, int target, boolean changed) {
        RayDelay.forget(memory);
        Integer initial = settings.initialReplicas();
        return bounded(changed && initial != null ? initial : target);
    }

    /** Decides. Costs a few floating-point operations and allocates nothing. */
    @Override
    public void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
        int target = in.replicas();
        int running = in.readyReplicas();
        double total = in.value(ONGOING_REQUESTS);
        double other = settings.policy() == Kind.DEFAULT ? 0 : in.value(OTHER);
        boolean isAnswered = isAmount(total) && isUsable(other);
        // Not a number either where numbers beyond the largest double are divided by each other.
        double raw = isAnswered ? RayWish.raw(settings, running, target, total, other) : Double.NaN;
        long proposed = target;
        Reason reason = Reason.NO_VALUE;
        if (isAmount(total) && running == 0 && total > 0) {
            proposed = Math.max((long) Math.ceil(settings.upFactor()), target);
            reason = Reason.STARTS_FROM_ZERO;
        } else if (!Double.isNaN(raw)) {
            long wish = RayWish.scaled(settings, running, raw);
            boolean isCold = running == 0 && wish > 0;
            proposed = isCold ? wish : RayDelay.hold(settings, nowMillis, Math.max(0, wish), target, memory);
            reason = reason(proposed, target, isCold ? 0 : memory[0]);
        }
        boolean isKnown = reason != Reason.NO_VALUE;
        proposed = isKnown ? RayWish.inGangs(proposed, settings.gangSize()) : proposed;
        int bounded = bounded(proposed);
        out.note(PROPOSED, (double) proposed);
        out.answer(bounded, isKnown && bounded != proposed ? Reason.BOUNDED : reason);
    }

    private boolean isUsable(double other) {
        return settings.policy() == Kind.CUSTOM ? Double.isFinite(other) : isAmount(other);
    }

    private static boolean isAmount(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    private static Reason reason(long proposed, int target, long wishes) {
        if (proposed != target) {
            return proposed > target ? Reason.GROWS : Reason.SHRINKS;
        }
        return wishes == 0 ? Reason.STAYS : wishes > 0 ? Reason.WAITS_TO_GROW : Reason.WAITS_TO_SHRINK;
    }

    private int bounded(long replicas) {
        return (int) Math.max(minReplicas(), Math.min(maxReplicas(), replicas));
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return text;
    }

    /** Settings of {@link RayServe}, under Ray Serve's names. Not thread-safe. */
    public static final class Builder {
        private Kind policy = Kind.DEFAULT;
        private double targetOngoingRequests = 2;
        private int minReplicas = 1;
        private @Nullable Integer initialReplicas;
        private int maxReplicas = 1;
        private double smoothingFactor = 1;
        private @Nullable Double upscaleSmoothingFactor;
        private @Nullable Double downscaleSmoothingFactor;
        private @Nullable Double upscalingFactor;
        private @Nullable Double downscalingFactor;
        private double upscaleDelayS = 30;
        private double downscaleDelayS = 600;
        private @Nullable Double downscaleToZeroDelayS;
        private int gangSize = 1;
        private double targetCapacity = RaySettings.WHOLE_CAPACITY;
        private @Nullable Direction direction;

        private Builder() {}

        /**
         * Sets what asks for replicas.
         *
         * @param kind {@link Kind#DEFAULT} unless it is set; not null
         * @return this
         */
        public Builder policy(Kind kind) {
            policy = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * Sets how many requests in flight one replica should have.
         *
         * @param requests above 0; 2 unless it is set
         * @return this
         */
        public Builder targetOngoingRequests(double requests) {
            targetOngoingRequests = requests;
            return this;
        }

        /**
         * Sets the lower bound.
         *
         * @param replicas at least 0, in gangs at least 1; 1 unless it is set
         * @return this
         */
        public Builder minReplicas(int replicas) {
            minReplicas = replicas;
            return this;
        }

        /**
         * Sets the count that a deployment begins with.
         *
         * @param replicas between the bounds
         * @return this
         */
        public Builder initialReplicas(int replicas) {
            initialReplicas = replicas;
            return this;
        }

        /**
         * Sets the upper bound.
         *
         * @param replicas at least 1 and the lower bound; 1 unless it is set ({@code num_replicas="auto"} means 100)
         * @return this
         */
        public Builder maxReplicas(int replicas) {
            maxReplicas = replicas;
            return this;
        }

        /**
         * Sets the factor for both directions, which counts where no other is set (deprecated by Ray Serve).
         *
         * @param factor above 0; 1 unless it is set
         * @return this
         */
        public Builder smoothingFactor(double factor) {
            smoothingFactor = factor;
            return this;
        }

        /**
         * Sets the factor for growth, which counts where {@link #upscalingFactor} is not set (deprecated by Ray Serve).
         *
         * @param factor above 0
         * @return this
         */
        public Builder upscaleSmoothingFactor(double factor) {
            upscaleSmoothingFactor = factor;
            return this;
        }

        /**
         * Sets the factor for shrinking, which counts where {@link #downscalingFactor} is not set (deprecated by Ray Serve).
         *
         * @param factor above 0
         * @return this
         */
        public Builder downscaleSmoothingFactor(double factor) {
            downscaleSmoothingFactor = factor;
            return this;
        }

        /**
         * Sets how much of the way from the running replicas to a higher wish is gone.
         *
         * @param factor above 0; above 1 it overshoots
         * @return this
         */
        public Builder upscalingFactor(double factor) {
            upscalingFactor = factor;
            return this;
        }

        /**
         * Sets how much of the way from the running replicas to a lower wish is gone.
         *
         * @param factor above 0; above 1 it overshoots, also to zero
         * @return this
         */
        public Builder downscalingFactor(double factor) {
            downscalingFactor = factor;
            return this;
        }

        /**
         * Sets how long growth must have been wished for.
         *
         * @param seconds at least 0; 30 unless it is set
         * @return this
         */
        public Builder upscaleDelayS(double seconds) {
            upscaleDelayS = seconds;
            return this;
        }

        /**
         * Sets how long a smaller count must have been wished for.
         *
         * @param seconds at least 0; 600 unless it is set
         * @return this
         */
        public Builder downscaleDelayS(double seconds) {
            downscaleDelayS = seconds;
            return this;
        }

        /**
         * Sets how long none must have been wished for instead of one.
         *
         * @param seconds at least 0; {@link #downscaleDelayS} unless it is set
         * @return this
         */
        public Builder downscaleToZeroDelayS(double seconds) {
            downscaleToZeroDelayS = seconds;
            return this;
        }

        /**
         * Rounds counts up to whole gangs, before the bounds.
         *
         * @param replicas of a gang, at least 1; 1 unless it is set
         * @return this
         */
        public Builder gangSize(int replicas) {
            gangSize = replicas;
            return this;
        }

        /**
         * Sets the share of both bounds that counts, rounded to whole replicas, half upwards, and at least to one.
         *
         * @param percent 0 to 100; 100 unless it is set
         * @return this
         */
        public Builder targetCapacity(double percent) {
            targetCapacity = percent;
            return this;
        }

        /**
         * Sets which way the target capacity moves. While it is raised the initial count is the lower bound.
         *
         * @param moves not known unless it is set; not null
         * @return this
         */
        public Builder targetCapacityDirection(Direction moves) {
            direction = Objects.requireNonNull(moves, "moves");
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws InvalidSettingsException that names every broken rule
         */
        public RayServe build() {
            double up = first(upscalingFactor, upscaleSmoothingFactor, smoothingFactor);
            double down = first(downscalingFactor, downscaleSmoothingFactor, smoothingFactor);
            double toZero = downscaleToZeroDelayS == null ? downscaleDelayS : downscaleToZeroDelayS;
            RaySettings settings = new RaySettings(
                    policy,
                    targetOngoingRequests,
                    minReplicas,
                    initialReplicas,
                    maxReplicas,
                    up,
                    down,
                    upscaleDelayS,
                    downscaleDelayS,
                    toZero,
                    gangSize,
                    targetCapacity,
                    direction);
            Violation.Collector broken = new Violation.Collector();
            settings.check(broken);
            requireFactor("smoothingFactor", smoothingFactor, broken);
            requireFactor("upscaleSmoothingFactor", upscaleSmoothingFactor, broken);
            requireFactor("downscaleSmoothingFactor", downscaleSmoothingFactor, broken);
            requireFactor("upscalingFactor", upscalingFactor, broken);
            requireFactor("downscalingFactor", downscalingFactor, broken);
            if (downscaleToZeroDelayS != null) {
                RaySettings.requireSeconds("downscaleToZeroDelayS", downscaleToZeroDelayS, broken);
            }
            broken.throwIfAny();
            return new RayServe(settings);
        }

        private static void requireFactor(String path, @Nullable Double factor, Violation.Collector broken) {
            if (factor != null) {
                RaySettings.requirePositive(path, factor, broken);
            }
        }

        private static double first(@Nullable Double one, @Nullable Double two, double three) {
            return one != null ? one : two != null ? two : three;
        }
    }
}
