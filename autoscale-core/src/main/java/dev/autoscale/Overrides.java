package dev.autoscale;

import java.util.StringJoiner;

/**
 * Operator overrides for one decision, above all metrics: pause, freeze of a direction, replicas that cannot go, forced
 * activation, shadow. A reusable form, part of an {@link Observation}. Not thread-safe.
 *
 * <pre>{@code
 * in.at(0).replicas(4).value(0, 37).overrides().pauseAt(2); // whatever the metrics say
 * in.at(15_000).replicas(2).value(0, 37).overrides().removable(1).shadow(); // decides, changes nothing
 * }</pre>
 *
 * <p>Overrides outrank everything, in the order pause, freeze, removable, ceiling, floor, activation. They last for one observation: whoever
 * reads them from annotations of a workload sets them each time.
 */
public final class Overrides {
    static final int NOT_AT_COUNT = -1;

    static final int PAUSED = 1;
    static final int FORCED_ACTIVE = 2;
    static final int SHADOW = 4;
    static final int UP_FROZEN = 8;
    static final int DOWN_FROZEN = 16;
    static final int REMOVABLE = 32;

    private final Observation observation;
    private int pausedAt;
    private long upFrozenUntilMillis;
    private long downFrozenUntilMillis;
    private int removable;

    Overrides(Observation observation) {
        this.observation = observation;
    }

    /**
     * Keeps the current count, whatever asks for another one. The metrics are still followed, so that the decision after the
     * pause knows what happened. A count that {@link #pauseAt} gave to the same observation stays.
     *
     * @return this
     */
    public Overrides pause() {
        return pause(isPaused() ? pausedAt : NOT_AT_COUNT);
    }

    private Overrides pause(int replicas) {
        observation.override(PAUSED);
        pausedAt = replicas;
        return this;
    }

    /**
     * Goes to a count and stays there, past bounds and rate policies. Such a change spends no budget of the rate policies. A workload
     * that was paused at 0 comes back after the pause, with at least {@code minReplicas}.
     *
     * @param replicas at least 0
     * @return this
     * @throws IllegalArgumentException if the count is negative
     */
    public Overrides pauseAt(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("pauseAt replicas must be >= 0: replicas=" + replicas);
        }
        return pause(replicas);
    }

    private boolean isPaused() {
        return (observation.overrideBits() & PAUSED) != 0;
    }

    /**
     * Forbids growing, also from zero.
     *
     * @param untilMillis epoch milliseconds, exclusive; {@link Long#MAX_VALUE} for as long as it is set
     * @return this
     */
    public Overrides freezeScaleUp(long untilMillis) {
        observation.override(UP_FROZEN);
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
        observation.override(DOWN_FROZEN);
        downFrozenUntilMillis = untilMillis;
        return this;
    }

    /**
     * Says how many replicas can be removed safely now, where others are busy or hold long connections: a shrink takes no more,
     * whatever asks for it but a pause. Which ones go is the caller's business.
     *
     * @param replicas at least 0; a negative number counts as 0
     * @return this
     */
    public Overrides removable(int replicas) {
        observation.override(REMOVABLE);
        removable = Math.max(0, replicas);
        return this;
    }

    /**
     * Takes the workload for active, whatever its metrics say (KEDA's {@code force-activation}). Without an
     * {@link Activation} it changes nothing.
     *
     * @return this
     */
    public Overrides forceActivation() {
        observation.override(FORCED_ACTIVE);
        return this;
    }

    /**
     * Decides and remembers as ever, but marks the answer as not to be carried out: {@link Decision#hasChange} is false.
     *
     * @return this
     */
    public Overrides shadow() {
        observation.override(SHADOW);
        return this;
    }

    /** The last steps of a decision: freeze, then pause. */
    int apply(long nowMillis, int current, int count, Decision out) {
        freezeUntil(nowMillis, UP_FROZEN, upFrozenUntilMillis, out);
        freezeUntil(nowMillis, DOWN_FROZEN, downFrozenUntilMillis, out);
        if (out.isOverridden(PAUSED)) {
            out.insist(Decision.Step.OVERRIDDEN, Reason.PAUSED);
            out.isPausedAtZero = pausedAt == 0;
            return pausedAt == NOT_AT_COUNT ? current : pausedAt;
        }
        int kept = keepBusy(current, count, out);
        boolean upFrozen = out.isOverridden(UP_FROZEN) || out.forbidsScaleUp;
        boolean downFrozen = out.isOverridden(DOWN_FROZEN) || out.forbidsScaleDown;
        return freeze(current, kept, upFrozen, downFrozen, out);
    }

    private int keepBusy(int current, int count, Decision out) {
        if (!out.isOverridden(REMOVABLE)) {
            return count;
        }
        out.fewest = observation.spec().aligned(current, Math.max(0, current - removable));
        if (count >= out.fewest) {
            return count;
        }
        out.insist(Decision.Step.OVERRIDDEN, Reason.NOT_REMOVABLE);
        return out.fewest;
    }

    private static void freezeUntil(long nowMillis, int bit, long untilMillis, Decision out) {
        if (out.isOverridden(bit)) {
            if (nowMillis < untilMillis || untilMillis == Long.MAX_VALUE) {
                out.validUntil(untilMillis);
            } else {
                out.withdraw(bit);
            }
        }
    }

    /** A frozen direction, by an override or a window of the schedule. */
    static int freeze(int current, int count, boolean upFrozen, boolean downFrozen, Decision out) {
        if (count > current && upFrozen) {
            out.insist(Decision.Step.OVERRIDDEN, Reason.SCALE_UP_FROZEN);
            return current;
        }
        if (count < current && downFrozen) {
            out.insist(Decision.Step.OVERRIDDEN, Reason.SCALE_DOWN_FROZEN);
            return current;
        }
        return count;
    }

    /** {@return what is ordered, in one line} */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Overrides[", "]");
        int overrideBits = observation.overrideBits();
        if ((overrideBits & PAUSED) != 0) {
            text.add(pausedAt == NOT_AT_COUNT ? "paused" : "paused at " + pausedAt);
        }
        if ((overrideBits & UP_FROZEN) != 0) {
            text.add("scale-up frozen until " + upFrozenUntilMillis);
        }
        if ((overrideBits & DOWN_FROZEN) != 0) {
            text.add("scale-down frozen until " + downFrozenUntilMillis);
        }
        if ((overrideBits & REMOVABLE) != 0) {
            text.add("removable=" + removable);
        }
        if ((overrideBits & FORCED_ACTIVE) != 0) {
            text.add("forced active");
        }
        if ((overrideBits & SHADOW) != 0) {
            text.add("shadow");
        }
        return text.toString();
    }
}
