package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.text.Shown;
import dev.autoscale.testkit.text.Unreadable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads numbers of a CSV file row by row, in one buffer: {@code #} comments, a header, cells between commas, which double quotes
 * may surround. Allocates nothing per row.
 */
final class CsvRows implements Closeable {
    /** No line may be longer. */
    static final int BUFFER_BYTES = 1 << 16;

    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(?:inf|infinity|nan)");

    private final Path path;
    private final InputStream in;
    private final String[] names;
    private final int[] columns;
    private final CsvCells cells = new CsvCells();
    private byte[] bytes = new byte[BUFFER_BYTES];
    private int filled;
    private int lineFrom;
    private int lineTo;
    private int nextFrom;
    private boolean isRead;
    private long line;
    private int columnCount;

    /**
     * Opens a file and reads its header.
     *
     * @param names the columns that are wanted, without regard to case
     * @throws IllegalArgumentException if one of them is missing
     * @throws UncheckedIOException if the file cannot be read
     */
    static CsvRows open(Path path, String... names) {
        try {
            return new CsvRows(path, Files.newInputStream(path), names);
        } catch (IOException e) {
            throw new UncheckedIOException(Unreadable.words(path, e), e);
        }
    }

    CsvRows(Path path, InputStream in, String... names) {
        this.path = path;
        this.in = in;
        this.names = names;
        columns = new int[names.length];
        try {
            header();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void header() {
        if (!nextLine()) {
            throw complaint("must have a header and rows: rows=0");
        }
        columnCount = split();
        String[] header = new String[columnCount];
        for (int i = 0; i < columnCount; i++) {
            header[i] = cells.text(bytes, i).toLowerCase(Locale.ROOT);
        }
        for (int i = 0; i < names.length; i++) {
            columns[i] = List.of(header).indexOf(names[i]);
            int last = List.of(header).lastIndexOf(names[i]);
            if (columns[i] < 0) {
                throw complaint(
                        "must have a column " + names[i] + ": columns=" + Shown.value(String.join(",", header)));
            }
            if (columns[i] < last) {
                throw complaint(cells.start(last), "column must be given once: column=" + names[i]);
            }
        }
    }

    /** Goes on to the next row; false if there is none. */
    boolean next() {
        if (!nextLine()) {
            return false;
        }
        int count = split();
        if (count != columnCount) {
            throw complaint(
                    count < columnCount ? lineTo : cells.start(columnCount),
                    "row must have " + columnCount + " cells as the header has: cells=" + count);
        }
        return true;
    }

    private int split() {
        int count = cells.split(bytes, lineFrom, lineTo);
        if (count == CsvCells.BAD_QUOTES) {
            String cell = Shown.value(text(cells.start(0), lineTo));
            throw complaint(cells.start(0), "quotes must surround a whole cell: cell=" + cell);
        }
        return count;
    }

    /** A cell that holds milliseconds, in microseconds; what is below them is cut off. */
    long micros(int wanted) {
        long micros = CsvNumbers.micros(bytes, cells.from(columns[wanted]), cells.to(columns[wanted]));
        if (micros == CsvNumbers.NOT_A_TIME) {
            throw complaint(wanted, "must be a number from 0 to " + CsvNumbers.MAX_MILLIS, "");
        }
        return micros;
    }

    /** A cell that holds a number of at least 0. */
    double number(int wanted) {
        double number = CsvNumbers.number(bytes, cells.from(columns[wanted]), cells.to(columns[wanted]));
        if (!(number >= 0)) {
            throw complaint(wanted, "must be a number >= 0", "");
        }
        return number;
    }

    /** A cell that holds a number of at least 0; NaN if the sample failed, and is written as no number or not finite. */
    double sample(int wanted) {
        double number = CsvNumbers.number(bytes, cells.from(columns[wanted]), cells.to(columns[wanted]));
        boolean hasFailed = Double.isNaN(number)
                && NOT_FINITE.matcher(cells.text(bytes, columns[wanted])).matches();
        return hasFailed ? Double.NaN : number(wanted);
    }

    /** Says what is wrong with a cell of the current row. */
    IllegalArgumentException complaint(int wanted, String rule, String more) {
        String value = Shown.value(cells.text(bytes, columns[wanted]));
        return complaint(
                cells.start(columns[wanted]), names[wanted] + ' ' + rule + ": " + names[wanted] + '=' + value + more);
    }

    /** Says what is wrong with the file, at the place where reading stands. */
    IllegalArgumentException complaint(String text) {
        line = Math.max(1, line);
        return complaint(lineFrom, text);
    }

    private IllegalArgumentException complaint(int at, String text) {
        int column = 1;
        for (int i = lineFrom; i < at; i++) {
            // All bytes of a character but its first begin with the bits 10.
            column += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return new IllegalArgumentException(path + ":" + line + ':' + column + ": " + text);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Milliseconds as a file has them. */
    static String millis(long micros) {
        return micros == 0
                ? "0"
                : BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString();
    }

    /** The next line that is neither blank nor a comment. */
    private boolean nextLine() {
        while (findLine()) {
            int at = lineFrom;
            while (at < lineTo && CsvCells.isBlank(bytes[at])) {
                at++;
            }
            if (at < lineTo && bytes[at] != '#') {
                return true;
            }
        }
        return false;
    }

    private boolean findLine() {
        lineFrom = nextFrom;
        int length = 0;
        while (true) {
            int at = lineFrom + length;
            while (at < filled && bytes[at] != '\n') {
                at++;
            }
            length = at - lineFrom;
            if (at < filled || !fill()) {
                break;
            }
        }
        lineTo = lineFrom + length;
        if (lineTo == filled && length == 0) {
            nextFrom = filled;
            return false;
        }
        nextFrom = Math.min(lineTo + 1, filled);
        line++;
        if (length > 0 && bytes[lineTo - 1] == '\r') {
            lineTo--;
        }
        if (line == 1 && lineTo - lineFrom >= 3 && isMark(lineFrom)) {
            lineFrom += 3;
        }
        return true;
    }

    private boolean isMark(int at) {
        return bytes[at] == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF;
    }

    /** Moves the line that has begun to the front and reads on after it. */
    private boolean fill() {
        if (isRead) {
            return false;
        }
        System.arraycopy(bytes, lineFrom, bytes, 0, filled - lineFrom);
        filled -= lineFrom;
        lineFrom = 0;
        if (filled == bytes.length) {
            line++;
            throw complaint(
                    0, "line must have < " + BUFFER_BYTES + " bytes: line=" + Shown.value(text(0, BUFFER_BYTES)));
        }
        try {
            int read = in.read(bytes, filled, bytes.length - filled);
            isRead = read < 0;
            filled += Math.max(0, read);
            return !isRead;
        } catch (IOException e) {
            throw new UncheckedIOException(Unreadable.words(path, e), e);
        }
    }

    @Override
    public void close() {
        isRead = true;
        bytes = new byte[0];
        filled = 0;
        lineFrom = 0;
        nextFrom = 0;
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(Unreadable.words(path, e), e);
        }
    }
}
