package dev.autoscale.testkit.simulation;

import java.util.function.ToIntFunction;

/**
 * Orders a count that depends on nothing that is measured. Immutable.
 *
 * @param name a short name
 * @param reason of all its decisions
 * @param replicas the count of this moment, at least 0
 */
record PlainPolicy(String name, String reason, ToIntFunction<SimulationStart> replicas) implements ScalingPolicy {
    @Override
    public int firstReplicas(SimulationStart start) {
        return replicas.applyAsInt(start);
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new PlainScaler(reason, epochMillis -> replicas.applyAsInt(start));
    }
}
