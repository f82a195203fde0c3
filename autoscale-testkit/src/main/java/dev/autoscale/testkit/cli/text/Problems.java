package dev.autoscale.testkit.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with an input, so that one run names it all. Not thread-safe. */
public final class Problems {
    /** More are not told. */
    public static final int MAX_TOLD = 100;

    private static final int MOST = 25;

    private final List<String> lines = new ArrayList<>();

    public void add(String line) {
        lines.add(line);
    }

    /** Whether there are so many that reading on is no help. */
    public boolean isFull() {
        return lines.size() >= MOST;
    }

    public void throwIfAny() {
        if (!lines.isEmpty()) {
            List<String> told = new ArrayList<>(lines.subList(0, Math.min(MAX_TOLD, lines.size())));
            if (lines.size() > MAX_TOLD) {
                told.add("... and " + Numbers.grouped(lines.size() - MAX_TOLD) + " more");
            }
            throw new BadInput(String.join("\n", told));
        }
    }
}
