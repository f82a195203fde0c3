package dev.autoscale.testkit.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.cli.Run;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peak and mean load, taken from what arrives, and what lint makes of them. */
class OfferedLoadTest {
    private static final String POLICY = "maxReplicas=3\nmetrics.requests.averageValue=4\n";

    @TempDir
    private Path directory;

    private OfferedLoad ofRequests(String rows) throws IOException {
        Path file = Files.writeString(directory.resolve("requests.csv"), "arrival_ms,service_ms\n" + rows);
        return OfferedLoad.of(Loads.trace(file), 1);
    }

    @Test
    void what_is_in_service_is_spread_over_its_slots() throws IOException {
        // 0 to 15 s: 5 s; 15 to 30 s: 10 s and 15 s.
        assertThat(ofRequests("10000,15000\n15000,40000\n")).isEqualTo(new OfferedLoad((5 + 25) / 30.0, 1.67));
        // The last slot ends after the last arrival; nothing begins again because of a boundary.
        assertThat(ofRequests("0,15000\n")).isEqualTo(new OfferedLoad(1, 1));
        assertThat(ofRequests("0,15000\n15000,0\n")).isEqualTo(new OfferedLoad(0.5, 1));
        // Whole slots with nothing new, and with nothing at all.
        assertThat(ofRequests("0,60000\n0,60000\n105000,0\n")).isEqualTo(new OfferedLoad(1, 2));
        assertThat(ofRequests("0,15000\n900000000000000,0\n").peak()).isEqualTo(1);
    }

    /** Beside adding up each slot by itself. */
    @Property(tries = 200)
    void is_what_each_slot_by_itself_comes_to(@ForAll long seed) {
        Load load = Loads.parse("poisson 1/s for 3m service exp 9s");
        double[] busy = new double[12];
        try (Arrivals arrivals = load.open(SeededRandom.of(seed).split("arrivals"))) {
            int last = 0;
            while (arrivals.next()) {
                double from = arrivals.arrivalMicros() / 15e6;
                double to = from + arrivals.serviceMicros() / 15e6;
                last = (int) from;
                IntStream.range(0, busy.length)
                        .forEach(slot -> busy[slot] += Math.max(0, Math.min(to, slot + 1) - Math.max(from, slot)));
            }
            double[] counted = Arrays.copyOf(busy, last + 1);
            OfferedLoad offered = OfferedLoad.of(load, seed);
            assertThat(offered.mean())
                    .isCloseTo(Arrays.stream(counted).average().orElse(0), within(0.0051));
            assertThat(offered.peak()).isCloseTo(Arrays.stream(counted).max().orElse(0), within(0.0051));
        }
    }

    private Run lint(String... more) throws IOException {
        Path policy = Files.writeString(directory.resolve("a.properties"), POLICY);
        Stream<String> first = Stream.of("lint", "--policy", policy.toString());
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void lint_says_what_it_took_and_judges_by_it() throws IOException {
        Run run = lint("--load", "even 10/s for 5m service 2s");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(
                        "load of even 10/s for 5m service fixed 2s: arrivals in service if none waits, 19.94 on average"
                                + " and 20 in the busiest 15 s;\ntaken as mean and peak load, so it is right for a metric that counts"
                                + " arrivals at work\n\n")
                .contains("max-below-peak", "fix: maxReplicas=5")
                .doesNotContain("--peak-load", "--mean-load");
        assertThat(lint("--load", "even 10/s for 5m service 2s", "--peak-load", "21")
                        .out())
                .contains("fix: maxReplicas=6");
        assertThat(lint().out()).doesNotContain("arrivals");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scale 2 | one of the two must be given: --trace FILE, --load SPEC",
                "--load nonsense | --load ",
                "--trace nowhere.csv | nowhere.csv: no such file",
                "--load 'even 1/s for 5m service 2s' --seed x | must be a whole number: --seed x",
            })
    void what_is_wrong_is_said(String args, String message) throws IOException {
        String[] words = args.split(" (?=--)");
        String[] split = Stream.of(words)
                .flatMap(word -> Stream.of(word.split(" ", 2)))
                .map(word -> word.replace("'", ""))
                .toArray(String[]::new);
        Run run = lint(split);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(message);
    }
}
