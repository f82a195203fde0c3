package dev.autoscale.testkit.simulation.fleet;

/** Is told what becomes of arrivals. Times are microseconds since the simulation's beginning. */
public interface Outcomes {
    /**
     * One has been served to its end.
     *
     * @param arrivedMicros when it arrived
     * @param waitMicros for how long it waited
     * @param nowMicros the current time
     */
    void finished(long arrivedMicros, long waitMicros, long nowMicros);

    /** One was refused, because too many were waiting. */
    void refused();

    /**
     * One lost its replica; it is tried again, or resumed, or lost.
     *
     * @param arrivedMicros when it arrived
     * @param nowMicros the current time
     * @param isLost whether it is lost
     */
    void interrupted(long arrivedMicros, long nowMicros, boolean isLost);
}
