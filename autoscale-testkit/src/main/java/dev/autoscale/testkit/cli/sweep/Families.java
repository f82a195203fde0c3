package dev.autoscale.testkit.cli.sweep;

import static dev.autoscale.testkit.cli.text.Columns.GAP;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.PolicyClasses;
import dev.autoscale.testkit.cli.compare.SimulatedLoad;
import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.compare.StandingsCsv;
import dev.autoscale.testkit.cli.compare.StandingsTable;
import dev.autoscale.testkit.cli.engine.Progress;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.OutputFiles;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The verb {@code frontier}: what a policy misses at which cost over its settings, against others over theirs. */
public final class Families {
    private static final String OPTIONS = Compare.OPTIONS + Selection.OPTIONS + "trace* load* class-path svg json!";
    private static final int MAX_SIMULATIONS = 10_000;

    private final FamilyWords words;
    private final Options options;
    private final OutputFiles files;

    private Families(List<String> args) {
        words = FamilyWords.of(args);
        options = Options.parse(words.rest(words.startups().get(0)), OPTIONS);
        options.refuseRest();
        SimulatedLoad.requireSome(options);
        words.check(options.problems());
        options.problems().throwIfAny();
        List<Path> read = new ArrayList<>(words.files());
        read.addAll(SimulatedLoad.files(options));
        files = new OutputFiles(options, read, "--csv", "--svg");
    }

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        new Families(args).run(out, err);
    }

    private void run(PrintStream out, PrintStream err) {
        SimulationOptions simulated = new SimulationOptions(options);
        long startMillis = simulated.startMillis(new Timestamps("t_ms"));
        long[] seeds = simulated.seeds();
        SimulationFeeds feeds = simulated.feeds();
        List<Load> loads = simulated.loads();
        PolicyClasses classes = new PolicyClasses(options);
        List<Family> families = words.families().stream()
                .map(family -> Family.of(family, Selection.of(options), feeds, classes, simulated.everyMillis()))
                .toList();
        feeds.refuseUnused();
        options.problems().throwIfAny();
        int fewest = families.stream().mapToInt(Family::fewestAtStart).max().orElse(0);
        families.forEach(family -> family.notes().forEach(note -> err.println("note: " + note)));
        int settings =
                families.stream().mapToInt(family -> family.tried().size()).sum();
        Consumer<Report> progress = Progress.ofRuns(simulations(settings, seeds.length, loads.size()), err);
        List<FamilyPlace> places = new ArrayList<>();
        for (String startup : words.startups()) {
            Options of = Options.parse(words.rest(startup), OPTIONS);
            SimulationOptions met = new SimulationOptions(of);
            Environment.Builder environment = met.environment(fewest, startMillis);
            of.problems().throwIfAny();
            for (Load load : loads) {
                Simulation simulation = Simulation.of(load, environment.build());
                places.add(Compare.simulated(
                        () -> FamilyPlace.run(load, startup, simulation, families, met, seeds, progress)));
            }
        }
        List<String> byTheClock = families.stream()
                .filter(Family::goesByTheClock)
                .map(Family::name)
                .toList();
        Compare.noteClock(options, byTheClock, err);
        tell(places, loads, seeds, out, err);
    }

    private void tell(List<FamilyPlace> places, List<Load> loads, long[] seeds, PrintStream out, PrintStream err) {
        if (options.has("--json")) {
            out.println(json(places, loads, seeds));
        } else {
            print(places, loads, out);
        }
        files.write(
                options.has("--json") ? err : out,
                Map.of(
                        "--csv",
                        target -> writeCsv(places, target),
                        "--svg",
                        target -> target.append(FamilyChart.draw(places))));
    }

    private void print(List<FamilyPlace> places, List<Load> loads, PrintStream out) {
        places.forEach(place -> place.print(out));
        if (places.size() > 1) {
            printAll(places, loads, out);
        }
        out.println(GAP + "misses     arrivals that did not meet the SLO; at least 0.003 % is reckoned with");
        out.println(
                GAP
                        + "G          how many fewer miss it at equal cost, in the geometric mean of 24 costs between those at");
        out.println(GAP + "           which the rivals together miss 5 % and 0.05 %");
    }

    private String json(List<FamilyPlace> places, List<Load> loads, long[] seeds) {
        return JsonText.of(json -> {
            json.objects("places", places, (place, fields) -> place.addTo(fields, seeds));
            if (loads.size() > 1) {
                json.objects(
                        "overall",
                        words.startups(),
                        (startup, fields) ->
                                fields.text("startup", startup).decimal("gainPercent", 100 * overall(places, startup)));
            }
        });
    }

    /** G of all loads together: the geometric mean of what is left of the misses. */
    private static double overall(List<FamilyPlace> places, String startup) {
        double logs = places.stream()
                .filter(place -> place.startup().equals(startup))
                .mapToDouble(place -> StrictMath.log(1 - place.gain().gain()))
                .average()
                .orElse(0);
        return 1 - StrictMath.exp(logs);
    }

    private int simulations(int settings, int seeds, int loads) {
        long simulations = (long) settings * seeds * loads * words.startups().size();
        if (simulations > MAX_SIMULATIONS) {
            throw new BadInput("simulations must be <= " + MAX_SIMULATIONS + ": " + simulations + " = " + settings
                    + " settings * " + seeds + " seeds * " + loads + " loads * "
                    + words.startups().size() + " start-up times");
        }
        return (int) simulations;
    }

    /** G by load and start-up, and of all loads together. */
    private void printAll(List<FamilyPlace> places, List<Load> loads, PrintStream out) {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("G in % at a start-up of"));
        head.addAll(words.startups());
        table.add(head);
        for (Load load : loads) {
            List<String> row = new ArrayList<>(List.of(load.name()));
            places.stream()
                    .filter(place -> place.load().equals(load))
                    .forEach(place -> row.add(percent(place.gain().gain())));
            table.add(row);
        }
        if (loads.size() > 1) {
            List<String> row = new ArrayList<>(List.of("all (geometric mean of what is left)"));
            words.startups().forEach(startup -> row.add(percent(overall(places, startup))));
            table.add(row);
        }
        Columns.lines(table).forEach(out::println);
        out.println();
    }

    static String percent(double share) {
        return StandingsTable.number(100 * share, 1);
    }

    private static void writeCsv(List<FamilyPlace> places, Appendable target) throws IOException {
        StandingsCsv.row(
                List.of("load", "startup", "family", "setting", "replica_hours", "miss_percent", "on_curve", "gain"),
                target);
        for (FamilyPlace place : places) {
            for (FamilyPlace.Row row : place.rows()) {
                StandingsCsv.row(
                        List.of(
                                place.load().name(),
                                place.startup(),
                                row.family(),
                                row.setting(),
                                Numbers.shortest(row.cost()),
                                Numbers.shortest(row.missPercent()),
                                row.isOnCurve() ? "yes" : "no",
                                Numbers.shortest(place.gain().gain())),
                        target);
            }
        }
    }
}
