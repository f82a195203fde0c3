package dev.autoscale.testkit;

import java.time.Duration;
import java.util.Objects;

/** A clock that stands still until it is told to move, in either direction. Not thread-safe. */
public final class ManualClock {
    private long millis;

    private ManualClock(long epochMillis) {
        millis = epochMillis;
    }

    /**
     * Creates a clock.
     *
     * @param epochMillis its first time, any value
     * @return the clock
     */
    public static ManualClock at(long epochMillis) {
        return new ManualClock(epochMillis);
    }

    /**
     * Reads the clock.
     *
     * @return milliseconds since the epoch
     */
    public long millis() {
        return millis;
    }

    /**
     * Moves the clock on.
     *
     * @param step how far, at least 0; whole milliseconds count
     * @return the new time
     * @throws IllegalArgumentException if the step is negative ({@link #set} goes back)
     * @throws ArithmeticException if the step leads beyond the end of time
     */
    public long advance(Duration step) {
        Objects.requireNonNull(step, "step");
        if (step.isNegative()) {
            throw new IllegalArgumentException("step must be >= 0: step=" + step);
        }
        millis = Math.addExact(millis, step.toMillis());
        return millis;
    }

    /**
     * Sets the clock, as an operator or a time server would.
     *
     * @param epochMillis the new time, also an earlier one
     * @return the new time
     */
    public long set(long epochMillis) {
        millis = epochMillis;
        return millis;
    }
}
