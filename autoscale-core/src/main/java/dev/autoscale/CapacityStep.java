package dev.autoscale;

/**
 * What a lack of capacity, reported by {@link Autoscaler#noCapacity}, made of a decision: a reusable result. Not thread-safe.
 */
public final class CapacityStep {
    private int replicas;
    private int ceiling;
    private long retryAtMillis;

    CapacityStep() {
        clear();
    }

    /** {@return the count after this step} Replicas, or {@link Decision#NOT_EVALUATED} while no report holds. */
    public int replicas() {
        return replicas;
    }

    /** {@return what the platform could give} Replicas; {@link Integer#MAX_VALUE} while no report holds. */
    public int ceiling() {
        return ceiling;
    }

    /** {@return when growth is tried again} Epoch milliseconds; {@link Long#MAX_VALUE} while no report holds. */
    public long retryAtMillis() {
        return retryAtMillis;
    }

    void clear() {
        set(Decision.NOT_EVALUATED, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    void set(int newReplicas, int newCeiling, long newRetryAtMillis) {
        replicas = newReplicas;
        ceiling = newCeiling;
        retryAtMillis = newRetryAtMillis;
    }
}
