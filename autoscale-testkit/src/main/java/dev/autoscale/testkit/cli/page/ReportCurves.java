package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.ChartData.Curve;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Timeline;

/** What a page draws of one simulation. Immutable once made. */
final class ReportCurves {
    private static final double MILLIS = 1_000;

    final Report report;
    /** Arrivals per second. */
    final Curve load;

    final Curve demand;
    final Curve ready;
    final Curve ordered;
    final Curve queued;
    /** Seconds; no values where nothing was served to its end. */
    final Curve latency;

    final Curve longest;
    /** What was late or lost, per second. */
    final Curve late;
    /** The last reason of each column. */
    final String[] reasons;

    private final ReportGrid grid;

    ReportCurves(ReportGrid grid, Report report) {
        this.grid = grid;
        this.report = report;
        int columns = grid.columns;
        load = new Curve(columns);
        demand = new Curve(columns);
        ready = new Curve(columns);
        ordered = new Curve(columns);
        queued = new Curve(columns);
        latency = new Curve(columns);
        longest = new Curve(columns);
        late = new Curve(columns);
        reasons = new String[columns];
        for (int column = 0; column < columns; column++) {
            fill(column);
        }
    }

    private void fill(int column) {
        Timeline timeline = report.timeline();
        int end = Math.min(timeline.size(), (column + 1) * grid.spansPerColumn);
        long finished = 0;
        double latencySum = 0;
        for (int span = column * grid.spansPerColumn; span < end; span++) {
            double perSecond = MILLIS / grid.lengthMillis(span);
            load.add(column, timeline.arrived(span) * perSecond);
            late.add(column, timeline.late(span) * perSecond);
            demand.add(column, timeline.demand(span));
            ready.add(column, timeline.ready(span));
            ordered.add(column, timeline.wanted(span));
            queued.add(column, timeline.queued(span));
            if (timeline.finished(span) > 0) {
                finished += timeline.finished(span);
                latencySum += timeline.meanLatencyMillis(span) * timeline.finished(span);
                longest.add(column, timeline.maxLatencyMillis(span) / MILLIS);
            }
            reasons[column] = timeline.reason(span);
        }
        if (finished > 0) {
            latency.add(column, latencySum / finished / MILLIS);
        }
    }
}
