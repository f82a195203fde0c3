package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.List;

/** The lists of changes, each with its explanation, as far as they fit in a page. Immutable. */
final class ReportDecisions {
    /** Of all lists together, in characters. */
    private static final int MAX_CHARACTERS = 250_000;

    /** What a row takes besides its texts. */
    private static final int ROW_CHARACTERS = 150;

    private final ReportGrid grid;
    private final ReportReasons reasons;
    private final int mostPerPolicy;

    ReportDecisions(ReportGrid grid, ReportReasons reasons, List<Report> reports) {
        this.grid = grid;
        this.reasons = reasons;
        long[] wanted =
                reports.stream().mapToLong(ReportDecisions::characters).sorted().toArray();
        mostPerPolicy = share(wanted, MAX_CHARACTERS);
    }

    private static long characters(Report report) {
        return report.changes().stream().mapToLong(ReportDecisions::characters).sum();
    }

    private static int characters(Change change) {
        return ROW_CHARACTERS
                + Svg.escaped(change.explanation()).length()
                + Svg.escaped(change.reason()).length();
    }

    /** The most that each may have, if those who want less leave the rest to the others. */
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

    void appendTo(Markup page, Report report) {
        List<Change> shown = shown(report.changes());
        page.add("<h2>Changes by %s</h2>\n", report.policy());
        if (report.changeCount() == 0) {
            page.add("<p class=\"note\">No change was ordered.</p>\n");
            return;
        }
        long hidden = report.changeCount() - shown.size();
        page.add(
                """
                <p class="note">%s%s. Open one to read how it came about.</p>
                <ol class="changes" tabindex="0" aria-label="Changes">
                """,
                Numbers.count(report.changeCount(), "change"),
                hidden == 0
                        ? ""
                        : "; the first " + Numbers.grouped(shown.size()) + " are listed, " + Numbers.grouped(hidden)
                                + " later ones are left out");
        shown.forEach(change -> row(page, change));
        page.add("</ol>\n");
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

    private void row(Markup page, Change change) {
        page.add(
                "<li><details data-x=\"%s\"><summary><time>%s</time> <b>%s → %s</b> <span class=\"%s\"><i></i>%s</span>"
                        + "</summary><pre>%s</pre></details></li>\n",
                Svg.number(grid.x(change.atMillis())),
                grid.timeText(change.atMillis()),
                change.from(),
                change.to(),
                reasons.classOf(change.reason()),
                change.reason(),
                change.explanation().stripTrailing());
    }
}
