package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final String LARGEST = "9223372036854775807";

    @ParameterizedTest
    @CsvSource({
        "2, 2000",
        "500m, 500",
        "0.5, 500",
        ".5, 500",
        "5., 5000",
        "+5, 5000",
        "-5, -5000",
        "-0, 0",
        "1k, 1000000",
        "1M, 1000000000",
        "1G, 1000000000000",
        "1T, 1000000000000000",
        "1P, 1000000000000000000",
        "1Ki, 1024000",
        "1Mi, 1048576000",
        "1.5Gi, 1610612736000",
        "1Ti, 1099511627776000",
        "1Pi, 1125899906842624000",
        "1e3, 1000000",
        "1E3, 1000000",
        "1e+3, 1000000",
        "15E-1, 1500",
    })
    void readsEverySuffix(String text, long milliValue) {
        assertThat(Quantity.parse(text).milliValue()).isEqualTo(milliValue);
    }

    @ParameterizedTest
    @CsvSource({"1n, 1", "1u, 1", "999u, 1", "1001u, 2", "1.0001, 1001", "-1n, -1", "-1001u, -2", "1e-999999999, 1"})
    void milli_value_rounds_away_from_zero(String text, long milliValue) {
        assertThat(Quantity.parse(text).milliValue()).isEqualTo(milliValue);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775.807, 9223372036854775807",
        "9223372036854775.8071, 9223372036854775807",
        "9223372036854776, 9223372036854775807",
        "-9223372036854775.808, -9223372036854775808",
        "-9223372036854775.809, -9223372036854775808",
        "1E, 9223372036854775807",
        "-8Ei, -9223372036854775808",
    })
    void milliValueSaturates(String text, long milliValue) {
        assertThat(Quantity.parse(text).milliValue()).isEqualTo(milliValue);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0Ki, 0",
        "0e3, 0",
        "0e999999999, 0",
        "0.1, 100m",
        "1.5, 1500m",
        "118m, 118m",
        "1000m, 1",
        "1200, 1200",
        "12000, 12k",
        "1000k, 1M",
        "1500k, 1500k",
        "100000000000000000, 100P",
        "2E, 2E",
        "0.0015, 1500u",
        "0.0000015, 1500n",
        "-0.25, -250m",
        "1.5Gi, 1536Mi",
        "1024Ki, 1Mi",
        "1025Ki, 1025Ki",
        "1.0009765625Ki, 1025",
        "0.5Ki, 512",
        "1.001Ki, 1025024m",
        "1025.0Ki, 1025Ki",
        "0.0009765625Mi, 1Ki",
        "0.01Ki, 10240m",
        "-1Ki, -1Ki",
        "7Ei, 7Ei",
        "1e3, 1e3",
        "12e2, 1200",
        "1.5e3, 1500",
        "0.1e0, 100e-3",
        "1e-1, 100e-3",
    })
    void printsCanonically(String text, String canonical) {
        assertThat(Quantity.parse(text)).hasToString(canonical);
        assertThat(Quantity.parse(canonical)).isEqualTo(Quantity.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "10E", "8Ei", "1e19", "1e999999999", "9223372036854775807.5"})
    void caps_what_is_too_large(String text) {
        assertThat(Quantity.parse(text))
                .hasToString(
                        text.endsWith("Ei") ? LARGEST : Quantity.parse(LARGEST).toString());
        assertThat(Quantity.parse('-' + text).compareTo(Quantity.parse('-' + LARGEST)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1n", "1.1n", "1e-10", "1e-999999999", "0.0000000000000000001"})
    void rounds_what_is_too_precise_away_from_zero(String text) {
        Quantity expected = Quantity.parse(text.equals("1.1n") ? "2n" : "1n");

        assertThat(Quantity.parse(text)).isEqualTo(expected);
        assertThat(Quantity.parse('-' + text)).isEqualTo(Quantity.parse('-' + expected.toString()));
    }

    /** Texts whose product with 0.001 is not the double nearest to the decimal number. */
    @ParameterizedTest
    @ValueSource(ints = {118, 144, 235, 59})
    void to_double_multiplies_by_the_double_power_of_ten(int milli) {
        double value = Quantity.parse(milli + "m").toDouble();

        assertThat(value).isEqualTo(milli * 0.001);
        assertThat(Quantity.parse("0." + String.format("%03d", milli)).toDouble())
                .as("decided by the canonical text")
                .isEqualTo(value);
    }

    @Test
    void multiplying_is_not_dividing() {
        assertThat(Quantity.parse("118m").toDouble()).isNotEqualTo(118.0 / 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "1, 1.0",
        "10, 10.0",
        "1e3, 1000.0",
        "1k, 1000.0",
        "0.1, 0.1",
        "1500m, 1.5",
        "1.5Gi, 1610612736.0",
        "3u, 3e-6",
        "1n, 1e-9",
        "7n, 7.000000000000001e-9",
        "-1m, -0.001",
        "0.5Ki, 512.0",
        "8Ei, 9223372036854775807.0"
    })
    void toDouble(String text, double value) {
        assertThat(Quantity.parse(text).toDouble()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "m",
                "abc",
                "1 ",
                " 1",
                "1e",
                "1e1.5",
                "1e+",
                "--1",
                "1.2.3",
                "1K",
                "1mi",
                "1ki",
                "1kk",
                "1Mii",
                "0x10",
                "NaN",
                "1_000",
                "1,5",
                "\u0661",
                "1e1000000000",
                "1\n"
            })
    void refusesOtherText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.parse(text))
                .withMessage("must be a Kubernetes quantity such as 500m, 2 or 1.5Gi: quantity=" + text);
    }

    @Test
    void refuses_null() {
        assertThatNullPointerException().isThrownBy(() -> Quantity.parse(null)).withMessage("quantity");
    }

    @Test
    void equal_numbers_are_equal_quantities() {
        assertThat(Quantity.parse("1024"))
                .isEqualTo(Quantity.parse("1Ki"))
                .hasSameHashCodeAs(Quantity.parse("1.024e3"))
                .isEqualByComparingTo(Quantity.parse("1024000m"))
                .isNotEqualTo(Quantity.parse("1025"))
                .isNotEqualTo("1024");
    }

    @Test
    void different_numbers_mostly_hash_differently() {
        assertThat(IntStream.range(0, 1000)
                        .map(milli -> Quantity.ofMilli(milli).hashCode())
                        .distinct()
                        .count())
                .isGreaterThan(500);
    }

    @Test
    void orders_by_number() {
        assertThat(Quantity.parse("1500m"))
                .isLessThan(Quantity.parse("2"))
                .isGreaterThan(Quantity.parse("1"))
                .isLessThan(Quantity.parse("1Ki"));
    }

    @ParameterizedTest
    @CsvSource({"-1n, -1", "0m, 0", "-0, 0", "1u, 1"})
    void signum(String text, int sign) {
        assertThat(Quantity.parse(text).signum()).isEqualTo(sign);
    }

    @Test
    void very_long_texts_are_refused() {
        assertThat(Quantity.parse("0." + "1".repeat(9_998))).isEqualTo(Quantity.parse("111111112n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.parse("0." + "1".repeat(9_999)))
                .withMessage("must have <= 10000 characters: quantity.length=10001");
    }
}
