package dev.autoscale.policies.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkRatesTest {
    @ParameterizedTest
    @CsvSource({
        "1.0005, 1.001",
        "1.000499999999, 1.0",
        "2.0015, 2.002",
        "-1.0005, -1.001",
        "0.0005, 0.001",
        "0.00049, 0.00049",
        "-0.0001, -0.0001",
        "1234567.8915, 1234567.892",
    })
    void decimals_are_rounded_half_up_and_never_to_zero(double value, double stored) {
        assertThat(FlinkRates.stored(value)).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p43})
    void what_has_no_further_decimals_stays(double value) {
        assertThat(Double.valueOf(FlinkRates.stored(value))).isEqualTo(Double.valueOf(value));
    }

    /** The same as by writing the number down, over all magnitudes, and next to every half-way decimal. */
    @Test
    void rounding_agrees_with_that_of_the_written_number() {
        Random random = new Random(16);
        for (int i = 0; i < 300_000; i++) {
            double magnitude = Math.pow(10, random.nextDouble() * 19 - 5);
            double near =
                    BigDecimal.valueOf(magnitude).setScale(3, RoundingMode.DOWN).doubleValue() + 0.0005;
            assertStored(magnitude);
            assertStored(near);
            assertStored(Math.nextUp(near));
            assertStored(-Math.nextDown(near));
        }
    }

    private static void assertStored(double value) {
        double written =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).doubleValue();
        assertThat(FlinkRates.stored(value)).isEqualTo(written == 0 ? value : written);
    }

    @Test
    void hundredths_are_rounded_up() {
        assertThat(FlinkRates.upToHundredths(0.29)).isEqualTo(0.29);
        assertThat(FlinkRates.upToHundredths(0.58)).isEqualTo(0.58);
        assertThat(FlinkRates.upToHundredths(Math.nextUp(0.58))).isEqualTo(0.59);
        assertThat(FlinkRates.upToHundredths(1)).isEqualTo(1);
        Random random = new Random(16);
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextInt(2) == 0 ? random.nextDouble() : random.nextInt(10_001) / 10_000.0;
            double written =
                    BigDecimal.valueOf(value).setScale(2, RoundingMode.CEILING).doubleValue();
            assertThat(FlinkRates.upToHundredths(value)).isEqualTo(written);
        }
    }
}
