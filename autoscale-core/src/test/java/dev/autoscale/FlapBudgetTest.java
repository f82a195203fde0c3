package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Target 1; 5 replicas started or stopped in 60 s. */
class FlapBudgetTest {
    private static final FlapBudget MINUTE = FlapBudget.per(ofSeconds(60));

    private static Life life(FlapBudget budget) {
        return new Life(builder(budget));
    }

    private static AutoscalerSpec.Builder builder(FlapBudget budget) {
        return Life.free(rules(), rules()).flapBudget(budget);
    }

    private static void assertCounts(Life life, long replicas, long reversals) {
        assertThat(life.out.replicasChanged()).isEqualTo(replicas);
        assertThat(life.out.reversals()).isEqualTo(reversals);
    }

    @Test
    void what_the_budget_does_not_allow_waits_until_it_has_come_back() {
        Life life = life(MINUTE.replicas(5));
        assertThat(life.follow(0, 5, 20)).isEqualTo(10);
        assertThat(life.out.reason()).isEqualTo(Reason.FLAP_BUDGET_SPENT);
        assertThat(life.out.after(Decision.Step.COOLED)).isEqualTo(20);
        assertThat(life.out.untilMillis(Decision.Step.BUDGETED)).isEqualTo(60_000);
        assertThat(life.out.toString())
                .contains("budget      10  FlapBudgetSpent: 5 replicas per 60 s, had 0 replicas and 0 reversals; may"
                        + " change in 60 s\n");
        assertCounts(life, 0, 0);
        assertThat(life.decide(59_999, 10, 20)).isEqualTo(10);
        assertCounts(life, 5, 0);
        assertThat(life.out.untilMillis(Decision.Step.BUDGETED)).isEqualTo(60_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
        assertThat(life.decide(60_000, 10, 20)).isEqualTo(15);
        assertCounts(life, 0, 0);
    }

    @Test
    void all_ways_add_up_whoever_went_them() {
        Life life = life(MINUTE.replicas(5));
        life.autoscaler.scaled(0, 5, 8);
        life.autoscaler.scaled(10_000, 8, 6);
        assertThat(life.decide(20_000, 6, 20)).isEqualTo(6);
        assertThat(life.decide(20_000, 6, 1)).isEqualTo(6);
        assertCounts(life, 5, 1);
        assertThat(life.decide(60_000, 6, 20)).isEqualTo(9);
        assertThat(life.decide(69_999, 6, 1)).isEqualTo(3);
        assertThat(life.decide(70_000, 6, 20)).isEqualTo(11);
    }

    @Test
    void a_budget_that_is_overspent_by_others_leaves_nothing() {
        Life life = life(MINUTE.replicas(5));
        life.autoscaler.scaled(0, 5, 90);
        assertThat(life.decide(1, 90, 3)).isEqualTo(90);
        assertThat(life.decide(1, 90, 99)).isEqualTo(90);
    }

    @Test
    void reversals_are_limited_until_they_are_too_old() {
        Life life = life(MINUTE.reversals(1));
        life.autoscaler.scaled(0, 5, 9);
        assertThat(life.decide(500, 9, 7)).isEqualTo(7);
        life.autoscaler.scaled(1_000, 9, 7);
        assertThat(life.decide(2_000, 7, 3)).isEqualTo(3);
        assertThat(life.decide(2_000, 7, 9)).isEqualTo(7);
        assertThat(life.out.reason()).isEqualTo(Reason.FLAP_BUDGET_SPENT);
        assertCounts(life, 6, 1);
        assertThat(life.decide(60_999, 7, 9)).isEqualTo(7);
        assertCounts(life, 2, 1);
        assertThat(life.decide(61_000, 7, 9)).isEqualTo(9);
    }

    @Test
    void no_reversals_at_all_leave_one_direction() {
        Life life = life(MINUTE.reversals(0));
        life.autoscaler.scaled(0, 5, 9);
        assertThat(life.decide(1, 9, 3)).isEqualTo(9);
        assertThat(life.decide(1, 9, 20)).isEqualTo(20);
        assertThat(life.decide(60_000, 9, 3)).isEqualTo(3);
    }

    @Test
    void a_turn_after_a_rest_of_a_period_is_none() {
        Life life = life(MINUTE);
        life.autoscaler.scaled(0, 5, 9);
        life.autoscaler.scaled(60_000, 9, 5);
        life.decide(60_000, 5, 5);
        assertCounts(life, 4, 0);
        life.autoscaler.scaled(119_999, 5, 9);
        life.decide(119_999, 9, 9);
        assertCounts(life, 8, 1);
    }

    @Test
    void for_shrinking_only_growth_is_free_and_takes_room() {
        Life life = life(MINUTE.replicas(5).shrinkOnly());
        assertThat(life.follow(0, 5, 9)).isEqualTo(9);
        assertThat(life.follow(1, 9, 50)).isEqualTo(50);
        assertThat(life.decide(2, 50, 3)).isEqualTo(50);
        assertThat(life.decide(60_000, 50, 3)).isEqualTo(50);
        assertThat(life.decide(60_001, 50, 3)).isEqualTo(45);
    }

    @Test
    void a_budget_without_limits_counts_and_never_holds_whatever_there_was() {
        Life life = new Life(builder(MINUTE).bounds(1, Integer.MAX_VALUE));
        for (int i = 0; i < 4; i++) {
            life.autoscaler.scaled(2 * i, 1, Integer.MAX_VALUE);
            life.autoscaler.scaled(2 * i + 1, Integer.MAX_VALUE, 1);
        }
        assertThat(life.decide(10, 1_500_000, 2_000_000)).isEqualTo(2_000_000);
        assertThat(life.decide(10, 2_000_000, 1_500_000)).isEqualTo(1_500_000);
        // Six slots: the last one holds three changes.
        assertCounts(life, 8L * (Integer.MAX_VALUE - 1), 7);
    }

    @Test
    void from_zero_and_into_range_nothing_is_held_and_moves_of_activation_and_pause_do_not_count() {
        Life life = new Life(builder(MINUTE.replicas(1))
                .bounds(0, 100)
                .activation(Activation.cooldown(ofSeconds(1)).activationReplicas(30)));
        assertThat(life.follow(0, 0, 50)).isEqualTo(30);
        assertThat(life.decide(1, 30, 50)).isEqualTo(31);
        assertCounts(life, 0, 0);
        life.at(2, 30, 9).overrides().pauseAt(7);
        life.decide();
        life.autoscaler.scaled(2, 30, 7);
        life.decide(3, 7, 7);
        assertCounts(life, 0, 0);
        assertThat(life.follow(4, 500, 7)).isEqualTo(100);
        life.decide(5, 100, 100);
        assertCounts(life, 400, 0);
        Life zero = new Life(builder(MINUTE.replicas(1)).bounds(0, 100));
        zero.autoscaler.scaled(0, 5, 0);
        assertThat(zero.decide(1, 0, 50)).isEqualTo(50);
    }

    @Test
    void a_full_memory_joins_the_newest_changes_so_that_they_count_longer() {
        Life life = new Life(builder(MINUTE.replicas(10)).historyCapacity(2));
        life.autoscaler.scaled(0, 5, 6);
        life.autoscaler.scaled(10_000, 6, 8);
        life.autoscaler.scaled(20_000, 8, 7);
        life.decide(59_999, 7, 7);
        assertCounts(life, 4, 1);
        life.decide(60_000, 7, 7);
        assertCounts(life, 3, 1);
        life.decide(70_000, 7, 7);
        assertCounts(life, 3, 1);
        life.decide(79_999, 7, 7);
        assertCounts(life, 3, 1);
        life.decide(80_000, 7, 7);
        assertCounts(life, 0, 0);
    }

    @Test
    void huge_joined_changes_are_forgotten_whole() {
        Life life = new Life(builder(MINUTE.replicas(10)).historyCapacity(2));
        life.autoscaler.scaled(0, 0, 2_000_000_000);
        life.autoscaler.scaled(1, 2_000_000_000, 0);
        life.autoscaler.scaled(2, 0, 2_000_000_000);
        life.decide(3, 7, 20);
        assertThat(life.out.replicas()).isEqualTo(7);
        assertThat(life.out.replicasChanged()).isEqualTo(6_000_000_000L);
        assertThat(life.decide(60_002, 7, 20)).isEqualTo(17);
        assertCounts(life, 0, 0);
    }

    @Test
    void changes_of_one_instant_are_one_entry() {
        Life life = new Life(builder(MINUTE.replicas(10)).historyCapacity(2));
        for (int i = 0; i < 4; i++) {
            life.autoscaler.scaled(0, 5, 6);
        }
        life.autoscaler.scaled(5, 6, 7);
        life.decide(60_000, 7, 7);
        assertCounts(life, 1, 0);
    }

    @Test
    void at_the_ends_of_time_and_when_the_clock_goes_back() {
        for (long start : new long[] {Long.MIN_VALUE, -30_000, Long.MAX_VALUE - 60_000}) {
            Life life = life(MINUTE.replicas(5));
            life.autoscaler.scaled(start, 5, 10);
            assertThat(life.decide(start + 59_999, 10, 20)).isEqualTo(10);
            assertThat(life.decide(start + 60_000, 10, 20)).isEqualTo(15);
        }
        Life end = life(MINUTE.replicas(5));
        end.autoscaler.scaled(Long.MAX_VALUE - 1, 5, 10);
        assertThat(end.decide(0, 10, 20)).isEqualTo(10);
        assertThat(end.decide(Long.MAX_VALUE, 10, 20)).isEqualTo(15);
    }

    @Test
    void a_budget_is_rounded_to_aligned_counts() {
        Life life = new Life(builder(MINUTE.replicas(6)).bounds(4, 40).alignment(Alignment.multiplesOf(4)));
        assertThat(life.follow(0, 8, 30)).isEqualTo(12);
        assertThat(life.decide(1, 12, 30)).isEqualTo(12);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
        assertThat(life.decide(60_000, 12, 4)).isEqualTo(8);
    }

    @Test
    void snapshots_and_respec_keep_the_changes() {
        Life life = life(MINUTE.replicas(5));
        life.autoscaler.scaled(0, 5, 8);
        life.autoscaler.scaled(10_000, 8, 6);
        assertThat(Life.ask(life.restored(), 20_000, 6, 20)).isEqualTo(6);
        Autoscaler longer = life.restored();
        longer.respec(builder(FlapBudget.per(ofSeconds(100)).replicas(6)).build(), 20_000);
        assertThat(Life.ask(longer, 99_999, 6, 20)).isEqualTo(7);
        assertThat(Life.ask(longer, 100_000, 6, 20)).isEqualTo(10);
        Autoscaler oneWay = life.restored();
        oneWay.respec(builder(MINUTE.reversals(0)).build(), 10_000);
        assertThat(Life.ask(oneWay, 60_000, 6, 5)).isEqualTo(5);
        assertThat(Life.ask(oneWay, 60_000, 6, 7)).isEqualTo(6);
        Autoscaler smaller = life.restored();
        smaller.scaled(20_000, 6, 7);
        smaller.respec(builder(MINUTE.replicas(9)).historyCapacity(2).build(), 20_000);
        assertThat(Life.ask(smaller, 79_999, 7, 20)).isEqualTo(13);
        assertThat(Life.ask(smaller, 80_000, 7, 20)).isEqualTo(16);
    }

    @Test
    void it_says_what_it_allows() {
        assertThat(MINUTE).hasToString("counted per 60 s");
        assertThat(MINUTE.replicas(5)).hasToString("5 replicas per 60 s");
        assertThat(MINUTE.reversals(2).shrinkOnly()).hasToString("2 reversals per 60 s, shrinking only");
        assertThat(FlapBudget.per(ofMillis(1)).replicas(5).reversals(0))
                .hasToString("5 replicas and 0 reversals per 1 ms");
    }

    @Test
    void the_memory_goes_round() {
        Life life = new Life(builder(MINUTE).historyCapacity(3));
        for (int i = 1; i <= 12; i++) {
            long now = 25_000L * i;
            life.autoscaler.scaled(now, 50, i % 2 == 0 ? 50 + i : 50 - i);
            Autoscaler restored = life.restored();
            life.decide(now, 50, 50);
            assertCounts(life, i == 1 ? 1 : 3L * (i - 1), Math.min(3, i - 1));
            restored.decide(life.in, life.out);
            assertCounts(life, i == 1 ? 1 : 3L * (i - 1), Math.min(3, i - 1));
        }
    }

    @Test
    void changes_of_one_instant_leave_room_for_later_ones() {
        Life life = new Life(builder(MINUTE.replicas(10)).historyCapacity(4));
        for (int i = 0; i < 3; i++) {
            life.autoscaler.scaled(0, 5, 6);
        }
        for (int i = 1; i <= 3; i++) {
            life.autoscaler.scaled(i, 5, 6);
        }
        for (int i = 0; i <= 3; i++) {
            life.decide(60_000 + i, 7, 7);
            assertCounts(life, 3 - i, 0);
        }
    }

    @Test
    void the_next_look_is_when_a_budget_comes_back_that_a_window_hides_until_then() {
        Life life = new Life(Life.free(rules(), rules())
                .scaleDown(rules().stabilizationWindow(ofSeconds(100)))
                .flapBudget(FlapBudget.per(ofSeconds(140)).replicas(5)));
        life.autoscaler.scaled(0, 10, 5);
        life.decide(0, 5, 5);
        assertThat(life.decide(50_000, 5, 3)).isEqualTo(5);
        assertThat(life.out.recheckAtMillis()).isEqualTo(140_000);
        assertThat(life.decide(140_000, 5, 3)).isEqualTo(3);
    }
}
