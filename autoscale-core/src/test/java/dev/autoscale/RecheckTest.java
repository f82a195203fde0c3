package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A queue with target 1; the window of shrinking is the usual one of 300 s. */
class RecheckTest {
    private static AutoscalerSpec.Builder queue() {
        return AutoscalerSpec.builder(1, 100).metric(external("queue").averageValue(1));
    }

    private static AutoscalerSpec.Builder slow() {
        return queue().scaleUp(rules().policy(RatePolicy.pods(4).per(ofSeconds(60))));
    }

    /** Has recommended 8 at 7 ms. */
    private static Life eight(AutoscalerSpec.Builder builder) {
        Life life = new Life(builder);
        life.decide(7, 8, 8);
        return life;
    }

    @Test
    void a_change_that_was_not_reported_counts_from_the_next_decision_on() {
        Life life = eight(queue().countUnreported());
        life.decide(15_000, 9, 9);
        assertThat(life.out.recheckAtMillis()).isEqualTo(15_000);
        life.decide(16_000, 9, 9);
        assertThat(life.out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothing_changes_by_itself_while_a_workload_is_off() {
        Life life = new Life(queue());
        life.decide(7, 0, 9);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALING_DISABLED);
        assertThat(life.out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_was_not_remembered_may_change_at_once_unless_it_keeps_the_count() {
        Life first = new Life(queue());
        first.autoscaler.preview(first.at(7, 8, 8), first.out);
        assertThat(first.out.recheckAtMillis()).isEqualTo(7);
        Life life = eight(queue());
        life.autoscaler.preview(life.at(15_000, 8, 9), life.out);
        assertThat(life.out.recheckAtMillis()).isEqualTo(15_000);
        life.autoscaler.preview(life.at(15_000, 8, 3), life.out);
        assertThat(life.out.recheckAtMillis()).isEqualTo(300_007);
    }

    @Test
    void an_average_says_nothing_about_another_count() {
        Life life =
                new Life(AutoscalerSpec.builder(1, 100).metric(resource("cpu").averageUtilization(50)));
        life.decide(7, 4, 100);
        assertThat(life.out.replicas()).isEqualTo(8);
        assertThat(life.out.recheckAtMillis()).isEqualTo(7);
    }

    @Test
    void a_total_says_what_it_will_ask_for() {
        Life life = new Life(slow());
        life.decide(7, 8, 20);
        assertThat(life.out.replicas()).isEqualTo(12);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_007);
    }

    @Test
    void earlier_changes_take_room_from_the_next_one() {
        Life life = new Life(slow());
        life.autoscaler.scaled(0, 3, 5);
        life.decide(30_000, 5, 20);
        assertThat(life.out.replicas()).isEqualTo(7);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
    }

    @Test
    void a_frozen_direction_hides_what_a_window_lets_go() {
        Life life = eight(queue());
        life.at(15_000, 8, 3).overrides().freezeScaleDown(400_000);
        life.decide();
        assertThat(life.out.recheckAtMillis()).isEqualTo(400_000);
        life.at(16_000, 8, 3).overrides().freezeScaleUp(400_000);
        life.decide();
        assertThat(life.out.recheckAtMillis()).isEqualTo(300_007);
        Life scheduled =
                eight(queue().schedule(Schedule.of(ScheduleWindow.forbidScaleDown("f", new OpenFrom(0, 400_000)))));
        scheduled.decide(15_000, 8, 3);
        assertThat(scheduled.out.recheckAtMillis()).isEqualTo(400_000);
    }

    @Test
    void growth_that_one_metric_asks_for_while_another_fails_goes_on() {
        Life life = new Life(slow().metric(external("other").averageValue(1)));
        life.decide(7, 8, 20, Double.NaN);
        assertThat(life.out.replicas()).isEqualTo(12);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_007);
    }
}
