package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final TimeWindow ALWAYS = new OpenFrom(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Grows and shrinks by 2 in a minute. */
    private static AutoscalerSpec.Builder slow(int min) {
        ScalingRules two = rules().policy(pods(2).per(ofSeconds(60))).stabilizationWindow(ofSeconds(0));
        return AutoscalerSpec.builder(min, 20)
                .metric(external("queue").averageValue(1))
                .scaleUp(two)
                .scaleDown(two);
    }

    private final Life life = new Life(slow(1));

    @Test
    void a_pause_keeps_the_count_whatever_asks_for_another_one() {
        life.at(0, 4, 9).overrides().pause();
        assertThat(life.decide()).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.PAUSED);
        assertThat(life.out.rescaleReason()).isNull();
        assertThat(life.out.recommended()).isEqualTo(9);
        assertThat(life.out.limited()).isEqualTo(6);
        assertThat(life.out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
        life.at(1, 30, 9).overrides().pause();
        assertThat(life.decide()).isEqualTo(30);
        life.at(2, 0, 9).overrides().pause();
        assertThat(life.decide()).isZero();
    }

    @Test
    void an_order_lasts_for_one_observation() {
        life.at(0, 4, 9).overrides().pause().freezeScaleUp(Long.MAX_VALUE).shadow();
        life.decide();
        assertThat(life.decide(1, 4, 9)).isEqualTo(6);
        assertThat(life.out.isShadow()).isFalse();
        assertThat(life.out.hasChange()).isTrue();
    }

    @Test
    void a_paused_workload_is_still_followed() {
        Life patient = new Life(slow(1).scaleDown(rules().stabilizationWindow(ofSeconds(100))));
        patient.at(0, 4, 9).overrides().pause();
        patient.decide();
        assertThat(patient.decide(99_999, 9, 2)).isEqualTo(9);
        assertThat(patient.decide(100_000, 9, 2)).isEqualTo(2);
    }

    @Test
    void pause_at_goes_past_bounds_and_rate_policies() {
        for (int count : new int[] {0, 1, 3, 15, 500}) {
            life.at(0, 4, 4).overrides().pauseAt(count);
            assertThat(life.decide()).isEqualTo(count);
            assertThat(life.out.hasChange()).isEqualTo(count != 4);
        }
        life.at(0, 4).replicasUnknown().overrides().pauseAt(3);
        assertThat(life.decide()).isEqualTo(Decision.UNKNOWN_REPLICAS);
    }

    @Test
    void pause_at_spends_no_budget_and_the_way_back_does() {
        life.at(0, 4, 15).overrides().pauseAt(10);
        life.decide();
        life.autoscaler.scaled(0, 4, 10);
        assertThat(life.autoscaler.scaleUpLimit(1, 10)).isEqualTo(12);
        assertThat(life.follow(1, 10, 15)).isEqualTo(12);
        assertThat(life.autoscaler.scaleUpLimit(2, 12)).isEqualTo(12);
    }

    @Test
    void a_change_that_the_pause_did_not_ask_for_is_an_event() {
        life.at(0, 4, 15).overrides().pauseAt(10);
        life.decide();
        life.autoscaler.scaled(0, 4, 6);
        assertThat(life.autoscaler.scaleUpLimit(1, 6)).isEqualTo(6);
        Life later = new Life(slow(1));
        later.at(0, 4, 4).overrides().pauseAt(6);
        later.decide();
        later.decide(1, 4, 15);
        later.autoscaler.scaled(1, 4, 6);
        assertThat(later.autoscaler.scaleUpLimit(2, 6)).isEqualTo(6);
    }

    @Test
    void a_snapshot_between_decision_and_report_knows_that_it_was_a_pause() {
        life.at(0, 4, 15).overrides().pauseAt(10);
        life.decide();
        ByteBuffer bytes = ByteBuffer.allocate(life.autoscaler.snapshotSize());
        life.autoscaler.snapshot(bytes);
        Autoscaler restored = life.spec.newAutoscaler();
        restored.restore(bytes.flip());
        restored.scaled(0, 4, 10);
        assertThat(restored.scaleUpLimit(1, 10)).isEqualTo(12);
    }

    @Test
    void a_frozen_direction_holds_until_its_time() {
        life.at(99, 4, 9).overrides().freezeScaleUp(100);
        assertThat(life.decide()).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_UP_FROZEN);
        assertThat(life.out.recheckAtMillis()).isEqualTo(100);
        life.at(100, 4, 9).overrides().freezeScaleUp(100);
        assertThat(life.decide()).isEqualTo(6);
        life.at(199, 4, 1).overrides().freezeScaleDown(200);
        assertThat(life.decide()).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_DOWN_FROZEN);
        life.at(200, 4, 1).overrides().freezeScaleDown(200);
        assertThat(life.decide()).isEqualTo(2);
    }

    @Test
    void a_workload_that_was_paused_at_zero_comes_back_after_the_pause() {
        for (boolean scaleToZero : new boolean[] {false, true}) {
            for (int min : new int[] {1, 2}) {
                Life life = new Life(AutoscalerSpec.builder(min, 5)
                        .metric(MetricSpec.external("rps").averageValue(10))
                        .metric(MetricSpec.resource("cpu").averageUtilization(70))
                        .scaleToZero(scaleToZero));
                life.at(0, 3, 30, 60).overrides().pauseAt(0);
                assertThat(life.decide()).isZero();
                life.autoscaler.scaled(life.out);
                life.at(15_000, 0, 30).failed(1).overrides().pauseAt(0);
                assertThat(life.decide()).isZero();
                life.at(30_000, 0, 30).failed(1);
                assertThat(Life.ask(life.restored(), 30_000, 0, 30)).isGreaterThanOrEqualTo(min);
                assertThat(life.decide()).isEqualTo(3);
                life.at(30_000, 0).failed(0).failed(1);
                assertThat(life.decide()).isEqualTo(min);
                life.at(30_000, 0).noUsableInput(Reason.INVALID_SELECTOR);
                assertThat(life.decide()).isEqualTo(min);
            }
        }
    }

    @Test
    void what_somebody_else_took_to_zero_comes_back_after_a_pause_at_zero_only() {
        Life life = new Life(AutoscalerSpec.builder(1, 5)
                .metric(MetricSpec.external("rps").averageValue(10))
                .scaleToZero(false));
        life.at(0, 0, 30).overrides().pause();
        assertThat(life.decide()).isZero();
        assertThat(life.decide(1_000, 0, 30)).isZero();
        assertThat(life.out.toString()).contains("scaled to zero by someone else");
        life.at(2_000, 0, 30).overrides().pauseAt(0);
        life.decide();
        assertThat(life.decide()).isZero();
        assertThat(life.out.toString()).doesNotContain("someone else");
        assertThat(life.follow(3_000, 0, 30)).isEqualTo(3);
        life.autoscaler.scaled(4_000, 3, 0);
        assertThat(life.decide(5_000, 0, 30)).isZero();
    }

    @Test
    void a_pause_keeps_the_count_that_it_was_given() {
        life.at(0, 10, 1).overrides().pauseAt(5).pause();
        assertThat(life.decide()).isEqualTo(5);
        life.at(1, 10, 1).overrides().pause().pauseAt(4).pauseAt(6);
        assertThat(life.decide()).isEqualTo(6);
        life.at(2, 10, 1).overrides().pause();
        assertThat(life.decide()).isEqualTo(10);
    }

    @Test
    void a_freeze_is_no_reason_where_nothing_moves() {
        life.at(0, 4, 4).overrides().freezeScaleUp(Long.MAX_VALUE).freezeScaleDown(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(4);
        assertThat(life.out.reason()).isEqualTo(Reason.AT_TARGET);
    }

    @Test
    void orders_are_given_one_after_the_other() {
        Overrides orders = life.at(0, 4, 4).overrides();
        assertThat(orders.freezeScaleDown(9)
                        .forceActivation()
                        .shadow()
                        .removable(1)
                        .freezeScaleUp(9)
                        .pause())
                .isSameAs(orders);
    }

    @Test
    void a_freeze_is_about_one_direction_and_moves_into_bounds_too() {
        life.at(0, 4, 1).overrides().freezeScaleUp(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(2);
        life.at(0, 30, 1).overrides().freezeScaleDown(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(30);
        life.at(0, 30, 1).overrides().freezeScaleUp(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(20);
    }

    @Test
    void pause_outranks_freeze_freeze_outranks_ceiling_ceiling_floor_and_floor_activation() {
        Activation idles = Activation.cooldown(ofMillis(0));
        Life all = new Life(slow(0).activation(idles)
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", ALWAYS, 5).atOnce(),
                        ScheduleWindow.ceiling("c", ALWAYS, 3).atOnce())));
        all.at(0, 8, 0).overrides().pauseAt(7).freezeScaleDown(Long.MAX_VALUE);
        assertThat(all.decide()).isEqualTo(7);
        all.at(0, 8, 0).overrides().freezeScaleDown(Long.MAX_VALUE);
        assertThat(all.decide()).isEqualTo(8);
        assertThat(all.decide(0, 8, 0)).isEqualTo(3);
        Life floor = new Life(slow(0).activation(idles)
                .schedule(Schedule.of(ScheduleWindow.floor("f", ALWAYS, 5).atOnce())));
        assertThat(floor.decide(0, 6, 0)).isEqualTo(5);
        assertThat(new Life(slow(0).activation(idles)).decide(0, 8, 0)).isZero();
    }

    @Test
    void a_freeze_holds_activation_back_both_ways() {
        Life sleeper = new Life(slow(0).activation(Activation.cooldown(ofMillis(0))));
        sleeper.at(0, 0, 5).overrides().freezeScaleUp(10);
        assertThat(sleeper.decide()).isZero();
        sleeper.at(1, 3, 0).overrides().freezeScaleDown(10);
        assertThat(sleeper.decide()).isEqualTo(3);
    }

    @Test
    void a_shadow_answers_and_remembers_but_is_not_to_be_carried_out() {
        life.at(0, 4, 9).overrides().shadow();
        assertThat(life.decide()).isEqualTo(6);
        assertThat(life.out.hasChange()).isFalse();
        assertThat(life.out.isShadow()).isTrue();
        assertThat(life.autoscaler.reason(Condition.SCALING_LIMITED)).isEqualTo(Reason.SCALE_UP_LIMIT);
        Life patient = new Life(slow(1).scaleDown(rules().stabilizationWindow(ofSeconds(100))));
        patient.at(0, 4, 9).overrides().shadow();
        patient.decide();
        assertThat(patient.decide(99_999, 9, 2)).isEqualTo(9);
    }

    @Test
    void forced_activation_changes_nothing_without_activation() {
        life.at(0, 4, 2).overrides().forceActivation();
        assertThat(life.decide()).isEqualTo(2);
        life.at(0, 0, 2).overrides().forceActivation();
        assertThat(life.decide()).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALING_DISABLED);
    }

    @Test
    void a_paused_workload_that_is_active_has_its_cooldown_renewed() {
        Life sleeper = new Life(slow(0).activation(Activation.cooldown(ofSeconds(60))));
        sleeper.decide(0, 3, 3);
        sleeper.at(50_000, 3, 3).overrides().pause();
        sleeper.decide();
        assertThat(sleeper.decide(109_999, 3, 0)).isEqualTo(1);
        assertThat(sleeper.decide(110_000, 3, 0)).isZero();
    }

    @Test
    void a_negative_count_to_pause_at_is_refused() {
        assertThatThrownBy(() -> life.in.overrides().pauseAt(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pauseAt replicas must be >= 0: replicas=-1");
    }
}
