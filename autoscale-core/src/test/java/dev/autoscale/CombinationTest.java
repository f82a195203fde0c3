package dev.autoscale;

import static dev.autoscale.Combination.ALL;
import static dev.autoscale.Combination.AVERAGE;
import static dev.autoscale.Combination.MAX;
import static dev.autoscale.Combination.MIN;
import static dev.autoscale.Combination.SUM;
import static dev.autoscale.Combination.votes;
import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Each metric asks for as many replicas as its value says. */
class CombinationTest {
    private static final double FAILS = Double.NaN;

    private static Life life(Combination combination, int metrics) {
        AutoscalerSpec.Builder builder =
                Life.nimble(1, 1_000, new MetricSpec[0]).tolerance(0).combination(combination);
        for (int i = 0; i < metrics; i++) {
            builder.metric(external("m" + i).averageValue(1));
        }
        builder.scaleUp(ScalingRules.rules().policy(RatePolicy.pods(1_000).per(java.time.Duration.ofSeconds(1))));
        return new Life(builder);
    }

    private static int at(Combination combination, int current, double... values) {
        return life(combination, values.length).decide(0, current, values);
    }

    @Test
    void max_min_sum_and_average() {
        assertThat(at(MAX, 5, 3, 9, 4)).isEqualTo(9);
        assertThat(at(MIN, 5, 3, 9, 4)).isEqualTo(3);
        assertThat(at(SUM, 5, 3, 9, 4)).isEqualTo(16);
        assertThat(at(AVERAGE, 5, 3, 9, 4)).isEqualTo(6);
        assertThat(at(AVERAGE, 5, 3, 9, 3)).isEqualTo(5);
        assertThat(at(AVERAGE, 5, 0, 0, 1)).isEqualTo(1);
    }

    @Test
    void the_metric_that_was_picked_is_the_deciding_one() {
        Life min = life(MIN, 3);
        min.decide(0, 5, 3, 9, 3);
        assertThat(min.out.decidingMetric()).isZero();
        Life sum = life(SUM, 2);
        sum.decide(0, 5, 3, 9);
        assertThat(sum.out.decidingMetric()).isEqualTo(Decision.NO_METRIC);
        Life votes = life(votes(2, 2), 3);
        votes.decide(0, 5, 9, 7, 3);
        assertThat(votes.out.recommended()).isEqualTo(7);
        assertThat(votes.out.decidingMetric()).isEqualTo(1);
    }

