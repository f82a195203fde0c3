package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison of policies as one HTML page that needs nothing else: charts, scores and decisions. Not thread-safe.
 *
 * <p>Charts and lists are plain markup, and choosing a policy is done by radio buttons and style rules, so that all of it works
 * without scripts. The script adds the values at the pointer. The page is well-formed XML too.
 */
public final class ReportPage {
    private static final String ORACLE = "oracle";
    private static final String FIXED = "fixed";
    private static final int COLORS = 6;

    private final String title;
    private final List<String> settings;
    private final List<List<String>> table;
    private final ReportGrid grid;
    private final List<ReportCurves> all = new ArrayList<>();
    private final List<String> colors = new ArrayList<>();
    private final ReportReasons reasons;
    private final ReportDecisions decisions;
    private final StringBuilder page = new StringBuilder(1 << 18);

    private ReportPage(String title, List<String> settings, List<Report> reports, List<List<String>> table) {
        this.title = title;
        this.settings = settings;
        this.table = table;
        grid = new ReportGrid(reports);
        int colored = 0;
        for (Report report : reports) {
            all.add(new ReportCurves(grid, report));
            boolean isReference =
                    report.policy().equals(ORACLE) || report.policy().startsWith(FIXED);
            colors.add(isReference ? (report.policy().equals(ORACLE) ? "ora" : "fix") : color(colored++));
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

    private StringBuilder html() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>");
        page.append(Svg.escaped(title))
                .append("</title>\n<style>\n")
                .append(TextFiles.resource(ReportPage.class, "report.css"));
        page.append("@media screen {\n");
        for (int i = 0; i < all.size(); i++) {
            styleOfChoice(i);
        }
        page.append("}\n");
        page.append("</style>\n</head>\n<body>\n<header>\n<h1>")
                .append(Svg.escaped(title))
                .append("</h1>\n");
        page.append("<button type=\"button\" id=\"theme\" hidden=\"hidden\">Dark</button>\n</header>\n<main>\n");
        settings();
        scores();
        work();
        page.append("</main>\n<script>\n").append(TextFiles.resource(ReportPage.class, "report.js"));
        return page.append("</script>\n</body>\n</html>\n");
    }

    private void styleOfChoice(int policy) {
        page.append("#c").append(policy).append(":not(:checked)~.grid .s").append(policy);
        page.append("{display:none}\n#c")
                .append(policy)
                .append(":checked~.bar [for=c")
                .append(policy);
        page.append("]{background:var(--chosen);border-color:var(--ink)}\n");
        page.append("#c").append(policy).append(":focus-visible~.bar [for=c").append(policy);
        page.append("]{outline:2px solid var(--focus);outline-offset:2px}\n");
    }

    private void settings() {
        if (!settings.isEmpty()) {
            page.append("<ul class=\"settings\">\n");
            settings.forEach(
                    line -> page.append("<li>").append(Svg.escaped(line)).append("</li>\n"));
            page.append("</ul>\n");
        }
    }

    private void scores() {
        if (table.isEmpty()) {
            return;
        }
        page.append("<h2 id=\"scores\">Scores</h2>\n");
        page.append(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"scores\">\n<table>\n<thead><tr>");
        table.get(0).forEach(cell -> cell("th scope=\"col\"", "th", cell));
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.subList(1, table.size())) {
            page.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell(i == 0 ? "th scope=\"row\"" : "td", i == 0 ? "th" : "td", row.get(i));
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private void cell(String start, String end, String text) {
        page.append('<')
                .append(start)
                .append('>')
                .append(Svg.escaped(text))
                .append("</")
                .append(end)
                .append('>');
    }

    private void work() {
        page.append("<h2>Over time</h2>\n<div class=\"work\" data-columns=\"")
                .append(Numbers.milli(Math.round(grid.columnsInWidth() * 1_000)));
        page.append("\" data-times=\"").append(String.join("|", grid.times())).append("\">\n");
        for (int i = 0; i < all.size(); i++) {
            page.append("<input type=\"radio\" name=\"policy\" id=\"c")
                    .append(i)
                    .append(i == 0 ? "\" checked=\"checked\"" : "\"");
            page.append("/>\n");
        }
        bar();
        page.append("<div class=\"grid\">\n");
        page.append("<div class=\"charts\" tabindex=\"0\" role=\"group\" aria-label=\"Charts over the same time\">\n");
        ReportCharts charts = new ReportCharts(grid, all, colors);
        charts.shared(page);
        for (int i = 0; i < all.size(); i++) {
            page.append("<section class=\"s")
                    .append(i)
                    .append("\" aria-label=\"")
                    .append(name(i))
                    .append("\">\n");
            reasons.appendTo(page, grid, all.get(i));
            charts.own(page, i);
            page.append("</section>\n");
        }
        page.append("</div>\n<div class=\"side\">\n");
        for (int i = 0; i < all.size(); i++) {
            page.append("<section class=\"s").append(i).append("\">\n");
            decisions.appendTo(page, all.get(i).report);
            page.append("</section>\n");
        }
        page.append("<pre class=\"how\" hidden=\"hidden\"></pre>\n</div>\n</div>\n</div>\n");
    }

    /** What chooses a policy. */
    private void bar() {
        page.append("<div class=\"bar\">\n<div class=\"chips\">\n");
        for (int i = 0; i < all.size(); i++) {
            page.append("<label for=\"c")
                    .append(i)
                    .append("\" class=\"key ")
                    .append(colors.get(i))
                    .append("\"><i></i>");
            page.append(name(i)).append("</label>\n");
        }
        page.append("</div>\n<output id=\"when\"></output>\n</div>\n");
    }

    private String name(int policy) {
        return Svg.escaped(all.get(policy).report.policy());
    }
}
