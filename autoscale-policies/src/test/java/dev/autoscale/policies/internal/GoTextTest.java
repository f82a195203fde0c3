package dev.autoscale.policies.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "+1.5, 1.5",
        "1., 1",
        ".5, 0.5",
        "1e3, 1000",
        "1E-2, 0.01",
        "0012, 12",
        "1_000.2_5e1_0, 1000.25e10",
        "0x2p1, 4",
        "0X.8P0, 0.5",
        "-0x1.8p+1, -3",
        "0x_1_0p0, 16",
        "inf, Infinity",
        "+INF, Infinity",
        "-Infinity, -Infinity",
        "NaN, NaN",
        "nan, NaN",
        "1e-400, 0",
        "1.7976931348623157e308, 1.7976931348623157e308"
    })
    public void numbersAreReadAsGoReadsThem(String text, double value) {
        assertThat(GoFloat.parse(text)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "+",
                ".",
                "1e",
                "e1",
                "1f",
                "1d",
                "1,5",
                "0x1",
                "0x",
                "0xp1",
                "0x.p1",
                "_1",
                "1_",
                "1__0",
                "1_.5",
                "1._5",
                "1_e5",
                "1e_5",
                "0x1_p1",
                "0x1p_1",
                "0x__1p0",
                "+nan",
                "-nan",
                "infi",
                "1e309",
                "-1e400",
                "0x1p1024",
                "\u0663",
                "\u0131nf",
                "0b1",
                "1%"
            })
    public void noNumbers(String text) {
        assertThat(GoFloat.parse(text)).isEmpty();
    }

    @Test
    public void long_numbers_are_numbers() {
        assertThat(GoFloat.parse("0." + "0".repeat(50_000) + "1")).hasValue(0.0);
        assertThat(GoFloat.parse("1_".repeat(50_000) + "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "6.6002h, 23760720000000",
        "0.57s, 570000000",
        "0.6002h, 2160720000000",
        "0.560144248m, 33608654880",
        "0.06330ms, 63300",
        "0.0000000001s, 0",
        "-0.5s, -500000000"
    })
    public void fractionsOfDurationsAreExact(String text, long nanos) {
        assertThat(GoText.duration(text)).hasValue(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true ", "yes", "on", "tRUE", "2", "00"})
    public void no_booleans(String text) {
        assertThat(GoText.bool(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    public void six_words_are_true(String text) {
        assertThat(GoText.bool(text)).hasValue(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    public void six_words_are_false(String text) {
        assertThat(GoText.bool(text)).hasValue(false);
    }
}
