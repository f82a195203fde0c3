package dev.autoscale.testkit.cli.text;

import dev.autoscale.testkit.text.Spans;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How one file writes its times, and how they are shown. Immutable.
 *
 * <p>Numbers are milliseconds (seconds if the column says so); anything else is ISO-8601, without an offset in UTC. Small
 * numbers count from the start of a recording and are shown as such; dates and large numbers are shown as dates.
 */
public final class Timestamps {
    /** Names of a time column, without regard to case. */
    private static final List<String> MILLIS =
            List.of("t_ms", "t", "time", "timestamp", "epoch_ms", "time_ms", "ts", "millis", "ms", "date", "datetime");

    private static final List<String> SECONDS = List.of("t_s", "time_s", "epoch_s", "epoch_seconds", "seconds", "unix");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]*)?");
    private static final Pattern OFFSET = Pattern.compile("[0-9.]+[a-z][0-9a-z.]*");
    private static final long FIRST_DATE_MILLIS = 100_000_000_000L;

    /** Thirty thousand years; beyond it times cannot be added without care. */
    private static final long FARTHEST_MILLIS = 1_000_000_000_000_000L;

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of these names the unit is said. */
    private static final Pattern NAMED_MILLIS = Pattern.compile(".*(?:ms|millis)");

    /** Milliseconds before this date, and seconds after it, are dates that nobody records. */
    private static final long FIRST_SECONDS = 100_000_000;

    private final String column;
    private final long unitMillis;
    private boolean isCalendar;

    public Timestamps(String column) {
        this(column, SECONDS.contains(column.toLowerCase(Locale.ROOT)));
    }

    private Timestamps(String column, boolean isSeconds) {
        this.column = column;
        unitMillis = isSeconds ? 1000 : 1;
    }

    /**
     * How a file writes its times, by the first of them: a number of the size of epoch seconds is one, unless the column's name says
     * milliseconds.
     */
    public static Timestamps of(String column, String firstCell) {
        boolean mayBeSeconds =
                !NAMED_MILLIS.matcher(column.toLowerCase(Locale.ROOT)).matches();
        return mayBeSeconds && isLikeSeconds(firstCell) ? new Timestamps(column, true) : new Timestamps(column);
    }

    private static boolean isLikeSeconds(String cell) {
        if (!NUMBER.matcher(cell).matches() || cell.length() > 16) {
            return false;
        }
        double number = Double.parseDouble(cell);
        return number >= FIRST_SECONDS && number < FIRST_DATE_MILLIS;
    }

    /** What the first time was taken for where something else might be meant; else empty. */
    public String note(String firstCell) {
        if (!isLikeSeconds(firstCell) || SECONDS.contains(column.toLowerCase(Locale.ROOT))) {
            return "";
        }
        String date = SHOWN.format(Instant.ofEpochMilli(millis(firstCell)));
        return column
                + '='
                + firstCell
                + (unitMillis == 1
                        ? " is read as milliseconds, " + date + "; a column of epoch seconds is named t_s"
                        : " is read as epoch seconds, " + date + "; a column of milliseconds is named t_ms");
    }

    public static boolean isTime(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        return MILLIS.contains(name) || SECONDS.contains(name);
    }

    public static String names() {
        return String.join(", ", MILLIS) + ", " + String.join(", ", SECONDS);
    }

    /** The first row decides how all are shown. */
    public void first(String cell, long millis) {
        isCalendar = !NUMBER.matcher(cell).matches() || millis >= FIRST_DATE_MILLIS;
    }

    public boolean isCalendar() {
        return isCalendar;
    }

    /**
     * Reads a time of the file.
     *
     * @throws IllegalArgumentException with the rule alone
     */
    public long millis(String cell) {
        long millis = Long.MAX_VALUE;
        try {
            millis = NUMBER.matcher(cell).matches() ? number(cell) : date(cell).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            // Said below.
        }
        if (Math.abs(millis) > FARTHEST_MILLIS) {
            throw new IllegalArgumentException(
                    "must be a number of " + (unitMillis == 1 ? "milliseconds" : "seconds") + " or an ISO-8601 time");
        }
        return millis;
    }

    private long number(String cell) {
        return cell.indexOf('.') < 0 && cell.length() < 16
                ? Long.parseLong(cell) * unitMillis
                : (long) Math.floor(Double.parseDouble(cell) * unitMillis);
    }

    private static Instant date(String cell) {
        String text = cell.length() > 10 && cell.charAt(10) == ' ' ? cell.replaceFirst(" ", "T") : cell;
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        boolean hasOffset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
        return hasOffset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /** Reads a time of the command line: as in the file, or a length of time since its first row, such as 30m. */
    public long millis(String text, long firstRowMillis) {
        return OFFSET.matcher(text).matches() ? firstRowMillis + Spans.millis(text) : millis(text);
    }

    public String text(long millis) {
        if (isCalendar) {
            return SHOWN.format(Instant.ofEpochMilli(millis));
        }
        long seconds = Math.floorDiv(millis, 1000L);
        long rest = Math.floorMod(millis, 1000L);
        String sign = seconds < 0 ? "-" : "";
        long size = Math.abs(seconds);
        String days = size >= 86_400 ? size / 86_400 + "d " : "";
        String hours = days.isEmpty() ? Long.toString(size / 3600) : two(size / 3600 % 24);
        String text = sign + days + hours + ':' + two(size / 60 % 60) + ':' + two(size % 60);
        return rest == 0 ? text : text + '.' + String.format(Locale.ROOT, "%03d", rest);
    }

    private static String two(long number) {
        return (number < 10 ? "0" : "") + number;
    }
}
