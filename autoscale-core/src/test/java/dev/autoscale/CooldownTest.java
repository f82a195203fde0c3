package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Target 1; 60 s between growths, 120 s between shrinkings. */
class CooldownTest {
    private static final TimeWindow ALWAYS = new OpenFrom(Long.MIN_VALUE, Long.MAX_VALUE);

    private static AutoscalerSpec.Builder builder() {
        return Life.free(rules().cooldown(ofSeconds(60)), rules().cooldown(ofSeconds(120)));
    }

    @Test
    void the_same_direction_waits_until_the_change_is_that_old_and_the_other_one_does_not() {
        Life life = new Life(builder());
        assertThat(life.follow(0, 5, 9)).isEqualTo(9);
        assertThat(life.decide(59_999, 9, 20)).isEqualTo(9);
        assertThat(life.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(life.out.after(Decision.Step.SUSTAINED)).isEqualTo(20);
        assertThat(life.out.after(Decision.Step.COOLED)).isEqualTo(9);
        assertThat(life.out.untilMillis(Decision.Step.COOLED)).isEqualTo(60_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
        assertThat(life.out.toString())
                .contains("cooldown    9  Cooldown: waits up to 60 s after a change; may change in 1 ms\n");
        assertThat(life.decide(59_999, 9, 3)).isEqualTo(3);
        assertThat(life.decide(60_000, 9, 20)).isEqualTo(20);
        assertThat(life.out.untilMillis(Decision.Step.COOLED)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shrinking_waits_for_itself() {
        Life life = new Life(builder());
        assertThat(life.follow(0, 9, 5)).isEqualTo(5);
        assertThat(life.decide(119_999, 5, 3)).isEqualTo(5);
        assertThat(life.decide(1, 5, 9)).isEqualTo(9);
        assertThat(life.decide(120_000, 5, 3)).isEqualTo(3);
    }

    @Test
    void after_any_change_a_direction_can_wait_too_and_with_both_both_must_be_over() {
        Life life = new Life(Life.free(rules(), rules().cooldown(ofSeconds(90)).cooldownAfterAny(ofSeconds(30))));
        life.follow(0, 5, 9);
        assertThat(life.decide(29_999, 9, 3)).isEqualTo(9);
        assertThat(life.decide(1, 9, 20)).isEqualTo(20);
        assertThat(life.follow(30_000, 9, 3)).isEqualTo(3);
        assertThat(life.decide(119_999, 3, 1)).isEqualTo(3);
        assertThat(life.decide(120_000, 3, 1)).isEqualTo(1);
    }

    @Test
    void only_reported_changes_count_whoever_made_them() {
        Life life = new Life(builder());
        life.decide(0, 5, 9);
        life.autoscaler.scaleFailed(0);
        assertThat(life.decide(1, 5, 9)).isEqualTo(9);
        life.autoscaler.scaled(2, 5, 5);
        assertThat(life.decide(2, 5, 9)).isEqualTo(9);
        life.autoscaler.scaled(3, 4, 5);
        assertThat(life.decide(60_002, 5, 9)).isEqualTo(5);
        assertThat(life.decide(60_003, 5, 9)).isEqualTo(9);
    }

    @Test
    void moves_of_activation_and_of_a_pause_are_no_changes() {
        Life life = new Life(builder()
                .bounds(0, 100)
                .activation(Activation.cooldown(ofSeconds(1)).activationReplicas(3)));
        assertThat(life.follow(0, 0, 9)).isEqualTo(3);
        assertThat(life.decide(1, 3, 9)).isEqualTo(9);
        life.at(2, 3, 9).overrides().pauseAt(7);
        life.decide();
        life.autoscaler.scaled(2, 3, 7);
        assertThat(life.decide(3, 7, 9)).isEqualTo(9);
    }

    @Test
    void moves_into_range_and_to_a_floor_are_not_held_and_count() {
        Life life = new Life(builder()
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", new OpenFrom(100, 200), 30).atOnce())));
        assertThat(life.follow(0, 500, 200)).isEqualTo(100);
        assertThat(life.decide(1, 100, 3)).isEqualTo(100);
        assertThat(life.follow(1, 700, 200)).isEqualTo(100);
        life.autoscaler.scaled(2, 5, 6);
        assertThat(life.decide(3, 6, 20)).isEqualTo(6);
        assertThat(life.follow(100, 6, 6)).isEqualTo(30);
        assertThat(life.decide(60_099, 30, 60)).isEqualTo(30);
        assertThat(life.decide(60_100, 30, 60)).isEqualTo(60);
    }

    @Test
    void from_zero_nothing_waits_and_to_zero_it_does() {
        Life life = new Life(Life.free(rules().cooldownAfterAny(ofSeconds(60)), rules().cooldown(ofSeconds(60)))
                .bounds(0, 100));
        life.follow(0, 5, 3);
        assertThat(life.decide(1, 3, 0)).isEqualTo(3);
        life.autoscaler.scaled(1, 3, 0);
        assertThat(life.decide(2, 0, 9)).isEqualTo(9);
    }

    @Test
    void at_the_ends_of_time() {
        Life late = new Life(builder());
        late.autoscaler.scaled(Long.MAX_VALUE - 10, 5, 9);
        assertThat(late.decide(Long.MAX_VALUE - 1, 9, 20)).isEqualTo(9);
        assertThat(late.decide(Long.MAX_VALUE, 9, 20)).isEqualTo(20);
        Life early = new Life(builder());
        early.autoscaler.scaled(Long.MIN_VALUE, 5, 9);
        assertThat(early.decide(Long.MIN_VALUE + 60_000, 9, 20)).isEqualTo(9);
        assertThat(early.decide(Long.MIN_VALUE + 60_001, 9, 20)).isEqualTo(20);
        Life back = new Life(builder());
        back.autoscaler.scaled(10_000, 5, 9);
        assertThat(back.decide(-5_000_000, 9, 20)).isEqualTo(9);
        assertThat(back.decide(70_000, 9, 20)).isEqualTo(20);
        back.autoscaler.scaled(5_000, 5, 9);
        assertThat(back.decide(129_999, 9, 20)).isEqualTo(9);
        assertThat(back.decide(130_000, 9, 20)).isEqualTo(20);
    }

    private static AutoscalerSpec.Builder larger() {
        return Life.free(rules().cooldown(ofSeconds(60)).largerWithinCooldown(), rules());
    }

    /** As AWS has it: two were added, so a step of three that comes within the cooldown adds one. */
    @Test
    void larger_growth_goes_on_from_the_count_before() {
        Life life = new Life(larger());
        assertThat(life.follow(0, 5, 7)).isEqualTo(7);
        assertThat(life.decide(1_000, 7, 9)).isEqualTo(7);
        assertThat(life.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
        assertThat(life.follow(2_000, 7, 10)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(life.out.toString())
                .contains("cooldown    8  Cooldown: waits up to 60 s after a change, larger growth goes on");
        assertThat(life.out.summary()).contains("cooldown allows 8");
        Life even = new Life(larger().bounds(2, 100).alignment(Alignment.multiplesOf(2)));
        even.follow(0, 4, 8);
        assertThat(even.decide(1_000, 8, 13)).isEqualTo(10); // 14 are 6 beyond the 8, from the 4
        assertThat(even.decide(1_000, 8, 11)).isEqualTo(8);
        // The cooldown has begun again, and is still of the growth from 5.
        assertThat(life.decide(60_000, 8, 11)).isEqualTo(8);
        assertThat(life.follow(61_000, 8, 12)).isEqualTo(9);
        assertThat(life.follow(121_000, 9, 12)).isEqualTo(12);
        assertThat(life.decide(122_000, 12, 15)).isEqualTo(12);
        assertThat(life.decide(122_000, 12, 16)).isEqualTo(13);
    }

    /** What is not ready yet is no part of what the ready ones ask for. */
    @Test
    void growth_is_what_is_wanted_beyond_the_ready_ones() {
        Life life = new Life(larger());
        life.follow(0, 4, 8);
        Observation in = life.spec.newObservation();
        for (int ready = 0; ready <= 10; ready++) {
            life.autoscaler.preview(
                    in.at(1_000).replicas(8).readyReplicas(ready).value(0, 11), life.out);
            int beyond = 11 - Math.max(4, Math.min(8, ready));
            assertThat(life.out.replicas()).isEqualTo(Math.max(8, 4 + beyond));
        }
        life.autoscaler.preview(in.at(1_000).replicas(8).readyReplicas(4).value(0, 8), life.out);
        assertThat(life.out.replicas()).isEqualTo(8);
    }

    @Test
    void a_wait_after_any_change_holds_larger_growth_too_and_a_shrink_leaves_nothing_in_progress() {
        Life life = new Life(Life.free(
                rules().cooldown(ofSeconds(60)).cooldownAfterAny(ofSeconds(20)).largerWithinCooldown(), rules()));
        life.follow(0, 5, 7);
        assertThat(life.decide(19_999, 7, 20)).isEqualTo(7);
        assertThat(life.decide(20_000, 7, 20)).isEqualTo(18);
        assertThat(life.follow(21_000, 7, 4)).isEqualTo(4);
        assertThat(life.decide(40_999, 4, 6)).isEqualTo(4);
        assertThat(life.decide(41_000, 4, 6)).isEqualTo(6);
    }

    /** The count before the last growth is memory like the time of it; where it was not kept, growth waits. */
    @Test
    void snapshots_and_respec_keep_the_count_before() {
        Life life = new Life(larger());
        life.follow(0, 5, 7);
        assertThat(Life.ask(life.restored(), 2_000, 7, 10)).isEqualTo(8);
        Autoscaler other = life.restored();
        other.respec(larger().bounds(1, 90).build(), 1_000);
        assertThat(Life.ask(other, 2_000, 7, 10)).isEqualTo(8);
        other.respec(builder().build(), 3_000);
        assertThat(Life.ask(other, 3_000, 7, 10)).isEqualTo(7);
        other.respec(larger().build(), 4_000);
        assertThat(Life.ask(other, 4_000, 7, 10)).isEqualTo(7);
        assertThat(Life.ask(other, 60_000, 7, 10)).isEqualTo(10);
    }

    @Test
    void snapshots_and_respec_keep_the_last_changes_also_through_specs_without_cooldowns() {
        Life life = new Life(builder());
        life.autoscaler.scaled(0, 5, 9);
        assertThat(Life.ask(life.restored(), 59_999, 9, 20)).isEqualTo(9);
        Autoscaler other = life.restored();
        other.respec(Life.free(rules().gain(2), rules()).build(), 1);
        other.scaled(10_000, 9, 10);
        other.respec(life.spec, 20_000);
        assertThat(Life.ask(other, 69_999, 10, 20)).isEqualTo(10);
        assertThat(Life.ask(other, 70_000, 10, 20)).isEqualTo(20);
    }

    @Test
    void a_cooldown_holds_before_the_budget_counts_and_after_the_breach_lasted() {
        Life life = new Life(Life.free(rules().sustainedFor(ofMillis(10)).cooldown(ofMillis(50)), rules())
                .flapBudget(FlapBudget.per(ofSeconds(1)).replicas(3))
                .schedule(Schedule.of(ScheduleWindow.floor("f", ALWAYS, 1))));
        life.autoscaler.scaled(0, 5, 6);
        life.decide(1, 6, 20);
        assertThat(life.out.reason()).isEqualTo(Reason.BREACH_NOT_SUSTAINED);
        assertThat(life.out.recheckAtMillis()).isEqualTo(11);
        life.decide(11, 6, 20);
        assertThat(life.out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(life.out.recheckAtMillis()).isEqualTo(50);
        assertThat(life.follow(50, 6, 20)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.FLAP_BUDGET_SPENT);
        assertThat(life.decide(100, 8, 20)).isEqualTo(8);
        assertThat(life.out.recheckAtMillis()).isEqualTo(1_000);
        assertThat(life.decide(1_000, 8, 20)).isEqualTo(9);
    }

    @Test
    void the_next_look_is_at_the_end_of_a_cooldown_that_a_window_hides_until_then() {
        ScalingRules slow = rules().stabilizationWindow(ofSeconds(100)).cooldown(ofSeconds(140));
        for (int wanted : new int[] {3, 7}) {
            Life life = new Life(Life.free(rules(), rules()).scaleUp(slow).scaleDown(slow));
            life.autoscaler.scaled(0, wanted > 5 ? 4 : 6, 5);
            life.decide(0, 5, 5);
            assertThat(life.decide(50_000, 5, wanted)).isEqualTo(5);
            assertThat(life.out.recheckAtMillis()).isEqualTo(140_000);
            assertThat(life.decide(139_999, 5, wanted)).isEqualTo(5);
            assertThat(life.decide(140_000, 5, wanted)).isEqualTo(wanted);
        }
    }

    @Test
    void the_end_of_a_cooldown_at_which_a_window_still_holds_is_passed_over() {
        ScalingRules slow = rules().stabilizationWindow(ofSeconds(100)).cooldown(ofSeconds(60));
        for (int wanted : new int[] {3, 7}) {
            Life life = new Life(Life.free(rules(), rules()).scaleUp(slow).scaleDown(slow));
            life.autoscaler.scaled(0, wanted > 5 ? 4 : 6, 5);
            life.decide(0, 5, 5);
            life.decide(50_000, 5, wanted);
            assertThat(life.out.recheckAtMillis()).isEqualTo(100_000);
        }
    }
}
