package dev.autoscale.testkit.lint;

import java.time.Duration;

/** Lengths of time in milliseconds. */
final class Times {
    private Times() {}

    /** One too long for a long becomes the longest one. */
    static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Up to whole seconds. */
    static long secondsUp(long millis) {
        return millis / 1000 + (millis % 1000 > 0 ? 1 : 0);
    }

    /** A length of time in words, up to whole seconds. */
    static String inSeconds(long millis) {
        return FileText.span(1000 * secondsUp(millis));
    }
}
