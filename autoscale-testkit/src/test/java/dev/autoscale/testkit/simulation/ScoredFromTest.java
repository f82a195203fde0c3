package dev.autoscale.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Standing;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoredFromTest {
    private static final Duration FROM = Duration.ofMinutes(40);
    private static final Duration END = Duration.ofHours(2);
    private static final Load LOAD = Loads.parse("diurnal 1..8/s every 1h for 2h service exp 4s");
    private static final ScalingPolicy POLICY = ScalingPolicy.of(
            "policy",
            AutoscalerSpec.builder(1, 30)
                    .metric(MetricSpec.external("requests").averageValue(4))
                    .build(),
            Map.of("requests", WorkloadMetric.IN_SYSTEM));

    private static Environment.Builder environment() {
        return Environment.builder()
                .concurrency(4)
                .startup(Duration.ofSeconds(45))
                .initialReplicas(1);
    }

    private static Report run(Load load, Environment.Builder environment, ScalingPolicy policy) {
        return Simulation.of(load, environment.build()).run(policy, 7);
    }

    /** The run is the same, and what is told of it are two parts that add up. */
    @ParameterizedTest
    @EnumSource(Environment.Serving.class)
    void what_is_before_and_what_counts_add_up_to_all(Environment.Serving serving) {
        for (ScalingPolicy policy : List.of(POLICY, ScalingPolicy.oracle())) {
            Report all = run(LOAD, environment().serving(serving), policy);
            Report before = run(LOAD, environment().serving(serving).duration(FROM), policy);
            Report scored = run(LOAD, environment().serving(serving).scoredFrom(FROM), policy);
            assertThat(scored.arrivals()).isEqualTo(all.arrivals() - before.arrivals());
            assertThat(scored.latencies().count()).isEqualTo(scored.arrivals());
            assertThat(scored.decisions()).isEqualTo(all.decisions() - FROM.toSeconds() / 15);
            assertThat(scored.durationMillis()).isEqualTo(END.minus(FROM).toMillis());
            assertThat(scored.scoredFromMillis()).isEqualTo(FROM.toMillis());
            for (Score sum : List.of(Score.CHANGES, Score.REVERSALS, Score.REPLICA_HOURS)) {
                assertThat(scored.score(sum))
                        .as(sum.toString())
                        .isCloseTo(all.score(sum) - before.score(sum), within(1e-9));
            }
            for (Score mean : List.of(
                    Score.UNDER_TIME,
                    Score.OVER_TIME,
                    Score.UNDER_ACCURACY,
                    Score.OVER_ACCURACY,
                    Score.MEAN_REPLICAS)) {
                assertThat(scored.score(mean) * scored.durationMillis())
                        .as(mean.toString())
                        .isCloseTo(
                                all.score(mean) * all.durationMillis() - before.score(mean) * before.durationMillis(),
                                within(1e-3));
            }
            assertThat(scored.changes().stream().map(Change::toString))
                    .isEqualTo(all.changes().stream()
                            .filter(change -> change.atMillis() >= FROM.toMillis())
                            .map(Change::toString)
                            .toList());
            assertThat(scored.timeline().startMillis(0)).isEqualTo(FROM.toMillis());
            assertThat(scored.timeline().size()).isEqualTo(80 * 4);
            assertThat(scored.timeline().ready(0)).isEqualTo(all.timeline().ready(40 * 4));
            assertThat(scored.timeline().wanted(0)).isEqualTo(all.timeline().wanted(40 * 4));
        }
    }

    /** One replica, a service of a minute: what came before and waits still is no score's, what waits because of it is. */
    @Test
    void an_arrival_counts_by_when_it_arrives() {
        ServiceTimes minute = ServiceTimes.fixed(Duration.ofMinutes(1));
        Load load = Loads.concat(Loads.even(0.02, Duration.ofMinutes(2), minute), Loads.silence(Duration.ofMinutes(2)));
        Environment.Builder one =
                Environment.builder().inStep().slo(Duration.ofSeconds(70), 0.5).scoredFrom(Duration.ofMinutes(1));
        Report report = run(load, one, ScalingPolicy.fixed(1));
        assertThat(report.arrivals()).as("of those at 0, 50 and 100 s").isEqualTo(1);
        assertThat(report.latencies().maxMillis()).isEqualTo(80_000);
        assertThat(report.score(Score.SLO_SHARE)).isZero();
        assertThat(report.score(Score.WAIT_MEAN)).isEqualTo(20_000);
        assertThat(report.score(Score.REPLICA_HOURS)).isEqualTo(3 / 60.0);

        Report refused = run(load, one.queueLimit(0), ScalingPolicy.fixed(1));
        assertThat(refused.score(Score.LOST))
                .as("that at 100 s finds a free place")
                .isZero();
        Report never = run(
                Loads.even(0.02, Duration.ofMinutes(2), ServiceTimes.fixed(Duration.ofDays(1))),
                one.queueLimit(9),
                ScalingPolicy.fixed(1));
        assertThat(never.unfinished()).as("one of three").isEqualTo(1);
        assertThat(never.score(Score.SLO_SHARE)).isZero();
    }

    @Test
    void the_yardsticks_are_of_what_counts() {
        Load heavyThenLight = Loads.parse("step 20/s 30m, 2/s 1h30m service exp 2s");
        Environment.Builder from = environment().initialReplicas(-1).sloOnWait().scoredFrom(Duration.ofMinutes(31));
        Simulation simulation = Simulation.of(heavyThenLight, from.build());
        Simulation whole =
                Simulation.of(heavyThenLight, from.scoredFrom(Duration.ZERO).build());
        assertThat(simulation.peakDemand(3)).isLessThan(6);
        assertThat(whole.peakDemand(3)).isGreaterThan(10);
        Standing fixed = League.of(simulation).add(POLICY).seeds(3).run().rows().get(3);
        assertThat(fixed.mean(Score.SLO_SHARE))
                .as("nothing of the heavy time is left waiting")
                .isFinite()
                .isGreaterThan(99);
        assertThat(fixed.mean(Score.CHANGES)).isLessThanOrEqualTo(1);
        assertThat(fixed.mean(Score.MEAN_REPLICAS)).isCloseTo(simulation.peakDemand(3), within(0.1));
    }

    @Test
    void something_is_left_that_counts() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> environment().scoredFrom(Duration.ofSeconds(20)).build())
                .withMessage("scoredFrom must be a multiple of slot: scoredFrom=20s, slot=15s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment().scoredFrom(FROM).duration(FROM).build())
                .withMessage("duration must be > scoredFrom: duration=40m, scoredFrom=40m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(LOAD, environment().scoredFrom(END), POLICY))
                .withMessage("load must be longer than scoredFrom: length=2h, scoredFrom=2h, load=" + LOAD.name());
        Report least = run(LOAD, environment().scoredFrom(END.minusSeconds(15)), POLICY);
        assertThat(least.durationMillis()).isEqualTo(15_000);
        assertThat(run(LOAD, environment().scoredFrom(Duration.ZERO), POLICY).toText())
                .isEqualTo(run(LOAD, environment(), POLICY).toText());
    }
}
