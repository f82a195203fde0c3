package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationListenerTest {
    /** 10 arrivals a second of 10 s each for a minute: far more than 4 replicas serve. */
    private static final Simulation OVERLOADED = Simulation.of(
            Loads.poisson(10, ofMinutes(1), ServiceTimes.fixed(ofSeconds(10))),
            Environment.builder()
                    .inStep()
                    .initialReplicas(1)
                    .duration(ofMinutes(1))
                    .build());

    private static final ScalingPolicy DOUBLING = ScalingPolicy.of(
            "doubling",
            AutoscalerSpec.builder(1, 4)
                    .metric(external("requests").averageValue(1))
                    .scaleUp(rules().policy(percent(100).per(ofSeconds(15))))
                    .build(),
            Map.of("requests", WorkloadMetric.IN_SYSTEM));

    @Test
    void an_explanation_knows_the_budget_that_the_decision_had() {
        List<String> explanations = new ArrayList<>();
        Report report = OVERLOADED.run(DOUBLING, 1, (atMillis, from, to, counts, scaler) -> {
            if (from == 1 && to == 2) {
                explanations.add(scaler.explanation());
            }
        });
        assertThat(explanations)
                .singleElement()
                .asString()
                .contains("ScaleUpLimit: +100 % in 15 s; more allowed in 15 s");
        assertThat(report.changes().get(0).explanation()).isEqualTo(explanations.get(0));
    }

    /** 10 arrivals a second of 10 s each: the oracle begins with about 100. */
    @Test
    void all_policies_begin_as_the_oracle_within_their_bounds() {
        Simulation simulation = Simulation.of(
                Loads.poisson(10, ofMinutes(9), ServiceTimes.fixed(ofSeconds(10))),
                Environment.builder().duration(ofMinutes(1)).build());
        int oracle = first(simulation, ScalingPolicy.oracle());
        assertThat(oracle).isBetween(70, 140);
        for (int[] bounds : new int[][] {{1, 500}, {1, 20}, {300, 500}}) {
            AutoscalerSpec spec = AutoscalerSpec.builder(bounds[0], bounds[1])
                    .metric(external("requests").averageValue(1))
                    .build();
            ScalingPolicy policy = ScalingPolicy.of("p", spec, Map.of("requests", WorkloadMetric.IN_SYSTEM));
            assertThat(first(simulation, policy)).isEqualTo(Math.max(bounds[0], Math.min(oracle, bounds[1])));
        }
        assertThat(first(
                        simulation,
                        ScalingPolicy.knative("k", KpaSpec.builder().target(1).build(), WorkloadMetric.CONCURRENCY)))
                .isEqualTo(oracle);
        assertThat(first(simulation, ScalingPolicy.fixed(7))).isEqualTo(7);
        Simulation silent =
                Simulation.of(Loads.silence(ofMinutes(1)), Environment.builder().build());
        assertThat(first(silent, ScalingPolicy.oracle())).isZero();
        assertThat(first(silent, DOUBLING)).as("an HPA does not leave zero").isEqualTo(1);
    }

    @Test
    void a_count_that_is_given_is_the_policies_and_not_the_yardsticks() {
        Environment five =
                Environment.builder().initialReplicas(5).duration(ofMinutes(1)).build();
        Simulation simulation = Simulation.of(Loads.poisson(10, ofMinutes(9), ServiceTimes.fixed(ofSeconds(10))), five);
        assertThat(first(simulation, DOUBLING)).as("above its maximum").isEqualTo(5);
        assertThat(first(simulation, ScalingPolicy.oracle())).isGreaterThan(50);
        assertThat(first(simulation, ScalingPolicy.fixed(7))).isEqualTo(7);
        assertThat(first(simulation, simulation.fixedAtPeak("peak", 1))).isEqualTo(simulation.peakDemand(1));
    }

    private static int first(Simulation simulation, ScalingPolicy policy) {
        int[] first = {-1};
        simulation.run(policy, 1, new SimulationListener() {
            @Override
            public void begins(int replicas) {
                first[0] = replicas;
            }

            @Override
            public void decided(long atMillis, int from, int to, ReplicaCounts counts, Scaler scaler) {}
        });
        return first[0];
    }

    @Test
    void what_follows_the_end_is_not_told() {
        List<Long> times = new ArrayList<>();
        Report report = OVERLOADED.run(DOUBLING, 1, (atMillis, from, to, counts, scaler) -> times.add(atMillis));
        assertThat(times).containsExactly(0L, 15_000L, 30_000L, 45_000L);
        assertThat(report.decisions()).isGreaterThan(4);
    }

    @Test
    void samples_are_told_as_they_reach_the_controller() {
        List<String> told = new ArrayList<>();
        SimulationListener listener = new SimulationListener() {
            @Override
            public void begins(int replicas) {
                told.add("begins with " + replicas);
            }

            @Override
            public void measured(Measurement sample) {
                told.add("sample of " + sample.sampledMillis());
            }

            @Override
            public void decided(long atMillis, int from, int to, ReplicaCounts counts, Scaler scaler) {
                told.add("decision at " + atMillis);
            }
        };
        OVERLOADED.run(DOUBLING, 1, listener);
        assertThat(told)
                .startsWith("begins with 1", "sample of 0", "decision at 0", "sample of 15000")
                .hasSize(9);
    }
}
