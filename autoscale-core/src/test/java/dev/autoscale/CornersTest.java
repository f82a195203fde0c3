package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Corners where parts meet: zero, reused objects, the ends of time, failures beside fallbacks. */
class CornersTest {
    private static final double FAILS = Double.NaN;
    private static final Activation COOLDOWN = Activation.cooldown(ofSeconds(60));

    private static MetricSpec queue() {
        return external("queue").averageValue(5);
    }

    // --- zero ---

    @Test
    void a_workload_of_pod_metrics_comes_back_from_a_window_at_zero() {
        Life life = new Life(Life.nimble(1, 10, resource("cpu").averageUtilization(50))
                .schedule(Schedule.of(ScheduleWindow.ceiling("night", new OpenFrom(0, 1_000), 0)
                        .atOnce())));
        assertThat(life.follow(0, 4, 50)).isZero();
        // At zero there are no pods, so cpu has no sample; min is 1.
        assertThat(life.decide(1_000, 0)).isEqualTo(1);
    }

    @Test
    void without_scale_to_zero_a_workload_comes_back_from_a_window_at_zero() {
        Life life = new Life(Life.nimble(1, 10, queue())
                .scaleToZero(false)
                .schedule(Schedule.of(ScheduleWindow.ceiling("night", new OpenFrom(0, 1_000), 0)
                        .atOnce())));
        assertThat(life.follow(0, 4, 20)).isZero();
        assertThat(life.decide(1_000, 0, 20)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void a_workload_comes_back_from_a_pause_at_zero() {
        Life life = new Life(Life.nimble(1, 10, queue()));
        life.at(0, 4, 20).overrides().pauseAt(0);
        assertThat(life.decide()).isZero();
        life.autoscaler.scaled(0, 4, 0);
        assertThat(life.decide(1, 0, 20)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void a_pause_at_zero_ends_whoever_reports_the_change_and_when() {
        for (boolean scaleToZero : new boolean[] {false, true}) {
            Life unreported = new Life(Life.nimble(1, 10, queue()).scaleToZero(scaleToZero));
            unreported.at(0, 4, 20).overrides().pauseAt(0);
            assertThat(unreported.decide()).isZero();
            assertThat(Life.ask(unreported.restored(), 1, 0, 20)).isEqualTo(4);
            assertThat(unreported.decide(1, 0, 20)).isEqualTo(4);
            assertThat(unreported.out.toString()).doesNotContain("someone else");

            Life late = new Life(Life.nimble(1, 10, queue()).scaleToZero(scaleToZero));
            late.at(0, 4, 20).overrides().pauseAt(0);
            late.decide();
            late.at(1, 0, 20).overrides().pauseAt(0);
            late.decide();
            late.autoscaler.scaled(2, 4, 0);
            assertThat(Life.ask(late.restored(), 3, 0, 20)).isEqualTo(4);
            assertThat(late.decide(3, 0, 20)).isEqualTo(4);
        }
    }

    @Test
    void where_unreported_changes_count_the_way_to_zero_is_its_own_if_it_was_asked_for() {
        for (boolean asked : new boolean[] {false, true}) {
            Life life = new Life(Life.nimble(0, 10, queue()).countUnreported());
            assertThat(life.decide(0, 4, asked ? 0 : 20)).isEqualTo(asked ? 0 : 4);
            Autoscaler restored = life.restored();
            Life.ask(restored, 1, 0, 0);
            assertThat(Life.ask(restored, 2, 0, 20)).isEqualTo(asked ? 4 : 0);
            life.decide(1, 0, 0);
            assertThat(life.decide(2, 0, 20)).isEqualTo(asked ? 4 : 0);
        }
    }

    @Test
    void a_source_that_measures_nothing_is_active_while_it_asks_for_replicas_whatever_its_threshold_is() {
        ReplicaSource source = new ReplicaSource() {
            @Override
            public String id() {
                return "three by day";
            }

            @Override
            public boolean readsValue() {
                return false;
            }

            @Override
            public int replicas(Input in) {
                return in.epochMillis() < 100_000 ? 3 : 0;
            }
        };
        Life life = new Life(
                Life.nimble(0, 10, source("day", source).activation(20)).activation(COOLDOWN));
        assertThat(life.decide(99_999, 3)).isEqualTo(3);
        assertThat(life.out.activationState()).isEqualTo(Activation.State.ACTIVE);
        life.decide(100_000, 3);
        assertThat(life.decide(159_999, 1)).isZero();
    }

    @Test
    void zero_by_activation_shows_in_the_condition() {
        Life life = new Life(Life.nimble(3, 10, queue()).activation(COOLDOWN.idleReplicas(0)));
        life.decide(0, 4, 20);
        assertThat(life.follow(60_000, 4, 0)).isZero();
        assertThat(life.autoscaler.reason(Condition.SCALED_TO_ZERO)).isEqualTo(Reason.SCALED_TO_ZERO_REPLICAS);
    }

    @Test
    void a_fallback_of_zero_never_takes_a_workload_to_zero() {
        Life life = new Life(Life.nimble(0, 10, queue().fallback(Fallback.afterFailures(1, 0))));
        assertThat(life.decide(0, 1, FAILS)).isEqualTo(1);
    }

    @Test
    void with_min_above_zero_a_failing_metric_does_not_keep_the_workload_at_zero() {
        Life life = new Life(Life.nimble(2, 10, queue()).activation(COOLDOWN));
        assertThat(life.decide(0, 0, FAILS)).isEqualTo(2);
    }

    @Test
    void min_zero_needs_a_metric_that_can_lead_out_of_zero() {
        // Without activation a signal proposes nothing, so nothing ever leads out.
        assertThatThrownBy(() -> AutoscalerSpec.builder(0, 10)
                        .metric(resource("cpu").averageUtilization(50))
                        .metric(signal("load").activation(0))
                        .build())
                .hasMessageContaining("minReplicas 0 needs");
    }

    @Test
    void the_delay_of_the_second_stage_is_about_the_lowest_count_not_about_zero() {
        Life life = new Life(Life.nimble(0, 10, queue())
                .activation(Activation.cooldown(ofSeconds(10)).zeroDelay(ofSeconds(60))));
        assertThat(life.decide(0, 0, 0)).isZero();
        life.autoscaler.scaled(1_000_000, 0, 1);
        assertThat(life.decide(1_000_000, 1, 0)).isEqualTo(1);
        assertThat(life.decide(1_010_000, 1, 0)).isEqualTo(1);
    }

    @Test
    void being_woken_to_the_idle_count_by_hand_begins_a_cooldown() {
        Life life = new Life(Life.nimble(5, 10, queue())
                .activation(COOLDOWN.idleReplicas(2).idleTtl(ofSeconds(30)).initialCooldown(ofMillis(0))));
        life.decide(0, 0, 0);
        life.autoscaler.scaled(1_000_000, 0, 2);
        assertThat(life.decide(1_000_001, 2, 0)).isEqualTo(2);
    }

    @Test
    void a_pod_metric_that_has_no_pods_at_zero_has_not_failed() {
        Life life = new Life(Life.nimble(
                        0, 20, queue(), resource("cpu").averageUtilization(50).fallback(Fallback.afterFailures(3, 10)))
                .activation(COOLDOWN));
        for (int i = 0; i < 5; i++) {
            assertThat(life.decide(i, 0, 0)).isZero();
        }
        assertThat(life.follow(10, 0, 5)).isEqualTo(1);
        // The first pod has no sample yet: one failure, not six.
        life.decide(20, 1, 5);
        assertThat(life.out.metric(1).status()).isEqualTo(MetricProposal.Status.MISSING);
    }

    // --- reused decisions ---

    @Test
    void a_reused_decision_brings_no_activation_into_another_memory() {
        AutoscalerSpec spec = AutoscalerSpec.builder(0, 10)
                .metric(queue())
                .activation(COOLDOWN.activationReplicas(9))
                .build();
        Observation in = spec.newObservation();
        Decision reused = spec.newDecision();
        Autoscaler one = spec.newAutoscaler();
        Autoscaler other = spec.newAutoscaler();
        spec.newAutoscaler().decide(in.at(0).replicas(0).value(0, 20), reused);
        one.decide(in.at(0).replicasUnknown(), reused);
        assertThat(reused.activationState()).isEqualTo(Activation.State.ACTIVE);
        assertThat(reused.after(Decision.Step.ACTIVATED)).isEqualTo(Decision.NOT_EVALUATED);
        other.decide(in.at(0).replicasUnknown(), spec.newDecision());
        assertThat(one.snapshotSize()).isEqualTo(other.snapshotSize());
    }

    @Test
    void an_unreadable_scale_leaves_nothing_of_an_earlier_schedule_and_activity() {
        Life life = new Life(Life.nimble(1, 10, queue())
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", new OpenFrom(0, 1_000), 5).atOnce())));
        life.decide(0, 4, 20);
        life.autoscaler.decide(life.in.at(1).replicasUnknown(), life.out);
        assertThat(life.out.metric(0).isActive()).isFalse();
        assertThat(life.out.after(Decision.Step.SCHEDULED)).isEqualTo(Decision.NOT_EVALUATED);
    }

    @Test
    void negative_existing_replicas_change_nothing_even_with_a_schedule() {
        Life life = new Life(Life.nimble(1, 10, queue())
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", new OpenFrom(10, 1_000), 8).atOnce())));
        life.autoscaler.decide(life.in.at(10).replicas(4, -1).value(0, 20), life.out);
        assertThat(life.out.reason()).isEqualTo(Reason.INVALID_REPLICAS);
        assertThat(life.out.replicas()).isEqualTo(4);
    }

    // --- schedule ---

    @Test
    void the_bound_of_an_at_once_window_is_reached_at_once_beside_a_higher_slow_one() {
        ScalingRules one = rules().policy(pods(1).per(ofSeconds(60))).stabilizationWindow(ofSeconds(0));
        TimeWindow now = new OpenFrom(0, 1_000);
        Life life = new Life(AutoscalerSpec.builder(1, 20)
                .metric(queue())
                .scaleUp(one)
                .scaleDown(one)
                .schedule(Schedule.of(
                        ScheduleWindow.floor("slow", now, 10),
                        ScheduleWindow.floor("at once", now, 6).atOnce())));
        assertThat(life.decide(0, 2, 10)).isEqualTo(6);
    }

    @Test
    void of_two_equal_floors_the_at_once_one_counts_in_either_order() {
        ScalingRules one = rules().policy(pods(1).per(ofSeconds(60))).stabilizationWindow(ofSeconds(0));
        TimeWindow now = new OpenFrom(0, 1_000);
        Life life = new Life(AutoscalerSpec.builder(1, 20)
                .metric(queue())
                .scaleUp(one)
                .scaleDown(one)
                .schedule(Schedule.of(
                        ScheduleWindow.floor("slow", now, 6),
                        ScheduleWindow.floor("at once", now, 6).atOnce())));
        assertThat(life.decide(0, 2, 10)).isEqualTo(6);
    }

    @Test
    void a_window_with_a_lead_never_opens_late() {
        // An answer at 100 that nothing changes is early, which windows may be.
        TimeWindow early = new TimeWindow() {
            @Override
            public boolean isActive(long nowMillis) {
                return nowMillis >= 110 && nowMillis < 200;
            }

            @Override
            public long nextTransitionMillis(long nowMillis) {
                return nowMillis < 100 ? 100 : nowMillis < 110 ? 110 : nowMillis < 200 ? 200 : Long.MAX_VALUE;
            }

            @Override
            public String id() {
                return "early";
            }
        };
        Life life = new Life(Life.nimble(1, 20, queue())
                .schedule(
                        Schedule.of(ScheduleWindow.floor("f", early, 8).atOnce().lead(ofMillis(50)))));
        life.decide(0, 2, 10);
        life.decide(50, 2, 10);
        ScheduleWindow window = life.spec.schedule().window(0);
        assertThat(window.isOpen(50)).isFalse();
        assertThat(window.isOpen(59)).isFalse();
        assertThat(window.isOpen(60)).isTrue();
        assertThat(life.decide(60, 2, 10)).isEqualTo(8);
    }

    @Test
    void fixed_windows_that_overlapped_before_2024_are_refused_too() {
        assertThatThrownBy(() -> Life.nimble(1, 10, queue())
                        .schedule(Schedule.of(
                                ScheduleWindow.fixed("a", new OpenFrom(0, 1_000), 3),
                                ScheduleWindow.fixed("b", new OpenFrom(500, 1_500), 4)))
                        .build())
                .hasMessageContaining("must not overlap");
    }

    // --- recheck ---

    @Test
    void a_fallback_that_is_near_is_looked_at_again_at_once() {
        Life life = new Life(Life.nimble(1, 10, queue().fallback(Fallback.afterFailures(2, 6))));
        assertThat(life.decide(0, 4, FAILS)).isEqualTo(4);
        long recheck = life.out.recheckAtMillis();
        assertThat(life.decide(1, 4, FAILS)).isEqualTo(6);
        assertThat(recheck).isLessThanOrEqualTo(1);
    }

    @Test
    void a_recheck_of_negative_existing_replicas_is_not_late() {
        Life life = new Life(Life.nimble(1, 10, queue())
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", new OpenFrom(10, 1_000), 8).atOnce())));
        life.autoscaler.decide(life.in.at(0).replicas(4, -1).value(0, 20), life.out);
        assertThat(life.out.replicas()).isEqualTo(4);
        long recheck = life.out.recheckAtMillis();
        life.autoscaler.decide(life.in.at(10).replicas(4, -1).value(0, 20), life.out);
        assertThat(life.out.replicas() == 4 || recheck <= 10).isTrue();
    }

    @Test
    void the_recheck_lies_not_in_the_past() {
        Life life = new Life(Life.nimble(1, 10, source("s", TestSource.of(in -> {
            in.validUntil(in.epochMillis() - 5);
            return 4;
        }))));
        life.decide(100, 4);
        assertThat(life.out.recheckAtMillis()).isGreaterThanOrEqualTo(100);
    }

    // --- combination and sources ---

    @Test
    void a_fallback_never_lowers_what_a_function_makes_of_the_healthy_metrics() {
        Combination min = Combination.of("min", out -> {
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i < out.metricCount(); i++) {
                lowest = out.metric(i).status().hasProposal()
                        ? Math.min(lowest, out.metric(i).replicas())
                        : lowest;
            }
            return lowest;
        });
        Life life = new Life(Life.nimble(
                        1,
                        20,
                        queue().fallback(Fallback.afterFailures(1, 2)),
                        external("other").averageValue(1))
                .combination(min));
        assertThat(life.decide(0, 8, FAILS, 8)).isEqualTo(8);
    }

    @Test
    void a_function_named_like_a_rule_has_a_fingerprint_of_its_own() {
        AutoscalerSpec.Builder builder =
                Life.nimble(1, 10, queue(), external("b").averageValue(1));
        long rule = builder.combination(Combination.MIN).build().fingerprint();
        assertThat(builder.combination(Combination.of("min", out -> 9)).build().fingerprint())
                .isNotEqualTo(rule);
    }

    @Test
    void a_source_that_was_asked_remembers_even_if_it_failed_or_is_gated() {
        for (int answer : new int[] {ReplicaSource.FAILED, 3}) {
            int[] remembered = {0};
            TestSource source = TestSource.of(in -> answer).remembering(1, in -> remembered[0]++);
            MetricSpec metric = source("s", source);
            Life life = new Life(Life.nimble(1, 10, answer == 3 ? metric.onlyWhile("queue") : metric, queue()));
            life.decide(0, 4, 0, 0);
            assertThat(remembered[0]).as("answer %d", answer).isEqualTo(1);
        }
    }

    @Test
    void a_source_that_cannot_remember_leaves_the_decision_as_it_was_taken() {
        TestSource source = TestSource.of(in -> 6).remembering(0, in -> {
            throw new IllegalStateException("full");
        });
        Life life = new Life(Life.nimble(1, 10, source("s", source)));
        life.autoscaler.preview(life.at(0, 4), life.out);
        MetricProposal.Status previewed = life.out.metric(0).status();
        life.decide(0, 4);
        assertThat(life.out.metric(0).status()).isEqualTo(previewed);
    }

    @Test
    void a_signal_proposes_nothing_even_when_it_fails() {
        MetricSpec signal = signal("load").fallback(Fallback.afterFailures(1, 15));
        assertThatThrownBy(() -> Life.nimble(1, 20, queue(), signal).build())
                .hasMessageStartingWith("fallback needs a metric that proposes: load.fallback=");
    }

    // --- numbers at the border ---

    @Test
    void at_a_threshold_of_three_decimals_a_metric_is_not_active() {
        Life life =
                new Life(Life.nimble(0, 10, external("queue").averageValue(5).activation(1.005))
                        .activation(COOLDOWN));
        assertThat(life.decide(0, 0, 1.005)).isZero();
    }

    @Test
    void minus_one_is_refused_like_every_negative_number() {
        for (Activation negative : List.of(
                COOLDOWN.idleReplicas(-1),
                COOLDOWN.idleReplicas(1).idleTtl(ofMillis(-1)),
                COOLDOWN.zeroDelay(ofMillis(-1)),
                COOLDOWN.keepAfterWaking(ofMillis(-1)))) {
            assertThatThrownBy(() ->
                            Life.nimble(0, 10, queue()).activation(negative).build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_fallback_without_a_behavior_is_refused() {
        assertThatThrownBy(() -> new Fallback(1, java.time.Duration.ZERO, 1, null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void at_the_end_of_time_the_cooldown_is_as_long_as_ever() {
        Life life = new Life(Life.nimble(0, 10, queue()).activation(COOLDOWN));
        life.decide(Long.MAX_VALUE - 5, 4, 20);
        assertThat(life.decide(Long.MAX_VALUE, 4, 0)).isEqualTo(1);
    }

    @Test
    void at_the_end_of_time_an_idle_count_without_ttl_is_kept() {
        Life life = new Life(
                Life.nimble(5, 10, queue()).activation(COOLDOWN.idleReplicas(2).initialCooldown(ofMillis(0))));
        assertThat(life.decide(Long.MAX_VALUE, 2, 0)).isEqualTo(2);
    }

    @Test
    void at_the_beginning_of_time_activity_counts() {
        Life life = new Life(Life.nimble(0, 10, queue()).activation(COOLDOWN.initialCooldown(ofMillis(0))));
        life.decide(Long.MIN_VALUE, 4, 20);
        assertThat(life.decide(Long.MIN_VALUE + 1, 4, 0)).isEqualTo(1);
    }

    @Test
    void a_freeze_for_ever_holds_at_the_end_of_time() {
        Life life = new Life(Life.nimble(1, 10, queue()));
        life.at(Long.MAX_VALUE, 4, 40).overrides().freezeScaleUp(Long.MAX_VALUE);
        assertThat(life.decide()).isEqualTo(4);
    }

    @Test
    void activation_that_was_away_for_a_while_knows_of_no_old_activity() {
        TimeWindow never = new OpenFrom(0, 1);
        AutoscalerSpec.Builder builder =
                Life.nimble(0, 10, queue()).schedule(Schedule.of(ScheduleWindow.floor("f", never, 1)));
        Life life = new Life(builder.activation(COOLDOWN));
        life.decide(0, 4, 20);
        AutoscalerSpec without = builder.activation(null).build();
        life.autoscaler.respec(without, 1_000);
        life.autoscaler.decide(without.newObservation().at(999_999).replicas(4).value(0, 20), without.newDecision());
        life.autoscaler.respec(life.spec, 1_000_000);
        // Active a millisecond ago.
        assertThat(life.decide(1_000_000, 4, 0)).isEqualTo(1);
    }

    // --- honest output ---

    @Test
    void explanations_say_what_decided() {
        Life life = new Life(Life.nimble(1, 10, queue())
                .schedule(Schedule.of(
                        ScheduleWindow.floor("f", new OpenFrom(0, 1_000), 5).atOnce())));
        life.decide(0, 4, 20);
        assertThat(life.out.toString()).contains("ScheduledFloor").doesNotContain("failing metric");
        life.at(2_000, 4, 40).overrides().pause();
        life.decide();
        assertThat(life.out.toString()).contains("Paused").doesNotContain("failing metric");
    }

    @Test
    void a_move_into_range_is_an_event_with_activation_too() {
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(3, 10).metric(queue()).scaleUp(rules().policy(pods(2).per(ofSeconds(60))));
        Life plain = new Life(builder);
        Life with = new Life(builder.activation(COOLDOWN));
        assertThat(plain.follow(0, 1, 50)).isEqualTo(3);
        assertThat(with.follow(0, 1, 50)).isEqualTo(3);
        assertThat(with.autoscaler.scaleUpLimit(1, 3)).isEqualTo(plain.autoscaler.scaleUpLimit(1, 3));
    }

    @Test
    void a_source_sees_the_ready_pods_that_are_listed() {
        Life life = new Life(Life.nimble(1, 10, source("s", TestSource.of(ReplicaSource.Input::readyReplicas))));
        life.in.ensureCapacity(4).at(0).replicas(4);
        life.in.pods().addReady(-10_000, -5_000);
        life.decide();
        assertThat(life.out.metric(0).replicas()).isEqualTo(1);
    }

    @Test
    void a_wake_up_holds_no_growth_back_after_respec_either() {
        Life life = new Life(AutoscalerSpec.builder(0, 20)
                .metric(queue())
                .scaleUp(rules().stabilizationWindow(ofSeconds(100)))
                .activation(COOLDOWN.activationReplicas(4)));
        assertThat(life.follow(0, 0, 20)).isEqualTo(4);
        life.autoscaler.respec(life.spec, 0);
        life.decide(1, 10, 50);
        life.decide(2, 4, 45);
        // The up window knows 10, 10 and 9; the 4 is the wake-up's.
        assertThat(life.out.stabilized()).isEqualTo(9);
    }
}
