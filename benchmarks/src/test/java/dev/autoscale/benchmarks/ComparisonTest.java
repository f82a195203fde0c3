package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void prints_yardstick_and_path() {
        // The first one loads what is needed.
        Comparison.measure(List.of(new Comparison("path", new Allocating(), "bare", () -> 1)), 1);
        Comparison comparison = new Comparison("path", new Allocating(), "bare", () -> 1);
        Comparison.measure(List.of(comparison), 3);
        assertThat(comparison.checksum()).isEqualTo(3 * 1_000 + 3 * 1_000 * 16);
        String[] lines = comparison.lines().split("\\R");
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).matches("bare +[0-9.]+ +1\\.00 +0\\.0");
        assertThat(lines[1]).matches("path +[0-9.]+ +[0-9.]+ +(16|24|32|40)\\.0 +[0-9.]+\\.\\.[0-9.]+");
    }

    @Test
    void prints_a_rate_where_bytes_are_moved() {
        Comparison comparison = new Comparison("path", new Moving(), "null", null);
        Comparison.measure(List.of(comparison), 3);
        assertThat(comparison.lines()).matches("path +[0-9.]+ +- +[0-9.]+ +[0-9.]+ GB/s");
        assertThat(comparison.checksum()).isEqualTo(3 * 7 * 1_000);
    }

    private static final class Moving implements Operation {
        @Override
        public int once() {
            return 1_000;
        }

        @Override
        public int atOnce() {
            return 7;
        }

        @Override
        public double movedBytes() {
            return 1_000;
        }
    }

    @Test
    void a_round_goes_through_all_comparisons_with_each_yardstick_right_before_its_path() {
        List<String> order = new ArrayList<>();
        List<Comparison> comparisons = List.of(
                new Comparison("a", noting("a", order), "a-bare", noting("a-bare", order)),
                new Comparison("b", noting("b", order), "", null));
        Comparison.measure(comparisons, 2);
        assertThat(order).containsExactly("a-bare", "a", "b", "a-bare", "a", "b");
    }

    /** Notes that it runs, once for all operations of one measurement. */
    private static Operation noting(String name, List<String> order) {
        return () -> {
            if (order.isEmpty() || !order.get(order.size() - 1).equals(name)) {
                order.add(name);
            }
            return 1;
        };
    }

    /** A positive control: the counter of allocated bytes sees an array each time. */
    private static final class Allocating implements Operation {
        private byte[] last = {};

        @Override
        public int once() {
            last = new byte[16];
            return last.length;
        }
    }
}
