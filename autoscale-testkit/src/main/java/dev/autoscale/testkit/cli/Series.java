package dev.autoscale.testkit.cli;

/**
 * Recorded levels: row i holds from its time until the next row's.
 *
 * @param timestamps how the file writes times
 * @param millis the rows' times, ascending
 * @param columns the values per column and row; NaN where the recording has none
 */
record Series(Timestamps timestamps, long[] millis, double[][] columns) {
    int rows() {
        return millis.length;
    }

    long firstMillis() {
        return millis[0];
    }

    long lastMillis() {
        return millis[millis.length - 1];
    }
}
