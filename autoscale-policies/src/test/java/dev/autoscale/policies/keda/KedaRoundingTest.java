package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KedaRoundingTest {
    private static long exactly(double value) {
        BigDecimal milli = new BigDecimal(value).movePointRight(3).setScale(0, RoundingMode.HALF_EVEN);
        return milli.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** Every magnitude, and decimals that end in half a milli-unit. */
    @Provide
    Arbitrary<Double> values() {
        Arbitrary<Double> bits = Arbitraries.longs()
                .between(1, Double.doubleToLongBits(Double.MAX_VALUE))
                .map(Double::longBitsToDouble);
        Arbitrary<Double> common = Arbitraries.longs()
                .between(Double.doubleToLongBits(1e-5), Double.doubleToLongBits(1e17))
                .map(Double::longBitsToDouble);
        Arbitrary<Double> halves = Arbitraries.longs().between(0, 1L << 52).map(n -> n / 2000.0);
        Arbitrary<Double> ties = Arbitraries.longs().between(0, 1L << 50).map(n -> n / 16.0);
        return Arbitraries.oneOf(bits, common, halves, ties);
    }

    @Property(tries = 20_000)
    void keda_rounds_the_exact_binary_value_half_to_even(@ForAll("values") double value) {
        assertThat(KedaRounding.toMilli(value)).isEqualTo(exactly(value));
    }

    @Property
    void around_the_largest_long_nothing_overflows(@ForAll int steps) {
        double value = 9.223372036854776E15 + steps % 1000;

        assertThat(KedaRounding.toMilli(value)).isEqualTo(exactly(value));
    }

    @ParameterizedTest
    @CsvSource({"0.0005, 1", "0.0015, 2", "1.0005, 1000", "0.0305, 30", "0.0625, 62", "0.1875, 188", "4.9E-324, 0"})
    void halves_are_rarely_halves_in_binary(double value, long milli) {
        assertThat(KedaRounding.toMilli(value)).isEqualTo(milli);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -0.0, 0})
    void keda_publishes_zero_for_what_is_no_positive_number(double value) {
        assertThat(KedaRounding.toMilli(value)).isZero();
    }
}
