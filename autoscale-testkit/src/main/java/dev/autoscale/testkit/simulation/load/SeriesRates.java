package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;
import java.nio.file.Path;

/** Levels of a recording as rates: each holds until the next row, the last for a bucket. Nothing comes before the first. */
final class SeriesRates extends Rates {
    private static final int TIME = 0;
    private static final int VALUE = 1;

    /**
     * How a recording is read. Immutable.
     *
     * @param bucketMicros what a value is counted over; 0 if it is the distance of the first two rows
     * @param scale what values are multiplied with
     * @param areZerosGaps whether a value of 0 is a sample that failed
     * @param isLinear whether rates are linear between the middles of the rows, or levels that hold
     */
    record Reading(long bucketMicros, double scale, boolean areZerosGaps, boolean isLinear) {
        Rates open(Path path) {
            return of(CsvRows.open(path, columns()));
        }

        Rates of(CsvRows rows) {
            SeriesRates levels = new SeriesRates(rows, this);
            return isLinear ? new LinearRates(levels) : levels;
        }
    }

    private final CsvRows rows;
    private final Reading reading;
    private long bucketMicros;

    /** The row that has been read and is not a piece yet. */
    private long rowMicros;

    private double rowValue;
    private boolean hasRow = true;
    private boolean hasBegun;

    private SeriesRates(CsvRows rows, Reading reading) {
        this.rows = rows;
        this.reading = reading;
        bucketMicros = reading.bucketMicros();
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
        perSecond = value / bucketMicros * Micros.PER_SECOND * reading.scale();
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

    /** While samples fail, the level before holds, or there is none for a line to go through. */
    private double level(double before) {
        double sample = rows.sample(VALUE);
        boolean hasFailed = Double.isNaN(sample) || (reading.areZerosGaps() && sample == 0);
        return !hasFailed ? sample : reading.isLinear() ? Double.NaN : before;
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
