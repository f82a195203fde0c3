package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.SeedScores;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.league.TrialChoice;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** All settings of a sweep on one load after another, and the references. Not thread-safe. */
final class SweepRun {
    /** What came of a load: the policy as given beside the yardsticks, and the settings by name. */
    private record On(Load load, Standings references, Map<String, Trial> trials) {}

    private final SweepSettings settings;
    private final SimulationOptions simulated;
    private final Environment environment;
    private final long[] seeds;
    private final Consumer<Report> progress;
    private final List<On> all = new ArrayList<>();

    SweepRun(
            SweepSettings settings,
            SimulationOptions simulated,
            Environment environment,
            long[] seeds,
            Consumer<Report> progress) {
        this.settings = settings;
        this.simulated = simulated;
        this.environment = environment;
        this.seeds = seeds;
        this.progress = progress;
    }

    /** Runs all settings on a load. One that serves nothing there is left out everywhere. */
    void on(Load load) {
        Simulation simulation = Simulation.of(load, environment);
        List<Setting> built = List.copyOf(settings.built());
        League references = League.of(simulation).seeds(seeds).add(policy(built.get(0)));
        Standings standings = Compare.simulated(() -> references.run(Compare.served(progress)));
        Map<String, Trial> trials = new HashMap<>();
        trials.put(built.get(0).name(), Trial.of(standings.rows().get(0), 0));
        for (Setting setting : built.subList(1, built.size())) {
            Set<String> errors = new LinkedHashSet<>();
            Trial trial = Compare.simulated(() -> Trial.run(
                    simulation,
                    policy(setting),
                    setting.changes(),
                    report -> {
                        errors.add(Compare.nothingServed(report));
                        progress.accept(report);
                    },
                    seeds));
            errors.remove("");
            if (errors.isEmpty()) {
                trials.put(setting.name(), trial);
            } else {
                settings.leaveOut(setting, "nothing was served");
            }
        }
        all.add(new On(load, standings, trials));
    }

    private ScalingPolicy policy(Setting setting) {
        return SweepSettings.policy(setting).simulated(setting.name(), setting.feeds(), simulated.everyMillis());
    }

    /** What it comes to over all loads. */
    SweepResult overall(List<SweepKey> keys) {
        List<Trial> trials = settings.built().stream()
                .map(setting ->
                        overall(on -> Objects.requireNonNull(on.trials().get(setting.name())), setting.changes()))
                .toList();
        List<Trial> yardsticks = IntStream.range(1, 1 + League.YARDSTICKS.size())
                .mapToObj(row -> overall(on -> on.references().rows().get(row), 0))
                .toList();
        TrialChoice choice = TrialChoice.of(trials, simulated.sharePercent());
        return SweepResult.of(
                keys, settings, trials, yardsticks, simulated.sharePercent(), choice, trials.indexOf(choice.trial()));
    }

    private Trial overall(Function<On, SeedScores> scores, int changes) {
        return Trial.overall(all.stream().map(scores).toList(), changes);
    }

    /** On one of the loads, with what is recommended for all of them. */
    private SweepResult on(On on, SweepResult overall) {
        List<Trial> trials = settings.built().stream()
                .map(setting -> Objects.requireNonNull(on.trials().get(setting.name())))
                .toList();
        List<Trial> yardsticks = on.references().rows().stream()
                .filter(Standing::isYardstick)
                .map(row -> Trial.of(row, 0))
                .toList();
        return SweepResult.of(
                overall.keys(), settings, trials, yardsticks, overall.goal(), overall.choice(), overall.chosen());
    }

    private Map<String, String> met(On on) {
        Map<String, String> met =
                Compare.settings(simulated, on.references().rows().get(0).report(), seeds);
        met.put("metrics from", SimulationFeeds.words(settings.built().get(0).feeds()));
        return met;
    }

    /**
     * Prints all of it.
     *
     * @param count how many settings there are
     * @param isAll whether dominated settings have lines as well
     */
    void print(List<SweepKey> keys, String count, boolean isAll, String policy, PrintStream out) {
        SweepResult overall = overall(keys);
        SweepText text = new SweepText(overall, settings, simulated.beyondForesight(), out);
        for (On on : all) {
            out.println(policy + " on " + on.load().name());
            if (all.size() == 1) {
                text.print(met(on), count, isAll);
            } else {
                new SweepText(on(on, overall), settings, simulated.beyondForesight(), out).printLoad(met(on), isAll);
            }
        }
        if (all.size() > 1) {
            text.printOverall(policy, all.size(), count, isAll);
        }
    }

    void writeCsv(List<SweepKey> keys, Appendable target) throws IOException {
        SweepResult overall = overall(keys);
        SweepCsv.header(keys, target);
        for (On on : all) {
            SweepCsv.write(on(on, overall), on.load().name(), target);
        }
        if (all.size() > 1) {
            SweepCsv.write(overall, "all", target);
        }
        SweepCsv.writeFailed(overall, target);
    }
}
