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
    void appendTo(Markup page, ReportGrid grid, ReportCurves curves) {
        List<String> shown = order.stream()
                .filter(reason -> List.of(curves.reasons).contains(reason))
                .toList();
        String policy = curves.report.policy();
        page.add(
                """
                <div class="panel">
                <h3>%s: reason of the last decision</h3>
                <ul class="keys why" data-v="%s">
                """, policy, ReportPanel.packed(grid.columns, i -> Integer.toString(shown.indexOf(curves.reasons[i]))));
        Svg svg =
                Svg.stretched(ReportGrid.WIDTH, BAND_HEIGHT, "Reasons of " + policy + ": " + String.join(", ", shown));
        for (String reason : shown) {
            String color = classOf(reason);
            page.add("<li class=\"key box %s\"><i></i>%s</li>\n", color, reason);
            String bars = grid.curves.bars(i -> curves.reasons[i].equals(reason), 0, BAND_HEIGHT);
            svg.path(bars, "class=\"tone " + color + '"');
        }
        page.add("</ul>\n<div class=\"plot band\" style=\"height:%spx\">\n", BAND_HEIGHT)
                .addMarkup(svg.finish())
                .add("<div class=\"cross\"></div>\n</div>\n</div>\n");
    }
}
