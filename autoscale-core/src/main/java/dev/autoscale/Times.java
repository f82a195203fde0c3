package dev.autoscale;

import java.time.Duration;
import java.util.Objects;

/** Arithmetic on epoch milliseconds that saturates instead of wrapping. */
final class Times {
    private Times() {}

    /** The duration in milliseconds; one too long for a long becomes the longest one. */
    static long millis(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** {@code time + millis}, not beyond the ends of the range. */
    static long plus(long time, long millis) {
        long sum = time + millis;
        return ((time ^ sum) & (millis ^ sum)) < 0 ? time < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }

    /** {@code to - from}, not beyond the ends of the range. */
    static long between(long from, long to) {
        long difference = to - from;
        return ((to ^ from) & (to ^ difference)) < 0 ? to < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : difference;
    }

    /** A length in words: in whole seconds, or in milliseconds where it is none. */
    static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
