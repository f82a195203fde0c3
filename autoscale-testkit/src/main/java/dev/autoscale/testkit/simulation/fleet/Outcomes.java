package dev.autoscale.testkit.simulation.fleet;

/** Is told what becomes of arrivals. */
public interface Outcomes {
    /** One has been served to its end. */
    void finished(long arrivedMicros, long waitMicros, long nowMicros);

    /** One was refused, because too many were waiting. */
    void refused();

    /** One lost its replica; it is tried again, or resumed, or lost. */
    void interrupted(long arrivedMicros, long nowMicros, boolean isLost);
}
