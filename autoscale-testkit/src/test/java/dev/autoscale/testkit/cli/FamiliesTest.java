package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.simulation.league.FrontierGain;
import dev.autoscale.testkit.simulation.league.FrontierGain.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {
    private static final String LOAD = "diurnal 0.5..6/s every 20m for 40m service exp 2s";
    private static final String TARGET = "metrics.requests.averageValue=";

    @TempDir
    private Path directory;

    private String policy(String name, String window) throws IOException {
        Path file = directory.resolve(name + ".properties");
        Files.writeString(
                file,
                "maxReplicas=40\nmetrics.requests.averageValue=1\nbehavior.scaleDown.stabilizationWindowSeconds="
                        + window + "\n");
        return file.toString();
    }

    private Run frontier(String... more) throws IOException {
        Stream<String> words = Stream.of(
                "frontier",
                "--policy",
                policy("ours", "60"),
                "--try",
                TARGET + "0.5,0.7,1,1.5",
                "--rival",
                policy("hpa", "300"),
                "--try=" + TARGET + "0.4,0.8,1.6",
                "--rival",
                policy("one", "0"),
                "--load",
                LOAD,
                "--map",
                "requests=in-system",
                "--slo-on-wait",
                "--startup",
                "5s");
        return Run.of(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void the_gain_is_that_of_the_curves_of_all_settings() throws IOException {
        Path csv = directory.resolve("f.csv");
        Path svg = directory.resolve("f.svg");
        Run run = frontier(
                "--startup=45s",
                "--load",
                "poisson 3/s for 20m service exp 2s",
                "--csv",
                csv.toString(),
                "--svg",
                svg.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("ours against hpa, one on " + LOAD + "\n")
                .contains("ready after 5s", "ready after 45s", "  ours    averageValue=0.5 ", "  one     as given ")
                .contains("  G in % at a start-up of ", "  all (geometric mean of what is left)");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 4 * (4 + 3 + 1));
        for (int place = 0; place < 4; place++) {
            List<String> rows = lines.subList(1 + 8 * place, 9 + 8 * place);
            FrontierGain gain = FrontierGain.of(curve(rows, "ours"), List.of(curve(rows, "hpa"), curve(rows, "one")));
            assertThat(Double.parseDouble(cells(rows.get(0))[7])).isCloseTo(gain.gain(), within(1e-9));
            assertThat(rows.stream().filter(row -> cells(row)[2].equals("ours") && cells(row)[6].equals("yes")))
                    .hasSize(gain.ours().size());
        }
        assertThat(Files.readString(svg)).contains("start-up 5s: G ", "start-up 45s: G ", "ours against hpa, one");
    }

    private static String[] cells(String row) {
        return row.split(",");
    }

    private static Curve curve(List<String> rows, String family) {
        List<String[]> of = rows.stream()
                .map(FamiliesTest::cells)
                .filter(cells -> cells[2].equals(family))
                .toList();
        return Curve.of(
                of.stream().mapToDouble(cells -> Double.parseDouble(cells[4])).toArray(),
                of.stream().mapToDouble(cells -> Double.parseDouble(cells[5])).toArray());
    }

    @Test
    void a_file_may_be_several_families() throws IOException {
        assertThat(frontier("--rival", policy("hpa", "300"), "--try", TARGET + "2")
                        .out())
                .startsWith("ours against hpa, one, hpa (2) on ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --try a=1 --policy x                           | must come after the --policy or --rival that it belongs to: --try a=1
            --policy                                       | option needs a value: --policy
            --policy x --rival y                           | one of the two must be given: --trace FILE, --load SPEC
            --policy x --load silence                      | option must be given: --rival
            --rival y --load silence                       | option must be given: --policy
            --policy x --policy z --rival y --load silence | option must be given once: --policy
            --policy x --rival y --goal 9                  | unknown option: --goal
            """)
    void what_is_asked_wrongly_is_said(String words, String message) {
        Run run = Run.of(Stream.concat(Stream.of("frontier"), Stream.of(words.split(" ")))
                .toArray(String[]::new));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith(message);
    }

    @Test
    void settings_that_do_not_build_are_left_out_and_noted() throws IOException {
        Run run = frontier("--try", TARGET + "none,3");
        assertThat(run.err()).startsWith("note: one: left out, as it does not build: averageValue=none: ");
        assertThat(run.out()).contains("  one     averageValue=3 ");
        assertThat(frontier("--try", TARGET + "none").err()).startsWith("one: no setting builds; the first, ");
        assertThat(frontier("--try", TARGET + "1..9999/1").err()).startsWith("simulations must be <= 10000: 10006 = ");
    }
}
