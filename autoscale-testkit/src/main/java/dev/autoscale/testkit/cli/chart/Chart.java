package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.chart.ChartData.Panel;
import dev.autoscale.testkit.cli.engine.ChartPanel;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.text.Spans;
import java.io.IOException;

/** Draws a replay: a panel per metric above one with the replicas, over the same time. Not thread-safe. */
public final class Chart {
    private static final int WIDTH = 1008;
    private static final int LEFT = 62;
    private static final int RIGHT = 984;
    private static final int FIRST_PANEL = 62;
    private static final int PANEL_HEADER = 24;
    private static final int PANEL_GAP = 16;
    private static final int REPLICAS_HEIGHT = 150;
    private static final int SCHEDULE_ROW = 19;
    private static final int MAX_PANELS = 4;
    /** Panel heights for one to four metrics. */
    private static final int[] HEIGHTS = {240, 160, 125, 105};

    // From the palette of Okabe and Ito, which the colour-blind can tell apart.
    private static final String MEASURED = "#0072b2";
    private static final String CAPACITY = "#009e73";
    private static final String CAPACITY_FILL = "#dff3ec";
    private static final String ABOVE = "#d55e00";
    private static final String REPLICAS = "#7b3294";
    private static final String REPLICAS_FILL = "#eee3f2";
    private static final String RECORDED = "#888888";
    private static final String GAP = "#e6e6e6";
    private static final String BAND_OPACITY = ".22";

    private final ReplayPlan plan;
    private final ChartData data;
    private final int panels;
    private final int panelHeight;
    private final TimeAxis time;
    private final Curves curves;
    private final ChartBands bands;
    private final boolean hasSchedule;
    private final int replicasTop;
    private final Svg svg;

    public Chart(ReplayPlan plan, ChartData data, String title, String subtitle) {
        this.plan = plan;
        this.data = data;
        panels = Math.min(MAX_PANELS, data.panels.length);
        panelHeight = HEIGHTS[panels - 1];
        time = new TimeAxis(plan, LEFT, RIGHT);
        curves = new Curves(time, data);
        hasSchedule = data.open.length > 0;
        int band = ChartBands.height(PANEL_HEADER, PANEL_GAP);
        replicasTop = top(panels) + band * data.bands.size() + (hasSchedule ? SCHEDULE_ROW : 0);
        svg = Svg.titled(WIDTH, replicasTop + REPLICAS_HEIGHT + 48, LEFT, title, subtitle + more());
        bands = new ChartBands(plan, data, curves, svg, LEFT, RIGHT);
    }

    public void appendTo(Appendable target) throws IOException {
        for (int i = 0; i < panels; i++) {
            metric(data.panels[i], top(i));
        }
        for (int i = 0; i < data.bands.size(); i++) {
            bands.band(i, top(panels) + i * ChartBands.height(PANEL_HEADER, PANEL_GAP));
        }
        replicas(replicasTop);
        time.drawLabels(svg, replicasTop + REPLICAS_HEIGHT + 16);
        target.append(svg.finish());
    }

    private String more() {
        int hidden = data.panels.length - panels;
        String every = ", a decision every " + Spans.text(plan.everyMillis());
        String dense = "; line: mean of " + Spans.text(plan.spanMillis() / data.buckets) + ", band: its range";
        return every
                + (data.isDense() ? dense : "")
                + (hidden > 0 ? "; " + hidden + " more metrics are not shown" : "");
    }

    /** Where the drawing area of a panel begins. */
    private int top(int panel) {
        return FIRST_PANEL + panel * (panelHeight + PANEL_HEADER + PANEL_GAP) + PANEL_HEADER;
    }

    private void metric(Panel panel, int top) {
        int bottom = top + panelHeight;
        ChartPanel about = panel.about;
        Axis axis = Axis.fromZero(top, bottom, Math.max(panel.measured.peak(), panel.capacity.peak()), about.isInput());
        String gaps = curves.gaps(panel.measured, top, bottom);
        String above = curves.above(panel, axis);
        boolean hasCapacity = about.isTotal() && !about.isInput();
        if (hasCapacity) {
            svg.path(curves.area(panel.capacity, axis), Svg.fill(CAPACITY_FILL));
        }
        svg.path(gaps, Svg.fill(GAP));
        svg.path(curves.band(panel.measured, axis), Svg.fill(MEASURED, BAND_OPACITY));
        svg.path(above, Svg.fill(ABOVE, ".55"));
        time.drawGrid(svg, top, bottom);
        axis.draw(svg, LEFT, RIGHT);
        String dashes = about.isTotal() ? "" : " stroke-dasharray=\"6 4\"";
        svg.path(curves.line(panel.capacity, axis), Svg.stroke(CAPACITY, "1.4") + dashes);
        svg.path(curves.line(panel.measured, axis), Svg.stroke(MEASURED, "1.6"));
        Legend legend = new Legend(svg, LEFT, top - 9);
        legend.heading(about.id());
        legend.line(MEASURED, about.measured(), "");
        if (panel.capacity.hasValues()) {
            legend.line(CAPACITY, about.limit(), dashes);
        }
        if (!above.isEmpty()) {
            legend.box(ABOVE, about.isTotal() ? "more than the replicas are to take" : "above the target");
        }
        if (!gaps.isEmpty()) {
            legend.box(GAP, "no usable sample");
        }
    }

    private void replicas(int top) {
        int bottom = top + REPLICAS_HEIGHT;
        double peak = Math.max(data.replicas.peak(), data.recorded.peak());
        // A max far above everything would press the curve flat.
        int max = plan.policy().maxReplicas();
        boolean showsMax = max <= 2.5 * peak;
        Axis axis = Axis.fromZero(top, bottom, showsMax ? Math.max(peak, max) : peak, true);
        svg.path(curves.area(data.replicas, axis), Svg.fill(REPLICAS_FILL));
        bands.shades(top, bottom);
        time.drawGrid(svg, top, bottom);
        axis.draw(svg, LEFT, RIGHT);
        Legend legend = new Legend(svg, LEFT, top - 9);
        legend.heading("replicas");
        if (hasSchedule) {
            bands.legend(top - 9 - SCHEDULE_ROW);
        }
        bands.bounds(axis);
        String bounds = " stroke-dasharray=\"2 4\"";
        bound(axis, plan.policy().minReplicas(), bounds);
        if (showsMax) {
            bound(axis, max, bounds);
        }
        String recorded = curves.line(data.recorded, axis);
        svg.path(recorded, Svg.stroke(RECORDED, "1.2"));
        svg.path(curves.band(data.replicas, axis), Svg.fill(REPLICAS, BAND_OPACITY));
        svg.path(curves.line(data.replicas, axis), Svg.stroke(REPLICAS, "1.8"));
        legend.line(REPLICAS, "decided and carried out", "");
        if (!recorded.isEmpty()) {
            legend.line(RECORDED, "recorded", "");
        }
        String above = max == Integer.MAX_VALUE ? ", no max" : ", max " + max + (showsMax ? "" : " (above the panel)");
        legend.line(ABOVE, "min " + plan.policy().minReplicas() + above, bounds);
    }

    private void bound(Axis axis, int count, String dashes) {
        svg.line(LEFT, axis.at(count), RIGHT, axis.at(count), Svg.stroke(ABOVE, "1.3") + dashes);
    }
}
