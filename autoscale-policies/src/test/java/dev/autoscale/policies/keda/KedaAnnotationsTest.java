package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KedaAnnotationsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"0", "f", "F", "false", "False", "FALSE"})
    void six_words_and_none_are_off(String value) {
        assertThat(KedaAnnotations.isSet(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void six_words_are_on(String value) {
        assertThat(KedaAnnotations.isSet(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "no", "off", "yes", "tRuE", "fALSE", " false", "false ", "00", "n"})
    void whatever_else_is_on_too(String value) {
        assertThat(KedaAnnotations.isSet(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "+7, 7", "-3, -3", "0012, 12", "2147483647, 2147483647", "-2147483648, -2147483648"})
    void paused_replicas_are_an_integer_of_32_bits(String value, int replicas) {
        assertThat(KedaAnnotations.pausedReplicas(value)).hasValue(replicas);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "x",
                " 1",
                "1 ",
                "1.0",
                "1e1",
                "1_0",
                "0x1",
                "2147483648",
                "-2147483649",
                "9223372036854775808",
                "\u0663"
            })
    void otherTextsAreNoNumber(String value) {
        assertThat(KedaAnnotations.pausedReplicas(value)).isEmpty();
    }

    @Test
    void the_names_are_kedas() {
        assertThat(KedaAnnotations.PAUSED).isEqualTo("autoscaling.keda.sh/paused");
        assertThat(KedaAnnotations.PAUSED_REPLICAS).isEqualTo("autoscaling.keda.sh/paused-replicas");
        assertThat(KedaAnnotations.PAUSED_SCALE_IN).isEqualTo("autoscaling.keda.sh/paused-scale-in");
        assertThat(KedaAnnotations.PAUSED_SCALE_OUT).isEqualTo("autoscaling.keda.sh/paused-scale-out");
        assertThat(KedaAnnotations.FORCE_ACTIVATION).isEqualTo("autoscaling.keda.sh/force-activation");
    }
}
