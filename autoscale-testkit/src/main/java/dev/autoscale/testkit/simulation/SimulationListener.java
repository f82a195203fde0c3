package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.environment.ReplicaCounts;

/**
 * Is notified of every decision within the simulated time, and of whatever else it asks for; what follows while the system drains is
 * not told.
 */
@FunctionalInterface
public interface SimulationListener {
    /**
     * The simulation begins. Does nothing unless overridden.
     *
     * @param replicas the ready replicas
     */
    default void begins(int replicas) {}

    /**
     * A sample has reached the controller. Does nothing unless overridden.
     *
     * @param sample valid during this call only
     */
    default void measured(Measurement sample) {}

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
