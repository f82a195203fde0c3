package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Changes in their slots: what they come to is seen in how far a count may grow, ten pods above what it was a minute ago. */
class ChangeSlotsTest {
    private static AutoscalerSpec spec(int capacity) {
        ScalingRules tenPerMinute = rules().policy(pods(10).per(ofSeconds(60)));
        return AutoscalerSpec.builder(1, 1000)
                .metric(external("queue").averageValue(1))
                .historyCapacity(capacity)
                .scaleUp(tenPerMinute)
                .scaleDown(tenPerMinute)
                .build();
    }

    /** Grows by one at each of these seconds. */
    private static RateLimits grown(int capacity, int... seconds) {
        RateLimits limits = RateLimits.of(spec(capacity));
        for (int i = 0; i < seconds.length; i++) {
            limits.scaled(seconds[i] * 1000L, 100 + i, 101 + i);
        }
        return limits;
    }

    /** By how much a count has grown within the last minute. */
    private static int recent(RateLimits limits, int second) {
        return 110 - limits.scaleUpLimit(second * 1000L, 100);
    }

    @Test
    void without_a_free_slot_a_change_joins_the_newest_one_wherever_it_lies() {
        // Slots 0:1 10:1 20:1; then 65:1 10:1 20:1; then 66:2 10:1 20:1.
        RateLimits limits = grown(3, 0, 10, 20, 65, 66);
        assertThat(recent(limits, 69)).isEqualTo(4);
        assertThat(recent(limits, 70)).isEqualTo(3);
        assertThat(recent(limits, 80)).isEqualTo(2);
        assertThat(recent(limits, 125)).isEqualTo(2); // as if both were of 66
        assertThat(recent(limits, 126)).isZero();
        // Slots 0:1 10:1 25:2, in the order of time.
        RateLimits inOrder = grown(3, 0, 10, 20, 25);
        assertThat(recent(inOrder, 60)).isEqualTo(3);
        assertThat(recent(inOrder, 84)).isEqualTo(2);
        assertThat(recent(inOrder, 85)).isZero();
    }

