package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The standings of a league as text: a line per score, columns per policy, in as many blocks as fit. Immutable.
 *
 * <p>Numbers are rounded from their exact values, so that equal standings have equal texts on every JDK.
 */
public final class StandingsTable {
    private static final int WIDTH = 100;
    private static final String GAP = "  ";
    private static final String NONE = "";

    /** One policy in one line; what is not there is empty. */
    private record Cell(String mean, String difference, String noise) {
        String inOne() {
            String beside = difference.strip() + (noise.isEmpty() ? "" : ", noise " + noise);
            return beside.isEmpty() ? mean : mean + " (" + beside + ')';
        }
    }

    private record Line(String label, String unit, List<Cell> cells) {}

    private final List<Standing> rows;
    private final boolean hasNoise;
    private final List<Line> lines = new ArrayList<>();

    StandingsTable(Standings standings) {
        rows = standings.rows();
        hasNoise = standings.seeds().length > 1;
        for (Score score : Score.values()) {
            lines.add(new Line(
                    score.label(),
                    score.unit(),
                    rows.stream().map(row -> cell(row, score)).toList()));
        }
        lines.add(plain("deviation", "%", row -> number(row.deviation(), 2)));
        lines.add(plain("elastic speedup", "", row -> number(row.elasticSpeedup(), 2)));
        List<Standing> frontier = standings.frontier();
        lines.add(plain(
                "on the frontier",
                "",
                row -> row.policy().equals(League.ORACLE) ? "-" : frontier.contains(row) ? "yes" : "no"));
    }

    private interface Text {
        String of(Standing row);
    }

    private Line plain(String label, String unit, Text text) {
        return new Line(
                label,
                unit,
                rows.stream().map(row -> new Cell(text.of(row), NONE, NONE)).toList());
    }

    private Cell cell(Standing row, Score score) {
        String mean = number(row.mean(score), score.digits());
        if (row.isBaseline()) {
            return new Cell(mean, NONE, NONE);
        }
        String difference = number(row.difference(score), score.digits());
        boolean isMore = row.difference(score) > 0 && !difference.equals(number(0, score.digits()));
        String signed = row.difference(score) == 0 ? "0" : (isMore ? "+" : "") + difference;
        String mark = row.isWithinNoise(score) ? "~" : hasNoise ? " " : "";
        return new Cell(mean, signed + mark, hasNoise ? number(row.noise(score), score.digits()) : NONE);
    }

    public static String number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "-" : "inf";
        }
        return String.format(
                Locale.ROOT, "%,." + digits + "f", new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN));
    }

    /** Prints all blocks; each begins with the baseline. */
    void print(PrintStream out) {
        int next = 1;
        while (next < rows.size()) {
            List<Integer> block = new ArrayList<>(List.of(0));
            do {
                block.add(next++);
            } while (next < rows.size()
                    && width(block) + GAP.length() + column(next).width() <= WIDTH);
            print(block, out);
            if (next < rows.size()) {
                out.println();
            }
        }
    }

    private int width(List<Integer> block) {
        return labelWidth()
                + block.stream()
                        .mapToInt(row -> GAP.length() + column(row).width())
                        .sum();
    }

    private int labelWidth() {
        return GAP.length()
                + widest(lines.stream().map(Line::label))
                + 1
                + widest(lines.stream().map(Line::unit));
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    /** How wide the parts of a policy's column are. */
    private record Column(String title, int mean, int difference, int noise) {
        int width() {
            return Math.max(title.length(), parts());
        }

        private int parts() {
            return mean + (difference == 0 ? 0 : 1 + difference) + (noise == 0 ? 0 : 1 + noise);
        }

        String text(Cell cell) {
            String text = left(cell.mean(), mean)
                    + (difference == 0 ? "" : ' ' + left(cell.difference(), difference))
                    + (noise == 0 ? "" : ' ' + left(cell.noise(), noise));
            return left(text, width());
        }
    }

    private Column column(int row) {
        boolean isBaseline = rows.get(row).isBaseline();
        Stream<Cell> cells = lines.stream().map(line -> line.cells().get(row));
        List<Cell> all = Stream.concat(cells, Stream.of(heading(row))).toList();
        return new Column(
                rows.get(row).policy(),
                widest(all.stream().map(Cell::mean)),
                isBaseline ? 0 : widest(all.stream().map(Cell::difference)),
                isBaseline || !hasNoise ? 0 : widest(all.stream().map(Cell::noise)));
    }

    private Cell heading(int row) {
        return rows.get(row).isBaseline()
                ? new Cell("mean", NONE, NONE)
                : new Cell("mean", hasNoise ? "diff " : "diff", hasNoise ? "noise" : NONE);
    }

    private void print(List<Integer> block, PrintStream out) {
        StringBuilder titles = new StringBuilder(" ".repeat(labelWidth()));
        StringBuilder headings = new StringBuilder(" ".repeat(labelWidth()));
        for (int row : block) {
            titles.append(GAP).append(left(rows.get(row).policy(), column(row).width()));
            headings.append(GAP).append(column(row).text(heading(row)));
        }
        out.println(titles);
        out.println(headings.toString().stripTrailing());
        int unitWidth = widest(lines.stream().map(Line::unit));
        for (Line line : lines) {
            StringBuilder text = new StringBuilder(GAP).append(line.label());
            text.append(" ".repeat(labelWidth() - text.length() - unitWidth));
            text.append(line.unit()).append(" ".repeat(unitWidth - line.unit().length()));
            for (int row : block) {
                text.append(GAP).append(column(row).text(line.cells().get(row)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** What the table means, in words. */
    void printLegend(PrintStream out) {
        List<String> legend = new ArrayList<>();
        legend.add("diff       the mean minus that of " + rows.get(0).policy()
                + ", the baseline; less is better, but for");
        legend.add("           SLO met and elastic speedup (more) and jitter (nearer to 0)");
        legend.add(
                hasNoise
                        ? "noise      how large a difference luck may make, at 95 %; ~ marks one that is not larger"
                        : "noise      unknown: one seed says nothing of luck, --seeds 5 does");
        legend.add("oracle     knows what will come; fixed at peak always has the highest demand");
        legend.add("frontier   rows of which no other, the oracle aside, costs no more replica-hours and meets the");
        legend.add("           SLO no less, and is better in one of the two");
        legend.forEach(line -> out.println(GAP + line));
    }

    /** The same for a page: a row of headings, then a row for each line. */
    List<List<String>> rows() {
        List<List<String>> table = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("score"));
        rows.forEach(row -> header.add(row.policy()));
        table.add(header);
        for (Line line : lines) {
            List<String> cells =
                    new ArrayList<>(List.of(line.label() + (line.unit().isEmpty() ? "" : " (" + line.unit() + ')')));
            line.cells().forEach(cell -> cells.add(cell.inOne()));
            table.add(cells);
        }
        return table;
    }
}
