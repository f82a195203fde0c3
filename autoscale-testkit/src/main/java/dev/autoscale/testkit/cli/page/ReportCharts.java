package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.ChartData.Curve;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.text.Spans;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/** The charts of a page: load and replicas of all policies together, queue and latency of each by itself. Immutable. */
final class ReportCharts {
    private static final int LOAD_HEIGHT = 96;
    private static final int REPLICAS_HEIGHT = 200;
    private static final int QUEUE_HEIGHT = 84;
    private static final int LATENCY_HEIGHT = 130;
    private static final int LATE_HEIGHT = 52;

    /** No latency chart is of less, and none of a wider range. */
    private static final double MIN_SECONDS = 0.001;

    private static final double WIDEST = 1e5;
    private static final double MILLIS = 1_000;

    private final ReportGrid grid;
    private final List<ReportCurves> all;
    private final List<String> colors;
    private final String perColumn;

    ReportCharts(ReportGrid grid, List<ReportCurves> all, List<String> colors) {
        this.grid = grid;
        this.all = all;
        this.colors = colors;
        perColumn = Spans.text(Math.max(1, Math.round(grid.columnMillis())));
    }

    void shared(Markup page) {
        Curve load = all.get(0).load;
        ReportPanel panel = ReportPanel.of(grid, "load", "Arrivals per second", LOAD_HEIGHT, load.peak(), false);
        panel.filled(load, "load");
        panel.key("load", "arrivals per second, mean of " + perColumn, rates(load));
        panel.appendTo(page, false);
        replicas(page);
    }

    private void replicas(Markup page) {
        Curve demand = all.get(0).demand;
        double peak = demand.peak();
        for (ReportCurves curves : all) {
            peak = Math.max(peak, Math.max(curves.ready.peak(), curves.ordered.peak()));
        }
        String description = "Ready replicas of " + String.join(", ", names()) + " against the demand";
        ReportPanel panel = ReportPanel.of(grid, "ready replicas", description, REPLICAS_HEIGHT, peak, true);
        panel.area(demand, "demand");
        panel.key("demand box", "demand: the least that keeps the SLO", counts(demand.highest));
        for (int i = all.size() - 1; i >= 0; i--) {
            panel.line(all.get(i).ready, colors.get(i), "r" + i);
        }
        for (int i = 0; i < all.size(); i++) {
            panel.line(all.get(i).ordered, "ordered s" + i);
            panel.again("r" + i, "chosen s" + i);
            panel.key(colors.get(i), all.get(i).report.policy(), means(all.get(i).ready));
        }
        for (int i = 0; i < all.size(); i++) {
            panel.key("ordered s" + i, "ordered by " + all.get(i).report.policy(), counts(all.get(i).ordered.last));
        }
        panel.appendTo(page, true);
    }

    private List<String> names() {
        return all.stream().map(curves -> curves.report.policy()).toList();
    }

    /** What one policy made of it. */
    void own(Markup page, int policy) {
        ReportCurves curves = all.get(policy);
        String color = colors.get(policy);
        Report report = curves.report;
        String description = "Waiting arrivals under " + report.policy();
        ReportPanel queue = ReportPanel.of(grid, "queue", description, QUEUE_HEIGHT, curves.queued.peak(), true);
        queue.filled(curves.queued, color);
        queue.key(color, "waiting arrivals, longest in " + perColumn, counts(curves.queued.highest));
        queue.appendTo(page, false);
        latency(page, curves, color);
        late(page, curves);
    }

    private void latency(Markup page, ReportCurves curves, String color) {
        Report report = curves.report;
        double slo = report.sloMillis() / MILLIS;
        double peak = Math.max(Math.max(curves.longest.peak(), slo), MIN_SECONDS);
        double usual = Math.min(lowest(curves.latency), slo);
        double least = Math.max(peak / WIDEST, Math.min(usual, peak) / 2);
        String description = "Latency under " + report.policy();
        ReportPanel panel =
                ReportPanel.ofTimes(grid, "latency (logarithmic)", description, LATENCY_HEIGHT, least, peak);
        panel.area(curves.longest, color);
        panel.line(curves.latency, color);
        panel.key("time " + color, "mean of what was served", times(curves.latency));
        panel.key("time box " + color, "longest", times(curves.longest));
        String promise = Spans.text(Math.round(report.sloMillis()));
        if (!report.isSloOnWait()) {
            panel.level(slo, "slo");
            panel.key("slo", "SLO: " + promise);
        }
        panel.appendTo(page, false);
    }

    private static double lowest(Curve curve) {
        return DoubleStream.of(curve.lowest)
                .filter(value -> !Double.isNaN(value))
                .min()
                .orElse(Double.MAX_VALUE);
    }

    private void late(Markup page, ReportCurves curves) {
        Report report = curves.report;
        String promise = Spans.text(Math.round(report.sloMillis()));
        String what = report.isSloOnWait() ? "waited longer than " + promise : "took longer than " + promise;
        String description = "Late or lost arrivals per second under " + report.policy();
        ReportPanel panel = ReportPanel.of(grid, "late or lost", description, LATE_HEIGHT, curves.late.peak(), false);
        panel.filled(curves.late, "late");
        panel.key("late", what + ", or lost; per second", rates(curves.late));
        panel.appendTo(page, true);
    }

    private static IntFunction<String> rates(Curve curve) {
        return column -> decimal(curve.mean(column)) + "/s";
    }

    private static IntFunction<String> means(Curve curve) {
        return column -> decimal(curve.mean(column));
    }

    private static IntFunction<String> counts(double[] values) {
        return column -> Numbers.grouped((long) values[column]);
    }

    private static IntFunction<String> times(Curve curve) {
        return column -> curve.isEmpty(column) ? "-" : time(curve.highest[column]);
    }

    private static String time(double seconds) {
        return Spans.text(Math.round(seconds * MILLIS));
    }

    /** Two places, from whole thousandths, so that it is the same text on every JDK. */
    private static String decimal(double value) {
        return Numbers.milli(Math.round(value * 100) * 10);
    }
}
