package dev.autoscale;

/**
 * What {@link Activation} made of a decision: a reusable result. Not thread-safe. All is {@link Decision#NOT_EVALUATED} or
 * {@link ActivationState#ACTIVE} for a spec without activation.
 */
public final class ActivationStep {
    private int replicas = Decision.NOT_EVALUATED;
    private ActivationState state = ActivationState.ACTIVE;
    private long changesAtMillis = Long.MAX_VALUE;

    ActivationStep() {}

    /** {@return the count after this step} Replicas, or {@link Decision#NOT_EVALUATED}. */
    public int replicas() {
        return replicas;
    }

    /** {@return where activation would have the workload stand; a schedule or an order may still hold it elsewhere} */
    public ActivationState state() {
        return state;
    }

    /**
     * {@return when the state changes by itself if nothing becomes active: the cooldown, the delay of the second stage
     * or the idle TTL is over} Epoch milliseconds; {@link Long#MAX_VALUE} if it does not.
     */
    public long changesAtMillis() {
        return changesAtMillis;
    }

    int set(int newReplicas, ActivationState newState, long newChangesAtMillis) {
        replicas = newReplicas;
        state = newState;
        changesAtMillis = newChangesAtMillis;
        return newReplicas;
    }
}
