package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StabilizationWindowTest {
    private static final long START = 1_000;

    /** Remembers the values 10 s apart and answers the extreme of each with what the 30 s window holds. */
    private static List<Integer> extremes(StabilizationWindow window, int... values) {
        List<Integer> extremes = new ArrayList<>();
        long now = START;
        for (int value : values) {
            extremes.add(window.extreme(now, value));
            window.remember(now, value);
            now += 10_000;
        }
        return extremes;
    }

    @Test
    void holds_the_highest_until_it_is_as_old_as_the_window() {
        // 8 is remembered at 10 s and counts at 20 s and 30 s; at 40 s it is exactly 30 s old.
        assertThat(extremes(StabilizationWindow.highest(Duration.ofSeconds(30), 10), 5, 8, 6, 4, 3, 2, 1))
                .containsExactly(5, 8, 8, 8, 6, 4, 3);
    }

    @Test
    void holds_the_lowest_until_it_is_as_old_as_the_window() {
        assertThat(extremes(StabilizationWindow.lowest(Duration.ofSeconds(30), 10), 5, 2, 3, 6, 7, 8, 9))
                .containsExactly(5, 2, 2, 2, 3, 6, 7);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -5, 0, 1_763_800_000_000L, Long.MAX_VALUE - 400_000})
    void counts_up_to_the_last_millisecond_at_any_time(long start) {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(300), 10);
        window.remember(start, 9);
        assertThat(window.extreme(start + 299_999, 1)).isEqualTo(9);
        assertThat(window.nextExpiryMillis(start + 299_999)).isEqualTo(start + 300_000);
        assertThat(window.extreme(start + 300_000, 1)).isEqualTo(1);
        assertThat(window.nextExpiryMillis(start + 300_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void legacy_counts_at_exactly_the_age_of_the_window() {
        StabilizationWindow window = new StabilizationWindow(true, 300_000, 10);
        window.remember(0, 9);
        assertThat(window.extreme(300_000, 1)).isEqualTo(9);
        assertThat(window.extreme(300_001, 1)).isEqualTo(1);
    }

    @Test
    void a_window_of_no_length_remembers_nothing() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ZERO, 10);
        window.remember(0, 9);
        assertThat(window.extreme(0, 1)).isEqualTo(1);
        assertThat(window.toString()).contains("entries=0");
    }

    @Test
    void a_long_life_does_not_wear_the_clock_out() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofDays(1), 100);
        long now = 0;
        for (int day = 0; day < 100; day++) {
            window.remember(now, 100 - day);
            assertThat(window.extreme(now + 86_399_999, 0)).isEqualTo(100 - day);
            assertThat(window.extreme(now + 86_400_000, 0)).isZero();
            now += 43_200_000;
            window.remember(now, 0);
            now += 43_200_000;
        }
    }

    @Test
    void forgets_everything_after_a_very_long_pause() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(300), 10);
        window.remember(0, 9);
        // 2^32 ms later the low bits of the times look alike.
        assertThat(window.extreme(1L << 32, 1)).isEqualTo(1);
    }

    @Test
    void a_full_window_never_lets_go_early_and_holds_less_than_a_cell_longer() {
        int capacity = 10;
        long windowMillis = 60_000;
        long cellMillis = 2 * (windowMillis - 1) / capacity + 1;
        StabilizationWindow small = StabilizationWindow.highest(Duration.ofMillis(windowMillis), capacity);
        StabilizationWindow exact = StabilizationWindow.highest(Duration.ofMillis(windowMillis), 1000);
        StabilizationWindow longer = StabilizationWindow.highest(Duration.ofMillis(windowMillis + cellMillis), 1000);
        for (int second = 0; second < 600; second++) {
            long now = START + second * 1000L;
            int value = 1000 - second;
            assertThat(small.extreme(now, value))
                    .as("after %s s", second)
                    .isBetween(exact.extreme(now, value), longer.extreme(now, value));
            small.remember(now, value);
            exact.remember(now, value);
            longer.remember(now, value);
        }
    }

    @Test
    void what_is_remembered_can_be_saved_by_itself() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        for (int second = 0; second < 4; second++) {
            window.remember(second * 1000L, 9 - second);
        }
        ByteBuffer bytes = ByteBuffer.allocate(window.snapshotSize() + 1);
        window.write(bytes.position(1));
        assertThat(bytes.hasRemaining()).isFalse();
        StabilizationWindow other = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        other.remember(-5, 20);
        assertThat(other.skip(bytes, 1)).isEqualTo(bytes.limit());
        other.read(bytes.position(1));
        assertThat(bytes.hasRemaining()).isFalse();
        for (int second = 0; second < 40; second++) {
            long now = 4_000 + second * 1000L;
            assertThat(other.extreme(now, second)).isEqualTo(window.extreme(now, second));
        }
    }

    @Test
    void bytes_that_do_not_fit_are_refused_and_change_nothing() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        for (int second = 0; second < 5; second++) {
            window.remember(second * 1000L, 9 - second);
        }
        ByteBuffer bytes = ByteBuffer.allocate(window.snapshotSize());
        window.write(bytes);
        StabilizationWindow small = StabilizationWindow.highest(Duration.ofSeconds(30), 4);
        small.remember(0, 7);
        assertThat(small.skip(bytes, 0)).isEqualTo(-1);
        assertThat(small.skip(bytes, bytes.limit() - 3)).isEqualTo(-1);
        assertThat(window.skip(bytes.putLong(Long.BYTES, -1), 0)).isEqualTo(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.read(bytes.putLong(Long.BYTES, 5).position(0)))
                .withMessage("window must fit and be whole: capacity=4, remaining=56");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.read(bytes.position(0).limit(51)));
        assertThat(bytes.position()).isZero();
        assertThat(small.extreme(1, 0)).isEqualTo(7);
        assertThat(window.extreme(4_000, 0)).isEqualTo(9);
    }

    @Test
    void entries_come_in_order_and_each_is_less_than_the_one_before() {
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        window.remember(1_000, 9);
        window.remember(1_000, 7);
        window.remember(1_003, 5);
        ByteBuffer bytes = ByteBuffer.allocate(window.snapshotSize());
        window.write(bytes);
        int second = 3 * Long.BYTES; // after epoch, number of entries and the first one
        assertThat(window.skip(bytes, 0)).isEqualTo(bytes.limit());
        assertThat(window.skip(bytes.putInt(second + Integer.BYTES, 8), 0)).isEqualTo(bytes.limit());
        assertThat(window.skip(bytes.putInt(second + Integer.BYTES, 9), 0)).isEqualTo(-1);
        assertThat(window.skip(bytes.putInt(second + Integer.BYTES, 5), 0)).isEqualTo(-1);
        bytes.putInt(second + Integer.BYTES, 7);
        assertThat(window.skip(bytes.putInt(second, bytes.getInt(second - Long.BYTES) - 1), 0))
                .isEqualTo(-1);
        assertThat(window.skip(bytes.putInt(second, bytes.getInt(second + Long.BYTES) + 1), 0))
                .isEqualTo(-1);
        assertThat(window.skip(bytes.putInt(second, bytes.getInt(second + Long.BYTES)), 0))
                .isEqualTo(bytes.limit());
        assertThat(window.skip(bytes.limit(2 * Long.BYTES - 1), 0)).isEqualTo(-1);
    }

    @Test
    void an_empty_memory_takes_the_place_of_another_one() {
        StabilizationWindow empty = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        ByteBuffer bytes = ByteBuffer.allocate(empty.snapshotSize());
        empty.write(bytes);
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        window.remember(0, 9);
        window.read(bytes.flip());
        assertThat(window.extreme(1, 3)).isEqualTo(3);
        assertThat(window.snapshotSize()).isEqualTo(empty.snapshotSize());
    }

    @Test
    void what_is_saved_long_after_the_beginning_keeps_its_time() {
        long late = 1L << 40;
        StabilizationWindow window = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        window.remember(0, 9);
        window.remember(late, 7);
        ByteBuffer bytes = ByteBuffer.allocate(window.snapshotSize());
        window.write(bytes);
        StabilizationWindow other = StabilizationWindow.highest(Duration.ofSeconds(30), 5);
        other.read(bytes.flip());
        assertThat(other.extreme(late + 29_999, 1)).isEqualTo(7);
        assertThat(other.extreme(late + 30_000, 1)).isEqualTo(1);
    }

    @Test
    void says_what_it_looks_for() {
        StabilizationWindow window = StabilizationWindow.lowest(Duration.ofSeconds(30), 5);
        window.remember(0, 9);
        assertThat(window).hasToString("StabilizationWindow[lowest of PT30S, entries=1, capacity=5]");
        assertThat(StabilizationWindow.highest(Duration.ofSeconds(1), 7))
                .hasToString("StabilizationWindow[highest of PT1S, entries=0, capacity=7]");
    }

    @Property
    void equals_a_scan_of_everything_remembered(
            @ForAll boolean highest,
            @ForAll @LongRange(min = 0, max = 100) long windowMillis,
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 40) Integer> stepsAndValues) {
        StabilizationWindow window = new StabilizationWindow(highest, windowMillis - 1, 100);
        List<long[]> all = new ArrayList<>();
        long now = -50;
        for (int both : stepsAndValues) {
            now += both;
            int value = both % 7;
            int expected = value;
            for (long[] entry : all) {
                if (entry[0] > now - windowMillis) {
                    expected = highest ? Math.max(expected, (int) entry[1]) : Math.min(expected, (int) entry[1]);
                }
            }
            assertThat(window.extreme(now, value)).isEqualTo(expected);
            window.remember(now, value);
            all.add(new long[] {now, value});
        }
    }
}
