package dev.autoscale.testkit.simulation.load;

import java.nio.file.Path;

/** Recorded requests, read row by row. */
final class TraceArrivals extends NextArrival {
    private static final int ARRIVAL = 0;
    private static final int SERVICE = 1;

    private final CsvRows rows;
    private boolean hasRows;
    private boolean isOver;

    TraceArrivals(Path path) {
        this(CsvRows.open(path, columns()));
    }

    TraceArrivals(CsvRows rows) {
        this.rows = rows;
    }

    static String[] columns() {
        return new String[] {"arrival_ms", "service_ms"};
    }

    @Override
    public boolean next() {
        if (isOver) {
            return false;
        }
        if (!rows.next()) {
            if (!hasRows) {
                throw rows.complaint("must have rows: rows=0");
            }
            isOver = true;
            return false;
        }
        long micros = rows.micros(ARRIVAL);
        if (micros < arrivalMicros) {
            throw rows.complaint(ARRIVAL, "must not go back in time", ", before=" + CsvRows.millis(arrivalMicros));
        }
        arrivalMicros = micros;
        endMicros = micros;
        serviceMicros = rows.micros(SERVICE);
        hasRows = true;
        return true;
    }

    @Override
    public void close() {
        isOver = true;
        rows.close();
    }
}
