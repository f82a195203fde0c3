package dev.autoscale.testkit.cli.replay;

import dev.autoscale.testkit.cli.engine.Series;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.text.Shown;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded series from CSV: {@code #} comments, a header, a time column, other columns. First the header alone, so that
 * only the columns that feed something have to hold numbers. Not thread-safe.
 */
public final class SeriesReader implements Closeable {
    private static final Set<String> NO_SAMPLE = Set.of("", "none", "null", "-");

    private static final int MAX_LINE = 1 << 16;

    private final Path path;
    private final BufferedReader reader;
    private final Problems problems = new Problems();
    private final List<String> columns;
    private final int timeColumn;
    private int line;
    private String note = "";

    SeriesReader(Path path) {
        this.path = path;
        try {
            reader = TextFiles.open(path);
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
        try {
            columns = header();
            timeColumn = timeColumn();
        } catch (BadInput e) {
            close();
            throw e;
        }
    }

    private List<String> header() {
        String header = nextLine();
        if (header == null) {
            throw new BadInput(path + ": must have a header and rows: the file is empty");
        }
        return split(header);
    }

    private List<String> split(String row) {
        try {
            return cells(row);
        } catch (IllegalArgumentException e) {
            throw complaint(String.valueOf(e.getMessage()));
        }
    }

    private int timeColumn() {
        List<String> found = columns.stream().filter(Timestamps::isTime).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw complaint("column must be given once: column=" + Shown.value(column));
            }
        }
        if (found.isEmpty()) {
            throw complaint("must have a time column (one of " + Timestamps.names() + "): columns="
                    + Shown.value(String.join(", ", columns)));
        }
        return columns.indexOf(found.get(0));
    }

    private BadInput complaint(String text) {
        return new BadInput(path + ":" + line + ": " + text);
    }

    /** The columns that hold values, in the file's order. */
    List<String> valueColumns() {
        List<String> values = new ArrayList<>(columns);
        values.remove(timeColumn);
        return values;
    }

    /** Reads all rows, of each only the time and these columns. */
    Series read(List<String> wanted) {
        int[] picks = wanted.stream().mapToInt(columns::indexOf).toArray();
        String column = columns.get(timeColumn);
        Timestamps timestamps = new Timestamps(column);
        long[] millis = new long[1024];
        double[][] values = new double[picks.length][1024];
        int rows = 0;
        for (String text = nextLine(); text != null && !problems.isFull(); text = nextLine()) {
            List<String> cells = split(text);
            if (cells.size() != columns.size()) {
                complain("must have " + columns.size() + " cells as the header has: cells=" + cells.size());
                continue;
            }
            if (rows == 0) {
                timestamps = Timestamps.of(column, cells.get(timeColumn));
            }
            if (rows == millis.length) {
                millis = Arrays.copyOf(millis, rows * 2);
                for (int i = 0; i < values.length; i++) {
                    values[i] = Arrays.copyOf(values[i], rows * 2);
                }
            }
            millis[rows] = time(timestamps, cells.get(timeColumn), rows, rows == 0 ? 0 : millis[rows - 1]);
            for (int i = 0; i < picks.length; i++) {
                values[i][rows] = value(columns.get(picks[i]), cells.get(picks[i]));
            }
            rows++;
        }
        problems.throwIfAny();
        if (rows == 0) {
            throw new BadInput(path + ": must have rows: rows=0");
        }
        return new Series(timestamps, millis, values, rows);
    }

    /** What the times were taken for, once they were read, where something else might be meant; else empty. */
    String note() {
        return note;
    }

    private long time(Timestamps timestamps, String cell, int row, long beforeMillis) {
        String column = columns.get(timeColumn);
        long millis;
        try {
            millis = timestamps.millis(cell);
        } catch (IllegalArgumentException e) {
            complain(e.getMessage() + ": " + Shown.value(column) + '=' + Shown.value(cell));
            return beforeMillis;
        }
        if (row == 0) {
            timestamps.first(cell, millis);
            note = timestamps.note(cell);
        } else if (millis <= beforeMillis) {
            complain("rows must go forward in time: " + Shown.value(column) + '=' + Shown.value(cell)
                    + ", the row before is at " + timestamps.text(beforeMillis));
        }
        return millis;
    }

    private double value(String column, String cell) {
        if (NO_SAMPLE.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        Double sample = Numbers.sample(cell);
        if (sample == null) {
            complain(
                    "must be a number, or empty for a failed sample: " + Shown.value(column) + '=' + Shown.value(cell));
            return Double.NaN;
        }
        // A sample that is no number is told from none: what becomes of it is the metric's rule.
        return sample.isNaN() ? Double.POSITIVE_INFINITY : sample;
    }

    private void complain(String text) {
        problems.add(path + ":" + line + ": " + text);
    }

    /** The next line that is neither blank nor a comment; null at the end. */
    private @Nullable String nextLine() {
        try {
            for (String text = readLine(); text != null; text = readLine()) {
                line++;
                if (text.length() >= MAX_LINE) {
                    throw complaint(
                            "line must have < " + MAX_LINE + " characters: line=" + text.substring(0, 100) + "...");
                }
                String content = (line == 1 ? TextFiles.withoutMark(text) : text).strip();
                if (!content.isEmpty() && content.charAt(0) != '#') {
                    return content;
                }
            }
            return null;
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    /** The next line, or as much of it as shows that it is too long: a line may be longer than memory. */
    private @Nullable String readLine() throws IOException {
        StringBuilder text = new StringBuilder();
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n' && next != '\r' && text.length() < MAX_LINE) {
            text.append((char) next);
            next = reader.read();
        }
        if (next == '\r') {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        return text.toString();
    }

    /**
     * Cells between commas, stripped; double quotes may surround a whole cell, and stand doubled within.
     *
     * @throws IllegalArgumentException if quotes are not closed, or surround a part of a cell
     */
    public static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            String cell =
                    text.substring(from, comma < 0 ? text.length() : comma).strip();
            if (cell.startsWith("\"")) {
                int start = text.indexOf('"', from);
                int end = closingQuote(text, start + 1);
                comma = text.indexOf(',', end);
                boolean isWhole = end < text.length()
                        && text.substring(end + 1, comma < 0 ? text.length() : comma)
                                .isBlank();
                if (!isWhole) {
                    throw new IllegalArgumentException(
                            "quotes must surround a whole cell: cell=" + Shown.value(text.substring(start)));
                }
                cell = text.substring(start + 1, end).replace("\"\"", "\"").strip();
            }
            cells.add(cell);
            from = comma < 0 ? text.length() + 1 : comma + 1;
        }
        return cells;
    }

    /** The quote that ends a cell; the text's end if there is none. */
    private static int closingQuote(String text, int from) {
        int at = text.indexOf('"', from);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
            at = text.indexOf('"', at + 2);
        }
        return at < 0 ? text.length() : at;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }
}
