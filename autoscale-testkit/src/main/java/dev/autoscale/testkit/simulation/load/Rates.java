package dev.autoscale.testkit.simulation.load;

/** A rate of arrivals over time, piece by piece, from the beginning on without a gap. */
abstract class Rates {
    /** Where the piece ends; the next one begins there. */
    long endMicros;

    /** The piece's rate per second, or a bound that the rate nowhere exceeds. */
    double perSecond;

    /** Goes on to the next piece; false if there is none. */
    abstract boolean next();

    /** The part that the rate at a time of the piece is of {@link #perSecond}. */
    double shareAt(double micros) {
        return 1;
    }

    /** Gives back what reading needed. */
    void close() {}
}
