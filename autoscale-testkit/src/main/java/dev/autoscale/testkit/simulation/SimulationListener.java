package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.environment.ReplicaCounts;

/** Is told of every decision within the simulated time; those that follow until everybody has left are not told. */
@FunctionalInterface
public interface SimulationListener {
    /**
     * A decision has been taken and, unless orders were refused, carried out.
     *
     * @param atMillis when, in milliseconds since the simulation's beginning
     * @param from the replicas that were wanted before
     * @param to the replicas that were decided
     * @param counts the replicas of this moment; valid during this call only
     * @param scaler what decided; its reason and explanation are of this decision
     */
    void decided(long atMillis, int from, int to, ReplicaCounts counts, Scaler scaler);
}
