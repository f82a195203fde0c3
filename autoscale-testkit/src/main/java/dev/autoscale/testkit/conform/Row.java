package dev.autoscale.testkit.conform;

import org.jspecify.annotations.Nullable;

/** One line of a file, split into its columns; {@code -} stands for an absent value. */
final class Row {
    private static final String ABSENT = "-";

    private final String[] columns;

    Row(String[] columns) {
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

    long longAt(int column) {
        return Long.parseLong(columns[column]);
    }

    double doubleAt(int column) {
        return Double.parseDouble(columns[column]);
    }

    boolean flag(int column) {
        return switch (columns[column]) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new IllegalArgumentException("flag must be 0 or 1: flag=" + columns[column]);
        };
    }

    /** The columns from one on, as a row of their own. */
    Row from(int column) {
        String[] rest = new String[columns.length - column];
        System.arraycopy(columns, column, rest, 0, rest.length);
        return new Row(rest);
    }

    static String orAbsent(@Nullable Object value) {
        return value == null ? ABSENT : value.toString();
    }
}
