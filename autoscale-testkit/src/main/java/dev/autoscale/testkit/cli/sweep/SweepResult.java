package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.simulation.league.Frontier;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.league.TrialChoice;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What a sweep came to. Immutable.
 *
 * @param keys what was tried
 * @param rows the policy as given, then the settings in the order of the grid
 * @param failed the settings that do not build, or serve nothing
 * @param yardsticks the references that every league has, in its order
 * @param goal the share of arrivals that is to meet the SLO, in percent
 * @param choice what to take, and why; of several loads together
 * @param chosen the row of what to take
 */
record SweepResult(
        List<SweepKey> keys,
        List<Row> rows,
        List<Setting> failed,
        List<Trial> yardsticks,
        double goal,
        TrialChoice choice,
        int chosen) {

    /** A setting with its scores. */
    record Row(Setting setting, Trial trial, boolean isAsGiven, boolean isOnFrontier) {
        double cost() {
            return trial.mean(Score.REPLICA_HOURS);
        }

        double share() {
            return trial.mean(Score.SLO_SHARE);
        }
    }

    static SweepResult of(
            List<SweepKey> keys,
            SweepSettings settings,
            List<Trial> trials,
            List<Trial> yardsticks,
            double goal,
            TrialChoice choice,
            int chosen) {
        List<Trial> frontier =
                Frontier.of(trials, trial -> trial.mean(Score.REPLICA_HOURS), trial -> trial.mean(Score.SLO_SHARE));
        Set<Trial> onFrontier = Collections.newSetFromMap(new IdentityHashMap<>());
        onFrontier.addAll(frontier);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            rows.add(new Row(settings.built().get(i), trials.get(i), i == 0, onFrontier.contains(trials.get(i))));
        }
        return new SweepResult(
                keys, List.copyOf(rows), List.copyOf(settings.failed()), yardsticks, goal, choice, chosen);
    }

    Row asGiven() {
        return rows.get(0);
    }

    Row recommended() {
        return rows.get(chosen);
    }

    boolean isRecommended(Row row) {
        return row.trial() == recommended().trial();
    }

    Trial oracle() {
        return yardsticks.get(League.YARDSTICKS.indexOf(League.ORACLE));
    }

    Trial fixed() {
        return yardsticks.get(League.YARDSTICKS.indexOf(League.FIXED_AT_PEAK));
    }

    int seeds() {
        return rows.get(0).trial().seeds();
    }

    /** All rows, or those on the frontier, from the cheapest. */
    List<Row> byCost(boolean isAll) {
        return rows.stream()
                .filter(row -> isAll || row.isOnFrontier() || isRecommended(row))
                .sorted(Comparator.comparingDouble(Row::cost).thenComparingDouble(Row::share))
                .toList();
    }
}
