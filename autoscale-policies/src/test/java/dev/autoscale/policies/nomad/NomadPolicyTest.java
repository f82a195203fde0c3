package dev.autoscale.policies.nomad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.nomad.NomadCheck.OnError;
import dev.autoscale.policies.nomad.NomadPolicy.Reason;
import dev.autoscale.policies.nomad.NomadStrategy.Type;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NomadPolicyTest {
    private static final NomadStrategy PASS =
            NomadStrategy.of(Type.PASS_THROUGH).build();
    private static final NomadStrategy BROKEN =
            NomadStrategy.of(Type.FIXED_VALUE).set("value", "many").buildUnchecked();

    private static NomadCheck fixed(String group, long value) {
        return NomadCheck.of("", NomadStrategy.of(Type.FIXED_VALUE).value(value).build())
                .group(group)
                .build();
    }

    private static String evaluate(NomadPolicy.Builder builder, long count) {
        NomadPolicy policy = builder.build();
        long action = policy.evaluate(0, count, new long[policy.memorySize()]);
        return NomadAction.kind(action).toString().toLowerCase(Locale.ROOT) + ' ' + NomadAction.count(action);
    }

    private static NomadPolicy.Builder fixed(long... values) {
        NomadPolicy.Builder builder = NomadPolicy.builder(1, 20);
        for (long value : values) {
            builder.check(fixed("", value));
        }
        return builder;
    }

    @Test
    void without_groups_up_wins_over_none_and_none_over_down() {
        assertThat(evaluate(fixed(3, 9, 7), 5)).isEqualTo("up 9");
        assertThat(evaluate(fixed(3, 5), 5)).isEqualTo("none 1");
        assertThat(evaluate(fixed(2, 4, 3), 5)).isEqualTo("down 4");
        assertThat(evaluate(fixed(), 5)).isEqualTo("none 0");
    }

    @Test
    void in_a_group_a_movement_wins_over_none() {
        NomadPolicy.Builder group =
                NomadPolicy.builder(1, 20).check(fixed("a", 3)).check(fixed("a", 5));
        assertThat(evaluate(group, 5)).isEqualTo("down 3");
        assertThat(evaluate(group.check(fixed("b", 5)), 5)).isEqualTo("none 1");
        assertThat(evaluate(group.check(fixed("", 9)).check(fixed("a", 2)), 5)).isEqualTo("up 9");
    }

    @Test
    void bounds_do_not_change_the_direction() {
        assertThat(evaluate(fixed(25), 22)).isEqualTo("up 20");
        assertThat(evaluate(fixed(-2), 0)).isEqualTo("down 1");
        assertThat(evaluate(fixed(NomadAction.DRY_RUN), 5)).isEqualTo("down -1");
    }

    @Test
    void a_strategy_that_fails_ends_the_evaluation_where_the_check_or_else_the_policy_says_so() {
        for (OnError policy : OnError.values()) {
            for (OnError check : OnError.values()) {
                boolean fails = check == OnError.FAIL || (check == OnError.UNSET && policy == OnError.FAIL);
                NomadPolicy.Builder builder = fixed(9).onCheckError(policy)
                        .check(NomadCheck.of("", BROKEN).onError(check).build());
                assertThat(evaluate(builder, 5)).isEqualTo(fails ? "strategy_fails 0" : "up 9");
                assertThat(evaluate(fixed(3).check(builder.build().checks().get(1)), 5))
                        .isEqualTo(check == OnError.FAIL ? "strategy_fails 0" : "none 1");
            }
        }
    }

    @Test
    void a_check_outside_of_its_schedule_is_not_there() {
        NomadSchedule never =
                NomadSchedule.builder().start("0 0 31 2 *").end("0 8 * * *").build();
        NomadCheck closed = NomadCheck.of("cpu", PASS).schedule(never).build();
        assertThat(evaluate(fixed(3).check(closed), 5)).isEqualTo("down 3");
        assertThat(evaluate(fixed(3).check(NomadCheck.of("cpu", PASS).build()), 5))
                .isEqualTo("no_metrics 0");
    }

    private final NomadPolicy passing = NomadPolicy.builder(1, 10)
            .cooldown(Duration.ofSeconds(20))
            .cooldownOnScaleUp(Duration.ofSeconds(10))
            .check(NomadCheck.of("want", PASS).build())
            .build();
    private final UpstreamAutoscaler autoscaler = passing.newAutoscaler(0, 3);
    private final UpstreamObservation in = passing.newObservation();
    private final UpstreamDecision out = passing.newDecision();

    private int decide(long atMillis, int replicas, double value) {
        autoscaler.decide(in.at(atMillis).replicas(replicas).value(0, value), out);
        return out.replicas();
    }

    /** One cooldown for both directions, its last instant included, as long as the direction of the change before says. */
    @Test
    void the_cooldown_blocks_both_directions() {
        assertThat(decide(10_000, 3, 5)).isEqualTo(5);
        autoscaler.scaled(out);
        assertThat(decide(19_999, 5, 8)).isEqualTo(5);
        assertThat(decide(20_000, 5, 2)).isEqualTo(5);
        assertThat(out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(decide(20_001, 5, 2)).isEqualTo(2);
        assertThat(out.reason()).isEqualTo(Reason.DOWN);
        autoscaler.scaled(out);
        assertThat(decide(40_001, 2, 9)).isEqualTo(2);
        assertThat(decide(40_002, 2, 9)).isEqualTo(9);
    }

    @Test
    void changes_of_others_and_failed_ones_start_no_cooldown() {
        autoscaler.scaled(1_000, 2, 3);
        assertThat(decide(1_001, 3, 5)).isEqualTo(5);
        autoscaler.scaleFailed(1_001);
        assertThat(decide(1_002, 3, 5)).isEqualTo(5);
        autoscaler.scaled(1_002, 3, 2);
        assertThat(decide(1_003, 2, 5)).isEqualTo(5);
        autoscaler.scaled(1_003, 2, 4);
        assertThat(decide(1_004, 4, 5)).isEqualTo(4);
    }

    /** Cut by the bounds, the count goes the other way, under the name and with the cooldown of its direction. */
    @Test
    void a_count_beyond_the_bounds_is_scaled_in_under_the_name_up() {
        assertThat(decide(0, 12, 15)).isEqualTo(10);
        assertThat(out.reason()).isEqualTo(Reason.UP);
        autoscaler.scaled(out);
        assertThat(decide(10_000, 10, 2)).isEqualTo(10);
        assertThat(decide(10_001, 10, 2)).isEqualTo(2);
        assertThat(decide(10_002, 12, 12)).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -0.001, -1e300})
    void bad_numbers_scale_nothing(double value) {
        assertThat(decide(0, 5, value)).isEqualTo(5);
        assertThat(out.reason()).isEqualTo(Reason.QUERY_FAILS);
        assertThat(decide(1, 5, 1e300)).isEqualTo(10);
        assertThat(decide(2, Integer.MAX_VALUE, 1e300)).isEqualTo(10);
    }

    private final NomadPolicy counting = NomadPolicy.builder(0, 20)
            .evaluationInterval(Duration.ofSeconds(10))
            .check(NomadCheck.of(
                            "cpu",
                            NomadStrategy.of(Type.THRESHOLD)
                                    .lowerBound(80)
                                    .withinBoundsTrigger(3)
                                    .delta(2)
                                    .build())
                    .queryWindow(Duration.ofSeconds(30))
                    .build())
            .build();

    private String count(long[] seconds, long atMillis) {
        long[] memory = new long[counting.memorySize()];
        for (long second : seconds) {
            counting.record(memory, 0, second * 1000, 90);
        }
        long action = counting.evaluate(atMillis, 4, memory);
        return NomadAction.kind(action).toString() + NomadAction.count(action);
    }

    /** Both ends of a query's window belong to it. */
    @Test
    void a_threshold_counts_the_values_of_its_window() {
        assertThat(count(new long[] {0, 10, 20}, 30_000)).isEqualTo("UP6");
        assertThat(count(new long[] {0, 10, 20}, 30_001)).isEqualTo("NONE0");
        assertThat(count(new long[] {0, 10, 20}, 19_999)).isEqualTo("NONE0");
        assertThat(count(new long[] {0, 10, 20}, 50_001)).isEqualTo("NO_METRICS0");
        assertThat(count(new long[] {20, 20, 20}, 20_000)).isEqualTo("UP6");
    }

    @Test
    void one_instant_has_one_value_however_often_it_is_decided() {
        UpstreamAutoscaler engine = counting.newAutoscaler(0, 4);
        UpstreamObservation at = counting.newObservation();
        UpstreamDecision answer = counting.newDecision();
        for (int i = 0; i < 5; i++) {
            engine.decide(at.at(0).replicas(4).value(0, 90), answer);
            assertThat(answer.replicas()).isEqualTo(4);
        }
        engine.decide(at.at(10_000).replicas(4).value(0, 90), answer);
        engine.decide(at.at(20_000).replicas(4).value(0, 90), answer);
        assertThat(answer.replicas()).isEqualTo(6);
    }

    @Test
    void an_offset_looks_at_earlier_values() {
        NomadPolicy policy = NomadPolicy.builder(0, 20)
                .check(NomadCheck.of("want", PASS)
                        .queryWindowOffset(Duration.ofSeconds(20))
                        .build())
                .build();
        long[] memory = new long[policy.memorySize()];
        policy.record(memory, 0, 0, 5);
        policy.record(memory, 0, 10_000, 7);
        assertThat(NomadAction.count(policy.evaluate(29_999, 1, memory))).isEqualTo(5);
        assertThat(NomadAction.count(policy.evaluate(30_000, 1, memory))).isEqualTo(7);
        policy.queryFailed(memory, 0);
        assertThat(NomadAction.kind(policy.evaluate(30_000, 1, memory))).isEqualTo(NomadAction.Kind.QUERY_FAILS);
    }

    /** Restored at every step it goes on alike, and a preview changes nothing. */
    @Test
    void snapshots_and_previews_in_a_long_life() {
        NomadPolicy policy = NomadPolicy.builder(1, 30)
                .cooldown(Duration.ofSeconds(25))
                .check(NomadCheck.of("cpu", NomadStrategy.targetValue(50))
                        .group("load")
                        .build())
                .check(NomadCheck.of("cpu", counting.checks().get(0).strategy())
                        .group("load")
                        .build())
                .build();
        UpstreamAutoscaler first = policy.newAutoscaler(0, 3);
        UpstreamObservation at = policy.newObservation();
        UpstreamDecision a = policy.newDecision();
        UpstreamDecision b = policy.newDecision();
        SplittableRandom random = new SplittableRandom(5);
        int replicas = 3;
        int changes = 0;
        for (int i = 0; i < 3_000; i++) {
            double value = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(130);
            at.at(i * 10_000L).replicas(replicas).value(0, value);
            UpstreamAutoscaler second = policy.newAutoscaler(0, 1);
            ByteBuffer bytes = ByteBuffer.allocate(first.snapshotSize());
            first.snapshot(bytes);
            second.restore(bytes.flip());
            first.preview(at, b);
            first.decide(at, a);
            assertThat(b.toString()).isEqualTo(a.toString());
            second.decide(at, b);
            assertThat(b.toString()).isEqualTo(a.toString());
            if (a.hasChange() && random.nextInt(4) > 0) {
                first.scaled(a);
                replicas = a.replicas();
                changes++;
            }
        }
        assertThat(changes).isGreaterThan(100);
    }

    @Test
    void snapshots_of_impossible_memories_are_refused() {
        long[] memory = new long[counting.memorySize()];
        counting.begin(memory, 0, 1);
        counting.record(memory, 0, 1_000, 90);
        assertThat(counting.isPossible(memory)).isTrue();
        for (long bad : new long[] {-1, 7, 99, Long.MAX_VALUE}) {
            for (int word : new int[] {1, 2, 3}) {
                long[] altered = memory.clone();
                altered[word] = bad;
                assertThat(counting.isPossible(altered)).as(word + " " + bad).isFalse();
            }
        }
        long[] altered = memory.clone();
        altered[4] = Double.doubleToRawLongBits(Double.NaN);
        assertThat(counting.isPossible(altered)).isFalse();
        altered = memory.clone();
        altered[5] = 1;
        assertThat(counting.isPossible(altered)).isFalse();
    }

    @Test
    void settings_are_checked_together() {
        assertThatThrownBy(() -> NomadPolicy.builder(-1, -2)
                        .cooldown(Duration.ofNanos(1))
                        .build())
                .hasMessageContaining("min must be >= 0: min=-1")
                .hasMessageContaining("max must be >= min and <= 1000000000: max=-2")
                .hasMessageContaining("cooldown must be whole milliseconds");
        assertThatThrownBy(() -> NomadCheck.of("", PASS).build()).hasMessageContaining("query must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoscaler.decide(in, counting.newDecision()))
                .withMessageContaining("decision must be of the autoscaler's policy");
    }

    @Test
    void defaults_are_upstreams() {
        NomadPolicy policy = NomadPolicy.builder(1, 2).check(fixed("", 3)).build();
        assertThat(policy.cooldown()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.cooldownOnScaleUp()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.evaluationInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.checks().get(0).queryWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy)
                .isEqualTo(NomadPolicy.builder(1, 2).check(fixed("", 3)).build())
                .isNotEqualTo(NomadPolicy.builder(1, 2).check(fixed("", 4)).build())
                .hasToString(
                        "NomadPolicy[min=1, max=2, cooldown=PT5M, cooldownOnScaleUp=PT5M, evaluationInterval=PT10S,"
                                + " checks=[NomadCheck[query=, strategy=fixed-value{value=3}, queryWindow=PT1M]]]");
        assertThat(NomadPolicy.isCoolingDown(Long.MIN_VALUE, NomadPolicy.NO_COOLDOWN))
                .isFalse();
        assertThat(policy.cooldownUntil(Long.MAX_VALUE - 1, NomadAction.Kind.UP))
                .isEqualTo(Long.MAX_VALUE);
    }
}
