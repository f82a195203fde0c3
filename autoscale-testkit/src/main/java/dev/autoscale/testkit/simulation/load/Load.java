package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/**
 * What arrives at a workload over time: requests, jobs or connections, each with the time that it keeps a place of a replica
 * busy. Immutable and thread-safe; it can be opened any number of times, and with equal seeds brings the same each time, so that
 * every policy of a comparison meets the same load.
 *
 * <p>{@link Loads} has the usual ones.
 */
public interface Load {
    /** {@return a short name for titles} In one line. */
    String name();

    /**
     * Opens the load at its beginning, which is the simulation's time 0.
     *
     * @param random what is drawn comes from here; a recorded load draws nothing
     * @return the arrivals, to be closed by the caller
     */
    Arrivals open(SeededRandom random);
}
