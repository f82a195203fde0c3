package dev.autoscale.testkit.file;

import dev.autoscale.testkit.cli.compare.StandingsCsv;
import dev.autoscale.testkit.cli.compare.StandingsTable;
import dev.autoscale.testkit.cli.page.ReportPage;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code compare} on the command line prints and writes of a league, as text: equal standings make equal texts on every JDK. Lines end
 * with a line feed. Thread-safe, as it has no state.
 */
public final class StandingsReport {
    /** What writes a text. */
    private interface Writer {
        void writeTo(StringBuilder target) throws IOException;
    }

    private StandingsReport() {}

    /**
     * The table: a line per score, columns per policy with the difference to the baseline, and what it means.
     *
     * @param standings what the league came to; not null
     * @return lines of at most about 100 characters
     */
    public static String table(Standings standings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandingsTable table = new StandingsTable(standings);
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            table.print(out);
            out.println();
            table.printLegend(List.of(), out);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /**
     * A row per policy and seed, with all scores, below a row of headings.
     *
     * @param standings what the league came to; not null
     * @return comma-separated values
     */
    public static String csv(Standings standings) {
        return text(target -> StandingsCsv.write(List.of(standings), target));
    }

    /**
     * One HTML page that needs nothing else: scores, load and replicas of all policies, queue and latency of each, and every
     * decision with its reason; of the first seed. Its size is bounded whatever the length of the simulations.
     *
     * @param title the heading; not null
     * @param standings what the league came to; not null
     * @return the page
     */
    public static String html(String title, Standings standings) {
        List<Report> reports = standings.rows().stream().map(Standing::report).toList();
        List<List<String>> scores = new StandingsTable(standings).rows();
        return text(target -> ReportPage.appendTo(target, title, List.of(), reports, scores));
    }

    /**
     * The same page for single runs, without scores: of a scenario, for one.
     *
     * @param title the heading; not null
     * @param reports of runs on the same load and of the same length; not empty
     * @return the page
     * @throws IllegalArgumentException if there is no report, or one is longer than another
     */
    public static String html(String title, List<Report> reports) {
        return text(target -> ReportPage.appendTo(target, title, List.of(), reports, List.of()));
    }

    private static String text(Writer writer) {
        try {
            StringBuilder target = new StringBuilder();
            writer.writeTo(target);
            return target.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
