package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulatedLoad;
import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.engine.Progress;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.OutputFiles;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The verb {@code sweep}: a policy with many settings over the same load, and which of them to take. */
public final class Sweep {
    private static final String OPTIONS = Compare.OPTIONS + Selection.OPTIONS + "policy try* samples goal all! svg";
    private static final int MAX_SIMULATIONS = 10_000;
    private static final double DEFAULT_GOAL = 99;

    private final Options options;
    private final Path policyPath;
    private final OutputFiles files;

    private Sweep(Options options) {
        this.options = options;
        options.refuseRest();
        SimulatedLoad.requireOne(options);
        options.require("--policy", "--try");
        policyPath = Path.of(options.required("--policy"));
        List<Path> read = new ArrayList<>(List.of(policyPath));
        read.addAll(SimulatedLoad.files(options));
        files = new OutputFiles(options, read, "--csv", "--svg");
    }

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        new Sweep(Options.parse(args, OPTIONS)).run(out, err);
    }

    private void run(PrintStream out, PrintStream err) {
        SimulationOptions simulated = new SimulationOptions(options);
        long startMillis = simulated.startMillis(new Timestamps("t_ms"));
        double goal = options.number("--goal", DEFAULT_GOAL, 0.001, 100);
        int samples = options.wholeNumber("--samples", Integer.MAX_VALUE, 1);
        long[] seeds = simulated.seeds();
        List<SweepKey> keys = keys(options.problems());
        SimulationFeeds feeds = simulated.feeds();
        Load arriving = simulated.load();

        SweepGrid grid = new SweepGrid(keys);
        checkCount(Math.min(samples, grid.size()), seeds.length);
        List<Long> numbers = grid.numbers(samples, seeds[0]);
        SweepSettings settings = settings(keys, grid, numbers, feeds);
        Environment.Builder environment = simulated.environment(settings.fewestAtStart(), startMillis);
        options.problems().throwIfAny();
        refuseNothing(settings);

        Simulation simulation = Simulation.of(arriving, environment.build());
        long everyMillis = simulated.everyMillis();
        Consumer<Report> progress =
                Progress.ofRuns((settings.built().size() + League.YARDSTICKS.size()) * seeds.length, err);
        League references =
                League.of(simulation).seeds(seeds).add(policy(settings.built().get(0), everyMillis));
        Standings standings = Compare.simulated(() -> references.run(Compare.served(progress)));
        List<Trial> trials = new ArrayList<>(List.of(Trial.of(standings.rows().get(0), 0)));
        trials.addAll(trials(simulation, settings, everyMillis, progress, seeds));
        SweepResult result = SweepResult.of(keys, settings, trials, yardsticks(standings), goal);
        note(settings, err);

        String title = TextFiles.nameOf(policyPath) + " on " + arriving.name();
        out.println(title);
        Map<String, String> met = Compare.settings(simulated, standings);
        met.put("metrics from", SimulationFeeds.words(settings.built().get(0).feeds()));
        new SweepText(result, settings, simulated.beyondForesight(), out)
                .print(met, count(numbers.size(), grid), options.has("--all"));
        files.write(
                out,
                Map.of(
                        "--csv", target -> SweepCsv.write(result, target),
                        "--svg", target -> target.append(new SweepChart(result, title).draw())));
    }

    private static List<Trial> yardsticks(Standings standings) {
        return standings.rows().stream()
                .filter(Standing::isYardstick)
                .map(row -> Trial.of(row, 0))
                .toList();
    }

    private SweepSettings settings(List<SweepKey> keys, SweepGrid grid, List<Long> numbers, SimulationFeeds feeds) {
        SweepSettings settings = new SweepSettings(PolicyFile.one(policyPath, Selection.of(options)), keys, feeds);
        numbers.forEach(number -> settings.add(grid.values(number), feeds));
        feeds.refuseUnused();
        return settings;
    }

    /** Of all settings but the first, which is the policy as given. */
    private static List<Trial> trials(
            Simulation simulation, SweepSettings settings, long everyMillis, Consumer<Report> progress, long[] seeds) {
        List<Trial> trials = new ArrayList<>();
        List<Setting> all = List.copyOf(settings.built());
        for (Setting setting : all.subList(1, all.size())) {
            ScalingPolicy policy = policy(setting, everyMillis);
            Set<String> errors = new LinkedHashSet<>();
            Trial trial = Compare.simulated(() -> Trial.run(
                    simulation,
                    policy,
                    setting.changes(),
                    report -> {
                        errors.add(Compare.nothingServed(report));
                        progress.accept(report);
                    },
                    seeds));
            errors.remove("");
            if (errors.isEmpty()) {
                trials.add(trial);
            } else {
                settings.leaveOut(setting, "nothing was served");
            }
        }
        return trials;
    }

    private List<SweepKey> keys(Problems problems) {
        List<SweepKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String text : options.values("--try")) {
            SweepKey key = SweepKey.parse(text, problems);
            if (key != null && !seen.add(key.key())) {
                problems.add("key must be tried once: --try " + text);
            } else if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static void checkCount(long settings, int seeds) {
        int references = 1 + League.YARDSTICKS.size();
        long simulations = (settings + references) * seeds;
        if (simulations > MAX_SIMULATIONS) {
            throw new BadInput("simulations must be <= " + MAX_SIMULATIONS + ": " + simulations + " = (" + settings
                    + " settings + " + references + " references) * " + seeds + (seeds == 1 ? " seed" : " seeds")
                    + "; --samples N draws some of the settings");
        }
    }

    /** If nothing builds, something is wrong with the question. */
    private static void refuseNothing(SweepSettings settings) {
        if (settings.built().size() == 1 && !settings.triesAsGiven()) {
            Setting first = settings.failed().get(0);
            throw new BadInput("no setting builds; the first, " + first.name() + ": " + first.error());
        }
    }

    private static ScalingPolicy policy(Setting setting, long everyMillis) {
        return SweepSettings.policy(setting).simulated(setting.name(), setting.feeds(), everyMillis);
    }

    private static String count(int chosen, SweepGrid grid) {
        return chosen == grid.size()
                ? Numbers.grouped(chosen) + ", the whole grid"
                : Numbers.grouped(chosen) + " drawn from the " + Numbers.grouped(grid.size()) + " of the grid";
    }

    private void note(SweepSettings settings, PrintStream err) {
        SweepSettings.policy(settings.built().get(0)).warnings().forEach(warning -> err.println("note: " + warning));
        if (settings.goByTheClock()) {
            Compare.noteClock(options, List.of(TextFiles.nameOf(policyPath)), err);
        }
    }
}