    @Test
    void huge_sums_and_means_do_not_wrap() {
        Life sum = life(SUM, 3);
        assertThat(sum.decide(0, 5, 1e30, 1e30, 1e30)).isEqualTo(1_000);
        assertThat(sum.out.recommended()).isEqualTo(Integer.MAX_VALUE);
        Life average = life(AVERAGE, 3);
        average.decide(0, 5, 1e30, 1e30, 1e30);
        assertThat(average.out.recommended()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void so_many_votes_grow_or_shrink_and_growing_goes_first() {
        assertThat(at(votes(2, 2), 5, 9, 7, 8)).isEqualTo(8);
        assertThat(at(votes(2, 2), 5, 9, 5, 5)).isEqualTo(5);
        assertThat(at(votes(2, 2), 5, 1, 2, 3)).isEqualTo(2);
        assertThat(at(votes(2, 2), 5, 1, 5, 5)).isEqualTo(5);
        assertThat(at(votes(1, 1), 5, 9, 1, 5)).isEqualTo(9);
        assertThat(at(votes(2, 1), 5, 9, 3, 1)).isEqualTo(1);
        assertThat(at(votes(4, 4), 5, 9, 9, 9)).isEqualTo(5);
        assertThat(at(votes(4, 4), 5, 1, 1, 1)).isEqualTo(5);
    }

    @Test
    void all_means_all_that_count_now() {
        assertThat(at(votes(ALL, ALL), 5, 9, 7, 8)).isEqualTo(7);
        assertThat(at(votes(ALL, ALL), 5, 9, 7, 4)).isEqualTo(5);
        assertThat(at(votes(ALL, ALL), 5, 1, 2, 3)).isEqualTo(3);
        assertThat(at(votes(ALL, 1), 5, 1, 2, 3)).isEqualTo(1);
        // The failing one does not count, and lets nothing shrink.
        assertThat(at(votes(ALL, ALL), 5, 9, FAILS, 8)).isEqualTo(8);
        assertThat(at(votes(ALL, ALL), 5, 3, FAILS, 2)).isEqualTo(5);
    }

    @Test
    void or_to_grow_and_and_to_shrink_is_max() {
        int[] counts = {0, 1, 3, 4, 5, 9};
        for (int a : counts) {
            for (int b : counts) {
                for (int c : counts) {
                    assertThat(at(votes(1, ALL), 4, a, b, c))
                            .as("%d %d %d", a, b, c)
                            .isEqualTo(at(MAX, 4, a, b, c));
                }
            }
        }
    }

    @Test
    void with_a_failing_metric_the_count_may_grow_but_not_shrink() {
        for (Combination combination : new Combination[] {MAX, MIN, SUM, AVERAGE, votes(1, 1), votes(ALL, ALL)}) {
            Life life = life(combination, 2);
            assertThat(life.decide(0, 5, FAILS, 7)).as("%s", combination).isEqualTo(7);
            assertThat(life.decide(1, 5, FAILS, 4)).as("%s", combination).isEqualTo(5);
            assertThat(life.out.reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
            assertThat(life.out.recommended()).isEqualTo(Decision.NOT_EVALUATED);
            assertThat(life.decide(2, 5, FAILS, FAILS)).as("%s", combination).isEqualTo(5);
        }
    }

    @Test
    void a_function_sees_the_current_count_and_all_proposals() {
        Combination weighted = Combination.of(
                "2a+b+current",
                out -> 2 * out.metric(0).replicas() + out.metric(1).replicas() + out.currentReplicas());
        Life life = life(weighted, 2);
        assertThat(life.decide(0, 5, 3, 4)).isEqualTo(15);
        assertThat(life.out.decidingMetric()).isEqualTo(Decision.NO_METRIC);
        assertThat(weighted).hasToString("2a+b+current");
    }

    @Test
    void a_function_that_throws_or_answers_negative_holds_the_count() {
        Combination throwing = Combination.of("throws", out -> {
            throw new IllegalStateException("no");
        });
        Combination negative = Combination.of("negative", out -> Integer.MIN_VALUE);
        Combination holding = Combination.of("hold", out -> Combination.Function.HOLD);
        for (Combination combination : new Combination[] {throwing, negative, holding}) {
            Life life = life(combination, 2);
            assertThat(life.decide(0, 5, 1, 9)).as("%s", combination).isEqualTo(5);
            assertThat(life.out.reason()).isEqualTo(Reason.COMBINATION_HOLDS);
            assertThat(life.decide(1, 5, FAILS, 9)).isEqualTo(5);
            assertThat(life.out.reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
        }
    }

    @Test
    void a_combination_that_holds_does_not_leave_scaling_disabled() {
        Life life = life(Combination.of("hold", out -> Combination.Function.HOLD), 2);
        assertThat(life.decide(0, 0, 1, 9)).isZero(); // someone else took it to zero
        assertThat(life.autoscaler.reason(Condition.SCALING_ACTIVE)).isEqualTo(Reason.SCALING_DISABLED);
        life.at(1, 0, 1, 9).overrides().pauseAt(0);
        life.decide();
        assertThat(life.decide(2, 0, 1, 9)).isEqualTo(1); // after the pause
        assertThat(life.out.reason()).isEqualTo(Reason.COMBINATION_HOLDS);
        assertThat(life.out.reason(Condition.SCALING_ACTIVE)).isNull();
    }

    @Test
    void a_function_is_not_asked_if_nothing_proposes_and_cannot_shrink_past_a_failure() {
        int[] asked = {0};
        Life life = life(
                Combination.of("one", out -> {
                    asked[0]++;
                    return 1;
                }),
                2);
        assertThat(life.decide(0, 5, FAILS, FAILS)).isEqualTo(5);
        assertThat(asked[0]).isZero();
        assertThat(life.decide(1, 5, FAILS, 1)).isEqualTo(5);
        assertThat(life.decide(2, 5, 9, 9)).isEqualTo(1);
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void equal_ones_combine_alike() {
        assertThat(votes(2, ALL)).isEqualTo(votes(2, ALL)).hasToString("votes(2, all)");
        assertThat(votes(2, ALL)).isNotEqualTo(votes(2, 3));
        assertThat(Combination.of("f", out -> 1)).isEqualTo(Combination.of("f", out -> 2));
        assertThat(Combination.of("max", out -> 1)).isNotEqualTo(MAX);
    }

    @Test
    void names_every_number_out_of_range() {
        assertThatThrownBy(() -> votes(0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("votes to grow must be >= 1: toGrow=0; votes to shrink must be >= 1: toShrink=-1");
    }
}
