package dev.autoscale.policies.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoMathTest {
    @ParameterizedTest
    @CsvSource({
        "3, 0, 1",
        "NaN, 0, 1",
        "1, NaN, 1",
        "2, NaN, NaN",
        "NaN, 2, NaN",
        "-1, Infinity, 1",
        "-1, -Infinity, 1",
        "0.5, Infinity, 0",
        "2, -Infinity, 0",
        "0, -1, Infinity",
        "-0.0, -3, -Infinity",
        "-0.0, -2, Infinity",
        "-Infinity, 3, -Infinity",
        "-8, 0.3, NaN",
        "-2, 3, -8",
        "9, 0.5, 3",
        "4, -0.5, 0.5",
        "2, 1023, 0x1p1023",
        "2, 1024, Infinity",
        "2, -1074, 4.9e-324",
        "2, -1100, 0",
        "4.9e-324, 1, 4.9e-324",
        "4.9e-324, -1, Infinity",
        "0x1p-1060, 2, 0",
        "0.9999, 1e300, 0",
        "1.0001, 1e300, Infinity",
        "-1, 1e300, 1"
    })
    void takesPowers(double base, double exponent, double power) {
        assertThat(GoMath.pow(base, exponent)).isEqualTo(Double.valueOf(power));
    }

    @Test
    void isCloseToTheTruePowerForWholeAndBrokenExponents() {
        for (double base = 0.1; base < 20; base += 0.37) {
            for (int exponent = 2; exponent < 12; exponent++) {
                double exact = new BigDecimal(base)
                        .pow(exponent, MathContext.DECIMAL64)
                        .doubleValue();
                assertThat(GoMath.pow(base, exponent)).isCloseTo(exact, within(exact * 1e-14));
                assertThat(GoMath.pow(base, -exponent)).isCloseTo(1 / exact, within(1e-14 / exact));
                double broken = Math.pow(base, exponent + 0.7);
                assertThat(GoMath.pow(base, exponent + 0.7)).isCloseTo(broken, within(broken * 1e-13));
            }
        }
    }
}
