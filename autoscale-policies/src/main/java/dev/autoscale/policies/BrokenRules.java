package dev.autoscale.policies;

import java.time.Duration;
import java.util.StringJoiner;

/** Collects every rule that settings break, so that one message can name them all. Not thread-safe. */
final class BrokenRules {
    private final StringJoiner broken = new StringJoiner("; ");

    void require(boolean holds, String rule, String name, Object value) {
        if (!holds) {
            broken.add(rule + ": " + name + '=' + value);
        }
    }

    /** A time from a least number of milliseconds to a number of days, inclusive. */
    void requireMillis(String name, Duration time, long leastMillis, int mostDays) {
        boolean isInRange =
                time.compareTo(Duration.ofMillis(leastMillis)) >= 0 && time.compareTo(Duration.ofDays(mostDays)) <= 0;
        require(
                isInRange && time.toNanosPart() % 1_000_000 == 0,
                name + " must be whole milliseconds, >= " + leastMillis + " ms and <= " + mostDays + " d",
                name,
                time);
    }

    void requireNotNegative(String name, long value) {
        require(value >= 0, name + " must be >= 0", name, value);
    }

    /** A rule that is about one name alone. */
    void requireBound(boolean holds, String bound, String name, Object value) {
        require(holds, name + " must be " + bound, name, value);
    }

    void throwIfAny() {
        if (broken.length() > 0) {
            throw new IllegalArgumentException(broken.toString());
        }
    }
}
