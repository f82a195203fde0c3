package dev.autoscale.testkit.simulation;

import dev.autoscale.Violation;

/**
 * Always the same count.
 *
 * @param name a short name
 * @param replicas at least 0
 */
record FixedPolicy(String name, int replicas) implements ScalingPolicy {
    FixedPolicy {
        Violation.require(replicas >= 0, "replicas must be >= 0", "replicas", replicas);
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return replicas;
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new PlainScaler("Fixed", epochMillis -> replicas);
    }
}
