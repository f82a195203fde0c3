package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.cli.replay.SeriesReader;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Spans;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The small parts that read and write single words. */
class WordingTest {
    @Test
    void properties_are_read_as_the_jdk_does_but_with_lines() throws IOException {
        String text = "# c\\\n! c\n\n a = 1 \nb\\ c:2\\\n  3\n  \nd 4\\\\\ne\\=f=\\u0041\r\ng\nh=\\";

        List<Entry> entries = PropertyLines.of(text).entries();

        Properties jdk = new Properties();
        jdk.load(new StringReader(text));
        TreeMap<String, String> expected = new TreeMap<>();
        jdk.stringPropertyNames()
                .forEach(key -> expected.put(key, jdk.getProperty(key).strip()));
        TreeMap<String, String> actual = new TreeMap<>();
        entries.forEach(entry -> actual.put(entry.key(), entry.value()));
        assertThat(actual).isEqualTo(expected).hasSize(6);
        assertThat(entries).extracting(Entry::key).containsExactly("a", "b c", "d", "e=f", "g", "h");
        assertThat(entries).extracting(Entry::line).containsExactly(4, 5, 8, 9, 10, 11);
    }

    @Test
    void lengths_of_time() {
        assertThat(Spans.millis("15")).isEqualTo(15_000);
        assertThat(Spans.millis("0.5s")).isEqualTo(500);
        assertThat(Spans.millis("1h30m")).isEqualTo(5_400_000);
        assertThat(Spans.millis("2d1ms")).isEqualTo(172_800_001);
        for (String bad : List.of("", "-1s", "1w", "s", "0.0001s", "1 s", "99999999999999999999d")) {
            assertThatThrownBy(() -> Spans.millis(bad)).as(bad).hasMessageStartingWith("must be a length of time");
        }
        assertThat(List.of(Spans.text(7), Spans.text(15_000), Spans.text(90_000), Spans.text(7_200_000)))
                .containsExactly("7 ms", "15 s", "1 min 30 s", "2 h");
    }

    @Test
    void the_nearest_word() {
        assertThat(Nearest.distance("abcd", "abdc")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.hint("maxReplcias", List.of("minReplicas", "maxReplicas")))
                .isEqualTo(" (did you mean maxReplicas?)");
        assertThat(Nearest.hint("colour", List.of("minReplicas"))).isEmpty();
    }

    @Test
    void numbers_for_people() {
        assertThat(List.of(
                        Numbers.compact(20_000), Numbers.compact(1.5e6), Numbers.compact(2e9), Numbers.compact(0.25)))
                .containsExactly("20k", "1.5M", "2G", "0.25");
        assertThat(List.of(Numbers.percent(1, 10_000), Numbers.percent(0, 0), Numbers.percent(1, 3)))
                .containsExactly("<0.1 %", "0.0 %", "33.3 %");
        assertThat(Numbers.exact(1e-7)).isEqualTo("0.0000001");
    }

    @Test
    void cells_may_be_quoted() {
        assertThat(SeriesReader.cells("a, \"b,\"\"c\"\"\" ,,")).containsExactly("a", "b,\"c\"", "", "");
    }
}
