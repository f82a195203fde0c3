package dev.autoscale.testkit.cli.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts in columns. Thread-safe. */
public final class Columns {
    /** What stands before each column. */
    public static final String GAP = "  ";

    private Columns() {}

    public static int widest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** The lines of a table of words, all to the left, with gaps between the columns. */
    public static List<String> leftLines(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> widest(rows.stream().map(row -> row.get(column))))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(i -> left(row.get(i), widths[i]))
                        .collect(Collectors.joining(GAP)))
                .toList();
    }

    /** The lines of a table: the first column to the left, all others to the right. */
    public static List<String> lines(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> widest(rows.stream().map(row -> row.get(column))))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(i -> GAP + (i == 0 ? left(row.get(i), widths[i]) : right(row.get(i), widths[i])))
                        .collect(Collectors.joining())
                        .stripTrailing())
                .toList();
    }
}
