package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the rules write into their words: another spec takes it over, and a snapshot of what none of them writes is refused. */
class MemoryWordsTest {
    private static final long LATEST = 1_000;
    private static final long FIRST = Long.MIN_VALUE;

    /** How many words {@link SustainedBreach} has where a spec damps anything; the next ones are those of {@link Cooldowns}. */
    private static final int SUSTAINED_WORDS = 8;

    private static final Activation COOLDOWN = Activation.cooldown(ofSeconds(5));

    private static long[] words(Autoscaler autoscaler) {
        Memory.Parts parts = autoscaler.memory().parts;
        return IntStream.range(parts.begin, parts.end)
                .mapToLong(autoscaler::get)
                .toArray();
    }

    /** Whether a snapshot with these words, but for one, is taken. */
    private static boolean takes(Autoscaler autoscaler, int word, long value) {
        Memory.Parts parts = autoscaler.memory().parts;
        ByteBuffer bytes = ByteBuffer.allocate(parts.end * Long.BYTES);
        for (int i = parts.begin; i < parts.end; i++) {
            bytes.putLong(i * Long.BYTES, i == parts.begin + word ? value : autoscaler.get(i));
        }
        return parts.isPossible(bytes, 0, LATEST);
    }

    private static void assertTakes(Autoscaler autoscaler, int word, long lowest, long highest) {
        assertThat(takes(autoscaler, word, lowest))
                .as("word %s, %s", word, lowest)
                .isTrue();
        assertThat(takes(autoscaler, word, highest))
                .as("word %s, %s", word, highest)
                .isTrue();
        assertThat(lowest > Long.MIN_VALUE && takes(autoscaler, word, lowest - 1))
                .as("word %s, below %s", word, lowest)
                .isFalse();
        assertThat(highest < Long.MAX_VALUE && takes(autoscaler, word, highest + 1))
                .as("word %s, above %s", word, highest)
                .isFalse();
    }

    /** The budget's changes are written anew, so they are compared by what they allow, in its own test. */
    @Test
    void another_spec_with_the_same_rules_takes_over_every_word() {
        ScalingRules damped =
                rules().sustainedFor(ofSeconds(20)).sustainedIn(2, 3).cooldown(ofSeconds(15));
        Life life = new Life(Life.free(damped.largerWithinCooldown(), damped)
                .bounds(0, 100)
                .metric(external("other").averageValue(1).fallback(Fallback.afterFailures(3, 4)))
                .activation(COOLDOWN.zeroDelay(ofSeconds(10)).keepAfterWaking(ofSeconds(10)))
                .capacityBackoff(ofSeconds(10), ofSeconds(60)));
        AutoscalerSpec next = life.spec.toBuilder().bounds(0, 99).build();
        long[] first = words(life.autoscaler);
        boolean[] changed = new boolean[first.length];
        SplittableRandom random = new SplittableRandom(7);
        int replicas = 5;
        for (int step = 1; step <= 400; step++) {
            long now = step * 4_000L;
            boolean isBusy = step % 40 < 25;
            double value = isBusy ? random.nextInt(12) : 0;
            boolean fails = isBusy && random.nextInt(3) == 0;
            life.at(now, replicas, fails ? Double.NaN : value, fails ? Double.NaN : value);
            if (random.nextInt(2) == 0) {
                life.in.overrides().removable(2);
            }
            if (random.nextInt(20) == 0) {
                life.autoscaler.capacityExhausted(now, replicas);
            }
            replicas = life.decide();
            life.autoscaler.scaled(life.out);
            Autoscaler other = life.restored();
            other.respec(next, now);
            assertThat(words(other)).as("step %s", step).isEqualTo(words(life.autoscaler));
            for (int i = 0; i < first.length; i++) {
                changed[i] |= first[i] != words(other)[i];
            }
        }
        assertThat(changed).as(Arrays.toString(changed)).doesNotContain(false);
    }

    @Test
    void activation_knows_of_no_later_time_but_for_the_end_of_a_window() {
        AutoscalerSpec.Builder builder =
                Life.nimble(0, 10, external("queue").averageValue(5)).activation(COOLDOWN);
        Autoscaler plain = builder.build().newAutoscaler();
        Autoscaler scheduled = builder.schedule(Schedule.of(ScheduleWindow.floor("f", new OpenFrom(0, 5_000), 1)))
                .build()
                .newAutoscaler();
        assertTakes(plain, 0, FIRST, LATEST);
        assertTakes(scheduled, 0, FIRST, Long.MAX_VALUE);
        for (int word = 1; word < 4; word++) {
            assertTakes(plain, word, FIRST, LATEST);
            assertTakes(scheduled, word, FIRST, LATEST);
        }
    }

