package dev.autoscale.policies.internal;

import java.time.Duration;
import java.util.Optional;

/** Texts of settings as the Go language reads them; empty if they are not what they should be. Thread-safe. */
public final class GoText {
    /** The text is no integer, or one that is not within 64 bits; the one integer is never needed that it hides. */
    public static final long NO_INTEGER = Long.MIN_VALUE;

    private GoText() {}

    public static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
            case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A decimal integer: an optional sign and ASCII digits, nothing else. */
    public static long int64(String text) {
        int first = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = first; i < text.length(); i++) {
            // Long.parseLong takes the digits of every script.
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return NO_INTEGER;
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return NO_INTEGER;
        }
    }

    public static Optional<Integer> int32(String text) {
        long value = int64(text);
        return (int) value == value ? Optional.of((int) value) : Optional.empty();
    }

    public static Optional<Duration> duration(String text) {
        long nanos = GoDuration.nanos(text);
        return nanos == GoDuration.MALFORMED ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
