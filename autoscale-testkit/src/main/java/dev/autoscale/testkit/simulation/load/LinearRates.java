package dev.autoscale.testkit.simulation.load;

/**
 * Levels of a recording as a rate without steps: linear between the middles of the rows, level before the first and after the last
 * middle. Rows without a value are passed over.
 */
final class LinearRates extends Rates {
    /*
     * If all rows are equally long, the area under the line is that under the steps: each inner middle shares its level with half of
     * the line to either side, and the ends are level for half a row. A row after which others are missing has its middle where it
     * would be if they were not, so that the line crosses the gap; without the cap the level would be held in the middle of the gap.
     */
    private final SeriesRates rows;
    private boolean hasBegun;
    private boolean isOver;

    /** How long rows are unless some are missing: as long as the first. */
    private long usualMicros;

    private long startMicros;
    private double startRate;
    private double endRate;
    private boolean hasValue;

    /** @param rows whose level is NaN where there is no value */
    LinearRates(SeriesRates rows) {
        this.rows = rows;
    }

    @Override
    boolean next() {
        if (isOver) {
            return false;
        }
        if (!hasBegun) {
            hasBegun = true;
            rows.next();
            endMicros = rows.endMicros;
            return true;
        }
        startMicros = endMicros;
        startRate = endRate;
        toNextMiddle();
        perSecond = Math.max(startRate, endRate);
        return true;
    }

    private void toNextMiddle() {
        long rowMicros = rows.endMicros;
        while (rows.next()) {
            long length = rows.endMicros - rowMicros;
            usualMicros = usualMicros == 0 ? length : usualMicros;
            if (!Double.isNaN(rows.perSecond)) {
                endMicros = rowMicros + Math.min(length, usualMicros) / 2;
                endRate = rows.perSecond;
                startRate = hasValue ? startRate : endRate;
                hasValue = true;
                return;
            }
            rowMicros = rows.endMicros;
        }
        isOver = true;
        endMicros = rows.endMicros;
    }

    @Override
    double shareAt(double micros) {
        double passed = (micros - startMicros) / (endMicros - startMicros);
        return (startRate + (endRate - startRate) * passed) / perSecond;
    }

    @Override
    void close() {
        isOver = true;
        rows.close();
    }
}
