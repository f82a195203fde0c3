package dev.autoscale.testkit.cli.replay;

import dev.autoscale.testkit.cli.engine.Series;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.cli.text.Timestamps;
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
    private static final Set<String> NO_SAMPLE = Set.of("", "nan", "none", "null", "-");

    private final Path path;
    private final BufferedReader reader;
    private final Problems problems = new Problems();
    private final List<String> columns;
    private final int timeColumn;
    private int line;

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
        return cells(header);
    }

    private int timeColumn() {
        List<String> found = columns.stream().filter(Timestamps::isTime).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw complaint("column must be given once: column=" + column);
            }
        }
        if (found.isEmpty()) {
            throw complaint("must have a time column (one of " + Timestamps.names() + "): columns="
                    + String.join(", ", columns));
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
        Timestamps timestamps = new Timestamps(columns.get(timeColumn));
        long[] millis = new long[1024];
        double[][] values = new double[picks.length][1024];
        int rows = 0;
        for (String text = nextLine(); text != null && !problems.isFull(); text = nextLine()) {
            List<String> cells = cells(text);
            if (cells.size() != columns.size()) {
                complain("must have " + columns.size() + " cells as the header has: cells=" + cells.size());
                continue;
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

    private long time(Timestamps timestamps, String cell, int row, long beforeMillis) {
        String column = columns.get(timeColumn);
        long millis;
        try {
            millis = timestamps.millis(cell);
        } catch (IllegalArgumentException e) {
            complain(e.getMessage() + ": " + column + '=' + cell);
            return beforeMillis;
        }
        if (row == 0) {
            timestamps.first(cell, millis);
        } else if (millis <= beforeMillis) {
            complain("rows must go forward in time: " + column + '=' + cell + ", the row before is at "
                    + timestamps.text(beforeMillis));
        }
        return millis;
    }

    private double value(String column, String cell) {
        if (NO_SAMPLE.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            complain("must be a number, or empty for a failed sample: " + column + '=' + cell);
            return Double.NaN;
        }
    }

    private void complain(String text) {
        problems.add(path + ":" + line + ": " + text);
    }

    /** The next line that is neither blank nor a comment; null at the end. */
    private @Nullable String nextLine() {
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
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

    /** Cells between commas, stripped; double quotes may surround a cell, and stand doubled within. */
    public static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
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
