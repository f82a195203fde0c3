package dev.autoscale.testkit.cli.advise;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulatedLoad;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.engine.Progress;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.OutputFiles;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.Advice;
import dev.autoscale.testkit.simulation.league.Advisor;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The verb {@code advise}: from traces and a promise to a policy file, judged on what it was not tuned on. */
public final class Advise {
    private static final String OPTIONS = SimulationOptions.OPTIONS + ' ' + SimulatedLoad.OPTIONS
            + " trace* load* min max held-out margin family* threads out json!";
    private static final int MAX_SIMULATIONS = 10_000;
    private static final int MAX_REPLICAS = 100_000;
    private static final int MAX_THREADS = 256;
    private static final double DEFAULT_MARGIN_PERCENT = 50;

    private final Options options;
    private final OutputFiles files;
    private final int min;
    private final List<String> notTried = new ArrayList<>();

    private Advise(Options options) {
        this.options = options;
        options.refuseRest();
        SimulatedLoad.requireSome(options);
        options.require("--slo");
        files = new OutputFiles(options, SimulatedLoad.files(options), "--out");
        min = options.wholeNumber("--min", 1, 0, MAX_REPLICAS);
    }

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        new Advise(Options.parse(args, OPTIONS)).run(out, err);
    }

    private void run(PrintStream out, PrintStream err) {
        SimulationOptions simulated = new SimulationOptions(options);
        long startMillis = simulated.startMillis(new Timestamps("t_ms"));
        long[] seeds = simulated.seeds();
        int threads = options.wholeNumber(
                "--threads", Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()), 1, MAX_THREADS);
        double margin = options.number("--margin", DEFAULT_MARGIN_PERCENT, 0, 99) / 100;
        Duration heldOut = options.span("--held-out", Duration.ZERO, 1);
        int max = options.wholeNumber("--max", MAX_REPLICAS, Math.max(1, min), MAX_REPLICAS);
        List<String> names = names();
        List<Load> loads = simulated.loads();
        Environment.Builder environment = simulated.environment(min, startMillis);
        options.problems().throwIfAny();

        Advisor advisor = Advisor.of(environment.build(), loads)
                .seeds(seeds)
                .margin(margin)
                .threads(threads);
        if (!heldOut.isZero()) {
            advisor.heldOut(heldOut);
        }
        Workload workload = Compare.simulated(() -> workload(advisor, max, simulated.sharePercent()));
        List<AdvisedForm> forms = forms(names, workload, simulated.everyMillis());
        forms.forEach(form -> advisor.add(form.family()));
        int most = simulations(advisor, forms.size(), loads.size(), seeds.length);
        err.println("note: up to " + Numbers.count(most, "simulation") + ", " + threads + " at a time");
        List<Report> first = new ArrayList<>();
        Consumer<Report> progress = Progress.ofRuns(most, err);
        Advice advice = Compare.simulated(() -> advisor.run(report -> {
            if (first.isEmpty()) {
                first.add(report);
            }
            progress.accept(report);
        }));
        Progress.clear(err);
        tell(new AdviceText(advice, workload, simulated, margin, forms, notTried), first.get(0), seeds, out, err);
    }

    private static int simulations(Advisor advisor, int families, int loads, int seeds) {
        long most = advisor.maxRuns();
        if (most > MAX_SIMULATIONS) {
            throw new BadInput("simulations must be <= " + MAX_SIMULATIONS + ": up to " + most + " for " + families
                    + " families, " + loads + " loads and " + seeds + " seeds; --family NAME leaves the others out");
        }
        return (int) most;
    }

    private void tell(AdviceText text, Report any, long[] seeds, PrintStream out, PrintStream err) {
        if (options.has("--json")) {
            out.println(text.json(any, seeds));
        } else {
            text.print(any, seeds, out);
        }
        files.write(options.has("--json") ? err : out, Map.of("--out", target -> target.append(text.file())));
    }

    private Workload workload(Advisor advisor, int max, double sharePercent) {
        if (options.has("--max")) {
            return Workload.of(options, min, max, "as --max says", sharePercent);
        }
        int peak = advisor.peakDemand();
        int twice = (int) Math.min(MAX_REPLICAS, Math.max(Math.max(1, min), 2L * peak));
        return Workload.of(
                options,
                min,
                twice,
                "twice the highest demand of what was tuned on, " + Numbers.count(peak, "replica")
                        + ", unless --max says otherwise",
                sharePercent);
    }

    /** The families to try, all unless some are named. */
    private List<String> names() {
        List<String> named = options.values("--family");
        for (String name : named) {
            if (!AdvisedForm.NAMES.contains(name)) {
                options.bad("must be one of " + String.join(", ", AdvisedForm.NAMES), "--family", name);
            }
        }
        return named.isEmpty()
                ? AdvisedForm.NAMES
                : AdvisedForm.NAMES.stream().filter(named::contains).toList();
    }

    private List<AdvisedForm> forms(List<String> names, Workload workload, long everyMillis) {
        List<AdvisedForm> forms = new ArrayList<>();
        for (String name : names) {
            String unfit = AdvisedForm.unfit(name, workload);
            if (unfit.isEmpty()) {
                forms.add(AdvisedForm.of(name, workload, everyMillis));
            } else {
                notTried.add(name + ": " + unfit);
            }
        }
        if (forms.isEmpty()) {
            throw new BadInput("no family is left to try: " + String.join("; ", notTried));
        }
        return forms;
    }
}
