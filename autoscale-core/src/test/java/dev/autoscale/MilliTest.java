package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilliTest {
    @Test
    void takes_a_double_for_the_decimal_that_it_stands_for() {
        assertThat(16.1 * 1000).isGreaterThan(16_100);
        assertThat(Milli.ceil(16.1)).isEqualTo(16_100);
        assertThat(Milli.ceil(0.0001)).isEqualTo(1);
        assertThat(Milli.ceil(-0.0001)).isZero();
        assertThat(Milli.ceil(1.0005)).isEqualTo(1_001);
        assertThat(Milli.ceil(Double.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Milli.ceil(-Double.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(Milli.floor(Double.POSITIVE_INFINITY)).isEqualTo(Long.MAX_VALUE);
        assertThat(Milli.floor(-Double.MAX_VALUE)).isLessThan(-Long.MAX_VALUE + 1);
    }

    @Property
    void is_exact_for_up_to_three_places(
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long m) {
        assertThat(Milli.ceil(BigDecimal.valueOf(m, 3).doubleValue())).isEqualTo(m);
    }

    @Property
    void rounds_up_otherwise(@ForAll @LongRange(min = -1_000_000_000L, max = 1_000_000_000L) long millionths) {
        BigDecimal value = BigDecimal.valueOf(millionths, 6);
        long expected =
                value.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
        assertThat(Milli.ceil(value.doubleValue())).isEqualTo(expected);
    }

    @Property
    void prints_as_a_decimal(@ForAll long milli) {
        assertThat(new BigDecimal(Milli.text(milli))).isEqualByComparingTo(BigDecimal.valueOf(milli, 3));
    }

    @Test
    void prints_without_needless_zeros() {
        assertThat(Milli.text(5_000)).isEqualTo("5");
        assertThat(Milli.text(-500)).isEqualTo("-0.5");
        assertThat(Milli.text(1_050)).isEqualTo("1.05");
        assertThat(Milli.text(1_001)).isEqualTo("1.001");
    }

    @ParameterizedTest
    @CsvSource({"0.0001, 1", "16.1, 16100", "-0.0001, 0", "1e300, 9223372036854775807", "NaN, 0"})
    void kubernetes_rounds_up(double value, long milli) {
        assertThat(Milli.ceil(value)).isEqualTo(milli);
    }

    @Test
    void a_product_ends_where_longs_end() {
        assertThat(Milli.times(-5, 3)).isEqualTo(-15);
        assertThat(Milli.times(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Milli.times(Long.MIN_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
        assertThat(Milli.times(Long.MAX_VALUE / 2, 3)).isEqualTo(Long.MAX_VALUE);
        assertThat(Milli.times(Long.MIN_VALUE / 2, 3)).isEqualTo(Long.MIN_VALUE);
        assertThat(Milli.times(Long.MIN_VALUE / 2, -3)).isEqualTo(Long.MAX_VALUE);
        assertThat(Milli.times(Long.MAX_VALUE / 2, -3)).isEqualTo(Long.MIN_VALUE);
        assertThat(Milli.times(Long.MAX_VALUE, 0)).isZero();
    }
}
