package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.PodColumn.WideSum;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums beside those of {@link BigInteger}. */
class WideSumTest {
    private static final int FITTING_BITS = 56;

    private static void assertSum(WideSum actual, BigInteger expected) {
        int bits = Math.max(0, expected.bitLength() - FITTING_BITS);
        assertThat(actual.excessBits()).as("excess of %s", expected).isEqualTo(bits);
        assertThat(actual.cut(bits))
                .as("%s cut by %s bits", expected, bits)
                .isEqualTo(expected.shiftRight(bits).longValueExact());
    }

    @Test
    void any_longs_add_up() {
        SplittableRandom random = new SplittableRandom(1);
        for (int life = 0; life < 2_000; life++) {
            WideSum sum = new WideSum();
            BigInteger expected = BigInteger.ZERO;
            for (int i = random.nextInt(20); i >= 0; i--) {
                long value = random.nextLong() >> random.nextInt(Long.SIZE);
                sum.add(value);
                expected = expected.add(BigInteger.valueOf(value));
                assertSum(sum, expected);
            }
            sum.clear();
            assertSum(sum, BigInteger.ZERO);
        }
    }

    @Test
    void a_sum_may_be_billions_of_the_largest_values() {
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0x1234_5678_9abc_def0L, -1}) {
            WideSum sum = new WideSum();
            sum.add(value);
            BigInteger expected = BigInteger.valueOf(value);
            for (int doubled = 0; doubled < 30; doubled++) {
                sum.add(sum);
                expected = expected.shiftLeft(1);
                assertSum(sum, expected);
            }
        }
    }
}
