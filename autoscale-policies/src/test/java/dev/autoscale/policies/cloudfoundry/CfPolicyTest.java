package dev.autoscale.policies.cloudfoundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.cloudfoundry.CfPolicy.Reason;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CfPolicyTest {
    private static final long MINUTE = 60_000;

    /** A percentage is rounded and then moves by at least one, both ways. */
    @ParameterizedTest
    @CsvSource({
        "+2, 3, 5",
        "-4, 3, -1",
        "+10%, 3, 4",
        "-10%, 3, 2",
        "+1%, 1, 2",
        "-50%, 1, 0",
        "+50%, 3, 5",
        "-50%, 3, 2",
        "+100%, 0, 1",
        "-100%, 5, 0",
        "-300%, 5, -9",
        "+33%, 100, 133",
    })
    void adjustments(String text, int instances, long expected) {
        assertThat(CfAdjustment.parse(text).of(instances)).isEqualTo(expected);
        assertThat(CfAdjustment.parse(text))
                .isEqualTo(CfAdjustment.parse(text))
                .hasSameHashCodeAs(CfAdjustment.parse(text))
                .isNotEqualTo(CfAdjustment.parse("+7"))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "+0", "+01", "+1.5", "+", "%", "+1%%", " +1", "+1234567890123456789"})
    void adjustments_of_another_form_are_refused(String text) {
        assertThatThrownBy(() -> CfAdjustment.parse(text))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("adjustment must be such as +1, -2 or +10%");
    }

    @Test
    void means_are_rounded_up_and_texts_are_whole_numbers() {
        assertThat(CfPolicy.mean(241, 3)).isEqualTo(81);
        assertThat(CfPolicy.mean(-241, 3)).isEqualTo(-80);
        assertThat(CfPolicy.mean(0, 0)).isEqualTo(CfPolicy.NO_VALUE);
        assertThat(CfPolicy.value("+80")).isEqualTo(80);
        assertThat(CfPolicy.value("80.0")).isEqualTo(CfPolicy.NO_VALUE);
        assertThat(CfPolicy.bounded(2, 5, 3)).isEqualTo(5);
        assertThat(CfPolicy.bounded(9, 5, 3)).isEqualTo(3);
    }

    private static CfRule.Builder above(String adjustment) {
        return CfRule.of("cpu", ">", 80, adjustment).breachDurationSecs(60).coolDownSecs(60);
    }

    private final CfPolicy policy = CfPolicy.builder(1, 10)
            .evaluationInterval(Duration.ofSeconds(20))
            .rule(above("+2").build())
            .rule(CfRule.of("cpu", "<=", 90, "-1")
                    .breachDurationSecs(60)
                    .coolDownSecs(120)
                    .build())
            .build();

    /** Which rule is breached at minute 10, with points of these ages, each with a value. */
    private int breached(long... agesAndValues) {
        long[] memory = new long[policy.memorySize()];
        for (int i = 0; i < agesAndValues.length; i += 2) {
            policy.record(memory, 0, 10 * MINUTE - agesAndValues[i], agesAndValues[i + 1]);
        }
        return policy.breachedRule(10 * MINUTE, memory);
    }

    /** One point older than the window is needed, whatever it says, but not more than twice as old; one within is enough. */
    @Test
    void a_breach_needs_a_point_older_than_its_window() {
        assertThat(breached(0, 95)).isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached(60_000, 95, 0, 95)).isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached(60_001, 95, 0, 95)).isZero();
        assertThat(breached(60_001, CfPolicy.NO_VALUE, 0, 95)).isZero();
        assertThat(breached(120_000, 1, 60_000, 95)).isZero();
        assertThat(breached(120_001, 1, 0, 95)).isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached(60_001, 95)).isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached()).isEqualTo(CfPolicy.NO_RULE);
    }

    @Test
    void every_point_of_the_window_must_be_beyond_the_threshold() {
        assertThat(breached(90_000, 1, 60_000, 95, 30_000, 80, 0, 95)).isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached(90_000, 1, 60_000, 95, 30_000, CfPolicy.NO_VALUE, 0, 95))
                .isEqualTo(CfPolicy.NO_RULE);
        assertThat(breached(90_000, 1, 60_000, 81, 30_000, 81, 0, 81)).isZero();
    }

    /** At 85 both rules are breached. */
    @Test
    void the_first_breached_rule_wins() {
        assertThat(breached(90_000, 85, 30_000, 85)).isZero();
        assertThat(breached(90_000, 85, 30_000, 80)).isEqualTo(1);
    }

    private final UpstreamAutoscaler autoscaler = policy.newAutoscaler(0, 3);
    private final UpstreamObservation in = policy.newObservation();
    private final UpstreamDecision out = policy.newDecision();

    private int decide(long atMillis, int instances, double value) {
        autoscaler.decide(in.at(atMillis).replicas(instances).value(0, value), out);
        return out.replicas();
    }

    /** One cooldown for all rules, from the decision on, its last instant included. */
    @Test
    void the_cooldown_blocks_both_directions() {
        assertThat(decide(0, 3, 95)).isEqualTo(3);
        assertThat(out.reason()).isEqualTo(Reason.NO_RULE_BREACHED);
        assertThat(decide(60_001, 3, 95)).isEqualTo(5);
        assertThat(out.note(0)).isZero();
        autoscaler.scaled(70_000, 3, 5);
        assertThat(decide(120_001, 5, 20)).isEqualTo(5);
        assertThat(out.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(decide(120_002, 5, 20)).isEqualTo(4);
        assertThat(out.note(0)).isEqualTo(1);
    }

    @Test
    void nothing_begins_at_a_bound_and_a_later_rule_does_not_get_its_turn() {
        decide(0, 10, 85);
        assertThat(decide(61_000, 10, 85)).isEqualTo(10);
        assertThat(out.reason()).isEqualTo(Reason.AT_BOUND);
        assertThat(decide(122_000, 12, 85)).isEqualTo(10);
        assertThat(out.reason()).isEqualTo(Reason.SCALED_IN);
    }

    @Test
    void changes_of_others_and_failed_ones_begin_no_cooldown() {
        decide(0, 3, 95);
        autoscaler.scaled(1_000, 2, 3);
        assertThat(decide(61_000, 3, 95)).isEqualTo(5);
        autoscaler.scaleFailed(61_000);
        autoscaler.scaled(61_000, 3, 5);
        assertThat(decide(61_001, 3, 95)).isEqualTo(5);
        autoscaler.scaled(61_001, 3, 2);
        assertThat(decide(61_002, 2, 95)).isEqualTo(4);
    }

    @Test
    void means_of_observations_are_rounded_up() {
        decide(0, 3, 80.1);
        assertThat(decide(61_000, 3, 80.1)).isEqualTo(5);
        decide(200_000, 3, 80);
        assertThat(decide(261_000, 3, 80)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300})
    void bad_numbers_scale_nothing(double value) {
        decide(0, 5, 20);
        assertThat(decide(61_000, 5, value)).isEqualTo(5);
        assertThat(out.reason()).isEqualTo(Reason.NO_RULE_BREACHED);
        assertThat(decide(122_000, 5, 1e300)).isEqualTo(7);
        assertThat(decide(122_001, Integer.MAX_VALUE, 1e300)).isEqualTo(10);
    }

    /** Restored at every step it goes on alike, and a preview changes nothing. */
    @Test
    void snapshots_and_previews_in_a_long_life() {
        UpstreamAutoscaler second = policy.newAutoscaler(0, 1);
        UpstreamDecision other = policy.newDecision();
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        SplittableRandom random = new SplittableRandom(5);
        int instances = 3;
        int changes = 0;
        for (int i = 0; i < 3_000; i++) {
            double value = random.nextInt(40) == 0 ? Double.NaN : (i / 20) % 2 == 0 ? 100 : 10 + random.nextInt(60);
            in.at(i * 20_000L).replicas(instances).value(0, value);
            autoscaler.snapshot(bytes.clear());
            second.restore(bytes.flip());
            autoscaler.preview(in, other);
            autoscaler.decide(in, out);
            assertThat(other.toString()).isEqualTo(out.toString());
            second.decide(in, other);
            assertThat(other.toString()).isEqualTo(out.toString());
            if (out.hasChange() && random.nextInt(4) > 0) {
                autoscaler.scaled(out);
                instances = out.replicas();
                changes++;
            }
        }
        assertThat(changes).isGreaterThan(100);
    }

    @Test
    void impossible_memories_are_known() {
        long[] memory = new long[policy.memorySize()];
        policy.begin(memory, 0, 3);
        policy.record(memory, 0, 1_000, 50);
        policy.record(memory, 0, 2_000, CfPolicy.NO_VALUE);
        assertThat(policy.isPossible(memory)).isTrue();
        for (int word : new int[] {1, 2, 3}) {
            long[] altered = memory.clone();
            altered[word] = word == 3 ? -1 : 11;
            assertThat(policy.isPossible(altered)).as("word %s", word).isFalse();
        }
        long[] altered = memory.clone();
        altered[altered.length - 1] = 1;
        assertThat(policy.isPossible(altered)).isFalse();
    }

    @Test
    void settings_are_checked_together() {
        assertThatThrownBy(() -> CfPolicy.builder(0, -1).defaultCoolDownSecs(59).build())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("instanceMinCount must be >= 1: instanceMinCount=0")
                .hasMessageContaining("instanceMaxCount must be >= instanceMinCount")
                .hasMessageContaining("defaultCoolDownSecs must be 60 to 3600");
        assertThatThrownBy(() ->
                        CfRule.of("", "==", 1, "2").breachDurationSecs(3601).build())
                .hasMessageContaining("metric_type must be given")
                .hasMessageContaining("must be one of <, <=, >, >=: operator===")
                .hasMessageContaining("adjustment must be such as")
                .hasMessageContaining("breachDurationSecs must be 60 to 3600");
    }

    @Test
    void defaults_are_upstreams() {
        CfPolicy plain = CfPolicy.builder(1, 2)
                .rule(CfRule.of("rps", "<", 5, "-1").build())
                .build();
        assertThat(plain.cooldownUntil(0, 0)).isEqualTo(300_000);
        assertThat(plain.interval()).isEqualTo(Duration.ofSeconds(40));
        assertThat(plain)
                .isEqualTo(CfPolicy.builder(1, 2)
                        .rule(CfRule.of("rps", "<", 5, "-1").coolDownSecs(-1).build())
                        .build())
                .hasToString("CfPolicy[instanceMinCount=1, instanceMaxCount=2, defaultBreachDurationSecs=120,"
                        + " defaultCoolDownSecs=300, evaluationInterval=PT40S, rules=[rps < 5 -1]]");
        assertThat(CfPolicy.isCoolingDown(Long.MIN_VALUE, CfPolicy.NO_COOLDOWN)).isFalse();
    }
}
