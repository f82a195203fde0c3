package dev.autoscale.policies.keda;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.RequestScaleDecision.Action;

/**
 * What KEDA itself does with a {@code ScaledObject}'s target at each poll: between zero, idle and the minimum. Immutable and
 * thread-safe; {@link #decide} is a pure function that costs a few comparisons and allocates nothing. Source: KEDA.
 *
 * <p>This is KEDA's behaviour bit for bit, for those who must answer as it does. The safe default is the library's own engine:
 * the activation of an {@link AutoscalerSpec}. What KEDA leaves to the HPA (everything between the minimum, at least 1, and the
 * maximum) is not decided here.
 *
 * <p>KEDA's traps are kept:
 * <ul>
 *   <li>While a trigger is active and another one fails, the last activity is not refreshed. The first poll without either may
 *       scale to zero at once.
 *   <li>Fallback replicas of 0 do not hold the count: failing triggers scale to zero like inactive ones. Without a fallback,
 *       failing triggers hold any count, also 0.
 *   <li>Scaling to zero or idle is one step from any count and knows no scale-down behavior.
 *   <li>A target that was never active scales in at the first inactive poll after its creation and the initial cooldown, which
 *       is 0 by default.
 *   <li>Activity while {@code paused-scale-out} keeps a target at rest is not remembered. {@code paused-scale-out} does not
 *       keep the target from being lifted to the minimum.
 *   <li>An idle count of 1 or more is accepted although the HPA then lifts the target again, and one at or above the minimum
 *       although KEDA's admission refuses it.
 *   <li>With no idle count, an active target between 0 and the minimum is not lifted (the HPA does); an inactive one is.
 *   <li>An annotation with an unknown word is on, see {@link KedaAnnotations}.
 * </ul>
 *
 * <p>Whether a trigger is active or failed is decided before: KEDA does not come here at all when its triggers cannot be built.
 * A {@code ScaledObject} that is paused whole is not even polled by KEDA; asked all the same, it does nothing.
 */
public final class RequestScale {
    /** {@code cooldownPeriod} if it is not set, in seconds. */
    public static final int DEFAULT_COOLDOWN_PERIOD_SECONDS = 300;

    /** The time of the last activity of a target that never was active. */
    public static final long NEVER_ACTIVE = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final int min;
    private final int idle;
    private final int fallback;
    private final long cooldownMillis;
    private final long firstCooledAfterEpochMillis;

    private RequestScale(Builder builder) {
        this.min = builder.min;
        this.idle = builder.idle;
        this.fallback = builder.fallback;
        this.cooldownMillis = builder.cooldownSeconds * 1000L;
        this.firstCooledAfterEpochMillis =
                saturatedSum(builder.creationEpochMillis, builder.initialCooldownSeconds * 1000L);
    }

    /**
     * Begins with KEDA's defaults: minimum 0, no idle count, a cooldown of 300 s, no initial cooldown, no fallback.
     *
     * @param creationEpochMillis when the {@code ScaledObject} was created; any time
     * @return a builder
     */
    public static Builder builder(long creationEpochMillis) {
        return new Builder(creationEpochMillis);
    }

    /**
     * Decides a poll.
     *
     * @param nowEpochMillis the time of the poll; may lie before any other time
     * @param in what is known; only read; not null
     * @param out receives the answer; not null
     */
    public void decide(long nowEpochMillis, RequestScaleInput in, RequestScaleDecision out) {
        out.begin(in.lastActiveEpochMillis);
        if (in.unreadable) {
            out.ready = KedaCondition.REPLICAS_UNREADABLE;
        } else if (in.paused || in.pausedReplicas) {
            out.paused = KedaCondition.PAUSED;
        } else if (in.active || in.forceActivation) {
            out.active = KedaCondition.ACTIVE;
            decideActive(nowEpochMillis, in, out);
        } else {
            out.active = KedaCondition.NOT_ACTIVE;
            decideInactive(nowEpochMillis, in, out);
        }
    }

    private void decideActive(long now, RequestScaleInput in, RequestScaleDecision out) {
        if (in.replicas == 0 || (idle != NONE && in.replicas < min)) {
            if (!in.pausedScaleOut) {
                out.write(Action.SCALE_OUT, Math.max(1, min));
                out.lastActiveIfWritten = now;
            }
        } else if (in.failed) {
            out.ready = KedaCondition.PARTIAL_TRIGGER_ERROR;
        } else {
            out.lastActiveIfWritten = now;
            out.lastActiveOtherwise = now;
        }
    }

