package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlignmentTest {
    private static final Alignment FOURS = Alignment.multiplesOf(4);
    private static final Alignment EIGHTS = Alignment.multiplesOf(8);
    private static final TimeWindow ALWAYS = new OpenFrom(Long.MIN_VALUE, Long.MAX_VALUE);

    private static AutoscalerSpec.Builder free(Alignment alignment, int min, int max) {
        return Life.free(rules(), rules()).bounds(min, max).alignment(alignment);
    }

    /** With one policy for each direction. */
    private static Life limited(Alignment alignment, int min, int max, RatePolicy policy) {
        return new Life(AutoscalerSpec.builder(min, max)
                .metric(external("queue").averageValue(1))
                .alignment(alignment)
                .scaleUp(rules().policy(policy))
                .scaleDown(rules().policy(policy).stabilizationWindow(ofSeconds(0))));
    }

    @Test
    void multiples_and_the_ways_to_them() {
        assertThat(new int[] {FOURS.up(0), FOURS.up(1), FOURS.up(4), FOURS.up(5)})
                .containsExactly(0, 4, 4, 8);
        assertThat(new int[] {FOURS.down(0), FOURS.down(3), FOURS.down(4), FOURS.down(7)})
                .containsExactly(0, 0, 4, 4);
        assertThat(FOURS.up(Integer.MAX_VALUE)).isEqualTo(2_147_483_644);
        assertThat(FOURS.towards(5, 20)).isEqualTo(20);
        assertThat(FOURS.towards(5, 7)).isEqualTo(5);
        assertThat(FOURS.towards(5, 11)).isEqualTo(8);
        assertThat(FOURS.towards(11, 10)).isEqualTo(11);
        assertThat(FOURS.towards(11, 5)).isEqualTo(8);
        assertThat(FOURS.allows(0) && FOURS.allows(8)).isTrue();
        assertThat(FOURS.allows(6) || FOURS.allows(-4)).isFalse();
        assertThat(Alignment.multiplesOf(1).up(7)).isEqualTo(7);
        assertThat(FOURS.step(5, 6)).isEqualTo(8);
    }

    @Test
    void divisors_and_the_ways_to_them() {
        Alignment twelve = Alignment.divisorsOf(12);
        assertThat(new int[] {twelve.up(0), twelve.up(1), twelve.up(5), twelve.up(7), twelve.up(12), twelve.up(13)})
                .containsExactly(0, 1, 6, 12, 12, 12);
        assertThat(new int[] {twelve.down(0), twelve.down(5), twelve.down(11), twelve.down(99)})
                .containsExactly(0, 4, 6, 12);
        assertThat(twelve.allows(0) && twelve.allows(4)).isTrue();
        assertThat(twelve.allows(5) || twelve.allows(24) || twelve.allows(-1)).isFalse();
        assertThat(Alignment.divisorsOf(1_000_000).up(501)).isEqualTo(625);
    }

    @Test
    void it_says_what_it_allows_and_refuses_what_makes_no_sense() {
        assertThat(FOURS).hasToString("multiples of 4").isEqualTo(Alignment.multiplesOf(4));
        assertThat(Alignment.divisorsOf(12)).hasToString("divisors of 12").isNotEqualTo(Alignment.multiplesOf(12));
        assertThatThrownBy(() -> Alignment.multiplesOf(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("multiplesOf must be >= 1 and <= 1000000: multiplesOf=0");
        assertThatThrownBy(() -> Alignment.divisorsOf(1_000_001))
                .hasMessage("divisorsOf must be >= 1 and <= 1000000: divisorsOf=1000001");
    }

    @Test
    void what_the_metrics_ask_for_is_raised_to_the_next_allowed_count() {
        Life life = new Life(free(FOURS, 4, 40));
        assertThat(life.decide(0, 8, 9)).isEqualTo(12);
        assertThat(life.out.recommended()).isEqualTo(9);
        assertThat(life.out.after(Decision.Step.ALIGNED)).isEqualTo(12);
        assertThat(life.out.reason()).isEqualTo(Reason.ALIGNED);
        assertThat(life.out.rescaleReason()).isEqualTo(Reason.METRIC_ABOVE_TARGET);
        assertThat(life.out.toString()).contains("aligned     12  multiples of 4\n");
        assertThat(life.decide(0, 8, 5)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.ALIGNED);
        assertThat(life.decide(0, 8, 4)).isEqualTo(4);
        assertThat(life.decide(0, 8, 8)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.AT_TARGET);
        assertThat(life.decide(0, 8, 1_000)).isEqualTo(40);
        assertThat(life.out.reason()).isEqualTo(Reason.TOO_MANY_REPLICAS);
    }

    @Test
    void a_count_that_is_not_allowed_goes_up_to_the_next_one_and_stays_while_metrics_fail() {
        Life life = new Life(free(FOURS, 4, 40));
        assertThat(life.decide(0, 5, 5)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.ALIGNED);
        assertThat(life.out.rescaleReason()).isEqualTo(Reason.ALIGNED);
        assertThat(life.decide(0, 5, Double.NaN)).isEqualTo(5);
        assertThat(life.decide(0, 7, 2)).isEqualTo(4);
    }

    @Test
    void what_the_policies_cut_is_cut_to_an_allowed_count_on_the_way() {
        Life life = limited(FOURS, 4, 40, pods(6).per(ofSeconds(60)));
        assertThat(life.decide(0, 8, 20)).isEqualTo(12);
        assertThat(life.out.after(Decision.Step.BUDGETED)).isEqualTo(20);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_UP_LIMIT);
        assertThat(life.decide(0, 20, 4)).isEqualTo(16);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_DOWN_LIMIT);
    }

    @Test
    void with_too_little_room_left_an_allowed_count_waits() {
        Life life = limited(FOURS, 4, 40, pods(6).per(ofSeconds(60)));
        assertThat(life.follow(0, 8, 20)).isEqualTo(12);
        assertThat(life.decide(1, 12, 20)).isEqualTo(12);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALE_UP_LIMIT);
        assertThat(life.out.recheckAtMillis()).isEqualTo(60_000);
        assertThat(life.decide(60_000, 12, 20)).isEqualTo(16);
    }

    @Test
    void the_next_room_is_where_an_allowed_count_has_room() {
        AutoscalerSpec spec = AutoscalerSpec.builder(8, 24)
                .metric(external("lag").averageValue(100))
                .scaleUp(rules().policy(pods(12).per(ofSeconds(60))))
                .alignment(Alignment.divisorsOf(24))
                .build();
        Autoscaler autoscaler = spec.newAutoscaler();
        Decision out = spec.newDecision();
        autoscaler.decide(spec.newObservation().at(0).replicas(8).value(0, 1_500), out);
        autoscaler.scaled(out);
        autoscaler.decide(spec.newObservation().at(30_000).replicas(12).value(0, 1_500), out);
        assertThat(out.replicas()).isEqualTo(12);
        assertThat(out.toString()).contains("ScaleUpLimit: +12 in 60 s; more allowed in 30 s");
        assertThat(out.recheckAtMillis()).isEqualTo(60_000);
    }

    @Test
    void a_count_in_between_grows_to_the_next_one_if_there_is_any_room() {
        Life life = limited(EIGHTS, 0, 80, percent(100).per(ofSeconds(60)));
        assertThat(life.decide(0, 3, 20)).isEqualTo(8);
        life.autoscaler.scaled(0, 1, 3);
        assertThat(life.decide(1, 3, 20)).isEqualTo(3);
        Life shrinking = limited(EIGHTS, 8, 80, pods(8).per(ofSeconds(60)));
        assertThat(shrinking.decide(0, 31, 8)).isEqualTo(24);
        shrinking.autoscaler.scaled(0, 36, 31);
        assertThat(shrinking.decide(1, 31, 8)).isEqualTo(31);
    }

    @Test
    void from_zero_the_first_allowed_count_is_reached() {
        AutoscalerSpec.Builder byDefault = AutoscalerSpec.builder(0, 80)
                .metric(external("queue").averageValue(1))
                .alignment(EIGHTS);
        for (AutoscalerSpec.Builder builder :
                new AutoscalerSpec.Builder[] {byDefault, byDefault.bounds(0, 80).legacy()}) {
            Life life = new Life(builder);
            life.autoscaler.scaled(-1_000_000, 8, 0);
            assertThat(life.decide(1, 0, 0)).isZero();
            assertThat(life.decide(1, 0, 3)).isEqualTo(8);
            assertThat(life.decide(1, 0, 70)).isEqualTo(8);
        }
    }

    @Test
    void a_disabled_direction_stays_disabled() {
        Life life = new Life(free(FOURS, 4, 40)
                .scaleUp(rules().select(ScalingRules.SelectPolicy.DISABLED))
                .scaleDown(rules().select(ScalingRules.SelectPolicy.DISABLED)));
        assertThat(life.decide(0, 5, 20)).isEqualTo(5);
        assertThat(life.decide(0, 5, 5)).isEqualTo(5);
        assertThat(life.out.rescaleReason()).isNull();
        assertThat(life.decide(0, 8, 20)).isEqualTo(8);
        assertThat(life.decide(0, 8, 4)).isEqualTo(8);
    }

    @Test
    void activation_lands_and_goes_to_zero_from_the_first_allowed_count() {
        Life life = new Life(free(EIGHTS, 0, 80)
                .activation(Activation.cooldown(ofSeconds(10)).zeroDelay(ofSeconds(5))));
        assertThat(life.follow(0, 0, 3)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_ACTIVE);
        assertThat(life.follow(1_000, 8, 20)).isEqualTo(24);
        assertThat(life.follow(2_000, 24, 0)).isEqualTo(8);
        assertThat(life.follow(8_000, 8, 0)).isEqualTo(8);
        assertThat(life.decide(12_999, 8, 0)).isEqualTo(8);
        assertThat(life.decide(13_000, 8, 0)).isZero();
    }

    @Test
    void a_working_workload_shrinks_to_the_first_allowed_count_also_without_behavior() {
        AutoscalerSpec.Builder legacy = AutoscalerSpec.builder(0, 80)
                .metric(external("queue").averageValue(1))
                .alignment(EIGHTS)
                .downscaleStabilization(ofSeconds(0))
                .activation(Activation.cooldown(ofSeconds(10)))
                .legacy();
        Life life = new Life(legacy);
        assertThat(life.decide(0, 24, 0)).isEqualTo(24); // a window of 0 holds for its own instant
        assertThat(life.decide(1, 24, 0)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.TOO_FEW_REPLICAS);
        assertThat(life.out.toString()).contains("limited     8  TooFewReplicas: at least 8 while it works\n");
        assertThat(life.decide(2, 5, 0)).isEqualTo(5);
    }

    @Test
    void a_floor_is_approached_over_allowed_counts_and_a_pause_may_be_anywhere() {
        ScheduleWindow floor = ScheduleWindow.floor("f", ALWAYS, 32);
        Life life = new Life(limited(EIGHTS, 8, 80, pods(12).per(ofSeconds(60))).spec.toBuilder()
                .schedule(Schedule.of(floor)));
        assertThat(life.decide(0, 8, 8)).isEqualTo(16);
        assertThat(life.decide(0, 9, 8)).isEqualTo(16);
        life.at(0, 8, 8).overrides().pauseAt(5);
        assertThat(life.decide()).isEqualTo(5);
    }

    @Test
    void a_ceiling_of_the_platform_and_busy_replicas_leave_allowed_counts() {
        Life life = new Life(free(FOURS, 4, 40).capacityBackoff(ofSeconds(10), ofSeconds(60)));
        life.at(0, 20, 4).overrides().removable(7);
        assertThat(life.decide()).isEqualTo(16);
        life.at(0, 18, 4).overrides().removable(1);
        assertThat(life.decide()).isEqualTo(18);
        life.autoscaler.capacityExhausted(0, 15);
        assertThat(life.decide(1, 8, 30)).isEqualTo(12);
        assertThat(life.decide(1, 13, 30)).isEqualTo(13);
    }

    @Test
    void all_counts_must_be_aligned_and_all_that_are_not_are_named() {
        AutoscalerSpec.Builder broken = free(FOURS, 3, 41)
                .activation(Activation.cooldown(ofSeconds(1)).idleReplicas(2).activationReplicas(6))
                .schedule(Schedule.of(ScheduleWindow.floor("f", ALWAYS, 7), ScheduleWindow.forbidScaleUp("u", ALWAYS)));
        assertThatThrownBy(broken::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counts must be aligned (multiples of 4): minReplicas=3"
                        + "; counts must be aligned (multiples of 4): maxReplicas=41"
                        + "; counts must be aligned (multiples of 4): activationReplicas=6"
                        + "; counts must be aligned (multiples of 4): idleReplicas=2"
                        + "; counts must be aligned (multiples of 4): f.replicas=7");
    }

    @Test
    void policies_and_budgets_that_could_never_let_an_aligned_count_go_are_refused() {
        assertThatThrownBy(() -> limited(EIGHTS, 8, 80, pods(7).per(ofSeconds(60))))
                .hasMessage("scaleUp must allow steps between aligned counts (multiples of 8): 8 to 16=15"
                        + "; scaleDown must allow steps between aligned counts (multiples of 8): 16 to 8=9");
        // 1, 2, 3, 4, 6, 12: 1 -> 2, 2 -> 3, 3 -> 5, 4 -> 6, 6 -> 9; 12 -> 6
        assertThatThrownBy(() ->
                        limited(Alignment.divisorsOf(12), 1, 12, percent(50).per(ofSeconds(60))))
                .hasMessage("scaleUp must allow steps between aligned counts (divisors of 12): 6 to 12=9");
        assertThat(limited(Alignment.divisorsOf(12), 1, 12, percent(100).per(ofSeconds(60))))
                .isNotNull();
        assertThatThrownBy(() -> free(EIGHTS, 0, 80)
                        .flapBudget(FlapBudget.per(ofSeconds(60)).replicas(7))
                        .build())
                .hasMessage("flapBudget must allow steps between aligned counts (multiples of 8): 0 to 8=7");
        assertThat(free(EIGHTS, 0, 80)
                        .flapBudget(FlapBudget.per(ofSeconds(60)).replicas(8))
                        .build())
                .isNotNull();
        assertThatThrownBy(() -> AutoscalerSpec.builder(8, 80)
                        .metric(external("queue").averageValue(1))
                        .alignment(EIGHTS)
                        .legacy()
                        .legacyScaleUpFactor(1.5)
                        .build())
                .hasMessage("scaleUp must allow steps between aligned counts (multiples of 8): 8 to 16=12");
        assertThatThrownBy(() -> free(EIGHTS, 0, 80)
                        .scaleUp(rules().policy(percent(50).per(ofSeconds(1))))
                        .build())
                .hasMessage("scaleUp must allow steps between aligned counts (multiples of 8): 8 to 16=12");
        assertThat(limited(EIGHTS, 8, 8, pods(7).per(ofSeconds(60)))).isNotNull();
    }

    @Test
    void the_highest_count_that_there_is() {
        Alignment millions = Alignment.multiplesOf(1_000_000);
        Life life = new Life(free(millions, 1_000_000, 2_147_000_000)
                .tolerance(0)
                .scaleUp(rules().policy(percent(100).per(ofSeconds(1)))));
        assertThat(life.decide(0, 2_146_000_000, 2_146_999_999)).isEqualTo(2_147_000_000);
    }

    @Test
    void only_counts_that_make_the_largest_share_smaller() {
        Alignment partitions = Alignment.sameLargestShareOf(199);
        assertThat(partitions.asked(35)).isEqualTo(34);
        assertThat(partitions.asked(34)).isEqualTo(34);
        assertThat(partitions.asked(100)).isEqualTo(100);
        assertThat(partitions.asked(198)).isEqualTo(100);
        assertThat(partitions.asked(199)).isEqualTo(199);
        assertThat(partitions.asked(500)).isEqualTo(199);
        assertThat(partitions.asked(0)).isZero();
        assertThat(partitions.asked(35, 35)).isEqualTo(34);
        for (int wanted = 1; wanted <= 199; wanted++) {
            int count = partitions.asked(wanted);
            int share = (198 / wanted) + 1;
            assertThat((198 / count) + 1).isEqualTo(share);
            assertThat(count == 1 ? Integer.MAX_VALUE : (198 / (count - 1)) + 1).isGreaterThan(share);
            assertThat(partitions.allows(wanted)).isEqualTo(count == wanted);
        }
        assertThat(partitions)
                .hasToString("least counts with the same largest share of 199")
                .isNotEqualTo(Alignment.divisorsOf(199));
    }

    @Test
    void rounding_never_turns_the_direction() {
        for (Alignment alignment : new Alignment[] {
            FOURS, Alignment.divisorsOf(128), Alignment.divisorsOf(97), Alignment.sameLargestShareOf(199)
        }) {
            for (int current = 0; current <= 130; current++) {
                for (int wanted = 0; wanted <= 130; wanted++) {
                    int count = alignment.asked(current, wanted);
                    boolean isTurned = wanted < current ? count > current : wanted > current && count < current;
                    assertThat(isTurned)
                            .as("%s: %d to %d", alignment, current, wanted)
                            .isFalse();
                    assertThat(count == current || count == alignment.asked(wanted))
                            .isTrue();
                }
            }
        }
        assertThat(FOURS.asked(Integer.MAX_VALUE - 1, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void a_wish_with_no_allowed_count_on_the_way_stays_and_says_so() {
        Life life = new Life(free(Alignment.divisorsOf(128), 1, 128));
        assertThat(life.decide(0, 55, 33)).isEqualTo(55);
        assertThat(life.out.after(Decision.Step.ALIGNED)).isEqualTo(55);
        assertThat(life.out.reason()).isEqualTo(Reason.ALIGNED);
        assertThat(life.out.toString()).contains("aligned     55  divisors of 128: none on the way from 55 to 33\n");
        assertThat(life.out.summary()).contains("no aligned count on the way");
        assertThat(life.decide(1, 55, 32)).isEqualTo(32);
        assertThat(life.decide(2, 64, 33)).isEqualTo(64);
        assertThat(life.decide(3, 55, 55)).isEqualTo(64);
        Life shares = new Life(Life.free(rules(), rules()).bounds(1, 199).alignment(Alignment.sameLargestShareOf(199)));
        assertThat(shares.decide(0, 35, 39)).isEqualTo(35);
        assertThat(shares.out.toString()).contains(": none on the way from 35 to 39\n");
        assertThat(shares.decide(1, 35, 41)).isEqualTo(40);
        assertThat(new Life(free(FOURS, 4, 40)).decide(0, 7, 6)).isEqualTo(7);
    }

    @Test
    void a_workload_takes_the_least_count_that_does_as_much() {
        Life life = new Life(Life.free(rules(), rules()).bounds(1, 199).alignment(Alignment.sameLargestShareOf(199)));
        assertThat(life.decide(0, 20, 35)).isEqualTo(34);
        assertThat(life.out.after(Decision.Step.ALIGNED)).isEqualTo(34);
        assertThat(life.decide(1, 34, 34)).isEqualTo(34);
        assertThat(life.decide(2, 50, 41)).isEqualTo(40);
    }
}
