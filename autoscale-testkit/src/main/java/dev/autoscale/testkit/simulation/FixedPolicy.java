package dev.autoscale.testkit.simulation;

/**
 * Always the same count.
 *
 * @param name a short name
 * @param replicas at least 0
 */
record FixedPolicy(String name, int replicas) implements ScalingPolicy {
    FixedPolicy {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: replicas=" + replicas);
        }
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
