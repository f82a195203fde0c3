package dev.autoscale.testkit.simulation;

/** Arrivals that know when their load is over, which may be long after the last of them. */
interface Ending extends Arrivals {
    /** When the load is over, in microseconds since its beginning; known once {@link #next} has answered false. */
    long endMicros();

    /** When a load is over that has been read to its end; without other knowledge, with its last arrival. */
    static long of(Arrivals arrivals, long lastMicros) {
        return arrivals instanceof Ending known ? known.endMicros() : lastMicros;
    }
}