    @Test
    void a_wish_that_lasts_began_before_and_counts_so_many_decisions() {
        Autoscaler autoscaler = Life.free(rules().sustainedIn(2, 4), rules().sustainedIn(2, 3))
                .build()
                .newAutoscaler();
        assertTakes(autoscaler, 0, FIRST, LATEST);
        assertTakes(autoscaler, 1, FIRST, LATEST);
        assertTakes(autoscaler, 2, 0, 15);
        assertTakes(autoscaler, 3, 0, 7);
        assertTakes(autoscaler, 4, -1, Integer.MAX_VALUE);
        assertTakes(autoscaler, 5, -1, Integer.MAX_VALUE);
        assertTakes(autoscaler, 6, FIRST, LATEST);
        assertTakes(autoscaler, 7, 0, 7);
    }

    @Test
    void a_cooldown_is_of_a_change_before_and_of_a_count() {
        Autoscaler autoscaler = Life.free(rules().cooldown(ofSeconds(5)).largerWithinCooldown(), rules())
                .build()
                .newAutoscaler();
        assertTakes(autoscaler, SUSTAINED_WORDS, FIRST, LATEST);
        assertTakes(autoscaler, SUSTAINED_WORDS + 1, FIRST, LATEST);
        assertTakes(autoscaler, SUSTAINED_WORDS + 2, 0, Integer.MAX_VALUE + 1L);
    }

    @Test
    void capacity_ran_out_at_a_count_and_is_waited_for_no_longer_than_the_longest_time() {
        Autoscaler autoscaler = Life.free(rules(), rules())
                .capacityBackoff(ofSeconds(10), ofSeconds(60))
                .build()
                .newAutoscaler();
        int ceiling = words(autoscaler).length - 3;
        assertTakes(autoscaler, ceiling, -1, Integer.MAX_VALUE);
        assertTakes(autoscaler, ceiling + 1, Long.MIN_VALUE, Long.MAX_VALUE);
        assertTakes(autoscaler, ceiling + 2, 0, 60_000);
    }

    @Test
    void a_metric_has_failed_since_a_time_before() {
        Life life =
                new Life(Life.nimble(1, 10, external("queue").averageValue(5).fallback(Fallback.afterFailures(3, 4))));
        assertTakes(life.autoscaler, 0, 0, Long.MAX_VALUE);
        assertTakes(life.autoscaler, 1, Long.MIN_VALUE, Long.MAX_VALUE);
        life.decide(10, 4, Double.NaN);
        assertTakes(life.autoscaler, 1, Long.MIN_VALUE, LATEST);
    }

    @Test
    void a_budget_s_changes_are_in_the_order_of_their_times_and_add_up() {
        Autoscaler autoscaler = Life.free(rules(), rules())
                .flapBudget(FlapBudget.per(ofSeconds(60)).replicas(9))
                .historyCapacity(3)
                .build()
                .newAutoscaler();
        int ring = words(autoscaler).length - 5 - 3 * 3;
        assertTakesRing(autoscaler, ring, Block.pack(0, 0), Block.pack(2, 0), Block.pack(-1, 0), Block.pack(3, 0));
        // Two that are forgotten, so that the newest one lies in front of the others.
        autoscaler.scaled(-100_000, 5, 9);
        autoscaler.scaled(-90_000, 9, 8);
        autoscaler.scaled(100, 8, 10);
        assertThat(words(autoscaler)[ring]).isEqualTo(Block.pack(2, 1));
        autoscaler.scaled(200, 10, 7);
        autoscaler.scaled(300, 7, 8);
        assertTakesRing(autoscaler, ring, Block.pack(2, 3), Block.pack(2, 2), Block.pack(2, 4), Block.pack(2, -1));
        assertTakes(autoscaler, ring + 1, -1, 1);
        int before = ring + 2; // no time, 5 replicas, 1 reversal
        assertTakes(autoscaler, before + 1, 0, 6);
        assertTakes(autoscaler, before + 2, 0, 1);
        int first = ring + 5 + 3 * 2; // 7 and 1, then 10 and 2, then 11 and 3
        assertTakes(autoscaler, first, Long.MIN_VALUE, 200);
        assertTakes(autoscaler, first + 1, 6, 9);
        assertTakes(autoscaler, first + 2, 1, 2);
        int second = ring + 5;
        assertTakes(autoscaler, second, 100, 300);
        assertTakes(autoscaler, second + 1, 8, 10);
        assertTakes(autoscaler, second + 2, 1, 3);
        assertTakes(autoscaler, second + 3, 200, LATEST);
        assertTakes(autoscaler, second + 4, 11, Long.MAX_VALUE);
        assertTakes(autoscaler, second + 5, 2, Long.MAX_VALUE);
    }

    private static void assertTakesRing(
            Autoscaler autoscaler, int word, long one, long other, long refused, long refusedToo) {
        assertThat(takes(autoscaler, word, one)).isTrue();
        assertThat(takes(autoscaler, word, other)).isTrue();
        assertThat(takes(autoscaler, word, refused)).isFalse();
        assertThat(takes(autoscaler, word, refusedToo)).isFalse();
    }
}
