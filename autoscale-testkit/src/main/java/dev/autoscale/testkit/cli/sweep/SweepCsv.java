package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.engine.StepCsv;
import dev.autoscale.testkit.cli.sweep.SweepResult.Row;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Writes a row per setting and reference: the values of the keys, the means of all scores over the seeds, and what became of it.
 * Thread-safe; has no memory.
 */
final class SweepCsv {
    private static final String SETTING = "setting";

    private SweepCsv() {}

    static void write(SweepResult result, Appendable target) throws IOException {
        target.append("row");
        for (SweepKey key : result.keys()) {
            target.append(',').append(StepCsv.quoted(key.key()));
        }
        target.append(",keys_changed,frontier,goal,recommended");
        for (Score score : Score.values()) {
            target.append(',').append(score.name().toLowerCase(Locale.ROOT));
        }
        target.append(",slo_share_noise,error\n");
        for (Row row : result.rows()) {
            begin(row.isAsGiven() ? SweepSettings.AS_GIVEN : SETTING, row.setting(), target);
            target.append(row.isOnFrontier() ? ",yes" : ",no");
            scores(row.trial(), result.isRecommended(row) ? "yes" : "no", result, target);
        }
        List<String> none = Collections.nCopies(result.keys().size(), "");
        for (Trial trial : List.of(result.oracle(), result.fixed())) {
            cells(trial.policy(), none, target);
            target.append(",,");
            scores(trial, "no", result, target);
        }
        for (SweepSetting failed : result.failed()) {
            begin(SETTING, failed, target);
            target.append(",".repeat(Score.values().length + 5))
                    .append(StepCsv.quoted(failed.error()))
                    .append('\n');
        }
    }

    private static void begin(String kind, SweepSetting setting, Appendable target) throws IOException {
        cells(kind, setting.values(), target);
        target.append(',').append(Integer.toString(setting.changes()));
    }

    private static void cells(String kind, List<String> values, Appendable target) throws IOException {
        target.append(kind);
        for (String value : values) {
            target.append(',').append(StepCsv.quoted(value));
        }
    }

    private static void scores(Trial trial, String recommended, SweepResult result, Appendable target)
            throws IOException {
        target.append(trial.reaches(result.goal()) ? ",yes," : ",no,").append(recommended);
        for (Score score : Score.values()) {
            target.append(',').append(Numbers.shortest(trial.mean(score)));
        }
        target.append(',')
                .append(Numbers.shortest(trial.noise(Score.SLO_SHARE)))
                .append(",\n");
    }
}
