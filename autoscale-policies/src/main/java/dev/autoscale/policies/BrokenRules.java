package dev.autoscale.policies;

import java.util.StringJoiner;

/** Collects every rule that settings break, so that one message can name them all. Not thread-safe. */
final class BrokenRules {
    private final StringJoiner broken = new StringJoiner("; ");

    void requireNotNegative(String name, long value) {
        if (value < 0) {
            broken.add(name + " must be >= 0: " + name + '=' + value);
        }
    }

    void require(boolean holds, String rule, String name, Object value) {
        if (!holds) {
            broken.add(name + " must be " + rule + ": " + name + '=' + value);
        }
    }

    void throwIfAny() {
        if (broken.length() > 0) {
            throw new IllegalArgumentException(broken.toString());
        }
    }
}
