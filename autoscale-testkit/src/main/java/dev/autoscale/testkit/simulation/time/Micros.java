package dev.autoscale.testkit.simulation.time;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;

/** The simulation's unit of time: milliseconds would be too coarse for a thousand arrivals a second. */
public final class Micros {
    public static final long PER_MILLI = 1_000;
    public static final long PER_SECOND = 1_000_000;
    public static final double PER_HOUR = 3_600e6;

    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE / PER_SECOND);

    private Micros() {}

    /** A sum that stops at the ends of {@code long}. */
    public static long sum(long a, long b) {
        long sum = a + b;
        boolean isBeyond = ((a ^ sum) & (b ^ sum)) < 0;
        return isBeyond ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** A product of numbers that are at least 0, which stops at the end of {@code long}. */
    public static long product(long a, long b) {
        // No division: it is worked out several times for each arrival.
        long product = a * b;
        return Math.multiplyHigh(a, b) == 0 && product >= 0 ? product : Long.MAX_VALUE;
    }

    /** A quotient, rounded up. */
    public static long ceilDiv(long value, long by) {
        return -Math.floorDiv(-value, by);
    }

    /** Whole microseconds of a duration that must not be negative, nor longer than {@code long} can count. */
    public static long of(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        Violation.require(!duration.isNegative(), name + " must be >= 0", name, duration);
        Violation.require(duration.compareTo(LONGEST) <= 0, name + " must be <= 290,000 years", name, duration);
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
    }
}
