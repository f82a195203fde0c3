package dev.autoscale.testkit.simulation.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the cells of a line stand: between commas, blanks around them left out, and quotes, which may surround a whole cell and
 * stand doubled within.
 */
final class CsvCells {
    static final int BAD_QUOTES = -1;

    /** First byte of each cell, a quote included. */
    private int[] starts = new int[8];

    private int[] froms = new int[8];
    private int[] tos = new int[8];

    /** Finds the cells; their number, or {@link #BAD_QUOTES}, of which {@code start(0)} is the first. */
    int split(byte[] bytes, int lineFrom, int lineTo) {
        int count = 0;
        int at = lineFrom;
        while (true) {
            while (at < lineTo && isBlank(bytes[at])) {
                at++;
            }
            int start = at;
            boolean isQuoted = at < lineTo && bytes[at] == '"';
            int from = isQuoted ? at + 1 : at;
            at = isQuoted ? closingQuote(bytes, from, lineTo) : from;
            int to = at;
            at = isQuoted ? at + 1 : at;
            while (at < lineTo && bytes[at] != ',' && (!isQuoted || isBlank(bytes[at]))) {
                at++;
            }
            if (isQuoted && (at > lineTo || (at < lineTo && bytes[at] != ','))) {
                starts[0] = start;
                return BAD_QUOTES;
            }
            if (!isQuoted) {
                to = at;
                while (to > from && isBlank(bytes[to - 1])) {
                    to--;
                }
            }
            add(count++, start, from, to);
            if (at >= lineTo) {
                return count;
            }
            at++;
        }
    }

    /** The quote that ends a cell; the line's end if there is none. */
    private static int closingQuote(byte[] bytes, int from, int lineTo) {
        for (int at = from; at < lineTo; at++) {
            if (bytes[at] == '"') {
                if (at + 1 == lineTo || bytes[at + 1] != '"') {
                    return at;
                }
                at++;
            }
        }
        return lineTo;
    }

    private void add(int cell, int start, int from, int to) {
        if (cell == starts.length) {
            starts = Arrays.copyOf(starts, cell * 2);
            froms = Arrays.copyOf(froms, cell * 2);
            tos = Arrays.copyOf(tos, cell * 2);
        }
        starts[cell] = start;
        froms[cell] = from;
        tos[cell] = to;
    }

    int start(int cell) {
        return starts[cell];
    }

    int from(int cell) {
        return froms[cell];
    }

    int to(int cell) {
        return tos[cell];
    }

    String text(byte[] bytes, int cell) {
        String text = new String(bytes, froms[cell], tos[cell] - froms[cell], StandardCharsets.UTF_8);
        return starts[cell] == froms[cell] ? text : text.replace("\"\"", "\"");
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
