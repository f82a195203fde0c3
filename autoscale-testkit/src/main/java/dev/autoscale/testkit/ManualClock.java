package dev.autoscale.testkit;

import dev.autoscale.Violation;
import java.time.Duration;

/**
 * A clock that stands still until it is told to move, in either direction; one that drifts goes too fast or too slow. Not
 * thread-safe.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.at(0);
 * clock.advance(Duration.ofSeconds(15));
 * autoscaler.decide(in.at(clock.millis()).replicas(3).value(0, 37), out);
 * clock.stepBack(Duration.ofSeconds(5)); // a time server corrects it
 * }</pre>
 */
public final class ManualClock {
    private static final int MILLION = 1_000_000;

    private long millis;
    private int driftPartsPerMillion;
    /** What the drift has come to beyond whole milliseconds: 0 inclusive to a million exclusive. */
    private long driftRest;

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
     * Lets the clock go too fast or too slow from now on: {@link #advance} then moves it by more or less than it is told. A crystal
     * is wrong by some 20 parts per million, which is 1.7 s a day; a time server slews a clock by up to 500.
     *
     * @param partsPerMillion microseconds too much per second, -1,000,000 (stands still) to 1,000,000 (twice as fast), 0 for a clock
     *     that is right
     * @return this
     * @throws IllegalArgumentException if the drift is out of range
     */
    public ManualClock drift(int partsPerMillion) {
        Violation.require(
                partsPerMillion >= -MILLION && partsPerMillion <= MILLION,
                "drift must be >= -1000000 and <= 1000000",
                "partsPerMillion",
                partsPerMillion);
        driftPartsPerMillion = partsPerMillion;
        return this;
    }

    /**
     * Moves the clock on, and by what it drifts meanwhile. Parts of a millisecond of drift are kept for the next time, so that many
     * small steps lead as far as a large one.
     *
     * @param step how far, at least 0; whole milliseconds count
     * @return the new time
     * @throws IllegalArgumentException if the step is negative ({@link #stepBack} and {@link #set} go back)
     * @throws ArithmeticException if the step leads beyond the end of time; the clock stays as it is then
     */
    public long advance(Duration step) {
        long stepMillis = checked(step);
        // Neither product overflows: the quotient is below 2^63 / 10^6.
        long parts = stepMillis % MILLION * driftPartsPerMillion + driftRest;
        long drifted = stepMillis / MILLION * driftPartsPerMillion + Math.floorDiv(parts, (long) MILLION);
        millis = Math.addExact(millis, Math.addExact(stepMillis, drifted));
        driftRest = Math.floorMod(parts, (long) MILLION);
        return millis;
    }

    /**
     * Puts the clock back, as a time server does with one that was ahead. There is no drift meanwhile.
     *
     * @param step how far, at least 0; whole milliseconds count
     * @return the new time
     * @throws IllegalArgumentException if the step is negative
     * @throws ArithmeticException if the step leads to before the beginning of time; the clock stays as it is then
     */
    public long stepBack(Duration step) {
        millis = Math.subtractExact(millis, checked(step));
        return millis;
    }

    private static long checked(Duration step) {
        Violation.require(!step.isNegative(), "step must be >= 0", "step", step);
        return step.toMillis();
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

    /** {@return the time that it shows} */
    @Override
    public String toString() {
        return "ManualClock[" + millis + (driftPartsPerMillion == 0 ? "" : ", drift=" + driftPartsPerMillion + " ppm")
                + ']';
    }
}
