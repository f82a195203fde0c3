package dev.autoscale.testkit.simulation.league;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.simulation.score.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeagueTest {
    private static final Load LOAD =
            Loads.poisson(3, Duration.ofMinutes(20), ServiceTimes.exponential(Duration.ofSeconds(2)));
    private static final Environment ENVIRONMENT = Environment.builder()
            .concurrency(2)
            .startup(Duration.ofSeconds(40))
            .syncInterval(Duration.ofSeconds(5))
            .build();
    private static final Simulation SIMULATION = Simulation.of(LOAD, ENVIRONMENT);

    private static ScalingPolicy target(double perReplica) {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
                .metric(external("requests").averageValue(perReplica))
                .build();
        return ScalingPolicy.of("target " + perReplica, spec, Map.of("requests", WorkloadMetric.IN_SYSTEM));
    }

    @Test
    void all_rows_meet_the_same_load_in_the_same_environment() {
        List<Report> reports = new ArrayList<>();
        League league = League.of(SIMULATION).seeds(7, 8, 9).add(target(2)).add(target(1));
        Standings standings = league.run(reports::add);

        assertThat(standings.seeds()).containsExactly(7, 8, 9);
        assertThat(standings.rows())
                .extracting(Standing::policy)
                .containsExactly("target 2.0", "target 1.0", "oracle", "clairvoyant", "fixed at peak");
        assertThat(standings.rows()).extracting(Standing::isBaseline).containsExactly(true, false, false, false, false);
        assertThat(standings.rows()).extracting(Standing::isYardstick).containsExactly(false, false, true, true, true);
        assertThat(standings.rows())
                .extracting(Standing::knowsTheFuture)
                .containsExactly(false, false, true, true, false);
        assertThat(reports).hasSize(league.runs()).hasSize(15);
        for (long seed : standings.seeds()) {
            List<Report> ofSeed =
                    reports.stream().filter(report -> report.seed() == seed).toList();
            assertThat(ofSeed).hasSize(5);
            assertThat(ofSeed.stream().map(Report::arrivals).distinct()).hasSize(1);
            assertThat(ofSeed.stream().map(Report::durationMillis).distinct()).hasSize(1);
            // The yardsticks as well: the environment says when there are decisions.
            assertThat(ofSeed.stream().map(Report::decisions).distinct()).hasSize(1);
            assertThat(ofSeed.stream().map(LeagueTest::demand).distinct()).hasSize(1);
        }
        assertThat(reports.stream().map(Report::arrivals).distinct()).hasSize(3);
    }

    /** Shares of 99 ± 0 and 98 ± much are least sure on the second; hours of 2 and 8 are 4 in the geometric mean. */
    @Test
    void a_trial_of_several_traces_is_as_sure_as_on_the_worst() {
        Trial sure = trial(new double[] {99, 99}, new double[] {2, 2}, new double[] {10, 20});
        Trial unsure = trial(new double[] {100, 99.5}, new double[] {8, 2}, new double[] {30, 20});
        Trial both = Trial.overall(List.of(sure, unsure), 3);
        assertThat(both.changes()).isEqualTo(3);
        assertThat(both.mean(Score.SLO_SHARE)).isEqualTo(99.75);
        assertThat(both.value(Score.REPLICA_HOURS, 0)).isCloseTo(4, within(1e-12));
        assertThat(both.value(Score.REPLICA_HOURS, 1)).isCloseTo(2, within(1e-12));
        assertThat(both.mean(Score.LATENCY_P99)).isEqualTo(20);
        for (double goal : new double[] {90, 96, 97, 99, 99.6}) {
            assertThat(both.reaches(goal)).isEqualTo(sure.reaches(goal) && unsure.reaches(goal));
        }
        assertThat(Trial.overall(List.of(sure), 0).mean(Score.REPLICA_HOURS)).isCloseTo(2, within(1e-12));
        assertThatThrownBy(() -> Trial.overall(List.of(), 0)).hasMessage("traces must be at least one: traces=0");
        Trial one = trial(new double[] {99}, new double[] {2}, new double[] {1});
        assertThatThrownBy(() -> Trial.overall(List.of(sure, one), 0))
                .hasMessage("seeds must be equally many: seeds=1");
    }

    private static Trial trial(double[] shares, double[] hours, double[] latencies) {
        double[][] values = new double[Score.values().length][shares.length];
        values[Score.SLO_SHARE.ordinal()] = shares;
        values[Score.REPLICA_HOURS.ordinal()] = hours;
        values[Score.LATENCY_P99.ordinal()] = latencies;
        return new Trial("t", 0, values);
    }

    private static List<Integer> demand(Report report) {
        Timeline timeline = report.timeline();
        return IntStream.range(0, timeline.size()).mapToObj(timeline::demand).toList();
    }

    @Test
    void rows_are_what_each_policy_alone_comes_to() {
        Standings standings =
                League.of(SIMULATION).seeds(3, 4).add(target(2)).add(target(1)).run();
        Standing row = standings.rows().get(1);
        for (int i = 0; i < 2; i++) {
            Report alone = SIMULATION.run(target(1), 3 + i);
            for (Score score : Score.values()) {
                assertThat(row.value(score, i)).isEqualTo(alone.score(score));
            }
        }
        assertThat(row.report().toText()).isEqualTo(SIMULATION.run(target(1), 3).toText());
        Standing fixed = standings.rows().get(4);
        int peak = SIMULATION.peakDemand(3);
        assertThat(fixed.report().toText())
                .isEqualTo(SIMULATION
                        .run(ScalingPolicy.fixed("fixed at peak", peak), 3)
                        .toText());
        assertThat(fixed.value(Score.MEAN_REPLICAS, 0)).isEqualTo(peak);
    }

    /** With known start-up times and one queue the oracle is never short, and pays no more than the highest demand costs. */
    @Property(tries = 25)
    void the_oracle_is_never_short_and_no_dearer_than_fixed_at_peak(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int tenthsPerSecond,
            @ForAll @IntRange(min = 0, max = 200) int startSeconds,
            @ForAll @IntRange(min = 1, max = 90) int syncSeconds,
            @ForAll @IntRange(min = 1, max = 5) int places) {
        Environment environment = Environment.builder()
                .concurrency(places)
                .startup(Duration.ofSeconds(startSeconds))
                .syncInterval(Duration.ofSeconds(syncSeconds))
                .duration(Duration.ofMinutes(30))
                .build();
        Load load = Loads.poisson(
                tenthsPerSecond / 10.0, Duration.ofMinutes(30), ServiceTimes.exponential(Duration.ofSeconds(20)));
        List<Standing> rows = League.of(Simulation.of(load, environment))
                .seeds(seed)
                .add(target(1))
                .run()
                .rows();
        Standing oracle = rows.get(1);
        Standing fixed = rows.get(3);
        assertThat(oracle.mean(Score.UNDER_TIME)).isZero();
        assertThat(fixed.mean(Score.UNDER_TIME)).isZero();
        assertThat(oracle.mean(Score.MEAN_REPLICAS)).isLessThanOrEqualTo(fixed.mean(Score.MEAN_REPLICAS));
        assertThat(oracle.mean(Score.REPLICA_HOURS)).isLessThanOrEqualTo(fixed.mean(Score.REPLICA_HOURS));
    }

    @Test
    void differences_and_noise_are_as_worked_out_by_hand() {
        Standing baseline = madeUp("a", null, scores(Score.REPLICA_HOURS, 10, 20, 30));
        // Differences 1, 2, 6: mean 3, standard deviation √((4 + 1 + 9) / 2) = √7, t of 2 degrees 4.303.
        Standing other = madeUp("b", baseline, scores(Score.REPLICA_HOURS, 11, 22, 36));

        assertThat(other.mean(Score.REPLICA_HOURS)).isEqualTo(23);
        assertThat(other.difference(Score.REPLICA_HOURS)).isEqualTo(3);
        assertThat(other.noise(Score.REPLICA_HOURS)).isCloseTo(4.303 * Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(other.isWithinNoise(Score.REPLICA_HOURS)).isTrue();
        assertThat(baseline.difference(Score.REPLICA_HOURS)).isZero();
        assertThat(baseline.noise(Score.REPLICA_HOURS)).isZero();
        assertThat(baseline.isWithinNoise(Score.REPLICA_HOURS)).isFalse();

        // Always 5 more, however much the load of the seeds differs: no luck in it.
        Standing steady = madeUp("c", baseline, scores(Score.REPLICA_HOURS, 15, 25, 35));
        assertThat(steady.noise(Score.REPLICA_HOURS)).isZero();
        assertThat(steady.isWithinNoise(Score.REPLICA_HOURS)).isFalse();
    }

    @Test
    void one_seed_says_nothing_of_noise_and_many_have_little() {
        Standing one = madeUp("b", madeUp("a", null, new double[Score.values().length][1]), scores(Score.CHANGES, 5));
        assertThat(one.noise(Score.CHANGES)).isNaN();
        assertThat(one.isWithinNoise(Score.CHANGES)).isFalse();

        double[] alternating = new double[100];
        for (int i = 0; i < 100; i++) {
            alternating[i] = i % 2;
        }
        Standing many = madeUp(
                "b", madeUp("a", null, new double[Score.values().length][100]), scores(Score.CHANGES, alternating));
        assertThat(many.noise(Score.CHANGES)).isCloseTo(2.042 * Math.sqrt(25.0 / 99) / 10, within(1e-12));
    }

    @Test
    void elastic_speedup_and_deviation_are_as_worked_out_by_hand() {
        Standing baseline = madeUp("a", null, provisioning(4, 20, 10, 80));
        // 4/2 · 20/40 · 10/5 · 80/10 = 16, whose fourth root is 2.
        Standing other = madeUp("b", baseline, provisioning(2, 40, 5, 10));
        assertThat(other.elasticSpeedup()).isCloseTo(2, within(1e-12));
        assertThat(baseline.elasticSpeedup()).isEqualTo(1);
        assertThat(madeUp("c", null, provisioning(3, 0, 0, 0)).deviation()).isCloseTo(3, within(1e-12));
        assertThat(madeUp("c", null, provisioning(1, 2, 0, 0)).deviation())
                .isCloseTo(Math.pow(17, 0.25), within(1e-12));

        assertThat(madeUp("c", baseline, provisioning(0, 40, 5, 10)).elasticSpeedup())
                .isInfinite();
        Standing zero = madeUp("z", null, provisioning(0, 20, 10, 80));
        assertThat(madeUp("c", zero, provisioning(0, 5, 10, 20)).elasticSpeedup())
                .isCloseTo(2, within(1e-12));
        assertThat(madeUp("c", zero, provisioning(1, 5, 10, 20)).elasticSpeedup())
                .isZero();
        assertThat(madeUp("c", zero, provisioning(1, 5, 10, 0)).elasticSpeedup())
                .isNaN();
    }

    @Test
    void the_frontier_is_what_no_other_row_beats() {
        Standing baseline = madeUp("a", null, costAndServed(10, 99));
        Standing cheaper = madeUp("b", baseline, costAndServed(8, 98));
        Standing twin = madeUp("twin of b", baseline, costAndServed(8, 98));
        Standing worse = madeUp("c", baseline, costAndServed(10, 98.5));
        Standing dearer = madeUp("d", baseline, costAndServed(10.5, 99));
        Standing oracle = madeUp("oracle", baseline, costAndServed(5, 100));
        Standing clairvoyant = madeUp("clairvoyant", baseline, costAndServed(7, 99));
        Standing fixed = madeUp("fixed at peak", baseline, costAndServed(20, 100));
        Standings standings = new Standings(
                new long[] {1}, List.of(baseline, cheaper, twin, worse, dearer, oracle, clairvoyant, fixed));
        assertThat(standings.frontier()).containsExactly(baseline, cheaper, twin, fixed);
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatThrownBy(() -> League.of(SIMULATION).seeds().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policies must be at least one: policies=0; seeds must be at least one: seeds=0");
        assertThatThrownBy(() -> League.of(SIMULATION)
                        .seeds(1, 2, 1)
                        .add(target(1))
                        .add(target(1))
                        .add(ScalingPolicy.fixed("oracle", 1))
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seeds must be different: seed=1; "
                        + "name must be no other's and no yardstick's: name=target 1.0; "
                        + "name must be no other's and no yardstick's: name=oracle");
    }

    private static Standing madeUp(String name, Standing baseline, double[][] values) {
        return new Standing(SIMULATION.run(ScalingPolicy.fixed(name, 1), 1), values, false, baseline);
    }

    private static double[][] scores(Score score, double... ofSeeds) {
        double[][] values = new double[Score.values().length][ofSeeds.length];
        values[score.ordinal()] = ofSeeds;
        return values;
    }

    private static double[][] costAndServed(double replicaHours, double percent) {
        double[][] values = scores(Score.REPLICA_HOURS, replicaHours);
        values[Score.SLO_SHARE.ordinal()][0] = percent;
        return values;
    }

    private static double[][] provisioning(double underBy, double overBy, double under, double over) {
        double[][] values = scores(Score.UNDER_ACCURACY, underBy);
        values[Score.OVER_ACCURACY.ordinal()][0] = overBy;
        values[Score.UNDER_TIME.ordinal()][0] = under;
        values[Score.OVER_TIME.ordinal()][0] = over;
        return values;
    }
}
