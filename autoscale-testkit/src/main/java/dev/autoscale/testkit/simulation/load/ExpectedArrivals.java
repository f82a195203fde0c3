package dev.autoscale.testkit.simulation.load;

/**
 * What is expected of a load from its beginning to a time: the rate behind its arrivals, without the luck of the draw. Read forward;
 * not thread-safe.
 */
public interface ExpectedArrivals extends AutoCloseable {
    /**
     * Goes on to a time.
     *
     * @param micros microseconds since the beginning; never before the time that was gone on to last
     * @throws IllegalArgumentException if a recording is malformed; the message names file, line and column
     * @throws java.io.UncheckedIOException if a recording cannot be read
     */
    void passUntil(long micros);

    /** {@return how many arrivals are expected until then} At least 0; not a whole number. */
    double arrivals();

    /** {@return for how long these are expected to keep places busy, added up} Microseconds, at least 0. */
    double serviceMicros();

    /**
     * When the load is over; nothing is expected after it.
     *
     * @return microseconds since the beginning, of recorded arrivals up to a second more; {@link Long#MAX_VALUE} as long as it is not
     *     known, which it is once a later time was gone on to
     */
    long endMicros();

    /** Gives back what reading needed. Does nothing when called again. */
    @Override
    void close();
}
