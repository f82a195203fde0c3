package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Curves;
import dev.autoscale.testkit.cli.chart.TimeAxis;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Timeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that all charts of a page share: as many spans of the simulations' timelines each as make the page not too large.
 * Immutable.
 */
final class ReportGrid {
    /** The width of a drawing; the page stretches it to its own. */
    static final int WIDTH = 1_000;

    /** More cannot be told apart. */
    private static final int MAX_COLUMNS = 720;

    private static final int MIN_COLUMNS = 120;

    /** Of all policies together, so that the size of a page is bounded. */
    private static final int MAX_IN_ALL = 4_000;

    /** Beyond it times cannot be added without care. */
    private static final long LAST_DATE_MILLIS = 1_000_000_000_000_000L;

    final int columns;
    final int spansPerColumn;
    final Curves curves;
    final TimeAxis time;
    private final double spanMillis;
    private final long durationMillis;
    private final long fromMillis;
    private final long startMillis;
    private final Timestamps timestamps = new Timestamps("t_ms");

    /**
     * Checks that all reports have the same spans.
     *
     * @throws IllegalArgumentException if there is no report, or one is longer than another
     */
    ReportGrid(List<Report> reports) {
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("reports must not be empty: reports=[]");
        }
        Report first = reports.get(0);
        Timeline timeline = first.timeline();
        spanMillis = timeline.spanMillis();
        durationMillis = Math.max(1, first.durationMillis());
        fromMillis = first.scoredFromMillis();
        for (Report report : reports) {
            if (report.timeline().size() != timeline.size()
                    || report.timeline().spanMillis() != spanMillis
                    || report.durationMillis() != first.durationMillis()) {
                throw new IllegalArgumentException("reports must be of the same length: " + first.policy() + '='
                        + first.durationMillis() + ", " + report.policy() + '=' + report.durationMillis());
            }
        }
        int most = Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, MAX_IN_ALL / reports.size()));
        spansPerColumn = (timeline.size() + most - 1) / most;
        columns = (timeline.size() + spansPerColumn - 1) / spansPerColumn;
        timestamps.first(Long.toString(first.startEpochMillis()), first.startEpochMillis());
        boolean isCalendar = timestamps.isCalendar() && first.startEpochMillis() <= LAST_DATE_MILLIS;
        if (!isCalendar) {
            timestamps.first("0", 0);
        }
        startMillis = isCalendar ? first.startEpochMillis() : 0;
        long shownMillis = startMillis + fromMillis;
        time = new TimeAxis("simulation", isCalendar, shownMillis, shownMillis + durationMillis, 0, WIDTH);
        // The last column may be longer than what is left of the time; the drawing ends before it does.
        curves = new Curves(
                new TimeAxis("", false, 0, Math.max(1, (long) (columns * columnMillis())), 0, right()), columns, false);
    }

    /** How long a column is. */
    double columnMillis() {
        return spanMillis * spansPerColumn;
    }

    private double right() {
        return WIDTH * (columns * columnMillis()) / durationMillis;
    }

    /** How many columns fill the width: not a whole number if the last one is cut off. */
    double columnsInWidth() {
        return durationMillis / columnMillis();
    }

    long durationMillis() {
        return durationMillis;
    }

    int column(int span) {
        return span / spansPerColumn;
    }

    /** How much of a span was simulated. */
    double lengthMillis(int span) {
        return Math.max(1, Math.min(spanMillis, durationMillis - span * spanMillis));
    }

    /** The place of a time since the simulation's beginning. */
    double x(long millis) {
        return Math.max(0, Math.min(WIDTH, time.x(startMillis + millis)));
    }

    String timeText(long millis) {
        return timestamps.text(startMillis + millis);
    }

    /** The beginnings of all columns. */
    List<String> times() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            all.add(timeText(fromMillis + (long) (i * columnMillis())));
        }
        return all;
    }
}
