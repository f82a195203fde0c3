package dev.autoscale;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A window of 10 ms. Pictures: each entry as time:value, the bar is the oldest time that still counts. */
class SampleWindowTest {
    private static Window max(int capacity) {
        return new Window(LookBack.max(ofMillis(10)), capacity);
    }

    private static Window min(int capacity) {
        return new Window(LookBack.min(ofMillis(10)), capacity);
    }

    private static Window mean(int capacity) {
        return new Window(LookBack.mean(ofMillis(10)), capacity);
    }

    private static Window of(Window window, long... timesAndValues) {
        for (int i = 0; i < timesAndValues.length; i += 2) {
            window.remember(timesAndValues[i], timesAndValues[i + 1]);
        }
        return window;
    }

    /** A window with a block of its own. */
    private static final class Window {
        /** Where its words begin. */
        private static final int FIRST = Layout.whole().take(1);

        /** As many as four entries take. */
        private static final int WORDS = 4 + 4 * 5;

        private final LookBack.Window rule;
        private final Block memory;

        Window(LookBack lookBack, int capacity) {
            Layout layout = Layout.whole();
            rule = new LookBack.Window(layout, lookBack, capacity);
            memory = new Block(new long[layout.words()], 0);
        }

        void remember(long nowMillis, long latest) {
            rule.remember(memory, nowMillis, latest);
        }

        void forget(long nowMillis) {
            rule.forget(memory, nowMillis);
        }

        long with(long nowMillis, long latest) {
            return rule.with(memory, nowMillis, latest);
        }

        long changesAtMillis(long nowMillis, long latest) {
            return rule.changesAtMillis(memory, nowMillis, latest);
        }

        long ageMillis(long nowMillis, long latest) {
            return rule.ageMillis(memory, nowMillis, latest);
        }

        /** Whether a snapshot with this memory, but for one word, is taken. */
        boolean isPossible(int word, long value, long latestMillis) {
            ByteBuffer words = ByteBuffer.allocate(64 * Long.BYTES);
            for (int i = 0; i < WORDS; i++) {
                words.putLong((FIRST + i) * Long.BYTES, memory.get(FIRST + i));
            }
            return rule.isPossible(words.putLong((FIRST + word) * Long.BYTES, value), 0, latestMillis);
        }

        long word(int word) {
            return memory.get(FIRST + word);
        }

        void copyFrom(Window other) {
            rule.copyFrom(memory, other.rule, other.memory);
        }
    }

