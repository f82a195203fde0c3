package dev.autoscale.testkit.cli.sweep;

import static dev.autoscale.testkit.cli.text.Columns.GAP;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.StandingsTable;
import dev.autoscale.testkit.cli.sweep.SweepResult.Row;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sweep as text: what was tried, the frontier, and what to take. */
final class SweepText {
    private static final int MAX_ERRORS = 10;

    private final SweepResult result;
    private final SweepSettings settings;
    private final List<String> limits;
    private final PrintStream out;
    private final boolean hasNoise;

    /** @param limits what the oracle knows nothing of, in words; empty if it knows everything */
    SweepText(SweepResult result, SweepSettings settings, List<String> limits, PrintStream out) {
        this.limits = limits;
        this.result = result;
        this.settings = settings;
        this.out = out;
        hasNoise = result.seeds() > 1;
    }

    /**
     * Prints all of it.
     *
     * @param met what every policy met, by label
     * @param count how many settings there are
     * @param isAll whether dominated settings have lines as well
     */
    void print(Map<String, String> met, String count, boolean isAll) {
        Map<String, String> lines = new LinkedHashMap<>(met);
        lines.putAll(question(count));
        Compare.aligned(lines).forEach(out::println);
        out.println();
        printTable(isAll);
        printFailed();
        out.println();
        printChoice();
    }

