package dev.autoscale.testkit.assertj;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.testkit.assertj.AutoscaleAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Reason;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AutoscaleAssertionsTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 4)
            .metric(external("requests").averageValue(5))
            .build();

    private static void isBroken(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .satisfies(error -> org.assertj.core.api.Assertions.assertThat(error.getMessage())
                        .contains(parts));
    }

    @Nested
    class Decisions {
        private final Autoscaler autoscaler = SPEC.newAutoscaler();
        private final Decision decision = SPEC.newDecision();

        {
            // 30 / 5 = 6, of which 4 are the most
            autoscaler.decide(SPEC.newObservation().at(0).replicas(2).value(0, 30), decision);
        }

        @Test
        void hold() {
            assertThat(decision)
                    .hasReplicas(4)
                    .staysWithin(4, 4)
                    .changes()
                    .hasReason(Reason.TOO_MANY_REPLICAS)
                    .explains("30 of 5 per replica")
                    .meetsInvariants(SPEC);
            autoscaler.decide(SPEC.newObservation().at(0).replicas(4).value(0, 20), decision);
            assertThat(decision).changesNothing();
        }

        @Test
        void are_shown_when_broken() {
            String explanation = "2 -> 4 replicas\n";
            isBroken(() -> assertThat(decision).hasReplicas(5), "Expecting 5 replicas but was 4:", explanation);
            isBroken(() -> assertThat(decision).staysWithin(1, 3), "Expecting 1 to 3 replicas but was 4:", explanation);
            isBroken(() -> assertThat(decision).changesNothing(), "Expecting no change but was one:", explanation);
            isBroken(
                    () -> assertThat(decision).hasReason(Reason.AT_TARGET),
                    "Expecting reason metrics ask for the current count but was TooManyReplicas:",
                    explanation);
            isBroken(
                    () -> assertThat(decision).explains("100 %"),
                    "Expecting an explanation with \"100 %\"",
                    explanation);
            isBroken(() -> assertThat(decision).as("the spike").hasReplicas(5), "[the spike]");
            isBroken(() -> assertThat((Decision) null).hasReplicas(5), "not to be null");
        }

        @Test
        void are_of_their_moment() {
            autoscaler.scaled(0, 2, 4);
            assertThatIllegalStateException()
                    .isThrownBy(() -> assertThat(decision).meetsInvariants(SPEC));
        }
    }

    @Nested
    class Reports {
        private final Simulation simulation = Simulation.of(
                Loads.even(1, ofMinutes(10), ServiceTimes.fixed(ofSeconds(1))),
                Environment.builder().inStep().concurrency(10).build());
        private final Report report =
                simulation.run(ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1);

        @Test
        void hold() {
            // One request at a time, for which there are 10 places.
            assertThat(report)
                    .meetsSlo(100)
                    .staysWithin(1, 1)
                    .hasChanges(0)
                    .hasAtMost(Score.LATENCY_P99, 1_000)
                    .hasAtLeast(Score.LATENCY_P50, 1_000)
                    .isSameAs(simulation.run(
                            ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1));
        }

        @Test
        void are_named_when_broken() {
            isBroken(
                    () -> assertThat(report).hasAtMost(Score.LATENCY_P95, 999),
                    "Expecting at most latency p95 999 ms of",
                    "requests on even 1/s",
                    "but was latency p95 1000 ms");
            isBroken(() -> assertThat(report).staysWithin(2, 3), "Expecting 2 to 3 replicas", "but was 1 at 0 ms");
            isBroken(() -> assertThat(report).hasChanges(1), "Expecting 1 changes", "but was 0");
            isBroken(
                    () -> assertThat(report)
                            .isSameAs(simulation.run(
                                    ScalingPolicy.of("requests", SPEC, Map.of("requests", WorkloadMetric.IN_SYSTEM)),
                                    2)),
                    "the same text as requests on");
            isBroken(() -> assertThat(report).hasAtLeast(Score.MEAN_REPLICAS, 1.01), "mean replicas 1.00");
        }
    }
}
