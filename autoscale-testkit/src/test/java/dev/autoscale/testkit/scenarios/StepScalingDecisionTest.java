package dev.autoscale.testkit.scenarios;

import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static dev.autoscale.policies.source.StepAdjustment.changeInCapacity;
import static dev.autoscale.policies.source.StepAdjustment.percentChangeInCapacity;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.source.StepScaling;
import org.junit.jupiter.api.Test;

/** The steps of the Javadoc, through whole autoscalers. */
class StepScalingDecisionTest {
    private static final MetricSpec STEPS = StepScaling.builder()
            .below(30, changeInCapacity(-1))
            .between(60, 80, percentChangeInCapacity(10))
            .from(80, percentChangeInCapacity(30).minAdjustmentMagnitude(2))
            .asMetric("queue_time");
    private static final AutoscalerSpec SPEC =
            AutoscalerSpec.builder(1, 40).metric(STEPS).build();

    @Test
    void what_starts_is_part_of_the_step_that_asked_for_it() {
        Workload workload = Workload.of(SPEC, 10);
        assertThat(workload.decide(0, 59.999)).isEqualTo(10);
        assertThat(workload.decide(15, in -> in.readyReplicas(10).value(0, 60))).isEqualTo(11);
        assertThat(workload.decide(30, in -> in.readyReplicas(10).value(0, 79.999)))
                .isEqualTo(11);
        // 30 % of the ready ten are 3
        assertThat(workload.decide(45, in -> in.readyReplicas(10).value(0, 80))).isEqualTo(13);
        // 10 % of 13 are 1.3, so 1
        assertThat(workload.decide(60, in -> in.readyReplicas(13).value(0, 65))).isEqualTo(14);
        assertThat(workload.decision().toString())
                .contains("65 by steps((-inf, 30): -1, [60, 80): +10 %, [80, inf): +30 % min 2)");
    }

    @Test
    void a_rate_policy_spaces_the_steps_where_ready_replicas_are_not_counted() {
        AutoscalerSpec spaced = AutoscalerSpec.builder(1, 40)
                .metric(STEPS)
                .scaleUp(rules().policy(pods(1).per(ofSeconds(60))))
                .build();
        assertThat(Workload.of(spaced, 10).decideEvery(15, 0, 165, (in, second) -> in.value(0, 60)))
                .containsExactly(entry(0L, 11), entry(60L, 12), entry(120L, 13));
    }

    /** The count that is seen first holds for 300 s; after that each step's own recommendation does. */
    @Test
    void the_scale_down_window_spaces_the_steps_down() {
        assertThat(Workload.of(SPEC, 10).decideEvery(15, 0, 1_000, (in, second) -> in.value(0, 29.999)))
                .containsExactly(entry(300L, 9), entry(600L, 8), entry(900L, 7));
        assertThat(Workload.of(SPEC, 10).decideEvery(15, 0, 1_000, (in, second) -> in.value(0, 30)))
                .isEmpty();
    }

    @Test
    void without_a_value_nothing_shrinks() {
        Workload workload = Workload.of(SPEC, 10);
        workload.decideEvery(15, 0, 270, (in, second) -> in.value(0, 0));
        assertThat(workload.decideEvery(15, 285, 900, (in, second) -> {})).isEmpty();
        assertThat(workload.decision().metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
    }
}
