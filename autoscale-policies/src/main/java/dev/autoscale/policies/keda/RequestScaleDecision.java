package dev.autoscale.policies.keda;

import org.jspecify.annotations.Nullable;

/**
 * What {@link RequestScale} does at one poll, and what the status says afterwards. Reusable; not thread-safe. No method
 * allocates. Source: KEDA.
 */
public final class RequestScaleDecision {
    /** {@link #replicas} if nothing is to be written. */
    public static final int NO_WRITE = -1;

    /** What is to be done with the target. Thread-safe. */
    public enum Action {
        /** Nothing. */
        NONE,
        /** Bring it to its minimum, at least one replica. */
        SCALE_OUT,
        /** Take it to its idle count, or to zero, in one step. */
        SCALE_IN,
        /** Bring it to its minimum although nothing is active. */
        LIFT_TO_MIN
    }

    Action action = Action.NONE;
    int replicas = NO_WRITE;
    long lastActiveIfWritten = RequestScale.NEVER_ACTIVE;
    long lastActiveOtherwise = RequestScale.NEVER_ACTIVE;
    KedaCondition ready = KedaCondition.READY;

    @Nullable
    KedaCondition active;

    @Nullable
    KedaCondition paused;

    /** A decision that does nothing yet. */
    public RequestScaleDecision() {}

    void begin(long lastActiveEpochMillis) {
        action = Action.NONE;
        replicas = NO_WRITE;
        lastActiveIfWritten = lastActiveEpochMillis;
        lastActiveOtherwise = lastActiveEpochMillis;
        ready = KedaCondition.READY;
        active = null;
        paused = null;
    }

    void write(Action why, int count) {
        action = why;
        replicas = count;
    }

    /** {@return what is to be done} The action; each but {@link Action#NONE} is one write. */
    public Action action() {
        return action;
    }

    /** {@return whether replicas are to be written} True if {@link #replicas} are. */
    public boolean writes() {
        return action != Action.NONE;
    }

    /** {@return the count to write} Replicas, at least 0; {@link #NO_WRITE} if none are to be written. */
    public int replicas() {
        return replicas;
    }

    /**
     * What the status says afterwards about the last activity. A target that scales out was active only once the write has
     * succeeded; until then the next poll tries again.
     *
     * @param written whether the write succeeded; does not matter if there is none
     * @return epoch milliseconds; what the input said if that stays; {@link RequestScale#NEVER_ACTIVE} if it is not set
     */
    public long lastActiveEpochMillis(boolean written) {
        return written ? lastActiveIfWritten : lastActiveOtherwise;
    }

    /**
     * {@return whether the poll ends with an error of its own, before anything is decided: the replicas could not be
     * read}
     */
    public boolean hasFailure() {
        return ready == KedaCondition.REPLICAS_UNREADABLE;
    }

    /** {@return the condition {@code Ready}} Never null; {@link KedaCondition#READY} also while paused. */
    public KedaCondition readyCondition() {
        return ready;
    }

    /**
     * {@return the condition {@code Active}} Null if it stays as it is: while paused, or if the replicas could not be
     * read.
     */
    public @Nullable KedaCondition activeCondition() {
        return active;
    }

    /** {@return the condition {@code Paused}} {@link KedaCondition#PAUSED}, or null if it stays as it is. */
    public @Nullable KedaCondition pausedCondition() {
        return paused;
    }

    /** {@return what was decided, in one line} */
    @Override
    public String toString() {
        return "RequestScaleDecision[action=" + action + (writes() ? ", replicas=" + replicas : "") + ", ready=" + ready
                + ", active=" + active + ", paused=" + paused + ']';
    }
}
