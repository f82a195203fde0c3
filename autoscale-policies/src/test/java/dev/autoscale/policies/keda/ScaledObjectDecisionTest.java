package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.MetricProposal;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledObjectDecisionTest {
    private static final double FAILS = Double.NaN;

    private static ScaledObject.Builder queue(long target, long activation) {
        return ScaledObject.builder().trigger(KedaTrigger.queue("orders", target, activation));
    }

    private static KedaRun run(ScaledObject.Builder object, int replicas) {
        return new KedaRun(object, 0, replicas);
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void a_message_wakes_a_workload_at_once() {
        KedaRun run = run(queue(5, 0), 0);

        assertThat(run.after(0, 0)).isZero();
        assertThat(run.after(30, 12)).isEqualTo(1);
        assertThat(run.after(15, 12)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void it_goes_to_zero_in_one_step_once_more_than_the_cooldown_has_passed(int replicas) {
        KedaRun run = run(queue(5, 0).cooldownPeriod(60), replicas);
        run.after(0, 5 * replicas);

        assertThat(run.after(60, 0)).isEqualTo(replicas);
        run.nowMillis++;
        assertThat(run.after(0, 0)).isZero();
    }

    @Test
    void the_default_cooldown_is_five_minutes() {
        KedaRun run = run(queue(5, 0), 1);
        run.after(0, 1);

        assertThat(run.after(300, 0)).isEqualTo(1);
        assertThat(run.after(1, 0)).isZero();
    }

    @Test
    void what_was_never_active_rests_after_the_initial_cooldown() {
        assertThat(run(queue(5, 0), 4).after(0, 0)).isZero();

        KedaRun later = run(queue(5, 0).initialCooldownPeriod(20), 4);
        assertThat(later.after(0, 0)).isEqualTo(4);
        assertThat(later.after(19, 0)).isEqualTo(4);
        assertThat(later.after(1, 0)).isZero();
    }

    /** 40 messages ask for 4 replicas, but do not count as activity. */
    @Test
    void activation_outranks_the_target() {
        KedaRun run = run(queue(10, 50).cooldownPeriod(60), 4);

        assertThat(run.after(0, 51)).isEqualTo(6);
        assertThat(run.after(60, 40)).isEqualTo(6);
        assertThat(run.after(1, 40)).isZero();
        assertThat(run.after(600, 50)).isZero();
        assertThat(run.after(15, 51)).isEqualTo(1);
    }

    @Test
    void with_a_minimum_it_never_rests_and_is_raised_from_zero_at_once() {
        KedaRun run = run(queue(10, 0).minReplicaCount(2), 0);

        assertThat(run.after(0, 0)).isEqualTo(2);
        assertThat(run.after(10_000, 0)).isEqualTo(2);
    }

    @Test
    void it_rests_at_its_idle_count() {
        KedaRun run = run(queue(10, 0).minReplicaCount(3).idleReplicaCount(0).cooldownPeriod(60), 5);

        assertThat(run.after(0, 50)).isEqualTo(5);
        assertThat(run.after(61, 0)).isZero();
        assertThat(run.after(15, 1)).isEqualTo(3);

        KedaRun one = run(queue(10, 0).minReplicaCount(3).idleReplicaCount(1).cooldownPeriod(60), 5);
        one.after(0, 50);
        assertThat(one.after(61, 0)).isEqualTo(1);
        assertThat(one.after(600, 0)).isEqualTo(1);
        assertThat(one.after(15, 1)).isEqualTo(3);
    }

    @Test
    void a_fallback_wakes_from_zero_once_the_threshold_is_exceeded() {
        KedaRun run = run(queue(5, 0).fallback(3, 6), 0);

        for (int failure = 1; failure <= 3; failure++) {
            assertThat(run.after(30, FAILS)).isZero();
        }
        assertThat(run.after(30, FAILS)).isEqualTo(1);
        assertThat(run.out.metric(0).status()).isEqualTo(MetricProposal.Status.FALLBACK);
        assertThat(run.after(30, FAILS)).isEqualTo(4);
        assertThat(run.after(30, FAILS)).isEqualTo(6);
    }

    @Test
    void a_success_begins_the_count_of_failures_again() {
        KedaRun run = run(queue(5, 0).fallback(1, 6), 2);

        assertThat(run.after(30, FAILS)).isEqualTo(2);
        assertThat(run.after(30, 10)).isEqualTo(2);
        assertThat(run.after(30, FAILS)).isEqualTo(2);
        assertThat(run.after(30, FAILS)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "static, 6, 3, 3",
        "unheard, 6, 3, 3",
        "currentReplicas, 6, 3, 6",
        "currentReplicasIfHigher, 6, 3, 6",
        "currentReplicasIfHigher, 2, 3, 3",
        "currentReplicasIfLower, 2, 3, 2",
        "currentReplicasIfLower, 6, 3, 3"
    })
    void a_fallback_looks_at_the_current_count(String behavior, int current, int fallback, int replicas) {
        ScaledObject object = queue(5, 0).fallback(0, fallback, behavior).build();
        var spec = object.toBuilder().build();
        var in = spec.newObservation();
        var out = spec.newDecision();

        spec.newAutoscaler().decide(in.at(0).replicas(current).failed(0), out);

        assertThat(out.metric(0).replicas()).isEqualTo(replicas);
    }

    @Test
    void a_fallback_never_lowers_what_the_healthy_triggers_ask_for() {
        KedaRun run =
                run(queue(5, 0).trigger(KedaTrigger.prometheus("rps", 100, 0)).fallback(0, 2), 8);

        assertThat(run.after(0, FAILS, 800)).isEqualTo(8);
    }

    @Test
    void an_error_without_fallback_changes_nothing() {
        KedaRun run = run(queue(5, 0).cooldownPeriod(10), 3);
        run.after(0, 15);

        assertThat(run.after(1000, FAILS)).isEqualTo(3);
        assertThat(run(queue(5, 0), 0).after(1000, FAILS)).isZero();
    }

    @Test
    void a_fallback_of_zero_does_not_lead_to_zero() {
        KedaRun run = run(queue(5, 0).cooldownPeriod(10).fallback(0, 0), 3);
        run.after(0, 15);

        for (int i = 0; i < 100; i++) {
            assertThat(run.after(15, FAILS)).isPositive();
        }
    }

    @Test
    void a_window_and_a_queue_work_together_over_a_minimum() {
        KedaRun run = new KedaRun(
                ScaledObject.builder()
                        .minReplicaCount(1)
                        .trigger(KedaTrigger.cron("day", "Europe/Berlin", "0 8 * * *", "0 18 * * *", 4))
                        .trigger(KedaTrigger.queue("orders")),
                at("2026-07-01T05:59:00Z"),
                1);

        assertThat(run.after(0, o -> o.value(1, 3))).isEqualTo(1);
        assertThat(run.out.recheckAtMillis()).isLessThanOrEqualTo(at("2026-07-01T06:00:00Z"));
        assertThat(run.after(60, o -> o.value(1, 3))).isEqualTo(4);
        assertThat(run.after(60, o -> o.value(1, 40))).isEqualTo(8);
        assertThat(run.after(600, o -> o.value(1, 0))).isEqualTo(4);
        run.nowMillis = at("2026-07-01T15:59:59Z");
        assertThat(run.after(0, o -> o.value(1, 0))).isEqualTo(4);
        assertThat(run.after(1, o -> o.value(1, 0))).isEqualTo(4);
        assertThat(run.after(300, o -> o.value(1, 0))).isEqualTo(1);
    }

    @Test
    void a_window_alone_wakes_and_rests_after_the_cooldown() {
        KedaRun run = new KedaRun(
                ScaledObject.builder()
                        .cooldownPeriod(60)
                        .trigger(KedaTrigger.cron("", "", "0 8 * * 1-5", "0 18 * * 1-5", 3)),
                at("2026-06-30T07:59:30Z"),
                0);

        assertThat(run.after(0)).isZero();
        assertThat(run.after(30)).isEqualTo(1);
        assertThat(run.after(15)).isEqualTo(3);
        run.nowMillis = at("2026-06-30T17:59:59Z");
        assertThat(run.after(0)).isEqualTo(3);
        assertThat(run.after(1)).isEqualTo(3);
        assertThat(run.after(59)).isEqualTo(3);
        assertThat(run.after(1)).isZero();
    }

    /** After Friday's end the next event is Saturday's end, so KEDA takes the weekend for a part of the window. */
    @Test
    void a_window_is_looked_at_as_keda_does() {
        KedaRun run = new KedaRun(
                ScaledObject.builder().trigger(KedaTrigger.cron("", "UTC", "30 6 * * 1-5", "10 22 * * *", 2)),
                at("2026-07-04T12:00:00Z"),
                2);

        assertThat(run.after(0)).isEqualTo(2);
        assertThat(run.out.metric(0).replicas()).isEqualTo(2);
    }

    @Test
    void a_window_that_asks_for_no_replicas_is_active() {
        KedaRun run = run(ScaledObject.builder().trigger(KedaTrigger.cron("", "", "0 0 30 2 *", "0 0 * * *", -4)), 0);

        assertThat(run.after(0)).isEqualTo(1);
        assertThat(run.after(10_000)).isEqualTo(1);
    }

    @Test
    void the_tolerance_of_the_hpa_holds_for_a_window() {
        KedaRun run = run(ScaledObject.builder().trigger(KedaTrigger.cron("", "", "0 0 30 2 *", "0 0 * * *", 21)), 20);

        assertThat(run.after(0)).isEqualTo(20);
        assertThat(run.out.metric(0).replicas()).isEqualTo(20);
    }

    @Property
    void a_source_that_remembers_answers_as_the_window_does(
            @ForAll @IntRange(min = 1, max = 500_000) int step, @ForAll @IntRange(max = 90_000_000) int start) {
        var trigger = KedaTrigger.cron("", "Europe/Berlin", "15 7 * * 1-5", "*/40 19 * * *", 3);
        KedaRun run = new KedaRun(ScaledObject.builder().trigger(trigger), start * 20_000L, 1);
        var zone = CronExpression.zone("Europe/Berlin");
        CronWindow window = CronWindow.keda(
                CronExpression.parse("15 7 * * 1-5", zone), CronExpression.parse("*/40 19 * * *", zone));

        for (int i = 0; i < 30; i++) {
            run.after(step);
            assertThat(run.out.metric(0).replicas()).isEqualTo(window.isActive(run.nowMillis) ? 3 : 0);
        }
    }

    @Test
    void a_workload_follows_another_one() {
        KedaRun run = run(ScaledObject.builder().cooldownPeriod(0).trigger(KedaTrigger.workload("front", 3, 2)), 0);

        assertThat(run.after(0, 2)).isZero();
        assertThat(run.after(15, 3)).isEqualTo(1);
        assertThat(run.after(15, 10)).isEqualTo(4);
        assertThat(run.after(15, 2)).isZero();
    }

    @Test
    void a_value_scales_the_ready_replicas() {
        KedaTrigger trigger = KedaTrigger.prometheus("latency", 0.2, 0).withMetricType("Value");

        assertThat(run(ScaledObject.builder().trigger(trigger), 4).after(0, 0.3))
                .isEqualTo(6);
    }

    @Test
    void cpu_never_keeps_a_workload_alive() {
        KedaRun run = run(queue(5, 0).trigger(KedaTrigger.cpu(50)).cooldownPeriod(60), 4);

        assertThat(run.after(0, 1, 100)).isEqualTo(8);
        assertThat(run.after(60, 0, 100)).isEqualTo(16);
        assertThat(run.after(1, 0, 100)).isZero();
        assertThat(run.after(15, 0, 100)).isZero();
    }

    /** Without behavior a growth that was cut short is made up for by the window. */
    @Test
    void cpu_and_memory_alone_are_an_hpa() {
        KedaRun run = run(
                ScaledObject.builder()
                        .minReplicaCount(2)
                        .trigger(KedaTrigger.cpu(50))
                        .trigger(KedaTrigger.memory(Quantity.parse("1Gi"))),
                2);

        assertThat(run.after(0, 60, 3L << 30)).isEqualTo(4);
        assertThat(run.after(15, 10, 1 << 28)).isEqualTo(6);
        assertThat(run.after(300, 10, 1 << 28)).isEqualTo(2);
    }

    @Test
    void orders_are_given_with_the_observation() {
        KedaRun run = run(queue(5, 0), 0);

        assertThat(run.after(0, o -> o.value(0, 0).overrides().forceActivation()))
                .isEqualTo(1);
        assertThat(run.after(15, o -> o.value(0, 100).overrides().pauseAt(7))).isEqualTo(7);
        assertThat(run.after(15, o -> o.value(0, 100).overrides().freezeScaleUp(Long.MAX_VALUE)))
                .isEqualTo(7);
    }

    @Test
    void a_behavior_bounds_the_hpa() {
        HpaBehavior slow =
                new HpaBehavior(HpaBehavior.Rules.rules().withPolicies(HpaBehavior.Policy.pods(1, 60)), null);
        KedaRun run = run(queue(1, 0).behavior(slow), 2);

        assertThat(run.after(0, 50)).isEqualTo(3);
        assertThat(run(queue(1, 0), 2).after(0, 50)).isEqualTo(4);
    }

    @Test
    void a_zone_that_cannot_be_read_changes_nothing() {
        var object = ScaledObject.builder().trigger(KedaTrigger.cron("", "Nowhere", "0 8 * * *", "0 9 * * *", 1));
        var spec = object.build().toBuilder().buildUnchecked();
        var out = spec.newDecision();

        spec.newAutoscaler().decide(spec.newObservation().at(0).replicas(3), out);

        assertThat(out.replicas()).isEqualTo(3);
        assertThat(out.metric(0).status()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
    }
}
