package dev.autoscale.testkit.cli.compare;

import static dev.autoscale.testkit.cli.text.Columns.GAP;

import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What several leagues of the same policies come to: a row per policy. Immutable. */
final class OverallTable {
    private final List<Standings> all;
    private final double goal;

    /** @param goal the share of arrivals that is to meet the SLO, in percent */
    OverallTable(List<Standings> all, double goal) {
        this.all = all;
        this.goal = goal;
    }

    /** What a policy did on each load, in their order. */
    private List<Standing> byLoad(int row) {
        return all.stream().map(standings -> standings.rows().get(row)).toList();
    }

    private Trial overall(int row) {
        return Trial.overall(byLoad(row), 0);
    }

    private double mean(int row) {
        return byLoad(row).stream()
                .mapToDouble(standing -> standing.mean(Score.SLO_SHARE))
                .average()
                .orElseThrow();
    }

    private double costRatio(int row) {
        return overall(row).mean(Score.REPLICA_HOURS) / overall(0).mean(Score.REPLICA_HOURS);
    }

    private long reaching(int row) {
        return byLoad(row).stream()
                .filter(standing -> Trial.of(standing, 0).reaches(goal))
                .count();
    }

    private IntStream rows() {
        return IntStream.range(0, all.get(0).rows().size());
    }

    private String name(int row) {
        return all.get(0).rows().get(row).policy();
    }

    void print(PrintStream out) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("over " + all.size() + " loads", "SLO met %", "worst", "reached", "cost"));
        rows().forEach(row -> table.add(List.of(
                name(row),
                StandingsTable.number(mean(row), 2),
                StandingsTable.number(overall(row).mean(Score.SLO_SHARE), 2),
                Long.toString(reaching(row)),
                StandingsTable.number(costRatio(row), 3))));
        Columns.lines(table).forEach(out::println);
        out.println();
        out.println(GAP + "worst      of the load on which the SLO is met the least surely: the mean less its noise");
        out.println(GAP + "reached    on how many of the loads the SLO is met by " + Numbers.text(goal)
                + " % of arrivals, beyond luck");
        out.println(
                GAP + "cost       replica-hours divided by those of " + name(0) + ", geometric mean over the loads");
    }

    void addTo(JsonText json) {
        json.objects(
                "overall",
                rows().boxed().toList(),
                (row, fields) -> fields.text("policy", name(row))
                        .decimal("sloShareMean", mean(row))
                        .decimal("sloShareWorst", overall(row).mean(Score.SLO_SHARE))
                        .number("reachedOn", reaching(row))
                        .decimal("costRatio", costRatio(row)));
    }
}
