package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Axis;
import dev.autoscale.testkit.cli.chart.ChartData.Curve;
import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/**
 * One chart of a page: heading, legend with room for the values at the pointer, a drawing that takes the page's width, and labels
 * beside it, which keep their size on any screen.
 */
final class ReportPanel {
    /** Lines on the edge would be half as wide. */
    private static final int MARGIN = 3;

    private final ReportGrid grid;
    private final Svg svg;
    private final Axis axis;
    private final int height;
    private final Markup keys = new Markup();
    private final String title;
    private final DoubleFunction<String> label;

    private ReportPanel(
            ReportGrid grid, String title, String description, int height, Axis axis, DoubleFunction<String> label) {
        this.grid = grid;
        this.title = title;
        this.height = height;
        this.axis = axis;
        this.label = label;
        svg = Svg.stretched(ReportGrid.WIDTH, height, description);
    }

    /** A panel with an axis from zero. */
    static ReportPanel of(ReportGrid grid, String title, String description, int height, double peak, boolean isCount) {
        Axis axis = Axis.fromZero(MARGIN, height - MARGIN, peak, isCount);
        return new ReportPanel(grid, title, description, height, axis, Numbers::compact);
    }

    /** A panel with a logarithmic axis of times in seconds. */
    static ReportPanel ofTimes(
            ReportGrid grid, String title, String description, int height, double lowest, double peak) {
        Axis axis = Axis.logarithmic(MARGIN, height - MARGIN, lowest, peak);
        return new ReportPanel(grid, title, description, height, axis, ReportPanel::seconds);
    }

    private static String seconds(double value) {
        return value < 1 ? Numbers.text(value * 1_000) + " ms" : Numbers.compact(value) + " s";
    }

    /** The area between a curve's highest values and zero. */
    void area(Curve curve, String classes) {
        svg.path(grid.curves.area(curve, axis), "class=\"area " + classes + '"');
    }

    /** A curve of steps, and the area below it. */
    void filled(Curve curve, String classes) {
        area(curve, classes);
        line(curve, classes);
    }

    /** A curve of steps. */
    void line(Curve curve, String classes) {
        svg.path(grid.curves.line(curve, axis), "class=\"line " + classes + '"');
    }

    /** A curve that can be drawn again. */
    void line(Curve curve, String classes, String id) {
        svg.path(grid.curves.line(curve, axis), "class=\"line " + classes + "\" id=\"" + id + '"');
    }

    /** A curve once more, above all others. */
    void again(String id, String classes) {
        svg.use(id, classes);
    }

    void level(double value, String classes) {
        svg.line(0, axis.at(value), ReportGrid.WIDTH, axis.at(value), "class=\"line " + classes + '"');
    }

    /** A row of the legend without values. */
    void key(String classes, String text) {
        keys.add("<li class=\"key %s\"><i></i>%s</li>\n", classes, text);
    }

    /** A row of the legend that shows the value at the pointer. */
    void key(String classes, String text, IntFunction<String> values) {
        keys.add(
                "<li class=\"key %s\" data-v=\"%s\"><i></i>%s <b></b></li>\n",
                classes, packed(grid.columns, values), text);
    }

    /** Values one after the other, equal neighbours as value*count. */
    static String packed(int count, IntFunction<String> values) {
        StringBuilder packed = new StringBuilder();
        int end;
        for (int i = 0; i < count; i = end) {
            String value = values.apply(i);
            end = i + 1;
            while (end < count && values.apply(end).equals(value)) {
                end++;
            }
            packed.append(i == 0 ? "" : "|").append(value);
            if (end - i > 1) {
                packed.append('*').append(end - i);
            }
        }
        return packed.toString();
    }

    void appendTo(Markup page, boolean showsTime) {
        page.add("<div class=\"panel\">\n<h3>%s</h3>\n<ul class=\"keys\">\n", title)
                .addMarkup(keys.toString())
                .add("</ul>\n<div class=\"plot\" style=\"height:%spx\">\n", height);
        for (double tick : axis.ticks()) {
            page.add(
                    "<span class=\"y\" aria-hidden=\"true\" style=\"top:%spx\">%s</span>\n",
                    Svg.number(axis.at(tick)), label.apply(tick));
        }
        grid.time.drawGrid(svg, MARGIN, height - MARGIN);
        axis.drawGrid(svg, 0, ReportGrid.WIDTH);
        page.addMarkup(svg.finish()).add("<div class=\"cross\"></div>\n</div>\n");
        if (showsTime) {
            page.add("<div class=\"times\" aria-hidden=\"true\">\n");
            grid.time.eachLabel((text, x) -> page.add(
                    "<span style=\"left:%s%%\">%s</span>\n",
                    Numbers.milli(Math.round(x * 100_000 / ReportGrid.WIDTH)), text));
            page.add("</div>\n<p class=\"caption\">%s</p>\n", grid.time.caption());
        }
        page.add("</div>\n");
    }
}
