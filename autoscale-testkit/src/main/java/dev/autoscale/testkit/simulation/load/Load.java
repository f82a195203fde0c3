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

    /**
     * Opens what is expected of the load, for {@link dev.autoscale.testkit.simulation.ScalingPolicy#clairvoyant}: the rate that its
     * arrivals follow by chance, if it has one, as all loads of {@link Loads} have but recorded arrivals and what {@code faster},
     * {@code times} and {@code from .. to} make of these. Unless overridden the rate is taken from the arrivals themselves: their
     * mean over five minutes, whose middle is the minute in question, and the mean service time of an hour around it.
     *
     * @param random as for {@link #open}: what is drawn of the rate itself is drawn alike
     * @return what is expected, to be closed by the caller
     */
    default ExpectedArrivals expect(SeededRandom random) {
        return new CountedArrivals(open(random));
    }
}
