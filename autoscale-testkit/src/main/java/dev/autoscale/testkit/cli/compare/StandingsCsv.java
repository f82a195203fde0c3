package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.StepCsv;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Writes a row per load, policy and seed, with all scores. Thread-safe; has no memory. */
public final class StandingsCsv {
    private StandingsCsv() {}

    public static void write(List<Standings> all, Appendable target) throws IOException {
        List<String> header = new ArrayList<>(List.of("policy", "seed"));
        header.addAll(names());
        header.add("load");
        row(header, target);
        for (Standings standings : all) {
            write(standings, target);
        }
    }

    private static void write(Standings standings, Appendable target) throws IOException {
        long[] seeds = standings.seeds();
        for (Standing standing : standings.rows()) {
            for (int i = 0; i < seeds.length; i++) {
                int seed = i;
                List<String> cells = new ArrayList<>(List.of(standing.policy(), Long.toString(seeds[i])));
                cells.addAll(scores(score -> standing.value(score, seed)));
                cells.add(standing.report().load());
                row(cells, target);
            }
        }
    }

    /** The columns of all scores. */
    public static List<String> names() {
        return Stream.of(Score.values())
                .map(score -> score.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The cells of all scores. */
    public static List<String> scores(ToDoubleFunction<Score> values) {
        return Stream.of(Score.values())
                .map(score -> Numbers.shortest(values.applyAsDouble(score)))
                .toList();
    }

    public static void row(List<String> cells, Appendable target) throws IOException {
        target.append(String.join(",", cells.stream().map(StepCsv::quoted).toList()))
                .append('\n');
    }
}
