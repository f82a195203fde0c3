package dev.autoscale.testkit.cli.chart;

import dev.autoscale.ScheduleWindow;
import dev.autoscale.testkit.cli.engine.ChartBand;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import java.util.List;

/** What a chart shows of activation, damping and schedule: bands of states, and shades behind the replicas. */
record ChartBands(ReplayPlan plan, ChartData data, Curves curves, Svg svg, double left, double right) {
    private static final int BAND_HEIGHT = 14;
    private static final int STRIP = 5;

    private static final String SHADE_OPACITY = ".28";

    /** The height of a band with its legend. */
    static int height(int header, int gap) {
        return header + BAND_HEIGHT + gap;
    }

    /** A band below its legend. */
    void band(int number, double top) {
        ChartBand band = data.bands.get(number);
        int[] shades = data.shades[number];
        Legend legend = new Legend(svg, left, top - 9);
        legend.heading(band.title());
        for (int i = 0; i < band.shades().size(); i++) {
            int shade = i;
            ChartBand.Shade about = band.shades().get(i);
            // A single decision may be narrower than a line.
            String outline = about.isMoment() ? " stroke=\"" + about.color() + "\" stroke-width=\"1.5\"" : "";
            String bars = curves.bars(bucket -> shades[bucket] == shade, top, top + BAND_HEIGHT);
            svg.path(bars, Svg.fill(about.color(), ".85") + outline);
            if (band.showsAll() || !bars.isEmpty()) {
                legend.box(about.color(), ".85", "none", about.text());
            }
        }
        if (band.showsAll()) {
            svg.line(left, top + BAND_HEIGHT, right, top + BAND_HEIGHT, "stroke=\"#777\"");
        }
    }

    private List<ScheduleWindow> windows() {
        return plan.policy().schedule().windows();
    }

    private static String shade(int window) {
        return ChartBand.COLORS.get(window % ChartBand.COLORS.size());
    }

    /** The times of the windows. */
    void shades(double top, double bottom) {
        for (int i = 0; i < data.open.length; i++) {
            boolean[] open = data.open[i];
            svg.path(curves.bars(bucket -> open[bucket], top, bottom), Svg.fill(shade(i), SHADE_OPACITY));
        }
        // Shades mix where windows overlap; a strip of its own keeps each one's colour.
        for (int i = 0; i < data.open.length; i++) {
            boolean[] open = data.open[i];
            double strip = top + STRIP * (i % ChartBand.COLORS.size());
            svg.path(curves.bars(bucket -> open[bucket], strip, strip + STRIP - 1), Svg.fill(shade(i), "1"));
        }
    }

    /** The bounds that the windows set, in their times. */
    void bounds(Axis axis) {
        for (int i = 0; i < data.open.length; i++) {
            boolean[] open = data.open[i];
            int replicas = windows().get(i).replicas();
            if (axis.shows(replicas)) {
                svg.path(curves.level(bucket -> open[bucket], axis.at(replicas)), Svg.stroke(shade(i), "2"));
            }
        }
    }

    void legend(double baseline) {
        Legend legend = new Legend(svg, left, baseline);
        legend.heading("schedule");
        List<ScheduleWindow> windows = windows();
        for (int i = 0; i < windows.size(); i++) {
            String text = text(windows.get(i));
            if (!legend.hasRoomFor(text, right - 60)) {
                legend.note("and " + (windows.size() - i) + " more");
                return;
            }
            legend.box(shade(i), SHADE_OPACITY, shade(i), text);
        }
    }

    private static String text(ScheduleWindow window) {
        return window.name() + ": "
                + switch (window.kind()) {
                    case FLOOR -> "floor " + window.replicas();
                    case CEILING -> "ceiling " + window.replicas();
                    case FIXED -> "fixed " + window.replicas();
                    case FORBID_SCALE_DOWN -> "no scale-down";
                    case FORBID_SCALE_UP -> "no scale-up";
                };
    }
}
