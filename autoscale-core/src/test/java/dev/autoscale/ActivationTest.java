package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Queue with target 5 per replica, active above 10; cooldown 60 s. */
class ActivationTest {
    private static final Activation COOLDOWN = Activation.cooldown(ofSeconds(60));
    private static final double IDLE = 10;
    private static final double BUSY = 10.001;

    private static MetricSpec queue() {
        return external("queue").averageValue(5).activation(10);
    }

    private static Life life(int min, Activation activation) {
        return new Life(Life.nimble(min, 10, queue()).activation(activation));
    }

    private static void assertStep(Life life, int replicas, Activation.State state, long changesAt) {
        assertThat(life.out.after(Decision.Step.ACTIVATED)).isEqualTo(replicas);
        assertThat(life.out.activationState()).isEqualTo(state);
        assertThat(life.out.untilMillis(Decision.Step.ACTIVATED)).isEqualTo(changesAt);
    }

    @Test
    void at_its_threshold_a_metric_is_not_active_above_it_is() {
        Life life = life(0, COOLDOWN);
        assertThat(life.decide(0, 0, IDLE)).isZero();
        assertThat(life.out.metric(0).isActive()).isFalse();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
        assertStep(life, 0, Activation.State.ZERO, Long.MAX_VALUE);
        assertThat(life.decide(1, 0, BUSY)).isEqualTo(1);
        assertThat(life.out.metric(0).isActive()).isTrue();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_ACTIVE);
        assertStep(life, 1, Activation.State.ACTIVATING, Long.MAX_VALUE);
    }

    @Test
    void the_instant_at_which_the_cooldown_is_over_counts_as_over() {
        Life life = life(0, COOLDOWN);
        assertThat(life.decide(0, 3, 20)).isEqualTo(4);
        assertStep(life, 4, Activation.State.ACTIVE, Long.MAX_VALUE);
        assertThat(life.decide(59_999, 4, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 60_000);
        assertThat(life.decide(60_000, 4, 0)).isZero();
        assertStep(life, 0, Activation.State.ZERO, Long.MAX_VALUE);
        assertThat(life.out.recommended()).isZero();
        assertThat(life.out.limited()).isEqualTo(1);
    }

    @Test
    void each_activity_begins_the_cooldown_anew() {
        Life life = life(0, COOLDOWN);
        life.decide(0, 3, 20);
        assertThat(life.decide(60_000, 3, BUSY)).isEqualTo(3);
        assertThat(life.decide(119_999, 3, 0)).isEqualTo(1);
        assertThat(life.decide(120_000, 3, 0)).isZero();
    }

    @Test
    void the_initial_cooldown_counts_from_the_first_decision() {
        Life life = life(0, COOLDOWN.initialCooldown(ofSeconds(30)));
        assertThat(life.decide(1_000, 3, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 31_000);
        assertThat(life.decide(30_999, 3, 0)).isEqualTo(1);
        assertThat(life.decide(31_000, 3, 0)).isZero();
    }

    @Test
    void without_another_wish_the_initial_cooldown_is_the_cooldown_and_zero_is_none() {
        Life usual = life(0, COOLDOWN);
        usual.decide(-5, 3, 0);
        assertStep(usual, 1, Activation.State.COOLING, 59_995);
        assertThat(life(0, COOLDOWN.initialCooldown(ofMillis(0))).decide(-5, 3, 0))
                .isZero();
    }

    @Test
    void once_something_was_active_the_initial_cooldown_is_over() {
        Life life = life(0, COOLDOWN.initialCooldown(ofSeconds(600)));
        life.decide(0, 3, 20);
        assertThat(life.decide(60_000, 3, 0)).isZero();
    }

    @Test
    void a_preview_begins_no_cooldown() {
        Life life = life(0, COOLDOWN);
        life.autoscaler.preview(life.at(0, 3, 20), life.out);
        life.decide(30_000, 3, 0);
        assertStep(life, 1, Activation.State.COOLING, 90_000);
    }

    @Test
    void an_idle_count_is_rested_at_and_left_for_min_at_once() {
        Life life = life(5, COOLDOWN.idleReplicas(2));
        life.decide(0, 7, 35);
        assertThat(life.decide(59_999, 7, 0)).isEqualTo(5);
        assertThat(life.decide(60_000, 7, 0)).isEqualTo(2);
        assertStep(life, 2, Activation.State.IDLE, Long.MAX_VALUE);
        assertThat(life.decide(70_000, 2, IDLE)).isEqualTo(2);
        assertThat(life.out.recommended()).isEqualTo(Decision.NOT_EVALUATED);
        assertThat(life.decide(80_000, 2, 30)).isEqualTo(5);
        assertStep(life, 5, Activation.State.ACTIVATING, Long.MAX_VALUE);
    }

    @Test
    void nothing_is_started_to_rest() {
        Life life = life(5, COOLDOWN.idleReplicas(2).initialCooldown(ofMillis(0)));
        assertThat(life.decide(0, 1, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.IDLE, Long.MAX_VALUE);
        assertThat(life.decide(1, 0, 0)).isZero();
        assertStep(life, 0, Activation.State.ZERO, Long.MAX_VALUE);
    }

    @Test
    void between_idle_count_and_min_the_count_waits_for_the_end_of_the_cooldown() {
        Life life = life(5, COOLDOWN.idleReplicas(2));
        life.decide(0, 7, 35);
        assertThat(life.decide(1_000, 3, 0)).isEqualTo(3);
        assertThat(life.decide(60_000, 3, 0)).isEqualTo(2);
        assertThat(life.decide(61_000, 3, 35)).isEqualTo(5);
    }

    @Test
    void an_idle_count_of_one_can_be_min_itself() {
        Life life = life(1, COOLDOWN.idleReplicas(1).idleTtl(ofSeconds(5)).initialCooldown(ofMillis(0)));
        assertThat(life.decide(0, 4, 0)).isEqualTo(1);
        assertThat(life.decide(4_999, 1, 0)).isEqualTo(1);
        assertThat(life.decide(5_000, 1, 0)).isZero();
    }

    @Test
    void after_cooldown_and_ttl_the_idle_count_goes_to_zero() {
        Life life = life(5, COOLDOWN.idleReplicas(2).idleTtl(ofSeconds(30)));
        life.decide(0, 7, 35);
        assertThat(life.decide(60_000, 7, 0)).isEqualTo(2);
        assertStep(life, 2, Activation.State.IDLE, 90_000);
        assertThat(life.decide(89_999, 2, 0)).isEqualTo(2);
        assertThat(life.decide(90_000, 2, 0)).isZero();
        assertStep(life, 0, Activation.State.ZERO, Long.MAX_VALUE);
        assertThat(life.decide(90_001, 0, 35)).isEqualTo(5);
    }

    @Test
    void past_both_cooldown_and_ttl_the_idle_count_is_skipped() {
        Life life = life(5, COOLDOWN.idleReplicas(2).idleTtl(ofSeconds(30)));
        life.decide(0, 7, 35);
        assertThat(life.decide(90_000, 7, 0)).isZero();
    }

    @Test
    void the_activation_count_is_held_for_a_window_and_holds_no_growth() {
        Life life = new Life(AutoscalerSpec.builder(0, 10)
                .metric(queue())
                .activation(COOLDOWN.activationReplicas(4))
                .scaleDown(rules().stabilizationWindow(ofSeconds(20))));
        life.decide(0, 3, 15);
        assertThat(life.follow(60_000, 3, 0)).isZero();
        assertThat(life.follow(100_000, 0, 11)).isEqualTo(4);
        life.autoscaler.preview(life.at(100_000, 4, 30), life.out);
        assertThat(life.out.replicas()).isEqualTo(6);
        assertThat(life.decide(119_999, 4, 11)).isEqualTo(4);
        assertThat(life.out.recommended()).isEqualTo(3);
        assertThat(life.decide(120_000, 4, 11)).isEqualTo(3);
    }

    @Test
    void it_never_lands_below_min() {
        assertThat(life(3, COOLDOWN.activationReplicas(2)).decide(0, 0, 11)).isEqualTo(3);
        assertThat(life(0, COOLDOWN.activationReplicas(0)).decide(0, 0, 1_000)).isEqualTo(1);
    }

    @Test
    void in_two_stages_zero_is_reached_from_the_lowest_count_alone() {
        Life life = life(0, COOLDOWN.zeroDelay(ofSeconds(30)));
        life.decide(0, 7, 35);
        // The cooldown is over, but the first stage is for the metrics.
        assertThat(life.decide(60_000, 7, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, Long.MAX_VALUE);
        assertThat(life.decide(70_000, 1, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 100_000);
        assertThat(life.decide(99_999, 1, 0)).isEqualTo(1);
        assertThat(life.decide(100_000, 1, 0)).isZero();
    }

    @Test
    void the_second_stage_waits_for_the_cooldown_too_and_begins_anew_with_activity() {
        Life life = life(0, COOLDOWN.zeroDelay(ofSeconds(30)));
        life.decide(0, 1, BUSY);
        life.decide(10_000, 1, 0);
        assertStep(life, 1, Activation.State.COOLING, 60_000);
        life.decide(40_000, 1, BUSY);
        life.decide(99_000, 1, 0);
        assertStep(life, 1, Activation.State.COOLING, 129_000);
        assertThat(life.decide(128_999, 1, 0)).isEqualTo(1);
        assertThat(life.decide(129_000, 1, 0)).isZero();
    }

    @Test
    void a_failing_metric_keeps_from_zero_and_begins_the_cooldown_anew() {
        Life life = life(0, COOLDOWN);
        life.decide(0, 3, 20);
        assertThat(life.decide(60_000, 3, Double.NaN)).isEqualTo(3);
        assertStep(life, 3, Activation.State.ACTIVE, Long.MAX_VALUE);
        assertThat(life.decide(119_999, 3, 0)).isEqualTo(1);
        assertThat(life.decide(120_000, 3, 0)).isZero();
    }

    @Test
    void a_failing_metric_wakes_nothing() {
        Life life = life(0, COOLDOWN);
        assertThat(life.decide(0, 0, Double.NaN)).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_UNKNOWN);
        assertStep(life, 0, Activation.State.ZERO, Long.MAX_VALUE);
        Life idle = life(5, COOLDOWN.idleReplicas(2));
        assertThat(idle.decide(0, 2, Double.NaN)).isEqualTo(2);
        assertStep(idle, 2, Activation.State.IDLE, Long.MAX_VALUE);
    }

    @Test
    void one_active_metric_is_enough_whatever_the_others_say() {
        Life life = new Life(
                Life.nimble(0, 10, queue(), external("other").averageValue(1)).activation(COOLDOWN));
        assertThat(life.decide(0, 0, Double.NaN, 0.001)).isEqualTo(1);
        assertThat(life.decide(0, 0, 0, 0)).isZero();
        assertThat(life.decide(0, 0, BUSY, Double.NaN)).isEqualTo(1);
    }

    @Test
    void a_metric_of_pods_neither_wakes_nor_keeps_awake() {
        Life life = new Life(Life.nimble(0, 10, queue(), resource("cpu").averageUtilization(50))
                .activation(COOLDOWN));
        assertThat(life.decide(0, 0, 0, 500)).isZero();
        assertThat(life.decide(0, 0, BUSY)).isEqualTo(1);
        life.decide(0, 4, BUSY, 50);
        assertThat(life.decide(60_000, 4, 0, 50)).isZero();
    }

    @Test
    void what_cannot_be_read_might_be_active() {
        Life life = life(0, COOLDOWN);
        life.decide(0, 3, 20);
        life.autoscaler.decide(life.in.at(50_000).replicasUnknown(), life.out);
        assertThat(life.decide(60_000, 3, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 110_000);
        life.autoscaler.decide(life.at(110_000, 3).noUsableInput(Reason.INVALID_SELECTOR), life.out);
        assertThat(life.out.replicas()).isEqualTo(3);
        assertThat(life.decide(169_999, 3, 0)).isEqualTo(1);
        assertThat(life.decide(170_000, 3, 0)).isZero();
    }

    @Test
    void forced_activation_wakes_keeps_awake_and_begins_a_cooldown() {
        Life life = life(0, COOLDOWN);
        life.at(0, 0, 0).overrides().forceActivation();
        assertThat(life.decide()).isEqualTo(1);
        life.at(100_000, 1, 0).overrides().forceActivation();
        assertThat(life.decide()).isEqualTo(1);
        assertStep(life, 1, Activation.State.ACTIVE, Long.MAX_VALUE);
        assertThat(life.decide(159_999, 1, 0)).isEqualTo(1);
        assertThat(life.decide(160_000, 1, 0)).isZero();
        life.at(160_001, 0, Double.NaN).overrides().forceActivation();
        assertThat(life.decide()).isEqualTo(1);
    }

    @Test
    void being_woken_by_hand_begins_a_cooldown_and_other_changes_do_not() {
        Life life = life(0, COOLDOWN.initialCooldown(ofMillis(0)));
        assertThat(life.decide(0, 0, 0)).isZero();
        life.autoscaler.scaled(5_000, 0, 3);
        assertThat(life.decide(64_999, 3, 0)).isEqualTo(1);
        life.autoscaler.scaled(64_999, 3, 2);
        assertThat(life.decide(65_000, 2, 0)).isZero();
    }

    @Test
    void with_min_above_zero_zero_is_nobodys_wish() {
        Life life = life(2, COOLDOWN);
        assertThat(life.decide(0, 0, 0)).isEqualTo(2);
        assertThat(life.out.reason()).isEqualTo(Reason.BELOW_MIN_REPLICAS);
        assertThat(life.decide(100_000, 5, 0)).isEqualTo(2);
        assertThat(life.decide(200_000, 1, 0)).isEqualTo(2);
    }

    @Test
    void it_comes_back_whoever_took_it_to_zero_and_does_not_ask_for_scale_to_zero() {
        Life life = new Life(Life.nimble(0, 10, queue()).activation(COOLDOWN).scaleToZero(false));
        life.autoscaler.scaled(0, 5, 0);
        assertThat(life.decide(1, 0, BUSY)).isEqualTo(1);
        assertThat(life.autoscaler.reason(Condition.SCALED_TO_ZERO)).isNull();
    }

    @Test
    void going_to_zero_and_back_asks_no_rate_policy_and_spends_no_budget() {
        Life life = new Life(AutoscalerSpec.builder(0, 10)
                .metric(queue())
                .activation(COOLDOWN.activationReplicas(6))
                .scaleUp(rules().policy(RatePolicy.pods(1).per(ofSeconds(600))))
                .scaleDown(rules().select(ScalingRules.SelectPolicy.DISABLED)));
        assertThat(life.follow(0, 0, BUSY)).isEqualTo(6);
        assertThat(life.autoscaler.scaleUpLimit(1, 6)).isEqualTo(7);
        assertThat(life.follow(60_000, 6, 0)).isZero();
        assertThat(life.follow(60_001, 0, BUSY)).isEqualTo(6);
        assertThat(life.follow(60_002, 6, 50)).isEqualTo(7);
        assertThat(life.follow(60_003, 7, 50)).isEqualTo(7);
    }

    @Test
    void at_zero_no_recommendation_is_remembered() {
        Life life = new Life(AutoscalerSpec.builder(0, 10).metric(queue()).activation(COOLDOWN));
        life.follow(0, 0, 10);
        life.autoscaler.scaled(1_000, 0, 1);
        life.decide(1_000, 1, 0);
        assertThat(life.out.stabilized()).isZero();
        assertThat(life.decide(1_001, 3, 0)).isEqualTo(1);
    }

    @Test
    void respec_keeps_when_it_was_last_active() {
        Life life = life(0, COOLDOWN);
        life.decide(0, 3, 20);
        AutoscalerSpec shorter = life.spec.toBuilder()
                .activation(Activation.cooldown(ofSeconds(40)))
                .build();
        life.autoscaler.respec(shorter, 1_000);
        Decision out = shorter.newDecision();
        Observation in = shorter.newObservation();
        life.autoscaler.decide(in.at(39_999).replicas(3).value(0, 0), out);
        assertThat(out.replicas()).isEqualTo(1);
        life.autoscaler.decide(in.at(40_000).replicas(3).value(0, 0), out);
        assertThat(out.replicas()).isZero();
    }

    @Test
    void a_metric_of_pods_with_a_threshold_keeps_a_workload_at_work_and_wakes_none() {
        Life life = new Life(Life.nimble(
                        0, 10, queue(), resource("cpu").averageUtilization(70).activation(20))
                .activation(COOLDOWN));
        assertThat(life.decide(0, 3, BUSY, 63)).isEqualTo(3);
        assertThat(life.decide(120_000, 3, 0, 63)).isEqualTo(3);
        assertStep(life, 3, Activation.State.ACTIVE, Long.MAX_VALUE);
        assertThat(life.decide(179_999, 3, 0, 20)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 180_000);
        assertThat(life.decide(180_000, 1, 0, 20)).isZero();
        assertThat(life.decide(180_001, 0, 0, 90)).isZero();
        life.at(180_002, 0, 0).failed(1);
        assertThat(life.decide()).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
    }

    @Test
    void it_wakes_what_idles_at_a_count() {
        Life life = new Life(
                Life.nimble(3, 10, resource("cpu").averageUtilization(70).activation(20))
                        .activation(COOLDOWN.idleReplicas(1)));
        assertThat(life.decide(0, 1, 20)).isEqualTo(1);
        assertThat(life.decide(1, 1, 21)).isEqualTo(3);
    }

    @Test
    void an_explanation_says_which_metrics_do_not_count_for_activity() {
        Life life = new Life(Life.nimble(0, 10, queue(), resource("cpu").averageUtilization(70))
                .activation(COOLDOWN.initialCooldown(ofMillis(0))));
        assertThat(life.decide(0, 3, 0, 95)).isZero();
        assertThat(life.out.toString())
                .contains(
                        "activation  0  ZERO: cpu does not count for activity; going idle passes stabilization and rate policies\n");
    }

    @Test
    void what_was_woken_is_kept_for_a_time() {
        Life life = life(0, Activation.cooldown(ofSeconds(5)).keepAfterWaking(ofSeconds(60)));
        assertThat(life.follow(10_000, 0, BUSY)).isEqualTo(1);
        assertThat(life.decide(20_000, 1, 0)).isEqualTo(1);
        assertStep(life, 1, Activation.State.COOLING, 70_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(70_000);
        assertThat(Life.ask(life.restored(), 70_000, 1, 0)).isZero();
        assertThat(life.decide(69_999, 1, BUSY)).isEqualTo(3);
        assertThat(life.decide(74_998, 1, 0)).isEqualTo(1);
        assertThat(life.follow(74_999, 1, 0)).isZero();
        life.autoscaler.scaled(80_000, 0, 2);
        assertThat(life.decide(139_999, 2, 0)).isEqualTo(1);
        assertThat(life.decide(140_000, 2, 0)).isZero();
    }

    @Test
    void in_two_stages_the_second_one_begins_with_the_first_decision_at_any_time() {
        Life life = life(0, COOLDOWN.initialCooldown(ofMillis(0)).zeroDelay(ofSeconds(30)));
        assertThat(life.decide(1_000_000, 1, 0)).isEqualTo(1);
        assertThat(life.decide(1_029_999, 1, 0)).isEqualTo(1);
        assertThat(life.decide(1_030_000, 1, 0)).isZero();
    }

    @Test
    void a_count_that_cannot_be_read_while_a_window_is_open_is_active_until_it_closes() {
        Life life = new Life(Life.nimble(0, 10, queue())
                .activation(COOLDOWN)
                .schedule(Schedule.of(ScheduleWindow.floor("f", new OpenFrom(10_000, 100_000), 1))));
        life.decide(0, 3, 20);
        life.autoscaler.decide(life.in.at(50_000).replicasUnknown(), life.out);
        assertThat(life.decide(159_999, 3, 0)).isEqualTo(1);
        assertThat(life.decide(160_000, 3, 0)).isZero();
    }

    @Test
    void changes_from_one_and_to_one_are_those_of_the_rate_policies() {
        ScalingRules two = rules().policy(RatePolicy.pods(2).per(ofSeconds(60)));
        AutoscalerSpec spec = AutoscalerSpec.builder(0, 10)
                .metric(queue())
                .activation(COOLDOWN)
                .scaleUp(two)
                .scaleDown(two)
                .build();
        Autoscaler grown = spec.newAutoscaler();
        grown.scaled(0, 1, 3);
        assertThat(grown.scaleUpLimit(1, 3)).isEqualTo(3);
        Autoscaler shrunk = spec.newAutoscaler();
        shrunk.scaled(0, 3, 1);
        assertThat(shrunk.scaleDownLimit(1, 1)).isEqualTo(1);
    }
}
