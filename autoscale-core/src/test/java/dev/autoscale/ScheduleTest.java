package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static dev.autoscale.ScheduleWindow.ceiling;
import static dev.autoscale.ScheduleWindow.fixed;
import static dev.autoscale.ScheduleWindow.floor;
import static dev.autoscale.ScheduleWindow.forbidScaleDown;
import static dev.autoscale.ScheduleWindow.forbidScaleUp;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue with target 1, one pod per minute in either direction, windows open in [1000, 2000). */
class ScheduleTest {
    private static final double FAILS = Double.NaN;
    private static final TimeWindow HOUR = new OpenFrom(1_000, 2_000);
    /** A time after 2024, where overlaps are looked for. */
    private static final long Y2025 = 1_735_689_600_000L;

    private static AutoscalerSpec.Builder slow(ScheduleWindow... windows) {
        ScalingRules one = rules().policy(pods(1).per(ofSeconds(60))).stabilizationWindow(ofSeconds(0));
        return AutoscalerSpec.builder(1, 20)
                .metric(external("queue").averageValue(1))
                .scaleUp(one)
                .scaleDown(one)
                .schedule(Schedule.of(windows));
    }

    private static Life life(ScheduleWindow... windows) {
        return new Life(slow(windows));
    }

    @Test
    void a_window_holds_from_its_opening_to_before_its_closing() {
        Life life = life(floor("f", HOUR, 8).atOnce());
        assertThat(life.decide(999, 4, 4)).isEqualTo(4);
        assertThat(life.out.floorWindow()).isNull();
        assertThat(life.out.floor()).isZero();
        assertThat(life.out.untilMillis(Decision.Step.SCHEDULED)).isEqualTo(1_000);
        assertThat(life.out.recheckAtMillis()).isEqualTo(1_000);
        assertThat(life.decide(1_000, 4, 4)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.SCHEDULED_FLOOR);
        assertThat(life.out.floorWindow()).isSameAs(life.spec.schedule().window(0));
        assertThat(life.out.floor()).isEqualTo(8);
        assertThat(life.out.ceiling()).isEqualTo(Integer.MAX_VALUE);
        assertThat(life.out.ceilingWindow()).isNull();
        assertThat(life.out.after(Decision.Step.SCHEDULED)).isEqualTo(8);
        assertThat(life.decide(1_999, 4, 4)).isEqualTo(8);
        assertThat(life.decide(2_000, 4, 4)).isEqualTo(4);
        assertThat(life.out.untilMillis(Decision.Step.SCHEDULED)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_floor_is_approached_under_the_rate_policies() {
        Life life = life(floor("f", HOUR, 8));
        assertThat(life.follow(1_000, 4, 4)).isEqualTo(5);
        assertThat(life.follow(1_100, 5, 4)).isEqualTo(5);
        assertThat(life.out.reason()).isEqualTo(Reason.SCHEDULED_FLOOR);
        assertThat(life.decide(1_200, 9, 9)).isEqualTo(9);
        assertThat(life.out.reason()).isEqualTo(Reason.AT_TARGET);
    }

    @Test
    void a_ceiling_is_approached_under_the_rate_policies_and_growth_is_cut_at_once() {
        Life life = life(ceiling("c", HOUR, 3));
        assertThat(life.decide(1_000, 6, 6)).isEqualTo(5);
        assertThat(life.out.reason()).isEqualTo(Reason.SCHEDULED_CEILING);
        assertThat(life.decide(1_000, 2, 9)).isEqualTo(3);
        assertThat(life.decide(1_000, 3, 9)).isEqualTo(3);
        assertThat(life.decide(1_000, 4, 9)).isEqualTo(3);
        assertThat(life(ceiling("c", HOUR, 3).atOnce()).decide(1_000, 6, 6)).isEqualTo(3);
    }

    @Test
    void legacy_growth_to_a_floor_follows_its_factor_and_shrinking_has_no_limit() {
        AutoscalerSpec.Builder legacy = AutoscalerSpec.builder(1, 40)
                .metric(external("queue").averageValue(1))
                .legacy();
        Life life = new Life(legacy.schedule(Schedule.of(floor("f", HOUR, 30))));
        assertThat(life.decide(1_000, 10, 10)).isEqualTo(20);
        assertThat(life.decide(1_000, 1, 1)).isEqualTo(4);
        assertThat(new Life(legacy.schedule(Schedule.of(ceiling("c", HOUR, 3)))).decide(1_000, 10, 10))
                .isEqualTo(3);
    }

    @Test
    void a_fixed_count_is_floor_and_ceiling_in_one() {
        Life life = life(fixed("x", HOUR, 5).atOnce());
        assertThat(life.decide(1_000, 2, 2)).isEqualTo(5);
        assertThat(life.decide(1_000, 9, 9)).isEqualTo(5);
        assertThat(life.decide(1_000, 5, 9)).isEqualTo(5);
        assertThat(life.out.floor()).isEqualTo(5);
        assertThat(life.out.ceiling()).isEqualTo(5);
        assertThat(life(fixed("x", HOUR, 5)).decide(1_000, 9, 2)).isEqualTo(8);
    }

    @Test
    void the_highest_floor_and_the_lowest_ceiling_hold_and_a_ceiling_outranks_a_floor() {
        Life life = life(
                floor("a", HOUR, 3).atOnce(),
                floor("b", HOUR, 6).atOnce(),
                ceiling("c", HOUR, 12).atOnce(),
                ceiling("d", HOUR, 9).atOnce());
        assertThat(life.decide(1_000, 2, 2)).isEqualTo(6);
        assertThat(life.decide(1_000, 15, 15)).isEqualTo(9);
        Life other = life(
                floor("b", HOUR, 6).atOnce(),
                floor("a", HOUR, 3).atOnce(),
                ceiling("d", HOUR, 9).atOnce(),
                ceiling("c", HOUR, 12).atOnce());
        assertThat(other.decide(1_000, 2, 2)).isEqualTo(6);
        assertThat(other.decide(1_000, 15, 15)).isEqualTo(9);
        assertThat(life(floor("a", HOUR, 8).atOnce(), ceiling("c", HOUR, 5).atOnce())
                        .decide(1_000, 2, 2))
                .isEqualTo(5);
    }

    @Test
    void of_equal_windows_the_first_one_is_named() {
        Life life = life(floor("a", HOUR, 0), floor("b", HOUR, 0), ceiling("c", HOUR, 9), ceiling("d", HOUR, 9));
        life.decide(1_000, 5, 5);
        List<ScheduleWindow> windows = life.spec.schedule().windows();
        assertThat(windows)
                .extracting(ScheduleWindow::window)
                .containsOnly(HOUR)
                .hasSize(4);
        assertThat(life.out.floorWindow()).isSameAs(windows.get(0));
        assertThat(life.out.ceilingWindow()).isSameAs(windows.get(2));
    }

    @Test
    void of_open_windows_only_the_highest_rank_counts() {
        Life life = life(
                floor("low", HOUR, 10).atOnce(),
                floor("high", new OpenFrom(1_000, 1_500), 4).rank(7).atOnce(),
                forbidScaleDown("always", HOUR).rank(-3));
        assertThat(life.decide(1_000, 2, 2)).isEqualTo(4);
        assertThat(life.decide(1_499, 6, 2)).isEqualTo(6);
        assertThat(life.decide(1_500, 2, 2)).isEqualTo(10);
        Life negative = life(ceiling("c", HOUR, 3).rank(Integer.MIN_VALUE).atOnce());
        assertThat(negative.decide(1_000, 9, 9)).isEqualTo(3);
    }

    @Test
    void a_ceiling_outranks_min_and_lets_go_at_its_end() {
        Life life = new Life(slow(ceiling("c", HOUR, 1).atOnce()).bounds(3, 20));
        assertThat(life.follow(1_000, 5, 5)).isEqualTo(1);
        assertThat(life.follow(1_001, 1, 5)).isEqualTo(1);
        assertThat(life.follow(2_000, 1, 5)).isEqualTo(3);
        assertThat(life.out.reason()).isEqualTo(Reason.BELOW_MIN_REPLICAS);
    }

    @Test
    void a_lead_opens_earlier_and_closes_in_time() {
        ScheduleWindow window = floor("f", HOUR, 8).atOnce().lead(ofMillis(300));
        assertThat(window.isOpen(699)).isFalse();
        assertThat(window.isOpen(700)).isTrue();
        assertThat(window.isOpen(1_999)).isTrue();
        assertThat(window.isOpen(2_000)).isFalse();
        assertThat(window.nextTransitionMillis(0)).isEqualTo(700);
        assertThat(window.nextTransitionMillis(700)).isEqualTo(1_000);
        assertThat(window.nextTransitionMillis(1_000)).isEqualTo(2_000);
        assertThat(window.nextTransitionMillis(2_000)).isEqualTo(Long.MAX_VALUE);
        Life life = life(window);
        assertThat(life.decide(699, 4, 4)).isEqualTo(4);
        assertThat(life.out.recheckAtMillis()).isEqualTo(700);
        assertThat(life.decide(700, 4, 4)).isEqualTo(8);
    }

    @Test
    void from_zero_a_floor_is_reached_at_once() {
        Life life = new Life(slow(floor("f", HOUR, 8)).bounds(0, 20));
        assertThat(life.decide(999, 0, 5)).isZero();
        assertThat(life.decide(1_000, 0, 5)).isEqualTo(8);
        Life idle = new Life(slow(floor("f", HOUR, 8)).bounds(0, 20).activation(Activation.cooldown(ofSeconds(60))));
        assertThat(idle.decide(1_000, 0, 0)).isEqualTo(8);
        assertThat(idle.decide(1_001, 0, FAILS)).isEqualTo(8);
    }

    @Test
    void a_floor_counts_as_activity_and_the_cooldown_begins_at_its_end() {
        Life life = new Life(slow(floor("f", HOUR, 4).atOnce())
                .bounds(0, 20)
                .activation(Activation.cooldown(ofMillis(100)).initialCooldown(ofMillis(0))));
        assertThat(life.follow(1_500, 6, 0)).isEqualTo(5);
        assertThat(life.out.activationState()).isEqualTo(Activation.State.ACTIVE);
        assertThat(life.out.toString()).contains("ACTIVE: f is open, which counts as activity");
        life.autoscaler.scaled(1_500, 5, 4);
        assertThat(life.follow(2_000, 4, 0)).isEqualTo(4);
        assertThat(life.out.activationState()).isEqualTo(Activation.State.COOLING);
        assertThat(life.out.untilMillis(Decision.Step.ACTIVATED)).isEqualTo(2_100);
        assertThat(Life.ask(life.restored(), 2_100, 4, 0)).isZero();
        assertThat(life.decide(2_099, 4, 0)).isPositive();
        assertThat(life.decide(2_100, 4, 0)).isZero();
    }

    @Test
    void under_a_floor_the_metrics_are_followed() {
        for (ScheduleWindow window : List.of(floor("f", HOUR, 1), fixed("f", HOUR, 1))) {
            Life life = new Life(slow(window).bounds(0, 20).activation(Activation.cooldown(ofMillis(100))));
            assertThat(life.follow(1_000, 0, 0)).isEqualTo(1);
            assertThat(life.out.reason()).isEqualTo(Reason.SCHEDULED_FLOOR);
            assertThat(life.follow(1_001, 1, 4)).isEqualTo(window.kind() == ScheduleWindow.Kind.FLOOR ? 2 : 1);
            assertThat(life.out.recommended()).isEqualTo(4);
        }
    }

    @Test
    void a_metric_that_cannot_wake_is_followed_under_a_floor_too() {
        Life life = new Life(AutoscalerSpec.builder(0, 4)
                .metric(MetricSpec.external("queue").averageValue(10))
                .metric(MetricSpec.resource("cpu").averageUtilization(70))
                .activation(Activation.cooldown(ofSeconds(300)))
                .schedule(Schedule.of(floor("day", HOUR, 1))));
        assertThat(life.follow(1_000, 0, 0)).isEqualTo(1);
        assertThat(life.follow(1_500, 1, 0, 285)).isEqualTo(4);
        assertThat(life.out.toString()).contains("ACTIVE: day is open, which counts as activity");
    }

    @Test
    void a_floor_that_another_window_outranks_is_no_activity() {
        Life life = new Life(slow(floor("f", HOUR, 2), ceiling("off", HOUR, 0).atOnce())
                .bounds(0, 20)
                .activation(Activation.cooldown(ofMillis(0)).initialCooldown(ofMillis(0))));
        assertThat(life.follow(1_000, 0, 0)).isZero();
        assertThat(life.out.activationState()).isEqualTo(Activation.State.ZERO);
    }

    @Test
    void what_a_window_keeps_active_ends_with_the_window_s_spec() {
        Life life = new Life(slow(floor("f", HOUR, 1))
                .bounds(0, 20)
                .activation(Activation.cooldown(ofMillis(100)).initialCooldown(ofMillis(0))));
        life.follow(1_000, 1, 0);
        AutoscalerSpec without = life.spec.toBuilder().schedule(Schedule.of()).build();
        life.autoscaler.respec(without, 1_001);
        assertThat(Life.ask(life.autoscaler, 1_100, 1, 0)).isEqualTo(1);
        assertThat(Life.ask(life.autoscaler, 1_101, 1, 0)).isZero();
    }

    @Test
    void a_ceiling_of_zero_outranks_activation() {
        Life life = new Life(
                slow(ceiling("off", HOUR, 0).atOnce()).bounds(0, 20).activation(Activation.cooldown(ofMillis(100))));
        assertThat(life.follow(1_000, 6, 6)).isZero();
        assertThat(life.follow(1_001, 0, 6)).isZero();
        assertThat(life.out.activationState()).isEqualTo(Activation.State.ACTIVATING);
        assertThat(life.follow(2_000, 0, 6)).isEqualTo(1);
    }

    @Test
    void without_activation_a_workload_comes_back_from_a_ceiling_of_zero() {
        Life life = life(fixed("off", HOUR, 0).atOnce());
        assertThat(life.follow(1_000, 6, 6)).isZero();
        assertThat(life.follow(1_001, 0, 6)).isZero();
        // The way down makes room for the way back.
        assertThat(life.decide(2_000, 0, 6)).isEqualTo(6);
    }

    @Test
    void bounds_hold_while_metrics_fail() {
        assertThat(life(floor("f", HOUR, 8).atOnce()).decide(1_000, 4, FAILS)).isEqualTo(8);
        assertThat(life(floor("f", HOUR, 8)).decide(1_000, 4, FAILS)).isEqualTo(5);
        assertThat(life(ceiling("c", HOUR, 2)).decide(1_000, 4, FAILS)).isEqualTo(3);
        assertThat(life(floor("f", HOUR, 3)).decide(1_000, 4, FAILS)).isEqualTo(4);
    }

    @Test
    void a_forbidden_direction_outranks_floor_and_ceiling() {
        Life up = life(forbidScaleUp("no", HOUR), floor("f", HOUR, 8).atOnce());
        assertThat(up.decide(1_000, 4, 9)).isEqualTo(4);
        assertThat(up.out.reason()).isEqualTo(Reason.SCALE_UP_FROZEN);
        assertThat(up.out.recheckAtMillis()).isEqualTo(2_000);
        assertThat(up.decide(1_000, 9, 8)).isEqualTo(8);
        Life down = life(forbidScaleDown("no", HOUR), ceiling("c", HOUR, 2).atOnce());
        assertThat(down.decide(1_000, 4, 1)).isEqualTo(4);
        assertThat(down.out.reason()).isEqualTo(Reason.SCALE_DOWN_FROZEN);
        assertThat(down.decide(1_000, 30, 1)).isEqualTo(30);
        assertThat(down.decide(2_000, 4, 1)).isEqualTo(3);
    }

    @Test
    void forbidding_holds_to_and_from_zero_too() {
        Activation atOnce = Activation.cooldown(ofMillis(0));
        Life up = new Life(slow(forbidScaleUp("no", HOUR)).bounds(0, 20).activation(atOnce));
        assertThat(up.decide(1_000, 0, 5)).isZero();
        Life down = new Life(slow(forbidScaleDown("no", HOUR)).bounds(0, 20).activation(atOnce));
        assertThat(down.decide(1_000, 3, 0)).isEqualTo(3);
        assertThat(down.decide(2_000, 3, 0)).isZero();
    }

    @Test
    void the_next_transition_is_the_first_of_all_windows() {
        Schedule schedule = Schedule.of(
                floor("a", HOUR, 1),
                floor("b", new OpenFrom(1_200, 5_000), 1),
                forbidScaleUp("c", new OpenFrom(0, 10)));
        assertThat(schedule.nextTransitionMillis(Long.MIN_VALUE)).isZero();
        assertThat(schedule.nextTransitionMillis(10)).isEqualTo(1_000);
        assertThat(schedule.nextTransitionMillis(1_000)).isEqualTo(1_200);
        assertThat(schedule.nextTransitionMillis(2_000)).isEqualTo(5_000);
        assertThat(schedule.nextTransitionMillis(5_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(Schedule.of().nextTransitionMillis(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_schedule_asks_its_windows_again_only_at_a_transition_and_never_remembers_another_time() {
        int[] asked = {0};
        TimeWindow counting = new TimeWindow() {
            @Override
            public boolean isActive(long nowMillis) {
                asked[0]++;
                return HOUR.isActive(nowMillis);
            }

            @Override
            public long nextTransitionMillis(long nowMillis) {
                return HOUR.nextTransitionMillis(nowMillis);
            }

            @Override
            public String id() {
                return "counting";
            }
        };
        Life life = life(floor("f", counting, 8).atOnce());
        life.decide(0, 4, 4);
        int once = asked[0];
        for (int i = 1; i < 999; i++) {
            life.decide(i, 4, 4);
        }
        assertThat(asked[0]).isEqualTo(once);
        life.autoscaler.preview(life.at(1_500, 4, 4), life.out);
        assertThat(life.out.replicas()).isEqualTo(8);
        assertThat(life.decide(999, 4, 4)).isEqualTo(4);
    }

    @Test
    void fixed_windows_of_equal_rank_must_not_overlap() {
        TimeWindow day = new OpenFrom(Y2025, Y2025 + 86_400_000);
        TimeWindow night = new OpenFrom(Y2025 + 86_399_999, Y2025 + 90_000_000);
        TimeWindow later = new OpenFrom(Y2025 + 86_400_000, Y2025 + 90_000_000);
        assertThatThrownBy(() -> slow(fixed("a", day, 3), fixed("b", night, 4)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("FIXED windows of equal rank must not overlap: b.rank=0, a (FIXED 3, " + day.id()
                        + "), b (FIXED 4, " + night.id() + "), both open at 2025-01-01T23:59:59.999Z");
        assertThatThrownBy(() -> slow(fixed("a", day, 3), fixed("b", later, 4).lead(ofMillis(1)))
                        .build())
                .hasMessageContaining("must not overlap");
        assertThat(slow(fixed("a", day, 3), fixed("b", later, 4)).build()).isNotNull();
        assertThat(slow(fixed("a", day, 3), fixed("b", night, 3)).build()).isNotNull();
        assertThat(slow(fixed("a", day, 3), fixed("b", night, 4).rank(1)).build())
                .isNotNull();
        assertThat(slow(fixed("a", day, 3), floor("b", night, 4)).build()).isNotNull();
    }

    @Test
    void a_lead_is_from_nothing_to_seven_days() {
        for (Duration lead : List.of(Duration.ZERO, Duration.ofDays(7))) {
            assertThat(life(floor("f", HOUR, 8).lead(lead))
                            .spec
                            .schedule()
                            .window(0)
                            .lead())
                    .isEqualTo(lead);
        }
        assertThatThrownBy(
                        () -> life(floor("f", HOUR, 8).lead(Duration.ofDays(7).plusMillis(1))))
                .hasMessage("lead must be >= 0 and <= 7 days: f.lead=604800001 ms");
    }

    @Test
    void a_window_that_does_not_open_again_has_no_lead_at_the_end_of_time() {
        ScheduleWindow window = floor("f", HOUR, 8).lead(ofMillis(300));
        assertThat(window.isOpen(Long.MAX_VALUE - 100)).isFalse();
        assertThat(window.isOpen(Long.MAX_VALUE)).isFalse();
        assertThat(window.nextTransitionMillis(Long.MAX_VALUE - 100)).isEqualTo(Long.MAX_VALUE);
    }
}