    private Map<String, String> question(String count) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("settings", count + (settings.triesAsGiven() ? ", one of them as given" : ""));
        lines.put(
                "goal",
                "SLO met by " + Numbers.text(result.goal()) + " % of arrivals" + (hasNoise ? ", beyond luck" : ""));
        return lines;
    }

    /** Prints what came of one of several loads. */
    void printLoad(Map<String, String> met, boolean isAll) {
        Compare.aligned(met).forEach(out::println);
        out.println();
        printTable(isAll);
        out.println();
    }

    /** Prints what comes of all loads together, and what to take. */
    void printOverall(String policy, int loads, String count, boolean isAll) {
        out.println(policy + " over " + loads + " loads");
        Map<String, String> lines = question(count);
        lines.put("replica-hours", "geometric mean over the loads");
        lines.put(
                "SLO met", "of the load on which it is met the least surely: the goal is reached on all or not at all");
        lines.put("all else", "mean over the loads");
        Compare.aligned(lines).forEach(out::println);
        out.println();
        printTable(isAll);
        printFailed();
        out.println();
        printChoice();
    }

    private void printTable(boolean isAll) {
        List<List<String>> table = new ArrayList<>();
        table.add(headings());
        List<Row> shown = result.byCost(isAll);
        shown.forEach(row -> table.add(cells(kind(row), row.setting().values(), row.trial())));
        int references = table.size();
        Row given = result.asGiven();
        List<String> none = Collections.nCopies(result.keys().size(), "");
        table.add(cells(SweepSettings.AS_GIVEN, given.setting().values(), given.trial()));
        result.yardsticks().forEach(trial -> table.add(cells(trial.policy(), none, trial)));
        List<String> lines = Columns.lines(table);
        for (int i = 0; i < lines.size(); i++) {
            if (i == references) {
                out.println();
            }
            out.println(lines.get(i));
        }
        out.println();
        long hidden = result.rows().stream()
                .filter(row -> !row.isAsGiven() && !isAll && !row.isOnFrontier() && !result.isRecommended(row))
                .count();
        if (hidden > 0) {
            out.println(GAP + Numbers.grouped(hidden) + " more " + (hidden == 1 ? "is" : "are")
                    + " dominated: another costs no more and meets the SLO no less (--all shows them)");
        }
        out.println(GAP + "diff to the replica-hours as given; "
                + (hasNoise
                        ? "~ marks one that luck may make; noise: how far luck may move SLO met"
                        : "noise unknown: one seed says nothing of luck, --seeds 5 does"));
        noBound().ifPresent(out::println);
    }

    private Optional<String> noBound() {
        double oracle = result.oracle().mean(Score.SLO_SHARE);
        long settings =
                result.rows().stream().filter(row -> row.share() > oracle).count();
        List<String> better = new ArrayList<>();
        if (settings > 0) {
            better.add(settings == 1 ? "a setting" : Numbers.count(settings, "setting"));
        }
        if (result.fixed().mean(Score.SLO_SHARE) > oracle) {
            better.add(League.FIXED_AT_PEAK);
        }
        return StandingsTable.noBound(limits, result.oracle(), better);
    }

    private List<String> headings() {
        List<String> cells = new ArrayList<>(List.of(""));
        result.keys().forEach(key -> cells.add(key.label(result.keys())));
        cells.addAll(List.of("replica-hours", hasNoise ? "diff " : "diff", "SLO met %"));
        if (hasNoise) {
            cells.add("noise");
        }
        cells.addAll(List.of("goal", "p99 ms", "changes"));
        return cells;
    }

    private String kind(Row row) {
        return result.isRecommended(row) ? "recommended" : row.isOnFrontier() ? "frontier" : "dominated";
    }

    private List<String> cells(String kind, List<String> values, Trial trial) {
        Trial given = result.asGiven().trial();
        List<String> cells = new ArrayList<>(List.of(kind));
        cells.addAll(values);
        cells.add(mean(trial, Score.REPLICA_HOURS));
        String mark = trial.isWithinNoise(Score.REPLICA_HOURS, given) ? "~" : hasNoise ? " " : "";
        cells.add(trial == given ? "" : difference(trial, given) + mark);
        cells.add(mean(trial, Score.SLO_SHARE));
        if (hasNoise) {
            cells.add(StandingsTable.number(trial.noise(Score.SLO_SHARE), Score.SLO_SHARE.digits()));
        }
        cells.addAll(List.of(
                trial.reaches(result.goal()) ? "yes" : "no",
                mean(trial, Score.LATENCY_P99),
                mean(trial, Score.CHANGES)));
        return cells;
    }

    private static String mean(Trial trial, Score score) {
        return StandingsTable.number(trial.mean(score), score.digits());
    }

    private static String difference(Trial trial, Trial given) {
        double difference = trial.mean(Score.REPLICA_HOURS) - given.mean(Score.REPLICA_HOURS);
        String text = StandingsTable.number(difference, Score.REPLICA_HOURS.digits());
        return difference > 0 ? '+' + text : difference == 0 ? "0" : text;
    }

    private void printFailed() {
        List<Setting> failed = result.failed();
        if (failed.isEmpty()) {
            return;
        }
        out.println();
        out.println(Numbers.count(failed.size(), "setting") + " left out, which do not build or serve nothing:");
        Map<String, List<Setting>> byError = new LinkedHashMap<>();
        failed.forEach(setting -> byError.computeIfAbsent(setting.error(), any -> new ArrayList<>())
                .add(setting));
        byError.values().stream().limit(MAX_ERRORS).forEach(alike -> {
            Setting first = alike.get(0);
            String others = alike.size() == 1 ? "" : " and " + Numbers.count(alike.size() - 1L, "other");
            out.println(GAP + first.name() + others + ": " + first.error());
        });
        if (byError.size() > MAX_ERRORS) {
            out.println(
                    GAP + "and " + Numbers.count(byError.size() - MAX_ERRORS, "other error") + " (--csv has them all)");
        }
    }

    private void printChoice() {
        Row row = result.recommended();
        Map<String, String> toWrite = settings.toWrite(row.setting());
        out.println("recommended");
        if (toWrite.isEmpty()) {
            out.println(GAP + "nothing to change");
        }
        toWrite.forEach((key, value) -> {
            String given = settings.given(key);
            out.println(GAP + key + '=' + value.replace("\\", "\\\\") + "   ("
                    + (given.isEmpty() ? "not given" : "as given " + given) + ')');
        });
        out.println();
        out.println(GAP + "because  " + result.choice().reason());
        List<String> warnings = new ArrayList<>(result.choice().warnings());
        if (!result.oracle().reaches(result.goal()) && noBound().isEmpty()) {
            warnings.add("the oracle itself meets the SLO in only " + mean(result.oracle(), Score.SLO_SHARE)
                    + " %: the service alone may take too long");
        }
        Trial fixed = result.fixed();
        boolean isBeaten = fixed.mean(Score.REPLICA_HOURS) <= row.cost() && fixed.mean(Score.SLO_SHARE) >= row.share();
        if (isBeaten) {
            warnings.add("a fixed size, that of the peak, costs no more and meets the SLO no less: "
                    + mean(fixed, Score.REPLICA_HOURS) + " replica-hours");
        }
        for (int i = 0; i < result.keys().size(); i++) {
            SweepKey key = result.keys().get(i);
            String value = row.setting().values().get(i);
            key.edge(value)
                    .ifPresent(edge -> warnings.add(
                            key.key() + '=' + value + " is the " + edge + " value tried: the best may lie beyond"));
        }
        warnings.forEach(warning -> out.println(GAP + "note     " + warning));
    }
}
