package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A comparison of policies as one HTML page that needs nothing else: charts, scores and decisions. Not thread-safe.
 *
 * <p>Charts and lists are plain markup, and choosing a policy is done by radio buttons and style rules, so that all of it works
 * without scripts. The script adds the values at the pointer. The page is well-formed XML too.
 */
public final class ReportPage {
    private static final String FIXED = "fixed";

    /** The classes of the rows that need no color of their own, by name; all fixed ones are alike. */
    private static final Map<String, String> REFERENCES = Map.of(League.ORACLE, "ora", League.CLAIRVOYANT, "cla");

    private static final int COLORS = 6;

    private final String title;
    private final List<String> settings;
    private final List<List<String>> table;
    private final ReportGrid grid;
    private final List<ReportCurves> all = new ArrayList<>();
    private final List<String> colors = new ArrayList<>();
    private final ReportReasons reasons;
    private final ReportDecisions decisions;
    private final Markup page = new Markup();

    private ReportPage(String title, List<String> settings, List<Report> reports, List<List<String>> table) {
        this.title = title;
        this.settings = settings;
        this.table = table;
        grid = new ReportGrid(reports);
        int colored = 0;
        for (Report report : reports) {
            all.add(new ReportCurves(grid, report));
            String reference = report.policy().startsWith(FIXED) ? "fix" : REFERENCES.get(report.policy());
            colors.add(reference == null ? color(colored++) : reference);
        }
        reasons = new ReportReasons(all);
        decisions = new ReportDecisions(grid, reasons, reports);
    }

    private static String color(int policy) {
        return "p" + policy % COLORS + (policy >= COLORS ? " again" : "");
    }

    /**
     * Writes a page. Equal arguments make equal pages; its size is bounded whatever the length of the simulations.
     *
     * @param out where to
     * @param title its heading
     * @param settings what was simulated, a line each
     * @param reports of each policy on the same load, the references last; not empty
     * @param table the scores: a row with headings, then a row for each policy
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if there is no report, or one is longer than another
     */
    public static void appendTo(
            Appendable out, String title, List<String> settings, List<Report> reports, List<List<String>> table)
            throws IOException {
        out.append(new ReportPage(title, settings, reports, table).html());
    }

    private String html() {
        page.add("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                """, title);
        page.addMarkup(TextFiles.resource(ReportPage.class, "report.css")).add("@media screen {\n");
        for (int i = 0; i < all.size(); i++) {
            page.add("""
                    #c%1$s:not(:checked)~.grid .s%1$s{display:none}
                    #c%1$s:checked~.bar [for=c%1$s]{background:var(--chosen);border-color:var(--ink)}
                    #c%1$s:focus-visible~.bar [for=c%1$s]{outline:2px solid var(--focus);outline-offset:2px}
                    """, i);
        }
        page.add("""
                }
                </style>
                </head>
                <body>
                <header>
                <h1>%s</h1>
                <button type="button" id="theme" hidden="hidden">Dark</button>
                </header>
                <main>
                """, title);
        settings();
        scores();
        work();
        page.add("</main>\n<script>\n").addMarkup(TextFiles.resource(ReportPage.class, "report.js"));
        return page.add("</script>\n</body>\n</html>\n").toString();
    }

    private void settings() {
        if (!settings.isEmpty()) {
            page.add("<ul class=\"settings\">\n");
            settings.forEach(line -> page.add("<li>%s</li>\n", line));
            page.add("</ul>\n");
        }
    }

    private void scores() {
        if (table.isEmpty()) {
            return;
        }
        page.add("""
                <h2 id="scores">Scores</h2>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="scores">
                <table>
                <thead><tr>""");
        table.get(0).forEach(cell -> page.add("<th scope=\"col\">%s</th>", cell));
        page.add("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.subList(1, table.size())) {
            page.add("<tr><th scope=\"row\">%s</th>", row.get(0));
            row.subList(1, row.size()).forEach(cell -> page.add("<td>%s</td>", cell));
            page.add("</tr>\n");
        }
        page.add("</tbody>\n</table>\n</div>\n");
    }

    private void work() {
        page.add(
                "<h2>Over time</h2>\n<div class=\"work\" data-columns=\"%s\" data-times=\"%s\">\n",
                Numbers.milli(Math.round(grid.columnsInWidth() * 1_000)), String.join("|", grid.times()));
        for (int i = 0; i < all.size(); i++) {
            page.add("<input type=\"radio\" name=\"policy\" id=\"c%s\"", i)
                    .add(i == 0 ? " checked=\"checked\"/>\n" : "/>\n");
        }
        bar();
        page.add("""
                <div class="grid">
                <div class="charts" tabindex="0" role="group" aria-label="Charts over the same time">
                """);
        ReportCharts charts = new ReportCharts(grid, all, colors);
        charts.shared(page);
        for (int i = 0; i < all.size(); i++) {
            page.add("<section class=\"s%s\" aria-label=\"%s\">\n", i, name(i));
            reasons.appendTo(page, grid, all.get(i));
            charts.own(page, i);
            page.add("</section>\n");
        }
        page.add("</div>\n<div class=\"side\">\n");
        for (int i = 0; i < all.size(); i++) {
            page.add("<section class=\"s%s\">\n", i);
            decisions.appendTo(page, all.get(i).report);
            page.add("</section>\n");
        }
        page.add("<pre class=\"how\" hidden=\"hidden\"></pre>\n</div>\n</div>\n</div>\n");
    }

    /** What chooses a policy. */
    private void bar() {
        page.add("<div class=\"bar\">\n<div class=\"chips\">\n");
        for (int i = 0; i < all.size(); i++) {
            page.add("<label for=\"c%s\" class=\"key %s\"><i></i>%s</label>\n", i, colors.get(i), name(i));
        }
        page.add("</div>\n<output id=\"when\"></output>\n</div>\n");
    }

    private String name(int policy) {
        return all.get(policy).report.policy();
    }
}
