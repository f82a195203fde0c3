package dev.autoscale.testkit.scenario;

import static dev.autoscale.MetricSpec.external;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedScenarioTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(external("requests").averageValue(2))
            .build();

    private static final Simulation SIMULATION = Simulation.of(
            Loads.poisson(5, ofMinutes(10), ServiceTimes.fixed(ofSeconds(1))),
            Environment.builder()
                    .inStep()
                    .initialReplicas(1)
                    .concurrency(2)
                    .startup(ofSeconds(20))
                    .slo(ofSeconds(2), 0.9)
                    .build());

    private static SimulatedScenario scenario() {
        return Scenario.of(
                SIMULATION, ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1);
    }

    @Test
    void answers_the_report_of_the_same_simulation() {
        Report plain =
                SIMULATION.run(ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1);
        Report watched = scenario().neverAbove(10).neverBelow(1).run();
        assertThat(watched.toText()).isEqualTo(plain.toText());
        assertThat(plain.changeCount()).isGreaterThan(2);
        scenario().atMostChanges((int) plain.changeCount()).run();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        scenario().atMostChanges((int) plain.changeCount() - 1).run())
                .withMessageContaining("change " + plain.changeCount());
    }

    @Test
    void what_is_missing_is_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scenario().run())
                .withMessage("scenario must expect something: expectations=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.of(
                                Simulation.of(
                                        Loads.silence(ofMinutes(2)),
                                        Environment.builder().build()),
                                ScalingPolicy.fixed(1),
                                1)
                        .noChange()
                        .run())
                .withMessageStartingWith("load must have arrivals: load=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scenario().sloShareAtLeast(99).run())
                .withMessage("share must be >= 0 and <= 1: share=99.0");
    }

    @Test
    void reads_scores() {
        Report plain = scenario().neverBelow(1).run();
        double p95 = plain.score(Score.LATENCY_P95);
        double share = plain.score(Score.SLO_SHARE);
        scenario()
                .p95Within(ofMillis((long) Math.ceil(p95)))
                .sloShareAtLeast(share / 100)
                .atMost(Score.LOST, 0)
                .run();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> scenario()
                        .p95Within(ofMillis((long) p95 - 1))
                        .sloShareAtLeast(Math.nextUp(share / 100))
                        .run())
                .withMessageStartingWith(
                        "2 of 3 expectations broken: requests on poisson 5/s for 10m service fixed 1s, seed 1\n1. latency p95 at most");
    }

    @Test
    void sees_ready_replicas_behind_their_start() {
        int most = 3;
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> scenario().expectReady(most).within(ofSeconds(29)).run())
                .withMessageContaining("at least 3 ready replicas within 29s of 0s: 1 ready at 29s");
        scenario().expectReady(most).within(ofSeconds(60)).run();
    }

    @Test
    void what_lies_beyond_the_end_is_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scenario().at(ofMinutes(11)).expect(1).now().run())
                .withMessage("expectation must not reach beyond the end: expectation=1 replica at 11m, end=10m");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> scenario().atLeast(Score.SLO_SHARE, Double.NaN).run())
                .withMessage("value must be a number: SLO_SHARE=NaN");
    }

    @Test
    void what_follows_the_end_does_not_count() {
        // 600 arrivals of 10 s take 10 replicas 10 minutes; behind the 2 min the count falls to 1, unseen.
        Simulation overloaded = Simulation.of(
                Loads.poisson(5, ofMinutes(2), ServiceTimes.fixed(ofSeconds(10))),
                Environment.builder()
                        .inStep()
                        .initialReplicas(1)
                        .duration(ofMinutes(2))
                        .build());
        Report report = Scenario.of(
                        overloaded, ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1)
                .noneRemoved()
                .run();
        assertThat(report.decisions()).isGreaterThan(8);
    }

    @Test
    void knative_is_held_against_its_invariants_too() {
        KpaSpec revision =
                KpaSpec.builder().target(2).total(2).stableWindow(ofMinutes(1)).build();
        Scenario.of(SIMULATION, ScalingPolicy.knative("revision", revision, WorkloadMetric.CONCURRENCY), 1)
                .neverAbove(54)
                .explainAt(ofMinutes(5))
                .says("PANIC_HOLDS")
                .run();
    }
}
