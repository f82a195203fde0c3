package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.PolicyClasses;
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
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The verb {@code sweep}: a policy with many settings over the same load, and which of them to take. */
public final class Sweep {
    private static final String OPTIONS =
            Compare.OPTIONS + Selection.OPTIONS + "trace* load* policy try* samples goal all! svg";
    private static final int MAX_SIMULATIONS = 10_000;

    private final Options options;
    private final Path policyPath;
    private final OutputFiles files;

    private Sweep(Options options) {
        this.options = options;
        options.refuseRest();
        SimulatedLoad.requireSome(options);
        options.require("--policy", "--try");
        String policy = options.required("--policy");
        if (PolicyClasses.isClass(policy)) {
            throw new BadInput(
                    "must be a file, into which is written what to take; frontier takes a class: --policy " + policy);
        }
        policyPath = Path.of(policy);
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
        int samples = options.wholeNumber("--samples", Integer.MAX_VALUE, 1);
        long[] seeds = simulated.seeds();
        List<SweepKey> keys = SweepKey.all(options.values("--try"), options.problems());
        SimulationFeeds feeds = simulated.feeds();
        List<Load> loads = simulated.loads();

        SweepGrid grid = new SweepGrid(keys);
        checkCount(Math.min(samples, grid.size()), seeds.length, loads.size());
        List<Long> numbers = grid.numbers(samples, seeds[0]);
        SweepSettings settings = settings(keys, grid, numbers, feeds);
        Environment.Builder environment = simulated.environment(settings.fewestAtStart(), startMillis);
        options.problems().throwIfAny();
        refuseNothing(settings);

        Consumer<Report> progress = Progress.ofRuns(
                (settings.built().size() + League.YARDSTICKS.size()) * seeds.length * loads.size(), err);
        SweepRun run = new SweepRun(settings, simulated, environment.build(), seeds, progress);
        loads.forEach(run::on);
        note(settings, err);
        SweepResult result = run.overall(keys);
        String title = TextFiles.nameOf(policyPath) + " on "
                + (loads.size() == 1 ? loads.get(0).name() : loads.size() + " loads");
        run.print(keys, count(numbers.size(), grid), options.has("--all"), TextFiles.nameOf(policyPath), out);
        files.write(
                out,
                Map.of(
                        "--csv", target -> run.writeCsv(keys, target),
                        "--svg", target -> target.append(new SweepChart(result, title).draw())));
    }

    private SweepSettings settings(List<SweepKey> keys, SweepGrid grid, List<Long> numbers, SimulationFeeds feeds) {
        SweepSettings settings = new SweepSettings(PolicyFile.one(policyPath, Selection.of(options)), keys, feeds);
        numbers.forEach(number -> settings.add(grid.values(number), feeds));
        feeds.refuseUnused();
        return settings;
    }

    private static void checkCount(long settings, int seeds, int loads) {
        int references = 1 + League.YARDSTICKS.size();
        long simulations = (settings + references) * seeds * loads;
        if (simulations > MAX_SIMULATIONS) {
            throw new BadInput("simulations must be <= " + MAX_SIMULATIONS + ": " + simulations + " = (" + settings
                    + " settings + " + references + " references) * " + seeds + (seeds == 1 ? " seed" : " seeds")
                    + (loads == 1 ? "" : " * " + loads + " loads")
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
