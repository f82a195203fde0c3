package dev.autoscale.policies.preset;

import dev.autoscale.ReplicaSource;

/** Always the same count; equal counts are equal sources. Immutable and thread-safe. */
record FixedReplicas(int count) implements ReplicaSource {
    @Override
    public String id() {
        return "fixed(" + count + ')';
    }

    @Override
    public int replicas(Input in) {
        return count;
    }

    @Override
    public boolean readsValue() {
        return false;
    }

    /** {@return the same as {@link #id()}} */
    @Override
    public String toString() {
        return id();
    }
}
