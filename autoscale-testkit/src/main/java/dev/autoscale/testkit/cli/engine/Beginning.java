package dev.autoscale.testkit.cli.engine;

import dev.autoscale.testkit.simulation.Scaler;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.SimulationStart;

/**
 * A policy that begins with a count of its own.
 *
 * @param policy the policy
 * @param replicas the count
 */
record Beginning(ScalingPolicy policy, int replicas) implements ScalingPolicy {
    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return replicas;
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return policy.newScaler(start);
    }
}
