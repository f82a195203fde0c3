package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;
import java.nio.file.Path;

/** Levels of a recording as rates: each holds until the next row, the last for a bucket. Nothing comes before the first. */
final class SeriesRates extends Rates {
    private static final int TIME = 0;
    private static final int VALUE = 1;

    private final CsvRows rows;
    private final double scale;
    private long bucketMicros;

    /** The row that has been read and is not a piece yet. */
    private long rowMicros;

    private double rowValue;
    private boolean hasRow = true;
    private boolean hasBegun;

    /**
     * Opens a recording.
     *
     * @param givenMicros what a value is counted over; 0 if it is the distance of the first two rows
     */
    SeriesRates(Path path, long givenMicros, double scale) {
        this(CsvRows.open(path, columns()), givenMicros, scale);
    }

    SeriesRates(CsvRows rows, long givenMicros, double scale) {
        this.rows = rows;
        this.scale = scale;
        bucketMicros = givenMicros;
        try {
            if (!rows.next()) {
                throw rows.complaint("must have rows: rows=0");
            }
            rowMicros = rows.micros(TIME);
            rowValue = level(rowValue);
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    static String[] columns() {
        return new String[] {"t_ms", "value"};
    }

    @Override
    boolean next() {
        if (!hasBegun) {
            hasBegun = true;
            endMicros = rowMicros;
            return true;
        }
        if (!hasRow) {
            return false;
        }
        double value = rowValue;
        endMicros = rows.next() ? nextRow() : lastEnd();
        perSecond = value / bucketMicros * Micros.PER_SECOND * scale;
        return true;
    }

    private long nextRow() {
        long micros = rows.micros(TIME);
        if (micros <= rowMicros) {
            throw rows.complaint(TIME, "must go forward in time", ", before=" + CsvRows.millis(rowMicros));
        }
        if (bucketMicros == 0) {
            bucketMicros = micros - rowMicros;
        }
        rowMicros = micros;
        rowValue = level(rowValue);
        return micros;
    }

    /** While samples fail, the level before holds. */
    private double level(double before) {
        double sample = rows.sample(VALUE);
        return Double.isNaN(sample) ? before : sample;
    }

    private long lastEnd() {
        hasRow = false;
        if (bucketMicros == 0) {
            throw rows.complaint("must have two rows to tell the bucket from: rows=1");
        }
        return rowMicros + bucketMicros;
    }

    @Override
    void close() {
        hasBegun = true;
        hasRow = false;
        rows.close();
    }
}
