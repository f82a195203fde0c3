package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.StepCsv;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.util.Locale;

/** Writes a row per policy and seed, with all scores. Thread-safe; has no memory. */
final class StandingsCsv {
    private StandingsCsv() {}

    static void write(Standings standings, Appendable target) throws IOException {
        target.append("policy,seed");
        for (Score score : Score.values()) {
            target.append(',').append(score.name().toLowerCase(Locale.ROOT));
        }
        target.append('\n');
        long[] seeds = standings.seeds();
        for (Standing row : standings.rows()) {
            for (int i = 0; i < seeds.length; i++) {
                target.append(StepCsv.quoted(row.policy())).append(',').append(Long.toString(seeds[i]));
                for (Score score : Score.values()) {
                    target.append(',').append(Numbers.shortest(row.value(score, i)));
                }
                target.append('\n');
            }
        }
    }
}
