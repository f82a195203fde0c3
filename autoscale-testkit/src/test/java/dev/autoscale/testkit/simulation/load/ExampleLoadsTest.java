package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The recordings that ship as examples are what they say they are. Maven runs tests in the module's directory. */
class ExampleLoadsTest {
    private static final Path LLM = Path.of("examples/llm-requests.csv");
    private static final Path WEBSOCKETS = Path.of("examples/websockets.csv");

    @Test
    void the_recordings_are_what_their_generator_makes() throws IOException {
        assertThat(Files.readString(LLM)).isEqualTo(ExampleLoads.llm());
        assertThat(Files.readString(WEBSOCKETS)).isEqualTo(ExampleLoads.websockets());
        assertThat(Files.size(LLM)).isLessThan(100_000);
        assertThat(Files.size(WEBSOCKETS)).isLessThan(100_000);
    }

    @Test
    void a_language_model_has_quiet_minutes_and_bursts_of_ten_times_as_much() {
        Read read = Read.of(Loads.trace(LLM), 1);
        long[] minutes = IntStream.range(0, 45)
                .mapToLong(minute -> read.between(minute * 60, minute * 60 + 60))
                .sorted()
                .toArray();
        assertThat(minutes[22]).as("a minute like most").isBetween(15L, 25L);
        assertThat(minutes[44]).as("the busiest minute").isBetween(140L, 250L);
    }

    @Test
    void connections_are_long_and_keep_office_hours() {
        Read read = Read.of(Loads.trace(WEBSOCKETS), 1);
        long[] services = read.services().clone();
        Arrays.sort(services);
        assertThat(services[services.length / 2] / 60e6)
                .as("half of them, in minutes")
                .isBetween(18.0, 22.0);
        assertThat(read.between(0, 7 * 3_600)).isLessThan(100);
        assertThat(read.between(8 * 3_600, 17 * 3_600)).isGreaterThan(2_000);
    }
}
