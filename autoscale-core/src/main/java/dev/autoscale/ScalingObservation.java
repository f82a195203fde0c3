package dev.autoscale;

/**
 * What every engine is told: the time and the current count. A reusable form; not thread-safe. What else an engine looks at is
 * in its own type.
 *
 * @param <I> the engine's own type of observation
 */
public interface ScalingObservation<I extends ScalingObservation<I>> {
    /**
     * Begins a new observation and forgets the one before it.
     *
     * @param epochMillis the time of the decision in milliseconds since the epoch; any value
     * @return this
     */
    I at(long epochMillis);

    /**
     * Sets the current count.
     *
     * @param replicas at least 0; a negative number makes the decision stay put
     * @return this
     */
    I replicas(int replicas);
}
