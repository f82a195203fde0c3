package dev.autoscale.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static String json(Consumer<StringBuilder> writer) {
        StringBuilder out = new StringBuilder();
        writer.accept(out);
        return out.toString();
    }

    @Property
    void numbers_are_those_of_java(@ForAll long value) {
        assertThat(json(out -> Json.number(out, value))).isEqualTo(Long.toString(value));
    }

    @Property
    void thousandths_are_decimals(@ForAll long milli) {
        String expected = BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
        assertThat(json(out -> Json.milli(out, milli))).isEqualTo(expected);
    }

    @Test
    void the_ends_of_the_range_are_written() {
        assertThat(json(out -> Json.number(out, Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(json(out -> Json.milli(out, Long.MIN_VALUE))).isEqualTo("-9223372036854775.808");
        assertThat(json(out -> Json.milli(out, Long.MAX_VALUE))).isEqualTo("9223372036854775.807");
        assertThat(json(out -> Json.milli(out, -1))).isEqualTo("-0.001");
        assertThat(json(out -> Json.milli(out, 10))).isEqualTo("0.01");
        assertThat(json(out -> Json.milli(out, 0))).isEqualTo("0");
    }

    @Test
    void texts_are_escaped_where_json_or_terminals_need_it() {
        String text = "a\"b\\c\n\u0000\u007f\u2028\ud83d\ude00\ud83d x\ude00/é";
        assertThat(json(out -> Json.text(out, text)))
                .isEqualTo("\"a\\\"b\\\\c\\u000a\\u0000\\u007f\\u2028\ud83d\ude00\\ud83d x\\ude00/é\"");
        assertThat(json(out -> Json.text(out, null))).isEqualTo("null");
    }

    @Test
    void a_target_that_fails_is_told() {
        Writer broken = new Writer() {
            @Override
            public void write(char[] characters, int from, int length) throws IOException {
                throw new IOException("full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> Json.bool(broken, true)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.number(broken, 1)).isInstanceOf(UncheckedIOException.class);
    }
}
