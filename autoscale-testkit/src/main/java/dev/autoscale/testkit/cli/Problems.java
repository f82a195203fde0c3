package dev.autoscale.testkit.cli;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with an input, so that one run names it all. Not thread-safe. */
final class Problems {
    private static final int MOST = 25;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    /** Whether there are so many that reading on helps nobody. */
    boolean isFull() {
        return lines.size() >= MOST;
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new BadInput(String.join("\n", lines));
        }
    }
}
