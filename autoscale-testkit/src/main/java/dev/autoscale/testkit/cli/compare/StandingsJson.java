package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The standings of a league as the fields of a JSON object. Immutable. */
final class StandingsJson {
    private final Standings standings;
    private final List<Standing> frontier;
    private final boolean hasNoise;
    private final @Nullable ChangeLines shown;

    /**
     * The standings.
     *
     * @param shown how the changes of the first policy are shown; null if they are not
     */
    StandingsJson(Standings standings, @Nullable ChangeLines shown) {
        this.standings = standings;
        this.shown = shown;
        frontier = standings.frontier();
        hasNoise = standings.seeds().length > 1;
    }

    /**
     * All of it.
     *
     * @param settings what every policy met, by label
     * @param beyondForesight what the oracle knows nothing of, in words
     */
    Consumer<JsonText> fields(String load, Map<String, String> settings, List<String> beyondForesight) {
        Report first = standings.rows().get(0).report();
        return json -> {
            addTo(json, load, settings, beyondForesight);
            if (shown != null) {
                json.number("changeCount", first.changeCount())
                        .objects("changes", first.changes(), (change, fields) -> change(change, shown, fields));
            }
        };
    }

    private static void change(Change change, ChangeLines shown, JsonText json) {
        json.number("at", shown.startMillis() + change.atMillis())
                .number("from", change.from())
                .number("to", change.to())
                .text("reason", change.reason());
        if (shown.explains()) {
            json.text("explanation", change.explanation());
        }
    }

    private void addTo(JsonText json, String load, Map<String, String> settings, List<String> beyondForesight) {
        json.text("load", load)
                .named("settings", settings)
                .texts(
                        "seeds",
                        LongStream.of(standings.seeds())
                                .mapToObj(Long::toString)
                                .toList())
                .texts("beyondForesight", beyondForesight)
                .objects("rows", standings.rows(), this::row);
    }

    private void row(Standing row, JsonText json) {
        json.text("policy", row.policy()).flag("baseline", row.isBaseline()).flag("yardstick", row.isYardstick());
        if (!row.knowsTheFuture()) {
            json.flag("onFrontier", frontier.contains(row));
        }
        json.decimal("deviation", row.deviation())
                .decimal("elasticSpeedup", row.elasticSpeedup())
                .object("scores", scores -> {
                    for (Score score : Score.values()) {
                        scores.object(JsonText.name(score.name()), fields -> score(row, score, fields));
                    }
                });
    }

    private void score(Standing row, Score score, JsonText json) {
        double[] values = LongStream.range(0, standings.seeds().length)
                .mapToDouble(seed -> row.value(score, (int) seed))
                .toArray();
        json.text("unit", score.unit()).decimal("mean", row.mean(score)).decimals("values", values);
        if (!row.isBaseline()) {
            json.decimal("difference", row.difference(score));
            if (hasNoise) {
                json.decimal("noise", row.noise(score)).flag("withinNoise", row.isWithinNoise(score));
            }
        }
    }
}
