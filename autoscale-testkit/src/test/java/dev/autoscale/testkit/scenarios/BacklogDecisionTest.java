package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.Backlog;
import org.junit.jupiter.api.Test;

/** Backlogs through whole autoscalers that neither wait nor limit by themselves. */
class BacklogDecisionTest {
    private static AutoscalerSpec.Builder spec(MetricSpec metric) {
        return AutoscalerSpec.builder(0, 50)
                .metric(metric)
                .scaleUp(rules().policy(pods(1_000).per(ofSeconds(15))))
                .scaleDown(rules().stabilizationWindow(ZERO));
    }

    private static Backlog.Builder drain() {
        return Backlog.drainWithin(ofMinutes(5)).ratesPer(ofMinutes(1)).arrivalRateFrom("arrivals");
    }

    /** 600 jobs in 5 minutes are 120 a minute, 60 arrive, a replica does 12: 15. */
    @Test
    void the_drain_time_is_reached_by_bounded_steps() {
        Workload workload = Workload.of(
                spec(drain().ratePerReplica(12).maxAddedPerDecision(4).asMetric("jobs"))
                        .metric(signal("arrivals"))
                        .build(),
                2);
        assertThat(workload.decide(0, 600, 60)).isEqualTo(6);
        assertThat(workload.decide(15, 600, 60)).isEqualTo(10);
        assertThat(workload.decide(30, 600, 60)).isEqualTo(14);
        assertThat(workload.decide(45, 600, 60)).isEqualTo(15);
        assertThat(workload.decide(60, 0, 60)).isEqualTo(5);
        assertThat(workload.decide(75, 0, 0)).isZero();
        assertThat(workload.decide(90, 600, 60)).isEqualTo(4);
    }

    @Test
    void without_a_usable_rate_nothing_shrinks() {
        Workload workload = Workload.of(
                spec(drain().ratePerReplicaFrom("rate").asMetric("jobs"))
                        .metric(signal("arrivals"))
                        .metric(signal("rate"))
                        .build(),
                15);
        assertThat(workload.decide(0, 600, 60, 12)).isEqualTo(15);
        assertThat(workload.decide(15, 0, 0, 0)).isEqualTo(15);
        assertThat(workload.decision().metric(0).status()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
        assertThat(workload.decision().toString()).contains("rate per replica must be > 0: metric rate");
        assertThat(workload.decide(30, 0, 60)).isEqualTo(15);
        assertThat(workload.decision().metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
        assertThat(workload.decide(45, in -> in.value(0, 0).failed(1).value(2, 12)))
                .isEqualTo(15);
        assertThat(workload.decision().metric(0).status()).isEqualTo(MetricProposal.Status.FETCH_FAILED);
        assertThat(workload.decide(60, 0, 60, 12)).isEqualTo(5);
    }

    /** 209 jobs are 20.9 for each of 10 replicas: within the HPA's tolerance of 10 %, but work for 11. */
    @Test
    void a_share_of_the_backlog_has_no_tolerance() {
        Workload exact =
                Workload.of(spec(Backlog.perReplica(20).asMetric("jobs")).build(), 10);
        Workload tolerant = Workload.of(spec(external("jobs").averageValue(20)).build(), 10);
        assertThat(exact.decide(0, 209)).isEqualTo(11);
        assertThat(tolerant.decide(0, 209)).isEqualTo(10);
        assertThat(exact.decide(15, 231)).isEqualTo(12);
        assertThat(tolerant.decide(15, 231)).isEqualTo(12);
    }
}
