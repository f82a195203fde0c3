package dev.autoscale.policies.keda;

import static dev.autoscale.policies.keda.RequestScale.Decision.NO_WRITE;
import static dev.autoscale.policies.keda.RequestScale.NEVER_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.keda.RequestScale.Decision.Action;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestScaleTest {
    private static final long CREATED = 1_700_000_000_000L;
    private static final long NOW = CREATED + 3_600_000;

    private final RequestScale.Input in = new RequestScale.Input();
    private final RequestScale.Decision out = new RequestScale.Decision();

    private static ScaledObject.Builder settings() {
        return ScaledObject.builder();
    }

    private RequestScale.Decision at(long now, ScaledObject.Builder settings) {
        RequestScale.of(settings.build(), CREATED).decide(now, in, out);
        return out;
    }

    private void expect(Action action, int replicas) {
        assertThat(out.action()).isEqualTo(action);
        assertThat(out.replicas()).isEqualTo(replicas);
        assertThat(out.writes()).isEqualTo(action != Action.NONE);
    }

    private void expect(KedaCondition ready, KedaCondition active, KedaCondition paused) {
        assertThat(out.readyCondition()).isEqualTo(ready);
        assertThat(out.activeCondition()).isEqualTo(active);
        assertThat(out.pausedCondition()).isEqualTo(paused);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "4, 4"})
    void an_active_target_leaves_zero(int min, int replicas) {
        in.poll(true, false, 0);
        at(NOW, settings().minReplicaCount(min));

        expect(Action.SCALE_OUT, replicas);
        expect(KedaCondition.READY, KedaCondition.ACTIVE, null);
    }

    @Test
    void leaving_zero_counts_as_activity_once_it_is_written() {
        in.poll(true, false, 0).lastActive(CREATED + 5);
        at(NOW, settings());

        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NOW);
        assertThat(out.lastActiveEpochMillis(false)).isEqualTo(CREATED + 5);
    }

    @Test
    void leaving_zero_with_a_failure_is_still_ready() {
        in.poll(true, true, 0);
        at(NOW, settings());

        expect(Action.SCALE_OUT, 1);
        expect(KedaCondition.READY, KedaCondition.ACTIVE, null);
    }

    @Test
    void an_idle_target_leaves_its_idle_count_for_the_minimum() {
        in.poll(true, false, 1);
        at(NOW, settings().minReplicaCount(3).idleReplicaCount(1));
        expect(Action.SCALE_OUT, 3);

        at(NOW, settings().minReplicaCount(3));
        expect(Action.NONE, NO_WRITE);
    }

    @Test
    void activity_is_remembered_unless_a_trigger_fails() {
        in.poll(true, false, 2).lastActive(CREATED);
        at(NOW, settings());
        assertThat(out.lastActiveEpochMillis(false)).isEqualTo(NOW);
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NOW);

        in.poll(true, true, 2).lastActive(CREATED);
        at(NOW, settings());
        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.PARTIAL_TRIGGER_ERROR, KedaCondition.ACTIVE, null);
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(CREATED);
    }

    @Test
    void paused_scale_out_forgets_the_activity() {
        in.poll(true, false, 0).pausedScaleOut(true);
        at(NOW, settings());

        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.READY, KedaCondition.ACTIVE, null);
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NEVER_ACTIVE);
    }

    @Test
    void forced_activation_is_activity() {
        in.poll(false, false, 0).forceActivation(true);
        at(NOW, settings().minReplicaCount(2));
        expect(Action.SCALE_OUT, 2);

        in.pausedScaleOut(true);
        at(NOW, settings());
        expect(Action.NONE, NO_WRITE);

        in.pausedScaleOut(false).paused(true);
        at(NOW, settings());
        expect(KedaCondition.READY, null, KedaCondition.PAUSED);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true"})
    void the_cooldown_must_be_passed_by_a_millisecond(long later, boolean scalesIn) {
        in.poll(false, false, 7).lastActive(NOW);
        at(NOW + 300_000 + later, settings());

        expect(scalesIn ? Action.SCALE_IN : Action.NONE, scalesIn ? 0 : NO_WRITE);
        expect(KedaCondition.READY, scalesIn ? KedaCondition.NOT_ACTIVE : KedaCondition.COOLDOWN, null);
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"60, 60_000, NONE", "60, 60_001, SCALE_IN", "0, 0, NONE", "0, 1, SCALE_IN"})
    void never_active_it_waits_for_the_initial_cooldown(int seconds, long age, Action action) {
        in.poll(false, false, 7);
        at(CREATED + age, settings().initialCooldownPeriod(seconds).cooldownPeriod(9999));

        assertThat(out.action()).isEqualTo(action);
    }

    @Test
    void once_active_the_initial_cooldown_is_forgotten() {
        in.poll(false, false, 7).lastActive(CREATED);
        at(CREATED + 1001, settings().initialCooldownPeriod(60).cooldownPeriod(1));

        expect(Action.SCALE_IN, 0);
    }

    @Test
    void times_at_the_end_of_time_do_not_overflow() {
        in.poll(false, false, 7).lastActive(Long.MAX_VALUE - 5);
        at(Long.MAX_VALUE, settings());
        expect(Action.NONE, NO_WRITE);

        in.lastActive(NEVER_ACTIVE + 1);
        at(NEVER_ACTIVE + 2, settings().cooldownPeriod(0));
        expect(Action.SCALE_IN, 0);

        in.lastActive(NEVER_ACTIVE);
        ScaledObject latest =
                settings().initialCooldownPeriod(Integer.MAX_VALUE).build();
        RequestScale.of(latest, Long.MAX_VALUE).decide(Long.MAX_VALUE, in, out);
        expect(Action.NONE, NO_WRITE);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 9, SCALE_IN, 1",
        "3, 1, 1, NONE, -1",
        "3, 1, 0, NONE, -1",
        "3, 0, 1, SCALE_IN, 0",
        "0, 2, 2, SCALE_IN, 2"
    })
    void anInactiveTargetGoesIdle(int min, int idle, int current, Action action, int replicas) {
        in.poll(false, false, current);
        at(NOW, settings().minReplicaCount(min).idleReplicaCount(idle));

        expect(action, replicas);
    }

    @Test
    void paused_scale_in_keeps_the_count_and_shows_no_cooldown() {
        in.poll(false, false, 7).lastActive(NOW).pausedScaleIn(true);
        at(NOW, settings());

        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.READY, KedaCondition.NOT_ACTIVE, null);
    }

    @Test
    void below_the_minimum_it_is_lifted_at_once_and_whatever_is_paused() {
        in.poll(false, false, 1).lastActive(NOW).pausedScaleOut(true).pausedScaleIn(true);
        at(NOW, settings().minReplicaCount(3));

        expect(Action.LIFT_TO_MIN, 3);
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NOW);
        in.poll(false, false, 3);
        at(NOW, settings().minReplicaCount(3));
        expect(Action.NONE, NO_WRITE);
    }

    @Test
    void failures_without_a_fallback_hold_the_count() {
        for (int current : new int[] {0, 5}) {
            in.poll(false, true, current);
            at(NOW, settings().minReplicaCount(current == 0 ? 3 : 0));

            expect(Action.NONE, NO_WRITE);
            expect(KedaCondition.TRIGGER_ERROR, KedaCondition.NOT_ACTIVE, null);
        }
    }

    @Test
    void failures_wait_for_a_fallback_of_some_replicas_only() {
        in.poll(false, true, 5);
        at(NOW, settings().fallback(0, 2));
        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.READY, KedaCondition.NOT_ACTIVE, null);

        at(NOW, settings().fallback(0, 0));
        expect(Action.SCALE_IN, 0);
        expect(KedaCondition.READY, KedaCondition.NOT_ACTIVE, null);
    }

    @Test
    void a_pause_is_stronger_than_all_but_unreadable_replicas() {
        in.poll(true, true, 0).pausedReplicas(true).lastActive(NOW);
        at(NOW, settings());
        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.READY, null, KedaCondition.PAUSED);
        assertThat(out.hasFailure()).isFalse();

        in.replicasUnreadable().paused(true).lastActive(NOW);
        at(NOW + 1, settings());
        expect(Action.NONE, NO_WRITE);
        expect(KedaCondition.REPLICAS_UNREADABLE, null, null);
        assertThat(out.hasFailure()).isTrue();
        assertThat(out.lastActiveEpochMillis(true)).isEqualTo(NOW);
    }

    @Test
    void annotations_are_read_by_their_full_names() {
        in.poll(false, false, 0)
                .annotations(Map.of("autoscaling.keda.sh/force-activation", "no", "force-activation", "true"));
        at(NOW, settings());
        expect(Action.SCALE_OUT, 1);

        in.annotations(Map.of("autoscaling.keda.sh/paused", "false", "autoscaling.keda.sh/paused-replicas", "x"));
        at(NOW, settings());
        assertThat(out.pausedCondition()).isEqualTo(KedaCondition.PAUSED);

        in.poll(true, false, 0).annotations(Map.of("autoscaling.keda.sh/paused-scale-out", ""));
        at(NOW, settings());
        expect(Action.NONE, NO_WRITE);

        in.poll(false, false, 5).annotations(Map.of("autoscaling.keda.sh/paused-scale-in", "0"));
        at(NOW, settings());
        expect(Action.SCALE_IN, 0);
    }

    @Test
    void a_poll_forgets_the_one_before() {
        in.poll(true, true, 9)
                .lastActive(NOW)
                .paused(true)
                .pausedReplicas(true)
                .pausedScaleIn(true)
                .pausedScaleOut(true)
                .forceActivation(true);
        in.poll(false, false, 9);
        at(NOW, settings());

        expect(Action.SCALE_IN, 0);
        assertThat(out.lastActiveEpochMillis(false)).isEqualTo(NEVER_ACTIVE);
    }

    @Property
    void what_is_written_leads_where_it_should(
            @ForAll @IntRange(min = 0, max = 6) int min,
            @ForAll @IntRange(min = -1, max = 6) int idle,
            @ForAll @IntRange(min = -1, max = 2) int fallback,
            @ForAll boolean active,
            @ForAll boolean failed,
            @ForAll @IntRange(min = 0, max = 8) int current,
            @ForAll @IntRange(min = -1, max = 400) int idleForSeconds) {
        ScaledObject.Builder settings = settings().minReplicaCount(min);
        UnaryOperator<ScaledObject.Builder> withIdle = s -> idle < 0 ? s : s.idleReplicaCount(idle);
        UnaryOperator<ScaledObject.Builder> withFallback = s -> fallback < 0 ? s : s.fallback(0, fallback);
        in.poll(active, failed, current).lastActive(idleForSeconds < 0 ? NEVER_ACTIVE : NOW - idleForSeconds * 1000L);
        at(NOW, withFallback.apply(withIdle.apply(settings)));

        switch (out.action()) {
            case SCALE_OUT -> {
                assertThat(active).isTrue();
                assertThat(out.replicas()).isEqualTo(Math.max(1, min)).isGreaterThan(current);
            }
            case SCALE_IN -> {
                assertThat(active).isFalse();
                assertThat(out.replicas()).isEqualTo(Math.max(0, idle));
            }
            case LIFT_TO_MIN -> assertThat(out.replicas()).isEqualTo(min).isGreaterThan(current);
            case NONE -> assertThat(out.replicas()).isEqualTo(NO_WRITE);
        }
        if (failed && fallback < 0) {
            assertThat(out.action()).isNotIn(Action.SCALE_IN, Action.LIFT_TO_MIN);
        }
    }

    private String why(long now, ScaledObject.Builder settings) {
        return at(now, settings).toString().lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void it_says_which_pause_holds_the_count() {
        String prefix = "autoscaling.keda.sh/";
        in.poll(true, false, 3).annotations(Map.of(prefix + "paused", "true"));
        assertThat(why(NOW, settings())).isEqualTo("  action  NONE: the annotation paused holds the count");
        in.poll(true, false, 3).annotations(Map.of(prefix + "paused", "true", prefix + "paused-replicas", "3"));
        assertThat(why(NOW, settings())).isEqualTo("  action  NONE: the annotation paused-replicas holds the count");
        in.poll(true, false, 0).pausedScaleOut(true);
        assertThat(why(NOW, settings()))
                .isEqualTo("  action  NONE: something is active, but paused-scale-out holds the count");
        in.poll(false, false, 3).pausedScaleIn(true);
        assertThat(why(NOW, settings()))
                .isEqualTo("  action  NONE: nothing is active, but paused-scale-in holds the count");
    }

    @Test
    void it_says_when_a_cooldown_ends() {
        in.poll(false, false, 3).lastActive(NOW - 100_000);
        assertThat(why(NOW, settings()))
                .isEqualTo("  action  NONE: nothing is active; the cooldown is over more than 200 s from now");
        assertThat(why(NOW + 199_500, settings())).endsWith("more than 500 ms from now");
        assertThat(why(NOW + 200_000, settings())).endsWith("more than 0 s from now");
        assertThat(why(NOW + 200_001, settings()))
                .isEqualTo("  action  SCALE_IN: nothing is active, and the cooldown is over");
        in.poll(false, false, 3);
        assertThat(why(CREATED + 60_000, settings().initialCooldownPeriod(90)))
                .isEqualTo(
                        "  action  NONE: nothing has been active yet; the initial cooldown is over more than 30 s from now");
        in.poll(false, false, 3).lastActive(Long.MAX_VALUE);
        assertThat(why(Long.MIN_VALUE + 1, settings())).contains("cooldown is over more than " + Long.MAX_VALUE);
    }

    @Test
    void it_says_what_else_decided() {
        in.poll(true, false, 0);
        assertThat(why(NOW, settings())).endsWith("SCALE_OUT: something is active: the minimum, at least one replica");
        in.poll(false, false, 0).forceActivation(true);
        assertThat(why(NOW, settings())).endsWith("activation is forced: the minimum, at least one replica");
        in.poll(true, false, 2);
        assertThat(why(NOW, settings()))
                .endsWith("NONE: something is active, and it is at work; the HPA decides how many");
        in.poll(true, true, 2);
        assertThat(why(NOW, settings())).contains("a trigger failed: this activity is not remembered");
        in.poll(false, true, 2);
        assertThat(why(NOW, settings())).contains("a trigger failed without a fallback: the count is held");
        assertThat(why(NOW, settings().fallback(3, 5))).contains("a trigger failed: the count is left to the fallback");
        in.poll(false, false, 0);
        assertThat(why(NOW, settings())).endsWith("NONE: nothing is active, and no replica is too many or missing");
        assertThat(why(NOW, settings().minReplicaCount(2)))
                .contains("LIFT_TO_MIN: nothing is active: the minimum holds");
        in.replicasUnreadable();
        assertThat(why(NOW, settings())).endsWith("NONE: the replicas could not be read");
        assertThat(new RequestScale.Decision().toString()).contains("NONE: nothing is decided yet");
    }

    @Test
    void all_that_is_wrong_is_named() {
        ScaledObject wrong = settings()
                .minReplicaCount(-1)
                .idleReplicaCount(-2)
                .cooldownPeriod(-3)
                .initialCooldownPeriod(-4)
                .fallback(0, -5)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestScale.of(wrong, CREATED))
                .withMessage("must be >= 0: spec.cooldownPeriod=-3"
                        + "; must be >= 0: spec.initialCooldownPeriod=-4"
                        + "; must be >= 0: spec.idleReplicaCount=-2"
                        + "; must be >= 0: spec.minReplicaCount=-1"
                        + "; must be >= 0: spec.fallback.replicas=-5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(NOW, settings().idleReplicaCount(-1)))
                .withMessage("must be >= 0: spec.idleReplicaCount=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(NOW, settings().fallback(0, -1)))
                .withMessage("must be >= 0: spec.fallback.replicas=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.poll(true, false, -1))
                .withMessage("replicas must be >= 0: replicas=-1");
    }
}
