package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void prints_yardstick_and_path() {
        new Comparison("path", new Allocating(), "bare", () -> 1).measure(1); // loads what is needed
        Comparison comparison = new Comparison("path", new Allocating(), "bare", () -> 1);
        comparison.measure(3);
        assertThat(comparison.checksum()).isEqualTo(3 * 1_000 + 3 * 1_000 * 16);
        String[] lines = comparison.lines().split("\\R");
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).matches("bare +[0-9.]+ +1\\.00 +0\\.0");
        assertThat(lines[1]).matches("path +[0-9.]+ +[0-9.]+ +(16|24|32|40)\\.0 +[0-9.]+\\.\\.[0-9.]+");
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
