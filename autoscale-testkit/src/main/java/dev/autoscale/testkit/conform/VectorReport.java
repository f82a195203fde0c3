package dev.autoscale.testkit.conform;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts rows that agree, that do not, and that were left out on purpose. */
final class VectorReport {
    private static final int MAX_SHOWN = 5;
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private final List<String> shown = new ArrayList<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private long passed;
    private long failed;

    /** One row's columns with an expected result, from the first to the last; all of them must agree. */
    final class Comparison {
        private final String row;
        private final Row expected;
        private final StringBuilder differences = new StringBuilder();
        private int next;

        private Comparison(String row, Row expected) {
            this.row = row;
            this.expected = expected;
        }

        /** Compares the next column. */
        Comparison column(String name, String actual) {
            String text = expected.text(next++);
            if (!text.equals(actual)) {
                differences.append("  %s: expected %s, actual %s".formatted(name, text, actual));
            }
            return this;
        }

        Comparison column(String name, long actual) {
            return column(name, Long.toString(actual));
        }

        Comparison column(String name, boolean actual) {
            return column(name, actual ? "1" : "0");
        }

        /** Compares a number to the last bit, which the file writes as such. */
        Comparison bits(String name, double actual) {
            return column(name, VectorReport.bits(actual));
        }

        /** Compares a number to the last bit, in whatever words the file has for it. */
        Comparison number(String name, double actual) {
            String text = expected.text(next);
            boolean same = VectorReport.bits(Double.parseDouble(text)).equals(VectorReport.bits(actual));
            return column(name, same ? text : Double.toString(actual));
        }

        /** Compares a text in which the same numbers may be written in other words, such as 1.5E9 for 1500000000. */
        Comparison numbers(String name, String actual) {
            String text = expected.text(next);
            return column(name, plain(text).equals(plain(actual)) ? text : actual);
        }

        private static String plain(String text) {
            return NUMBER.matcher(text).replaceAll(found -> Double.toString(Double.parseDouble(found.group())));
        }

        /** Leaves a column out. */
        Comparison skip() {
            next++;
            return this;
        }

        void end() {
            if (differences.length() == 0) {
                passed++;
                return;
            }
            failed++;
            if (shown.size() < MAX_SHOWN) {
                shown.add(row + differences);
            }
        }
    }

    static String bits(double value) {
        return String.format("%016x", Double.doubleToRawLongBits(value));
    }

    /**
     * Begins a comparison.
     *
     * @param row what to call the row
     * @param expected its expected columns
     */
    Comparison compare(String row, Row expected) {
        return new Comparison(row, expected);
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
