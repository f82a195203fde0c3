package dev.autoscale.testkit.conform;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line of a file, split into its columns; {@code -} stands for an absent value. */
final class Row {
    private static final String ABSENT = "-";
    private static final Map<String, Boolean> FLAGS = Map.of("0", false, "1", true);

    private final String[] columns;

    Row(String... columns) {
        this.columns = columns;
    }

    String text(int column) {
        return columns[column];
    }

    boolean isAbsent(int column) {
        return columns[column].equals(ABSENT);
    }

    @Nullable
    String optionalText(int column) {
        return isAbsent(column) ? null : columns[column];
    }

    int intAt(int column) {
        return Integer.parseInt(columns[column]);
    }

    @Nullable
    Integer optionalInt(int column) {
        return isAbsent(column) ? null : Integer.valueOf(columns[column]);
    }

    void ifInt(int column, IntConsumer setter) {
        if (!isAbsent(column)) {
            setter.accept(intAt(column));
        }
    }

    long longAt(int column) {
        return Long.parseLong(columns[column]);
    }

    void ifLong(int column, LongConsumer setter) {
        if (!isAbsent(column)) {
            setter.accept(longAt(column));
        }
    }

    Duration millisAt(int column) {
        return Duration.ofMillis(longAt(column));
    }

    double doubleAt(int column) {
        return Double.parseDouble(columns[column]);
    }

    void ifDouble(int column, DoubleConsumer setter) {
        if (!isAbsent(column)) {
            setter.accept(doubleAt(column));
        }
    }

    boolean flag(int column) {
        return oneOf(column, "flag", FLAGS);
    }

    /** The parts of a column; none if it is absent or empty. */
    Stream<String> list(int column, String separator) {
        String text = columns[column];
        return text.isEmpty() || isAbsent(column) ? Stream.empty() : Stream.of(text.split(separator));
    }

    /** The parts of a column that have columns themselves. */
    Stream<Row> rows(int column, String separator, String columnSeparator) {
        return list(column, separator).map(part -> new Row(part.split(columnSeparator, -1)));
    }

    /** The columns from one on, as a row of their own. */
    Row from(int column) {
        return new Row(Arrays.copyOfRange(columns, column, columns.length));
    }

    /** What the word in a column stands for. */
    <T> T oneOf(int column, String name, Map<String, T> words) {
        T meant = words.get(columns[column]);
        if (meant == null) {
            String known = words.keySet().stream().sorted().collect(Collectors.joining(" or "));
            throw new IllegalArgumentException(name + " must be " + known + ": " + name + '=' + columns[column]);
        }
        return meant;
    }

    /** {@return whether every column says the same} */
    boolean isSame(Row other) {
        return Arrays.equals(columns, other.columns);
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static String orAbsent(@Nullable Object value) {
        return value == null ? ABSENT : value.toString();
    }
}
