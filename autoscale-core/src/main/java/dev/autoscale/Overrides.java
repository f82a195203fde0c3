package dev.autoscale;

/**
 * What an operator orders for one decision, past all metrics: pause, freeze of a direction, forced activation, shadow. A
 * reusable form, part of an {@link Observation}. Not thread-safe.
 *
 * <p>Orders outrank everything in the order pause, freeze, ceiling, floor, activation. They last for one observation: whoever
 * reads them from annotations of a workload sets them each time.
 */
public final class Overrides {
    static final int NOT_AT_COUNT = -1;

    private boolean any;
    private boolean forcedActive;
    private boolean shadow;
    private boolean paused;
    private int pausedAt;
    private long upFrozenUntilMillis;
    private long downFrozenUntilMillis;

    Overrides() {
        clear();
    }

    void clear() {
        any = false;
        forcedActive = false;
        shadow = false;
        paused = false;
        pausedAt = NOT_AT_COUNT;
        upFrozenUntilMillis = Long.MIN_VALUE;
        downFrozenUntilMillis = Long.MIN_VALUE;
    }

    /**
     * Keeps the current count, whatever asks for another one. The metrics are still followed, so that the decision after the
     * pause knows what happened.
     *
     * @return this
     */
    public Overrides pause() {
        any = true;
        paused = true;
        pausedAt = NOT_AT_COUNT;
        return this;
    }

    /**
     * Goes to a count and stays there, past bounds and rate policies. Such a change spends no budget of the rate policies.
     *
     * @param replicas at least 0
     * @return this
     * @throws IllegalArgumentException if the count is negative
     */
    public Overrides pauseAt(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("pauseAt replicas must be >= 0: replicas=" + replicas);
        }
        pause();
        pausedAt = replicas;
        return this;
    }

    /**
     * Forbids growing, also from zero.
     *
     * @param untilMillis epoch milliseconds, exclusive; {@link Long#MAX_VALUE} for as long as it is set
     * @return this
     */
    public Overrides freezeScaleUp(long untilMillis) {
        any = true;
        upFrozenUntilMillis = untilMillis;
        return this;
    }

    /**
     * Forbids shrinking, also to zero.
     *
     * @param untilMillis epoch milliseconds, exclusive; {@link Long#MAX_VALUE} for as long as it is set
     * @return this
     */
    public Overrides freezeScaleDown(long untilMillis) {
        any = true;
        downFrozenUntilMillis = untilMillis;
        return this;
    }

    /**
     * Takes the workload for active, whatever its metrics say (KEDA's {@code force-activation}). Without an
     * {@link Activation} it changes nothing.
     *
     * @return this
     */
    public Overrides forceActivation() {
        any = true;
        forcedActive = true;
        return this;
    }

    /**
     * Decides and remembers as ever, but marks the answer as not to be carried out: {@link Decision#changes} is false.
     *
     * @return this
     */
    public Overrides shadow() {
        any = true;
        shadow = true;
        return this;
    }

    boolean any() {
        return any;
    }

    boolean isForcedActive() {
        return forcedActive;
    }

    boolean isShadow() {
        return shadow;
    }

    boolean isPaused() {
        return paused;
    }

    int pausedAt() {
        return pausedAt;
    }

    /** The last steps of a decision: freeze, then pause. */
    int apply(long nowMillis, int current, int count, Decision out) {
        if (current < 0) {
            return count;
        }
        out.upFrozen |= nowMillis < upFrozenUntilMillis;
        out.downFrozen |= nowMillis < downFrozenUntilMillis;
        out.validUntil(nowMillis < upFrozenUntilMillis ? upFrozenUntilMillis : Long.MAX_VALUE);
        out.validUntil(nowMillis < downFrozenUntilMillis ? downFrozenUntilMillis : Long.MAX_VALUE);
        if (paused) {
            out.late(Reason.PAUSED);
            return pausedAt == NOT_AT_COUNT ? current : pausedAt;
        }
        return freeze(current, count, out);
    }

    /** A frozen direction, by orders or by a window of the schedule. */
    static int freeze(int current, int count, DecisionColumns out) {
        if (count > current && out.upFrozen) {
            out.late(Reason.SCALE_UP_FROZEN);
            return current;
        }
        if (count < current && out.downFrozen) {
            out.late(Reason.SCALE_DOWN_FROZEN);
            return current;
        }
        return count;
    }
}
