package dev.autoscale.testkit.simulation.load;

/** A load that is being read, arrival by arrival; memory does not grow with its length. Not thread-safe. */
public interface Arrivals extends AutoCloseable {
    /**
     * Goes on to the next arrival.
     *
     * @return false if there is none
     * @throws IllegalArgumentException if a recording is malformed; the message names file, line and column
     * @throws java.io.UncheckedIOException if a recording cannot be read
     */
    boolean next();

    /** {@return when it arrives; never before the arrival before it} Microseconds since the beginning, at least 0. */
    long arrivalMicros();

    /** {@return how long it keeps a place of a replica busy, waiting not counted} Microseconds, at least 0. */
    long serviceMicros();

    /**
     * When the load is over, which may be long after its last arrival; known once {@link #next} has answered false.
     *
     * @return microseconds since the beginning; 0, unless overridden, if it is over with its last arrival
     */
    default long endMicros() {
        return 0;
    }

    /** Gives back what reading needed. Does nothing when called again. */
    @Override
    void close();
}
