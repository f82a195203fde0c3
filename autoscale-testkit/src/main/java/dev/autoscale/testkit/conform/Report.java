package dev.autoscale.testkit.conform;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts rows that agree, that do not, and that were left out on purpose. */
final class Report {
    private static final int MOST_SHOWN = 5;

    private final List<String> shown = new ArrayList<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private long passed;
    private long failed;

    /** Compares one row's columns, given as name, expected, actual in turn; all of them must agree. */
    void compare(String row, String... columns) {
        StringBuilder differences = new StringBuilder();
        for (int i = 0; i < columns.length; i += 3) {
            if (!columns[i + 1].equals(columns[i + 2])) {
                differences
                        .append("  ")
                        .append(columns[i])
                        .append(": expected ")
                        .append(columns[i + 1])
                        .append(", actual ")
                        .append(columns[i + 2]);
            }
        }
        if (differences.length() == 0) {
            passed++;
            return;
        }
        failed++;
        if (shown.size() < MOST_SHOWN) {
            shown.add(row + differences);
        }
    }

    void leftOut(String reason) {
        leftOut.merge(reason, 1, Integer::sum);
    }

    long passed() {
        return passed;
    }

    long failed() {
        return failed;
    }

    void printTo(PrintStream out, String name) {
        out.println(name + "  " + passed + " passed, " + failed + " failed");
        shown.forEach(line -> out.println("  " + line));
        leftOut.forEach((reason, count) -> out.println("  " + count + " left out: " + reason));
    }
}
