package dev.autoscale.testkit.cli.engine;

import dev.autoscale.testkit.cli.text.Timestamps;
import java.util.Arrays;

/** Recorded levels: row i holds from its time until the next row's. Immutable. */
public final class Series {
    private final Timestamps timestamps;
    private final long[] millis;
    private final double[][] columns;
    private final int rows;

    /**
     * Series over arrays that may be longer than the rows.
     *
     * @param timestamps how the file writes times
     * @param millis the rows' times, ascending
     * @param columns the values per column and row; NaN where the recording has none
     * @param rows at least 1
     */
    public Series(Timestamps timestamps, long[] millis, double[][] columns, int rows) {
        this.timestamps = timestamps;
        this.millis = millis;
        this.columns = columns;
        this.rows = rows;
    }

    public Timestamps timestamps() {
        return timestamps;
    }

    public int rows() {
        return rows;
    }

    /** The row whose levels hold at a time that is not before the first. */
    public int rowAt(long time) {
        int found = Arrays.binarySearch(millis, 0, rows, time);
        return found >= 0 ? found : -found - 2;
    }

    public long millis(int row) {
        return millis[row];
    }

    public double value(int column, int row) {
        return columns[column][row];
    }

    public long firstMillis() {
        return millis[0];
    }

    public long lastMillis() {
        return millis[rows - 1];
    }
}
