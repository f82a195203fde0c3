package dev.autoscale.policies.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Texts of settings as the Go language reads them; empty if they are not what they should be. Thread-safe. */
public final class GoText {
    private GoText() {}

    public static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
            case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    public static OptionalInt int32(String text) {
        long value = GoInteger.parse(text);
        return (int) value == value ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    public static Optional<Duration> duration(String text) {
        long nanos = GoDuration.nanos(text);
        return nanos == GoDuration.MALFORMED ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    public static boolean isWholeSeconds(Duration duration) {
        return duration.toNanosPart() == 0;
    }
}
