package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.environment.ReplicaCounts;

/** A policy at work on one simulated workload, with its memory. Not thread-safe. */
public interface Scaler {
    /** {@return the usual time between two decisions} Milliseconds, above 0. */
    long cycleMillis();

    /** {@return the usual time between two scrapes} Milliseconds, above 0; as long as a cycle unless overridden. */
    default long scrapeMillis() {
        return cycleMillis();
    }

    /**
     * Takes in a sample that has just arrived. Does nothing unless overridden.
     *
     * @param sample valid during this call only
     */
    default void measured(Measurement sample) {}

    /**
     * Decides.
     *
     * @param epochMillis the controller's clock
     * @param counts the replicas of this moment
     * @return the replicas to order, at least 0
     */
    int decide(long epochMillis, ReplicaCounts counts);

    /**
     * Holds the decision that was just taken against what holds for every decision of its kind. Does nothing unless overridden.
     *
     * @throws AssertionError that names what does not hold and shows the decision
     */
    default void checkInvariants() {}

    /**
     * Reports that what was decided has been ordered. Does nothing unless overridden.
     *
     * @param epochMillis when
     * @param from the replicas before
     * @param to the replicas after
     */
    default void scaled(long epochMillis, int from, int to) {}

    /**
     * Reports that what was decided could not be ordered. Does nothing unless overridden.
     *
     * @param epochMillis when
     */
    default void scaleFailed(long epochMillis) {}

    /**
     * The controller has been restarted. Does nothing unless overridden, as is right for what remembers nothing.
     *
     * @param epochMillis when
     * @param withMemory whether the memory was saved after the last decision and is restored now; else it is empty again
     * @param replicas the replicas that are wanted now
     */
    default void restart(long epochMillis, boolean withMemory, int replicas) {}

    /** {@return why the last decision is what it is, in a word or two} The reason; never null. */
    String reason();

    /**
     * {@return the last decision step by step, in words for an operator} The explanation; the lines end with line
     * feeds.
     */
    String explanation();
}
