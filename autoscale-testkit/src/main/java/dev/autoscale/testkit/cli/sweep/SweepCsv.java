package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.StandingsCsv;
import dev.autoscale.testkit.cli.sweep.SweepResult.Row;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes a row per load, setting and reference: the values of the keys, the means of all scores over the seeds, and what became of it.
 * Thread-safe; has no memory.
 */
final class SweepCsv {
    private static final String SETTING = "setting";

    private SweepCsv() {}

    private static List<String> header(List<SweepKey> keys) {
        List<String> names = keys.stream().map(SweepKey::key).toList();
        List<String> header = cells("row", names, "keys_changed", "frontier", "goal", "recommended");
        header.addAll(StandingsCsv.names());
        header.addAll(List.of("slo_share_noise", "load", "error"));
        return header;
    }

    static void header(List<SweepKey> keys, Appendable target) throws IOException {
        StandingsCsv.row(header(keys), target);
    }

    static void write(SweepResult result, String load, Appendable target) throws IOException {
        for (Row row : result.rows()) {
            List<String> cells = cells(row.isAsGiven() ? SweepSettings.AS_GIVEN : SETTING, row.setting());
            cells.add(word(row.isOnFrontier()));
            addScores(cells, row.trial(), result.isRecommended(row), result, load);
            StandingsCsv.row(cells, target);
        }
        List<String> none = Collections.nCopies(result.keys().size(), "");
        for (Trial trial : result.yardsticks()) {
            List<String> cells = cells(trial.policy(), none, "", "");
            addScores(cells, trial, false, result, load);
            StandingsCsv.row(cells, target);
        }
    }

    static void writeFailed(SweepResult result, Appendable target) throws IOException {
        int columns = header(result.keys()).size();
        for (Setting failed : result.failed()) {
            List<String> cells = cells(SETTING, failed);
            cells.addAll(Collections.nCopies(columns - cells.size() - 1, ""));
            cells.add(failed.error());
            StandingsCsv.row(cells, target);
        }
    }

    private static List<String> cells(String kind, Setting setting) {
        return cells(kind, setting.values(), Integer.toString(setting.changes()));
    }

    private static List<String> cells(String kind, List<String> values, String... more) {
        List<String> cells = new ArrayList<>(List.of(kind));
        cells.addAll(values);
        cells.addAll(List.of(more));
        return cells;
    }

    private static void addScores(
            List<String> cells, Trial trial, boolean isRecommended, SweepResult result, String load) {
        cells.add(word(trial.reaches(result.goal())));
        cells.add(word(isRecommended));
        cells.addAll(StandingsCsv.scores(trial::mean));
        cells.add(Numbers.shortest(trial.noise(Score.SLO_SHARE)));
        cells.add(load);
        cells.add("");
    }

    private static String word(boolean holds) {
        return holds ? "yes" : "no";
    }
}
