package dev.autoscale.testkit.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "0.1, 0.1", "100, 100", "2.0E-3, 0.002", "1e22, 10000000000000000000000", "NaN, ''"})
    void shortest_has_no_digit_too_many(double value, String text) {
        assertThat(Numbers.shortest(value)).isEqualTo(text);
    }

    /** Any bits: the doubles that jqwik 1.9.3 makes by itself have at most two decimals. */
    @Property(tries = 300)
    void shortest_is_read_as_the_same_double(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value));
        assertThat(Double.parseDouble(Numbers.shortest(value))).isEqualTo(value == 0 ? 0.0 : value);
    }
}
