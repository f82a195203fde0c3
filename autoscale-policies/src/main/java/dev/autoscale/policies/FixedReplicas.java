package dev.autoscale.policies;

import dev.autoscale.ReplicaSource;

/** Always the same count. Immutable and thread-safe. */
final class FixedReplicas extends FormulaSource {
    private final int replicas;

    FixedReplicas(int replicas) {
        super("fixed(" + replicas + ')');
        this.replicas = replicas;
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        return replicas;
    }

    @Override
    public boolean readsValue() {
        return false;
    }
}
