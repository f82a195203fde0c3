package dev.autoscale;

import java.util.StringJoiner;

/** Collects every rule that an input breaks, so that one message can name them all. Not thread-safe. */
final class BrokenRules {
    private final StringJoiner broken = new StringJoiner("; ");

    void require(boolean holds, String rule, String name, Object value) {
        if (!holds) {
            broken.add(rule + ": " + name + '=' + value);
        }
    }

    void add(String message) {
        broken.add(message);
    }

    void throwIfAny() {
        if (broken.length() > 0) {
            throw new IllegalArgumentException(broken.toString());
        }
    }
}
