package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.simulation.score.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The colours of reasons, alike for all policies of a page: the most frequent reason has the calmest. Immutable. */
final class ReportReasons {
    private static final int COLORS = 9;
    private static final int BAND_HEIGHT = 16;

    private final List<String> order = new ArrayList<>();

    ReportReasons(List<ReportCurves> all) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ReportCurves curves : all) {
            for (String reason : curves.reasons) {
                counts.merge(reason, 1, Integer::sum);
            }
            for (Change change : curves.report.changes()) {
                counts.merge(change.reason(), 0, Integer::sum);
            }
        }
        counts.remove("");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> order.add(entry.getKey()));
    }

    /** The class of a reason's colour; none for no reason. Of more than there are colours, further ones are striped. */
    String classOf(String reason) {
        int index = order.indexOf(reason);
        return index < 0 ? "" : "q" + index % COLORS + (index >= COLORS ? " again" : "");
    }

    /** The band of one policy below its legend, which names what the band shows. */
    void appendTo(StringBuilder page, ReportGrid grid, ReportCurves curves) {
        List<String> shown = order.stream()
                .filter(reason -> List.of(curves.reasons).contains(reason))
                .toList();
        page.append("<div class=\"panel\">\n<h3>").append(Svg.escaped(curves.report.policy()));
        page.append(": reason of the last decision</h3>\n<ul class=\"keys why\" data-v=\"");
        page.append(ReportPanel.packed(grid.columns, i -> Integer.toString(shown.indexOf(curves.reasons[i]))));
        page.append("\">\n");
        Svg svg = Svg.stretched(
                ReportGrid.WIDTH,
                BAND_HEIGHT,
                "Reasons of " + curves.report.policy() + ": " + String.join(", ", shown));
        for (String reason : shown) {
            String color = classOf(reason);
            page.append("<li class=\"key box ").append(color).append("\"><i></i>");
            page.append(Svg.escaped(reason)).append("</li>\n");
            String bars = grid.curves.bars(i -> curves.reasons[i].equals(reason), 0, BAND_HEIGHT);
            svg.path(bars, "class=\"tone " + color + '"');
        }
        page.append("</ul>\n<div class=\"plot band\" style=\"height:")
                .append(BAND_HEIGHT)
                .append("px\">\n");
        page.append(svg.finish()).append("<div class=\"cross\"></div>\n</div>\n</div>\n");
    }
}
