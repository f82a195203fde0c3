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

    @Test
    void a_class_is_a_family_of_what_its_constructor_takes() throws IOException {
        String own = "class:" + OrderedByRate.class.getName();
        Path csv = directory.resolve("f.csv");
        Run run = frontier("--rival", own, "--try", "factor=1,2,none,3", "--rival", own, "--csv", csv.toString());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .startsWith("note: OrderedByRate: left out, as it does not build: factor=none: class must have a"
                        + " constructor that does not fail, which it does with java.lang.NumberFormatException");
        assertThat(run.out()).startsWith("ours against hpa, one, OrderedByRate, OrderedByRate (2) on ");
        List<String[]> rows =
                Files.readAllLines(csv).stream().map(FamiliesTest::cells).toList();
        assertThat(rows.stream().filter(row -> row[2].equals("OrderedByRate")).map(row -> row[3]))
                .containsExactly("factor=1", "factor=2", "factor=3");
        String[] asGiven = rows.get(rows.size() - 1);
        assertThat(asGiven[3]).isEqualTo("as given");
        assertThat(asGiven[4]).isEqualTo(rows.get(rows.size() - 3)[4]);

        Run fixed = frontier("--rival", own + "$Failing", "--try", "replicas=1,2");
        assertThat(fixed.status()).isEqualTo(2);
        assertThat(fixed.err())
                .isEqualTo("OrderedByRate$Failing: no setting builds; the first, replicas=1: class must have a public"
                        + " constructor with one Map<String, String>, which --try needs: --policy " + own
                        + "$Failing\n");
        assertThat(frontier("--rival", "class:com.example.Nope").err())
                .startsWith("class must be on the class path, which --class-path extends: ");
    }

    @Test
    void what_goes_by_the_clock_is_noted() throws IOException {
        Path file = directory.resolve("office.properties");
        Files.writeString(file, """
                maxReplicas=40
                metrics.requests.averageValue=1
                schedule.office.start=0 8 * * *
                schedule.office.end=0 18 * * *
                schedule.office.timezone=UTC
                schedule.office.type=floor
                schedule.office.replicas=5
                """);
        assertThat(frontier("--rival", file.toString()).err())
                .isEqualTo("note: office goes by the clock, from 1970-01-01 00:00 UTC unless --start says otherwise\n");
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