    @Test
    void each_direction_has_as_many_slots_as_its_longest_period_asks_for() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 1000)
                .metric(external("queue").averageValue(1))
                .scaleUp(rules().policy(pods(10).per(ofSeconds(600))))
                .scaleDown(rules().policy(pods(10).per(ofSeconds(15))))
                .build();
        RateLimits limits = RateLimits.of(spec);
        for (int i = 0; i < 9; i++) {
            limits.scaled(i * 10_000L, 100 + i, 101 + i);
        }
        RateLimits next = limits.under(spec.toBuilder().build());
        for (int second : new int[] {599, 610, 650, 680}) {
            assertThat(recent(next, second)).as("at %s s", second).isEqualTo(recent(limits, second));
        }
        assertThat(recent(next, 650)).isEqualTo(3);
    }

    @Test
    void the_policy_that_limits_is_the_first_that_allows_as_much() {
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(1, 1000).metric(external("queue").averageValue(1));
        ScalingRules rules = rules().policy(pods(2).per(ofSeconds(60)))
                .policy(pods(4).per(ofSeconds(60)))
                .policy(pods(4).per(ofSeconds(30)));
        RateLimits most = RateLimits.of(builder.scaleUp(rules).build());
        assertThat(most.changes().decidingPolicy(most.memory(), most.changes().up(), 0, 10))
                .isOne();
        ScalingRules careful = rules.select(ScalingRules.SelectPolicy.MIN);
        RateLimits least = RateLimits.of(builder.scaleUp(careful).build());
        assertThat(least.changes()
                        .decidingPolicy(least.memory(), least.changes().up(), 0, 10))
                .isZero();
    }

    @Test
    void a_joined_change_makes_no_room_for_the_other_direction() {
        RateLimits limits = grown(3, 0, 10, 20);
        assertThat(limits.scaleDownLimit(30_000, 100)).isEqualTo(87); // of 97 a minute ago
        limits.scaled(30_000, 103, 104);
        assertThat(limits.scaleDownLimit(30_000, 100)).isEqualTo(88);
    }

    @Test
    void changes_keep_their_times_when_the_epoch_moves() {
        RateLimits limits = RateLimits.of(spec(5));
        long far = Block.MAX_OFFSET;
        limits.scaled(0, 100, 101);
        limits.scaled(far - 2_000, 102, 101);
        limits.scaled(far - 1_000, 101, 102);
        limits.scaled(far + 1_000, 102, 103);
        assertThat(limits.scaleUpLimit(far + 57_999, 100)).isEqualTo(109);
        assertThat(limits.scaleUpLimit(far + 58_000, 100)).isEqualTo(108);
        assertThat(limits.scaleUpLimit(far + 59_000, 100)).isEqualTo(109);
        assertThat(limits.scaleUpLimit(far + 61_000, 100)).isEqualTo(110);
    }

    @Test
    void with_less_room_the_oldest_changes_become_one_of_the_latest_of_them() {
        RateLimits limits = grown(9, 0, 10, 20, 30).under(spec(2));
        assertThat(recent(limits, 79)).isEqualTo(4);
        assertThat(recent(limits, 80)).isEqualTo(1);
        assertThat(recent(limits, 90)).isZero();
        RateLimits wider = grown(9, 0, 10, 20, 30).under(spec(20));
        assertThat(recent(wider, 60)).isEqualTo(3);
        assertThat(recent(wider, 80)).isOne();
    }

    @Test
    void saved_changes_are_taken_if_they_can_have_come_about() {
        RateLimits limits = grown(3, 0, 10, 20);
        limits.scaled(25_000, 103, 101);
        ChangeSlots slots = limits.changes().slots();
        ByteBuffer bytes = ByteBuffer.allocate(slots.snapshotSize(limits.memory()));
        slots.write(limits.memory(), bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(slots.skip(bytes, 0, 25_000)).isEqualTo(bytes.limit());
        assertThat(slots.skip(bytes, 0, 24_999)).isEqualTo(-1);
        assertThat(slots.skip(bytes, -1, 25_000)).isEqualTo(-1);
        assertThat(slots.skip(bytes, bytes.limit(), 25_000)).isEqualTo(-1);
        for (int change : new int[] {0, Integer.MIN_VALUE}) {
            assertThat(slots.skip(bytes.putInt(3 * Long.BYTES - Integer.BYTES, change), 0, 25_000))
                    .isEqualTo(-1);
        }
        assertThat(slots.skip(bytes.putInt(3 * Long.BYTES - Integer.BYTES, -3), 0, 25_000))
                .isEqualTo(bytes.limit());
        long[] counts = {Block.pack(-1, 1), Block.pack(4, 0), Block.pack(3, -1), Block.pack(0, 4), Block.pack(3, 2)};
        for (long each : counts) {
            assertThat(slots.skip(bytes.putLong(0, each), 0, 25_000)).isEqualTo(-1);
        }
        assertThat(slots.skip(bytes.putLong(0, Block.pack(0, 3)), 0, 25_000)).isEqualTo(4 * Long.BYTES);
        assertThat(slots.skip(bytes.putLong(0, Block.pack(0, 0)), 0, 25_000)).isEqualTo(Long.BYTES);
        assertThat(slots.skip(bytes.putLong(0, Block.pack(3, 1)).limit(bytes.limit() - 1), 0, 25_000))
                .isEqualTo(-1);
    }

    @Test
    void in_a_fleet_they_begin_short_and_get_longer() {
        AutoscalerSpec spec = spec(30);
        Fleet.Group group = new Fleet().group(spec);
        group.add();
        group.add();
        Autoscaler alone = spec.newAutoscaler();
        SplittableRandom random = new SplittableRandom(7);
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        Decision twin = spec.newDecision();
        int spilled = 0;
        for (int i = 0; i < 300; i++) {
            long now = i * 3_000L + (i / 100) * (Block.MAX_OFFSET / 2 + 1);
            int to = i / 20 % 3 == 0 ? 50 : 40 + random.nextInt(20);
            in.at(now).replicas(50).value(0, 1 + random.nextInt(100));
            alone.decide(in, out);
            group.at(1).decide(in, twin);
            assertThat(twin.limited()).as("step %s", i).isEqualTo(out.limited());
            alone.scaled(now, 50, to);
            group.at(1).scaled(now, 50, to);
            assertThat(bytes(group.at(1))).as("step %s", i).isEqualTo(bytes(alone));
            spilled += group.spilled();
        }
        assertThat(spilled).isPositive();
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }
}
