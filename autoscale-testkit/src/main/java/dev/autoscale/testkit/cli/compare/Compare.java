package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.Progress;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.OutputFiles;
import dev.autoscale.testkit.cli.page.ReportPage;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.text.Spans;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The verbs {@code simulate}, of one policy, and {@code compare}, of several: policies in a closed loop. */
public final class Compare {
    /** The options that say who meets what, and where, but for {@code trace} and {@code load}. */
    public static final String OPTIONS = SimulationOptions.OPTIONS + " csv map* " + SimulatedLoad.OPTIONS;

    private static final int DEFAULT_LINES = 100;

    private final Options options;
    private final boolean isOne;
    private final List<String> policyWords = new ArrayList<>();
    private final OutputFiles files;

    private Compare(Options options, boolean isOne) {
        this.options = options;
        this.isOne = isOne;
        options.refuseRest();
        if (isOne) {
            SimulatedLoad.requireOne(options);
        } else {
            SimulatedLoad.requireSome(options);
        }
        options.require(options.has("--baseline") ? "--baseline" : "--policy");
        if (options.has("--baseline")) {
            policyWords.add(options.required("--baseline"));
        }
        options.values("--policy").stream()
                .filter(policy -> !options.has("--baseline") || !policy.equals(policyWords.get(0)))
                .forEach(policyWords::add);
        List<Path> read = new ArrayList<>(SimulatedPolicies.paths(policyWords));
        read.addAll(SimulatedLoad.files(options));
        files = new OutputFiles(options, read, "--csv", "--html");
    }

    public static void simulate(List<String> args, PrintStream out, PrintStream err) {
        new Compare(
                        Options.parse(
                                args,
                                OPTIONS + Selection.OPTIONS + "trace load policy class-path lines explain! html json!"),
                        true)
                .run(out, err);
    }

    public static void compare(List<String> args, PrintStream out, PrintStream err) {
        new Compare(
                        Options.parse(
                                args,
                                OPTIONS + Selection.OPTIONS + "trace* load* policy* baseline class-path html json!"),
                        false)
                .run(out, err);
    }

    private void run(PrintStream out, PrintStream err) {
        if (options.has("--json")) {
            options.refuse("is of the table, JSON has every change", "--lines");
        }
        SimulatedPolicies policies =
                new SimulatedPolicies(policyWords, new PolicyClasses(options), Selection.of(options), isOne);
        policies.warnings().forEach(warning -> err.println("note: " + warning));
        SimulationOptions simulated = new SimulationOptions(options);
        Timestamps timestamps = new Timestamps("t_ms");
        long startMillis = simulated.startMillis(timestamps);
        int lines = options.wholeNumber("--lines", DEFAULT_LINES, 0);
        long[] seeds = simulated.seeds();
        Environment.Builder builder = simulated.environment(policies.fewestAtStart(), startMillis);
        List<Map<String, Feed>> feeds = policies.feeds(simulated.feeds());
        List<Load> loads = simulated.loads();
        if (loads.size() > 1) {
            options.refuse("is of one load", "--html");
            options.problems().throwIfAny();
        }
        Environment environment = builder.build();
        List<ScalingPolicy> fed = policies.fed(feeds, simulated.everyMillis());
        Consumer<Report> progress =
                served(Progress.ofRuns((fed.size() + League.YARDSTICKS.size()) * seeds.length * loads.size(), err));
        List<Met> all = new ArrayList<>();
        for (Load load : loads) {
            League league = League.of(Simulation.of(load, environment)).seeds(seeds);
            fed.forEach(league::add);
            Standings standings = simulated(() -> league.run(progress));
            all.add(new Met(load, standings, settings(simulated, policies, feeds, standings)));
        }
        noteClock(options, policies.byTheClock(), err);
        ChangeLines changes = new ChangeLines(timestamps, startMillis, lines, options.has("--explain"));
        if (options.has("--json")) {
            out.println(json(all, simulated, changes));
        } else {
            print(all, simulated, changes, String.join(", ", policies.names()), out);
        }
        write(all, String.join(", ", policies.names()), options.has("--json") ? err : out);
    }

    /** What came of a load, and what every policy met there. */
    private record Met(Load load, Standings standings, Map<String, String> settings) {}

    private String json(List<Met> all, SimulationOptions simulated, ChangeLines changes) {
        List<Consumer<JsonText>> texts = all.stream()
                .map(met -> new StandingsJson(met.standings(), isOne ? changes : null)
                        .fields(met.load().name(), met.settings(), simulated.beyondForesight()))
                .toList();
        return JsonText.of(
                texts.size() == 1
                        ? texts.get(0)
                        : json -> {
                            json.objects("loads", texts, Consumer::accept);
                            overall(all, simulated).addTo(json);
                        });
    }

