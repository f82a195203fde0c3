package dev.autoscale.testkit.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void an_object_of_every_kind_of_field() {
        assertThat(JsonText.of(json -> json.text("a", "\"\n")
                        .text("none", null)
                        .number("b", -7)
                        .flag("c", true)
                        .texts("d", List.of("x", "y"))
                        .decimals("e", new double[] {1, Double.NaN, 0.5})
                        .object("f", none -> {})
                        .objects("g", List.of(1, 2), (number, fields) -> fields.number("n", number))))
                .isEqualTo(
                        "{\"a\":\"\\\"\\u000a\",\"none\":null,\"b\":-7,\"c\":true,\"d\":[\"x\",\"y\"],\"e\":[1,null,0.5],\"f\":{},"
                                + "\"g\":[{\"n\":1},{\"n\":2}]}");
    }

    @Test
    void decimals_are_thousandths_without_needless_zeros() {
        assertThat(JsonText.of(json -> json.decimal("a", 12.0006)
                        .decimal("b", 1e21)
                        .decimal("c", -0.0)
                        .decimal("d", 100)
                        .decimal("e", -2.0004)
                        .decimal("f", Double.POSITIVE_INFINITY)))
                .isEqualTo("{\"a\":12.001,\"b\":1000000000000000000000,\"c\":0,\"d\":100,\"e\":-2}");
    }

    @Test
    void names_are_one_word() {
        assertThat(List.of("SLO_SHARE", "wake-ups", "at max", "panic"))
                .map(JsonText::name)
                .containsExactly("sloShare", "wakeUps", "atMax", "panic");
    }
}
