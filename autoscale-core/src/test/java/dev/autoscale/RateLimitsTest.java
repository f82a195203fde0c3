package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static RateLimits limits(ScalingRules up, ScalingRules down) {
        return RateLimits.of(builder(up, down).build());
    }

    private static AutoscalerSpec.Builder builder(ScalingRules up, ScalingRules down) {
        return AutoscalerSpec.builder(1, 1000)
                .metric(external("queue").averageValue(1))
                .scaleUp(up)
                .scaleDown(down);
    }

    @Test
    void defaults_allow_four_pods_or_doubling_and_any_shrink() {
        RateLimits limits = limits(rules(), rules());
        assertThat(limits.scaleUpLimit(0, 3)).isEqualTo(7);
        assertThat(limits.scaleUpLimit(0, 30)).isEqualTo(60);
        assertThat(limits.scaleDownLimit(0, 30)).isZero();
    }

    @Test
    void a_change_counts_until_it_is_as_old_as_the_period() {
        RateLimits limits = limits(rules().policy(pods(2).per(ofSeconds(60))), rules());
        limits.scaled(1_000, 5, 7);
        assertThat(limits.scaleUpLimit(60_999, 7)).isEqualTo(7);
        assertThat(limits.changes().nextExpiryMillis(limits.memory(), 60_999)).isEqualTo(61_000);
        assertThat(limits.scaleUpLimit(61_000, 7)).isEqualTo(9);
    }

    @Test
    void opposite_changes_make_room_for_each_other() {
        ScalingRules twoPerMinute = rules().policy(pods(2).per(ofSeconds(60)));
        RateLimits limits = limits(twoPerMinute, twoPerMinute);
        limits.scaled(0, 5, 7);
        limits.scaled(1_000, 7, 6);
        assertThat(limits.scaleUpLimit(2_000, 6)).isEqualTo(7);
        assertThat(limits.scaleDownLimit(2_000, 6)).isEqualTo(3);
    }

    @Test
    void percent_is_of_the_count_at_the_start_of_the_period_and_rounds_as_doubles_do() {
        RateLimits limits = limits(
                rules().policy(percent(10).per(ofSeconds(60))),
                rules().policy(percent(90).per(ofSeconds(60))));
        // 100 * 1.1 is 110.00000000000001, and 100 * (1 - 0.9) is 9.999999999999998.
        assertThat(limits.scaleUpLimit(0, 100)).isEqualTo(111);
        assertThat(limits.scaleDownLimit(0, 100)).isEqualTo(9);
        limits.scaled(0, 100, 105);
        assertThat(limits.scaleUpLimit(1_000, 105)).isEqualTo(111);
    }

    @Test
    void min_takes_the_smallest_change_and_disabled_none() {
        ScalingRules both =
                rules().policy(pods(1).per(ofSeconds(60))).policy(percent(50).per(ofSeconds(60)));
        RateLimits min = limits(both.select(ScalingRules.SelectPolicy.MIN), both.select(ScalingRules.SelectPolicy.MIN));
        assertThat(min.scaleUpLimit(0, 10)).isEqualTo(11);
        assertThat(min.scaleDownLimit(0, 10)).isEqualTo(9);
        RateLimits disabled = limits(
                both.select(ScalingRules.SelectPolicy.DISABLED), both.select(ScalingRules.SelectPolicy.DISABLED));
        assertThat(disabled.scaleUpLimit(0, 10)).isEqualTo(10);
        assertThat(disabled.scaleDownLimit(0, 10)).isEqualTo(10);
    }

    @Test
    void a_change_is_kept_for_its_own_directions_longest_period_until_its_slot_is_used_again() {
        RateLimits limits =
                limits(rules().policy(pods(10).per(ofSeconds(10))), rules().policy(pods(1).per(ofSeconds(100))));
        limits.scaled(0, 5, 9);
        // The growth of 4 still makes room for the 100 s scale-down policy ...
        assertThat(limits.scaleDownLimit(20_000, 9)).isEqualTo(4);
        limits.scaled(20_000, 9, 10);
        // ... until another growth takes over its slot.
        assertThat(limits.scaleDownLimit(20_000, 10)).isEqualTo(8);
    }

    @Test
    void a_full_history_never_allows_more_than_a_complete_one() {
        ScalingRules perMinute = rules().policy(pods(40).per(ofSeconds(60)));
        RateLimits small =
                RateLimits.of(builder(perMinute, perMinute).historyCapacity(3).build());
        RateLimits complete = RateLimits.of(
                builder(perMinute, perMinute).historyCapacity(1000).build());
        int count = 100;
        for (int second = 0; second < 300; second++) {
            long now = second * 1000L;
            int next = count + (second % 7 < 4 ? 1 : -1);
            small.scaled(now, count, next);
            complete.scaled(now, count, next);
            count = next;
            assertThat(small.scaleUpLimit(now, count)).isLessThanOrEqualTo(complete.scaleUpLimit(now, count));
            assertThat(small.scaleDownLimit(now, count)).isGreaterThanOrEqualTo(complete.scaleDownLimit(now, count));
        }
        assertThat(small.scaleUpLimit(1_000_000, count)).isEqualTo(count + 40);
    }

    @Test
    void limits_saturate_unless_kubernetes_arithmetic_is_asked_for() {
        ScalingRules huge = rules().policy(pods(Integer.MAX_VALUE).per(ofSeconds(60)));
        assertThat(limits(huge, rules()).scaleUpLimit(0, 5)).isEqualTo(Integer.MAX_VALUE);
        AutoscalerSpec wrapping = builder(huge, rules()).kubernetesArithmetic().build();
        assertThat(RateLimits.of(wrapping).scaleUpLimit(0, 5)).isEqualTo(Integer.MIN_VALUE + 4);
    }

    @Test
    void another_spec_keeps_the_changes() {
        RateLimits limits = limits(rules().policy(pods(2).per(ofSeconds(60))), rules());
        limits.scaled(0, 5, 7);
        RateLimits next = limits.under(
                builder(rules().policy(pods(3).per(ofSeconds(60))), rules()).build());
        assertThat(next.scaleUpLimit(1_000, 7)).isEqualTo(8);
    }

    @Test
    void another_spec_with_less_room_forgets_no_change() {
        ScalingRules rules = rules().policy(pods(10).per(ofSeconds(60)));
        RateLimits limits = limits(rules, rules);
        // The fourth change takes the slot of the first, so the slots are in no order of time.
        limits.scaled(0, 1, 2);
        limits.scaled(20_000, 2, 3);
        limits.scaled(40_000, 3, 4);
        limits.scaled(65_000, 4, 10);
        limits.scaled(66_000, 10, 9);
        RateLimits next = limits.under(builder(rules, rules).historyCapacity(2).build());
        for (long now = 66_000; now < 130_000; now += 1_000) {
            assertThat(next.scaleUpLimit(now, 9)).isLessThanOrEqualTo(limits.scaleUpLimit(now, 9));
            assertThat(next.scaleDownLimit(now, 9)).isGreaterThanOrEqualTo(limits.scaleDownLimit(now, 9));
        }
        assertThat(next.scaleUpLimit(66_000, 9)).isEqualTo(12);
        assertThat(next.scaleUpLimit(110_000, 9)).isEqualTo(14);
    }

    @Test
    void an_explanation_says_that_opposite_changes_made_room() {
        Life life = new Life(AutoscalerSpec.builder(1, 20)
                .metric(MetricSpec.external("queue").averageValue(1))
                .scaleDown(ScalingRules.rules()
                        .stabilizationWindow(ofSeconds(0))
                        .policy(RatePolicy.pods(2).per(ofSeconds(300)))));
        assertThat(life.follow(0, 2, 8)).isEqualTo(6);
        assertThat(life.follow(15_000, 6, 8)).isEqualTo(8);
        assertThat(life.decide(30_000, 8, 2)).isEqualTo(2);
        assertThat(life.out.toString())
                .contains("limited     2  earlier growth made room: -2 in 300 s alone would allow 6\n");
        assertThat(life.decide(400_000, 8, 7)).isEqualTo(7);
        assertThat(life.out.toString()).doesNotContain("made room");
    }
}
