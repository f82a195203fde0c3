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

    /** One row's columns, all of which must agree. */
    final class Comparison {
        private final String row;
        private final StringBuilder differences = new StringBuilder();

        private Comparison(String row) {
            this.row = row;
        }

        Comparison column(String name, String expected, String actual) {
            if (!expected.equals(actual)) {
                differences.append("  ").append(name);
                differences
                        .append(": expected ")
                        .append(expected)
                        .append(", actual ")
                        .append(actual);
            }
            return this;
        }

        void end() {
            if (differences.length() == 0) {
                passed++;
                return;
            }
            failed++;
            if (shown.size() < MOST_SHOWN) {
                shown.add(row + differences);
            }
        }
    }

    Comparison compare(String row) {
        return new Comparison(row);
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
