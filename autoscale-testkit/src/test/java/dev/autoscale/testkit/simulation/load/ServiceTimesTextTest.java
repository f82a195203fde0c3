package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTimesTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"fixed 1m30s", "exp 800ms", "uniform 100ms..2s", "lognormal 600ms 0.5"})
    void its_name_is_read_as_the_same_times(String text) {
        ServiceTimes times = ServiceTimes.parse(text);
        assertThat(times).hasToString(text);
        assertThat(ServiceTimes.parse(times.toString()).drawMicros(SeededRandom.of(5)))
                .isEqualTo(times.drawMicros(SeededRandom.of(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"90s", "1m30s", "fixed 90", " 90 "})
    void a_length_of_time_is_always_the_same(String text) {
        assertThat(ServiceTimes.parse(text)).hasToString("fixed 1m30s");
        assertThat(ServiceTimes.parse(text).drawMicros(SeededRandom.of(1)))
                .isEqualTo(Duration.ofSeconds(90).toNanos() / 1_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                 | times:1: must be a length of time or one of fixed, exp, uniform, lognormal: word=(the end)
            expo 1s            | times:1: must be a length of time or one of fixed, exp, uniform, lognormal: word=expo (did you mean exp?)
            60s; then 5s       | times:4: must be the end: word=;
            uniform 2s..1s     | times:1: longest must be >= shortest: longest=PT1S, shortest=PT2S
            lognormal 1s       | times:13: must be a number such as 2 or 0.5: word=(the end)
            """)
    void a_complaint_names_the_word(String text, String complaint) {
        assertThatThrownBy(() -> ServiceTimes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }
}
