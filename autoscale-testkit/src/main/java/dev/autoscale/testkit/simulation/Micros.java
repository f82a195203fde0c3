package dev.autoscale.testkit.simulation;

import java.time.Duration;
import java.util.Objects;

/** The simulation's unit of time: milliseconds would be too coarse for a thousand arrivals a second. */
final class Micros {
    static final long PER_MILLI = 1_000;
    static final long PER_SECOND = 1_000_000;
    static final double PER_HOUR = 3_600e6;

    private Micros() {}

    /** A sum that stops at the ends of {@code long}. */
    static long sum(long a, long b) {
        long sum = a + b;
        boolean isBeyond = ((a ^ sum) & (b ^ sum)) < 0;
        return isBeyond ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Whole microseconds of a duration that must not be negative. */
    static long of(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be >= 0: " + name + '=' + duration);
        }
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
    }
}
