package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.List;

/** The lists of changes, each with its explanation, as far as they fit in a page. Immutable. */
final class ReportDecisions {
    /** Of all lists together, in characters. */
    private static final int MOST_CHARACTERS = 250_000;

    /** What a row takes beside its texts. */
    private static final int ROW_CHARACTERS = 150;

    private final ReportGrid grid;
    private final ReportReasons reasons;
    private final int mostPerPolicy;

    ReportDecisions(ReportGrid grid, ReportReasons reasons, List<Report> reports) {
        this.grid = grid;
        this.reasons = reasons;
        long[] wanted =
                reports.stream().mapToLong(ReportDecisions::characters).sorted().toArray();
        mostPerPolicy = share(wanted, MOST_CHARACTERS);
    }

    private static long characters(Report report) {
        return report.changes().stream().mapToLong(ReportDecisions::characters).sum();
    }

    private static int characters(Change change) {
        return ROW_CHARACTERS
                + Svg.escaped(change.explanation()).length()
                + Svg.escaped(change.reason()).length();
    }

    /** The most that everybody may have, if those who want less leave the rest to the others. */
    private static int share(long[] sortedWants, int whole) {
        long left = whole;
        for (int i = 0; i < sortedWants.length; i++) {
            long even = left / (sortedWants.length - i);
            if (sortedWants[i] > even) {
                return (int) even;
            }
            left -= sortedWants[i];
        }
        return whole;
    }

    void appendTo(StringBuilder page, Report report) {
        List<Change> shown = shown(report.changes());
        page.append("<h2>Changes by ").append(Svg.escaped(report.policy())).append("</h2>\n");
        if (report.changeCount() == 0) {
            page.append("<p class=\"note\">No change was ordered.</p>\n");
            return;
        }
        long hidden = report.changeCount() - shown.size();
        page.append("<p class=\"note\">")
                .append(Numbers.count(report.changeCount(), "change"))
                .append(
                        hidden > 0
                                ? "; the first " + Numbers.grouped(shown.size()) + " are listed, "
                                        + Numbers.grouped(hidden) + " later ones are left out"
                                : "")
                .append(". Open one to read how it came about.</p>\n");
        page.append("<ol class=\"changes\" tabindex=\"0\" aria-label=\"Changes\">\n");
        shown.forEach(change -> row(page, change));
        page.append("</ol>\n");
    }

    private List<Change> shown(List<Change> changes) {
        long used = 0;
        int count = 0;
        while (count < changes.size() && used + characters(changes.get(count)) <= mostPerPolicy) {
            used += characters(changes.get(count));
            count++;
        }
        return changes.subList(0, count);
    }

    private void row(StringBuilder page, Change change) {
        page.append("<li><details data-x=\"")
                .append(Svg.number(grid.x(change.atMillis())))
                .append("\"><summary><time>");
        page.append(grid.timeText(change.atMillis())).append("</time> <b>").append(change.from());
        page.append(" → ").append(change.to()).append("</b> <span class=\"").append(reasons.classOf(change.reason()));
        page.append("\"><i></i>").append(Svg.escaped(change.reason())).append("</span></summary><pre>");
        page.append(Svg.escaped(change.explanation().stripTrailing())).append("</pre></details></li>\n");
    }
}
