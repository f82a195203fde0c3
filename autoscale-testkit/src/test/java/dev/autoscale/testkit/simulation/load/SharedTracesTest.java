package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real recordings, where they are at hand: they do not ship with the project. */
class SharedTracesTest {
    private static Path trace(String name) {
        Path path = Path.of("../../shared/traces", name);
        assumeTrue(Files.exists(path), () -> path + " is not at hand");
        return path;
    }

    @Test
    void requests_of_a_language_model() {
        Read read = Read.of(Loads.trace(trace("azure-llm-code-2023.requests.csv")), 1);
        assertThat(read.count()).isEqualTo(8_819);
        assertThat(read.isInOrder()).isTrue();
        assertThat(read.services()[0]).isEqualTo(1_522_000);
    }

    /** The sum of all values is the number of arrivals to be expected, times the scale. */
    @ParameterizedTest
    @CsvSource({"nyc-taxi, 0.01", "tweets-amzn, 0.5", "elb-requests, 1", "ec2-cpu, 1"})
    void series(String name, double scale) {
        Path path = trace(name + ".series.csv");
        ServiceTimes second = ServiceTimes.fixed(Duration.ofSeconds(1));
        double expected = 0;
        Rates rates = new SeriesRates.Reading(0, scale, false, false).open(path);
        for (long before = 0; rates.next(); before = rates.endMicros) {
            expected += (rates.endMicros - before) / 1e6 * rates.perSecond;
        }
        rates.close();
        assertThat(expected).isFinite().isGreaterThan(1_000);
        for (Load load : List.of(
                Loads.series(path, scale, second),
                Loads.series(path).scale(scale).linear().load(second))) {
            Read read = Read.of(load, 1);
            assertThat(read.isInOrder()).isTrue();
            assertThat((double) read.count()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        }
    }
}