    private static OverallTable overall(List<Met> all, SimulationOptions simulated) {
        return new OverallTable(all.stream().map(Met::standings).toList(), simulated.sharePercent());
    }

    private void print(List<Met> all, SimulationOptions simulated, ChangeLines changes, String names, PrintStream out) {
        for (Met met : all) {
            out.println(names + " on " + met.load().name());
            print(met, changes, out);
        }
        new StandingsTable(all.get(0).standings()).printLegend(simulated.beyondForesight(), out);
        if (all.size() > 1) {
            out.println();
            overall(all, simulated).print(out);
        }
    }

    private void print(Met met, ChangeLines changes, PrintStream out) {
        aligned(met.settings()).forEach(out::println);
        out.println();
        if (isOne) {
            long[] seeds = met.standings().seeds();
            if (seeds.length > 1) {
                out.println("  of seed " + seeds[0] + ':');
            }
            changes.print(met.standings().rows().get(0).report(), out);
            out.println();
        }
        new StandingsTable(met.standings()).print(out);
        out.println();
    }

    private void write(List<Met> all, String names, PrintStream out) {
        Met first = all.get(0);
        List<Report> reports =
                first.standings().rows().stream().map(Standing::report).toList();
        List<String> listed =
                aligned(first.settings()).stream().map(String::strip).toList();
        String title = names + " on " + first.load().name();
        files.write(
                out,
                Map.of(
                        "--csv",
                        target -> StandingsCsv.write(
                                all.stream().map(Met::standings).toList(), target),
                        "--html",
                        target -> ReportPage.appendTo(
                                target, title, listed, reports, new StandingsTable(first.standings()).rows())));
    }

    /** What simulations come to; a recording that turns out to be malformed is bad input. */
    public static <T> T simulated(Supplier<T> simulations) {
        try {
            return simulations.get();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses runs in which nothing was served: their scores would be about nothing. */
    public static Consumer<Report> served(Consumer<? super Report> next) {
        return report -> {
            String nothing = nothingServed(report);
            if (!nothing.isEmpty()) {
                throw new BadInput(nothing);
            }
            next.accept(report);
        };
    }

    /** What is wrong with a run in which nothing was served; empty if something was. */
    public static String nothingServed(Report report) {
        String where = ": policy=" + report.policy() + ", seed=" + report.seed();
        if (report.arrivals() == 0) {
            return "something must arrive" + where;
        }
        return report.latencies().count() > 0
                ? ""
                : "something must be served" + where + ", arrivals=" + report.arrivals() + ", changes="
                        + report.changeCount();
    }

    public static void noteClock(Options options, List<String> byTheClock, PrintStream err) {
        if (!options.has("--start") && !byTheClock.isEmpty()) {
            err.println("note: " + String.join(", ", byTheClock)
                    + " goes by the clock, from 1970-01-01 00:00 UTC unless --start says otherwise");
        }
    }

    /** What every policy met, and what each was fed. */
    private static Map<String, String> settings(
            SimulationOptions simulated,
            SimulatedPolicies policies,
            List<Map<String, Feed>> feeds,
            Standings standings) {
        Map<String, String> settings =
                settings(simulated, standings.rows().get(0).report(), standings.seeds());
        for (int i = 0; i < feeds.size(); i++) {
            settings.put(
                    policies.names().get(i), policies.isClass(i) ? "a class" : SimulationFeeds.words(feeds.get(i)));
        }
        return settings;
    }

    /**
     * What every policy met.
     *
     * @param first a report of the first seed
     */
    public static Map<String, String> settings(SimulationOptions simulated, Report first, long[] seeds) {
        Map<String, String> settings = new LinkedHashMap<>();
        boolean isOne = seeds.length == 1;
        settings.put(
                "load",
                Numbers.count(first.arrivals(), "arrival") + " in " + Spans.text(first.durationMillis())
                        + (isOne ? "" : " (seed " + seeds[0] + ')'));
        settings.putAll(simulated.settings());
        settings.put(
                isOne ? "seed" : "seeds",
                (isOne ? Long.toString(seeds[0]) : seeds[0] + " to " + seeds[seeds.length - 1])
                        + (simulated.isInStep() ? ", decisions and scrapes in step" : ", phases drawn"));
        return settings;
    }

    /** A line per setting, its label first. */
    public static List<String> aligned(Map<String, String> settings) {
        int width = Columns.widest(settings.keySet().stream());
        return settings.entrySet().stream()
                .map(setting -> "  " + Columns.left(setting.getKey(), width) + "  " + setting.getValue())
                .toList();
    }
}
