package dev.autoscale.testkit.cli.compare;

import static dev.autoscale.testkit.cli.text.Columns.GAP;
import static dev.autoscale.testkit.cli.text.Columns.left;
import static dev.autoscale.testkit.cli.text.Columns.right;
import static dev.autoscale.testkit.cli.text.Columns.widest;

import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.SeedScores;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The standings of a league as text: a line per score, columns per policy, in as many blocks as fit. Immutable.
 *
 * <p>Numbers are rounded from their exact values, so that equal standings have equal texts on every JDK.
 */
public final class StandingsTable {
    private static final int WIDTH = 100;
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

    public StandingsTable(Standings standings) {
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
                "on the frontier", "", row -> row.knowsTheFuture() ? "-" : frontier.contains(row) ? "yes" : "no"));
    }

    private Line plain(String label, String unit, Function<Standing, String> text) {
        return new Line(
                label,
                unit,
                rows.stream().map(row -> new Cell(text.apply(row), NONE, NONE)).toList());
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
    public void print(PrintStream out) {
        int next = 1;
        while (next < rows.size()) {
            List<List<String>> block = new ArrayList<>(List.of(labels(), column(0)));
            do {
                block.add(column(next++));
            } while (next < rows.size()
                    && line(0, block).length()
                                    + GAP.length()
                                    + column(next).get(0).length()
                            <= WIDTH);
            for (int i = 0; i < block.get(0).size(); i++) {
                out.println(line(i, block).stripTrailing());
            }
            if (next < rows.size()) {
                out.println();
            }
        }
    }

    private static String line(int number, List<List<String>> block) {
        return block.stream().map(column -> column.get(number)).collect(Collectors.joining(GAP));
    }

    /** What stands before the lines, and nothing before their two headings; all as wide as the widest. */
    private List<String> labels() {
        int labels = widest(lines.stream().map(Line::label));
        int units = widest(lines.stream().map(Line::unit));
        Stream<String> texts = lines.stream().map(line -> left(line.label(), labels) + ' ' + left(line.unit(), units));
        return Stream.concat(Stream.of("", ""), texts)
                .map(text -> GAP + left(text, labels + 1 + units))
                .toList();
    }

    /** The cells of a policy below its name and a heading; all as wide as the widest. */
    private List<String> column(int row) {
        Standing standing = rows.get(row);
        List<Cell> cells = new ArrayList<>();
        cells.add(
                standing.isBaseline()
                        ? new Cell("mean", NONE, NONE)
                        : new Cell("mean", hasNoise ? "diff " : "diff", hasNoise ? "noise" : NONE));
        lines.forEach(line -> cells.add(line.cells().get(row)));
        int mean = widest(cells.stream().map(Cell::mean));
        int difference = widest(cells.stream().map(Cell::difference));
        int noise = widest(cells.stream().map(Cell::noise));
        List<String> texts = new ArrayList<>(List.of(standing.policy()));
        cells.forEach(cell ->
                texts.add(right(cell.mean(), mean) + part(cell.difference(), difference) + part(cell.noise(), noise)));
        int width = widest(texts.stream());
        texts.replaceAll(text -> right(text, width));
        return texts;
    }

    /** What stands after the mean; nothing if no cell of the policy has it. */
    private static String part(String text, int width) {
        return width == 0 ? "" : ' ' + right(text, width);
    }

    /**
     * What the table means, in words.
     *
     * @param limits what the oracle knows nothing of, in words; empty if it knows everything
     */
    public void printLegend(List<String> limits, PrintStream out) {
        String noise = hasNoise
                ? "how large a difference luck may make, at 95 %; ~ marks one that is not larger"
                : "unknown: one seed says nothing of luck, --seeds 5 does";
        out.print("""
                  diff       the mean minus that of %s, the baseline; less is better, but for
                             SLO met and elastic speedup (more) and jitter (nearer to 0)
                  noise      %s
                  oracle     knows what will come; clairvoyant only the rate of each minute, and sizes by Erlang C;
                             fixed at peak always has the highest demand
                  frontier   rows of which no other, those that know the future aside, costs no more replica-hours
                             and meets the SLO no less, and is better in one of the two
                """.formatted(rows.get(0).policy(), noise).replace("\n", System.lineSeparator()));
        rows.stream()
                .filter(row -> row.policy().equals(League.ORACLE))
                .findFirst()
                .ifPresent(oracle -> noBound(limits, oracle, betterThan(oracle)).ifPresent(out::println));
    }

    private List<String> betterThan(Standing oracle) {
        return rows.stream()
                .filter(row -> !row.knowsTheFuture())
                .filter(row -> row.mean(Score.SLO_SHARE) > oracle.mean(Score.SLO_SHARE))
                .map(Standing::policy)
                .toList();
    }

    /**
     * Why others may do better than the oracle, as a line below a table; empty if none can.
     *
     * @param limits what the oracle knows nothing of, in words
     * @param better who meets the SLO more often
     */
    public static Optional<String> noBound(List<String> limits, SeedScores oracle, List<String> better) {
        List<String> reasons = new ArrayList<>(limits);
        if (oracle.mean(Score.INTERRUPTED) > 0) {
            reasons.add("work outlasts the drain");
        }
        better.forEach(name -> reasons.add(name + " meets the SLO more often"));
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(GAP + "no bound   the oracle is none here: " + String.join("; ", reasons));
    }

    /** The same for a page: a row of headings, then a row for each line. */
    public List<List<String>> rows() {
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