    private void decideInactive(long now, RequestScaleInput in, RequestScaleDecision out) {
        if (in.failed && fallback != 0) {
            if (fallback == NONE) {
                out.ready = KedaCondition.TRIGGER_ERROR;
            }
        } else if ((idle != NONE && in.replicas > idle) || (in.replicas > 0 && min == 0)) {
            scaleIn(now, in, out);
        } else if (idle == NONE && in.replicas < min) {
            out.write(Action.LIFT_TO_MIN, min);
        }
    }

    private void scaleIn(long now, RequestScaleInput in, RequestScaleDecision out) {
        if (in.pausedScaleIn) {
            return;
        }
        long last = in.lastActiveEpochMillis;
        boolean cooled =
                (last == NEVER_ACTIVE ? firstCooledAfterEpochMillis : saturatedSum(last, cooldownMillis)) < now;
        if (cooled) {
            out.write(Action.SCALE_IN, idle == NONE ? 0 : idle);
        } else {
            out.active = KedaCondition.COOLDOWN;
        }
    }

    private static long saturatedSum(long epochMillis, long millis) {
        return epochMillis > Long.MAX_VALUE - millis ? Long.MAX_VALUE : epochMillis + millis;
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "RequestScale[minReplicaCount=" + min + (idle != NONE ? ", idleReplicaCount=" + idle : "")
                + (fallback != NONE ? ", fallbackReplicas=" + fallback : "") + ", cooldownMillis=" + cooldownMillis
                + ']';
    }

    /** Collects the settings of a {@link RequestScale}. Not thread-safe. */
    public static final class Builder {
        private final long creationEpochMillis;
        private int min;
        private int idle = NONE;
        private boolean hasIdle;
        private int cooldownSeconds = DEFAULT_COOLDOWN_PERIOD_SECONDS;
        private int initialCooldownSeconds;
        private int fallback = NONE;
        private boolean hasFallback;

        private Builder(long creationEpochMillis) {
            this.creationEpochMillis = creationEpochMillis;
        }

        /**
         * Replicas that an active target has at least ({@code minReplicaCount}; default 0). An inactive one has them too unless
         * they are 0 or there is an idle count.
         *
         * @param replicas at least 0
         * @return this
         */
        public Builder minReplicaCount(int replicas) {
            this.min = replicas;
            return this;
        }

        /**
         * Replicas that an inactive target has ({@code idleReplicaCount}; default none).
         *
         * @param replicas at least 0; KEDA supports only 0, and its admission only a count below the minimum
         * @return this
         */
        public Builder idleReplicaCount(int replicas) {
            this.idle = replicas;
            this.hasIdle = true;
            return this;
        }

        /**
         * How long nothing must have been active before the target scales in ({@code cooldownPeriod}; default 300).
         *
         * @param seconds at least 0; at exactly this age of the last activity the target still waits
         * @return this
         */
        public Builder cooldownPeriodSeconds(int seconds) {
            this.cooldownSeconds = seconds;
            return this;
        }

        /**
         * How old a {@code ScaledObject} that never was active must be before the target scales in
         * ({@code initialCooldownPeriod}; default 0).
         *
         * @param seconds at least 0; at exactly this age the target still waits
         * @return this
         */
        public Builder initialCooldownPeriodSeconds(int seconds) {
            this.initialCooldownSeconds = seconds;
            return this;
        }

        /**
         * What the fallback would give ({@code fallback.replicas}; default no fallback). Here it matters only whether it is
         * there and above 0: then an inactive target with a failing trigger is left alone.
         *
         * @param replicas at least 0
         * @return this
         */
        public Builder fallbackReplicas(int replicas) {
            this.fallback = replicas;
            this.hasFallback = true;
            return this;
        }

        /**
         * Completes the settings.
         *
         * @return the function
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public RequestScale build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireNotNegative("minReplicaCount", min);
            broken.requireNotNegative("idleReplicaCount", hasIdle ? idle : 0);
            broken.requireNotNegative("cooldownPeriodSeconds", cooldownSeconds);
            broken.requireNotNegative("initialCooldownPeriodSeconds", initialCooldownSeconds);
            broken.requireNotNegative("fallbackReplicas", hasFallback ? fallback : 0);
            broken.throwIfAny();
            return new RequestScale(this);
        }
    }
}
