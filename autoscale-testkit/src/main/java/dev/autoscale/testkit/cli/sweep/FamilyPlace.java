package dev.autoscale.testkit.cli.sweep;

import static dev.autoscale.testkit.cli.text.Columns.GAP;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.compare.StandingsTable;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.league.FrontierGain;
import dev.autoscale.testkit.simulation.league.FrontierGain.Curve;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What all families did on one load with one start-up time. Immutable.
 *
 * @param met what every policy met, by label
 * @param names of the families, ours first
 * @param curves of the families, in the same order
 * @param rows each setting
 */
record FamilyPlace(
        Load load,
        String startup,
        Map<String, String> met,
        List<String> names,
        List<Curve> curves,
        List<Row> rows,
        FrontierGain gain) {
    private static final String FAMILY = "family";

    /** A setting of a family. */
    record Row(String family, String setting, double cost, double missPercent, boolean isOnCurve) {}

    static FamilyPlace run(
            Load load,
            String startup,
            Simulation simulation,
            List<Family> families,
            SimulationOptions simulated,
            long[] seeds,
            Consumer<Report> progress) {
        List<Report> first = new ArrayList<>();
        Consumer<Report> listener = report -> {
            if (report.arrivals() == 0) {
                throw new BadInput(Compare.nothingServed(report));
            }
            if (first.isEmpty()) {
                first.add(report);
            }
            progress.accept(report);
        };
        List<Curve> curves = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Family family : families) {
            List<Trial> trials = new ArrayList<>();
            for (Family.Tried setting : family.tried()) {
                trials.add(Trial.run(simulation, setting.policy(), setting.changes(), listener, seeds));
            }
            Curve curve = Curve.of(trials);
            curves.add(curve);
            for (int i = 0; i < trials.size(); i++) {
                rows.add(row(family.name(), family.tried().get(i).name(), trials.get(i), curve));
            }
        }
        return new FamilyPlace(
                load,
                startup,
                Compare.settings(simulated, first.get(0), seeds),
                families.stream().map(Family::name).toList(),
                curves,
                rows,
                FrontierGain.of(curves.get(0), curves.subList(1, curves.size())));
    }

    private static Row row(String family, String setting, Trial trial, Curve curve) {
        double cost = trial.mean(Score.REPLICA_HOURS);
        double missPercent = 100 - trial.mean(Score.SLO_SHARE);
        boolean isOnCurve = IntStream.range(0, curve.size())
                .anyMatch(i -> curve.cost(i) == cost && curve.missPercent(i) >= missPercent);
        return new Row(family, setting, cost, missPercent, isOnCurve);
    }

    /** The fields of a JSON object. */
    void addTo(JsonText json, long[] seeds) {
        json.text("load", load.name())
                .text("startup", startup)
                .named("settings", met)
                .texts("seeds", LongStream.of(seeds).mapToObj(Long::toString).toList())
                .decimal("gainPercent", 100 * gain.gain())
                .decimal("fromReplicaHours", gain.fromCost())
                .decimal("toReplicaHours", gain.toCost())
                .objects(
                        "rows",
                        rows,
                        (row, fields) -> fields.text("family", row.family())
                                .text("setting", row.setting())
                                .decimal("replicaHours", row.cost())
                                .decimal("missPercent", row.missPercent())
                                .flag("onCurve", row.isOnCurve()));
    }

    void print(PrintStream out) {
        out.println(
                names.get(0) + " against " + String.join(", ", names.subList(1, names.size())) + " on " + load.name());
        Compare.aligned(met).forEach(out::println);
        out.println();
        int width = Columns.widest(Stream.concat(Stream.of(FAMILY), names.stream()));
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(Columns.left(FAMILY, width) + GAP + "setting", "replica-hours", "misses %", "on the curve"));
        rows.forEach(row -> table.add(List.of(
                Columns.left(row.family(), width) + GAP + row.setting(),
                StandingsTable.number(row.cost(), 2),
                StandingsTable.number(row.missPercent(), 3),
                row.isOnCurve() ? "yes" : "")));
        Columns.lines(table).forEach(out::println);
        out.println();
        out.println(GAP + "G          " + Families.percent(gain.gain()) + " %, over "
                + StandingsTable.number(gain.fromCost(), 2) + " to " + StandingsTable.number(gain.toCost(), 2)
                + " replica-hours");
        out.println();
    }
}