    @Test
    void empty_the_latest_value_is_all() {
        for (Window window : new Window[] {max(4), min(4), mean(4)}) {
            assertThat(window.with(0, 7)).isEqualTo(7);
            assertThat(window.changesAtMillis(0, 7)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void the_highest_of_the_window() {
        // 0:9 3:5 6:7 -> 0:9 6:7
        Window window = of(max(4), 0, 9, 3, 5, 6, 7);
        assertThat(window.with(9, 1)).isEqualTo(9);
        assertThat(window.changesAtMillis(9, 1)).isEqualTo(10);
        assertThat(window.with(10, 1)).isEqualTo(7);
        assertThat(window.with(15, 1)).isEqualTo(7);
        assertThat(window.with(16, 1)).isEqualTo(1);
        assertThat(window.with(9, 12)).isEqualTo(12);
    }

    @Test
    void the_lowest_of_the_window() {
        // 0:1 3:5 6:3 -> 0:1 6:3
        Window window = of(min(4), 0, 1, 3, 5, 6, 3);
        assertThat(window.with(9, 9)).isEqualTo(1);
        assertThat(window.with(10, 9)).isEqualTo(3);
        assertThat(window.with(16, 9)).isEqualTo(9);
        assertThat(window.with(9, 0)).isZero();
    }

    @Test
    void the_mean_counts_each_value_alike_and_rounds_up() {
        Window window = of(mean(4), 0, 9, 3, 5);
        assertThat(window.with(6, 7)).isEqualTo(7); // 21 / 3
        assertThat(window.with(6, 8)).isEqualTo(8); // 22 / 3
        assertThat(window.with(10, 8)).isEqualTo(7); // | 3:5, 8: 13 / 2
        assertThat(window.with(13, 8)).isEqualTo(8);
        window.remember(10, 8);
        assertThat(window.with(12, 0)).isEqualTo(5); // | 3:5 10:8, 0: 13 / 3
    }

    @Test
    void a_mean_that_the_same_value_moves_changes_at_once() {
        Window window = of(mean(4), 0, 9, 3, 5);
        assertThat(window.changesAtMillis(6, 4)).isEqualTo(6); // 18 / 3, then 22 / 4
        assertThat(window.changesAtMillis(6, 8)).isEqualTo(10); // 22 / 3, then 30 / 4
        assertThat(window.changesAtMillis(6, 7)).isEqualTo(10);
        assertThat(of(mean(4), 0, 7, 3, 7).changesAtMillis(6, 7)).isEqualTo(10);
        assertThat(window.changesAtMillis(13, 8)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void means_of_the_ends_of_the_range_are_exact() {
        long top = Long.MAX_VALUE;
        Window high = of(mean(8), 0, top, 1, top, 2, top);
        assertThat(high.with(3, top)).isEqualTo(top);
        assertThat(high.with(3, top - 4)).isEqualTo(top - 1);
        assertThat(high.with(3, 0)).isEqualTo(top / 4 * 3 + 3); // 3/4 (4 n + 3) = 3 n + 2 1/4
        long bottom = Long.MIN_VALUE;
        Window low = of(mean(8), 0, bottom, 1, bottom, 2, bottom);
        assertThat(low.with(3, bottom)).isEqualTo(bottom);
        assertThat(low.with(3, bottom + 3)).isEqualTo(bottom + 1);
        assertThat(of(mean(8), 0, bottom).with(1, top)).isZero(); // -1/2
        assertThat(of(mean(8), 0, -3).with(1, 0)).isEqualTo(-1); // -1 1/2
        assertThat(of(mean(8), 0, 3).with(1, 0)).isEqualTo(2);
    }

    @Test
    void extremes_of_the_ends_of_the_range() {
        assertThat(of(max(4), 0, Long.MIN_VALUE).with(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(of(max(4), 0, Long.MAX_VALUE, 1, -5).with(2, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(of(min(4), 0, Long.MIN_VALUE, 1, 5).with(2, Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void a_full_ring_merges_each_cell_of_six_and_never_comes_to_less() {
        // 0:9 2:7 4:5 5:4 become 5:9 to make room for 6:3
        Window highest = of(max(4), 0, 9, 2, 7, 4, 5, 5, 4, 6, 3);
        assertThat(highest.with(14, 1)).isEqualTo(9); // 5 or less, if all were kept
        assertThat(highest.with(15, 1)).isEqualTo(3);
        assertThat(highest.with(16, 1)).isEqualTo(1);
        // 0:3 2:5 4:7 5:8 become 0:3 to make room for 6:9
        Window lowest = of(min(4), 0, 3, 2, 5, 4, 7, 5, 8, 6, 9);
        assertThat(lowest.with(9, 20)).isEqualTo(3);
        assertThat(lowest.with(10, 20)).isEqualTo(9); // 5, if all were kept
        assertThat(lowest.with(16, 20)).isEqualTo(20);
    }

    @Test
    void a_full_ring_of_a_mean_counts_a_cell_at_the_edge_as_its_highest_value() {
        // 0:9 2:5 4:7 5:3 become 5:24/4 to make room for 6:4
        Window sums = of(mean(4), 0, 9, 2, 5, 4, 7, 5, 3, 6, 4);
        assertThat(sums.with(7, 2)).isEqualTo(5); // 30 / 6
        assertThat(sums.changesAtMillis(7, 5)).isEqualTo(7);
        assertThat(sums.with(10, 2)).isEqualTo(7); // (4 * 9 + 4 + 2) / 6; 21 / 5, if all were kept
        assertThat(sums.with(10, 20)).isEqualTo(12); // (4 + 20) / 2, which no more of 9 at most can raise
        assertThat(sums.with(15, 2)).isEqualTo(3); // 6 / 2
        sums.remember(15, 2);
        assertThat(sums.with(16, 8)).isEqualTo(5); // 10 / 2
        Window even = of(mean(4), 0, 4, 2, 4, 4, 4, 5, 4, 6, 4);
        assertThat(even.changesAtMillis(7, 4)).isEqualTo(10); // the oldest of the cell
        assertThat(even.changesAtMillis(10, 4)).isEqualTo(15);
    }

    @Test
    void a_more_extreme_value_takes_the_place_of_all_that_it_tops_also_in_a_full_ring() {
        Window window = of(max(2), 0, 9, 2, 5, 4, 20);
        assertThat(window.with(13, 1)).isEqualTo(20);
        assertThat(window.with(14, 1)).isEqualTo(1);
        window.remember(5, 20);
        assertThat(window.with(14, 1)).isEqualTo(20);
    }

    @Test
    void forgotten_values_leave_nothing_behind() {
        for (Window window : new Window[] {max(3), min(3), mean(3)}) {
            for (int i = 0; i < 100; i++) {
                window.remember(i, i % 7 * 1_000_000_000_000L);
            }
            window.forget(109);
            assertThat(window.with(109, 42)).isEqualTo(42);
            window.remember(109, 42);
            assertThat(window.with(110, 42)).isEqualTo(42);
        }
    }

    @Test
    void another_window_takes_over_what_it_can_hold_without_losing_the_extreme() {
        Window from = of(max(8), 0, 9, 2, 7, 3, 6, 4, 5, 6, 3);
        Window small = max(4);
        small.copyFrom(from);
        assertThat(small.with(13, 1)).isEqualTo(9); // all before 6 are one entry of the time of the last
        assertThat(small.with(14, 1)).isEqualTo(3);
        assertThat(small.with(16, 1)).isEqualTo(1);
        Window sums = mean(4);
        sums.copyFrom(of(mean(8), 0, 9, 2, 7, 3, 6, 4, 5, 6, 3));
        assertThat(sums.with(9, 1)).isEqualTo(6); // 31 / 6
        assertThat(sums.with(10, 1)).isEqualTo(7); // (4 * 9 + 3 + 1) / 6
        Window other = min(4);
        other.copyFrom(from);
        assertThat(other.with(9, 100)).isEqualTo(100);
    }

    @Test
    void the_age_of_an_extreme_is_that_of_the_value_that_it_comes_from() {
        Window window = of(max(4), 0, 9, 3, 5);
        assertThat(window.ageMillis(8, 1)).isEqualTo(8);
        assertThat(window.ageMillis(11, 1)).isEqualTo(8);
        assertThat(window.ageMillis(8, 9)).isZero();
        assertThat(window.ageMillis(13, 1)).isZero();
        assertThat(of(mean(4), 0, 9).ageMillis(8, 1)).isZero();
    }

    /** Words: ring, sums (high, low, count), then five an entry: time, high, low, span and count, highest. */
    @Test
    void a_saved_ring_is_taken_if_it_can_have_come_about() {
        Window window = of(mean(4), 0, 1L << 33, 3, -5, 3, 7);
        long ring = window.word(0);
        assertThat(window.isPossible(0, ring, 3)).isTrue();
        assertThat(window.isPossible(0, ring, 2)).isFalse();
        assertThat(window.isPossible(0, Block.pack(-1, 3), 3)).isFalse();
        assertThat(window.isPossible(0, Block.pack(4, 3), 3)).isFalse();
        assertThat(window.isPossible(0, Block.pack(0, -1), 3)).isFalse();
        assertThat(window.isPossible(0, Block.pack(0, 5), 3)).isFalse();
        assertThat(window.isPossible(0, Block.pack(0, 2), 3)).isFalse();
        for (int sum = 1; sum <= 3; sum++) {
            assertThat(window.isPossible(sum, window.word(sum) + 1, 3)).isFalse();
            assertThat(window.isPossible(sum, window.word(sum) - 1, 3)).isFalse();
        }
        assertThat(window.isPossible(4, 3, 3)).isTrue();
        assertThat(window.isPossible(4, 4, 3)).isFalse();
        assertThat(window.isPossible(9, -1, 3)).isFalse();
        Window empty = mean(4);
        assertThat(empty.isPossible(0, Block.pack(3, 0), 3)).isTrue();
        Window turned = of(mean(4), 0, 1, 1, 2, 2, 3, 3, 4, 11, 5);
        assertThat(turned.word(0)).isEqualTo(Block.pack(2, 3));
        assertThat(turned.isPossible(4, 11, 11)).isTrue();
        assertThat(turned.isPossible(4, 11, 10)).isFalse();
        assertThat(turned.isPossible(4, 2, 11)).isFalse();
        Window full = of(mean(4), 0, 1, 1, 2, 2, 3, 3, 4);
        assertThat(full.isPossible(4, 0, 3)).isTrue();
    }

    @Test
    void a_saved_entry_is_taken_if_so_many_values_can_come_to_its_sum() {
        Window window = of(mean(4), 0, 0);
        assertThat(window.isPossible(7, Block.pack(0, 1), 0)).isTrue();
        assertThat(window.isPossible(7, Block.pack(5, 1), 0)).isTrue();
        assertThat(window.isPossible(7, Block.pack(-1, 1), 0)).isFalse();
        assertThat(of(mean(4), 0, Long.MAX_VALUE).isPossible(7, Block.pack(0, 1), 0))
                .isTrue();
        assertThat(of(mean(4), 0, Long.MIN_VALUE).isPossible(7, Block.pack(0, 1), 0))
                .isTrue();
        long[] highs = {1L << 31, -(1L << 31) - 1};
        for (long high : highs) {
            Window changed = of(mean(4), 0, 0);
            changed.memory.set(Window.FIRST + 1, high); // the sum and the one entry
            assertThat(changed.isPossible(5, high, 0)).as("high %s", high).isEqualTo(high > 0);
        }
        for (long low : new long[] {-1, 2L << 32}) {
            Window changed = of(mean(4), 0, 0);
            changed.memory.set(Window.FIRST + 2, low);
            assertThat(changed.isPossible(6, low, 0)).as("low %s", low).isFalse();
        }
        Window none = of(mean(4), 0, 0);
        none.memory.set(Window.FIRST + 3, 0);
        assertThat(none.isPossible(7, Block.pack(0, 0), 0)).isFalse();
    }

    @Test
    void at_the_ends_of_time() {
        Window early = of(max(2), Long.MIN_VALUE, 9);
        assertThat(early.with(Long.MIN_VALUE + 9, 1)).isEqualTo(9);
        assertThat(early.with(Long.MIN_VALUE + 10, 1)).isEqualTo(1);
        Window late = of(max(2), Long.MAX_VALUE - 5, 9);
        assertThat(late.with(Long.MAX_VALUE - 1, 1)).isEqualTo(9);
        assertThat(late.with(Long.MAX_VALUE, 1)).isEqualTo(1);
    }
}
