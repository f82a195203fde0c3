package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpaScaleConformTest {
    private static final Path VECTORS = Path.of("src/test/resources/conformance/knative");

    /** An input that stands among the outputs. */
    private static final int EXCESS_BURST_CAPACITY = 23;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int conform(String... args) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Conform.run(List.of(args), print, print);
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"kpa-scale-to-zero, 5969", "kpa-targets, 500"})
    void every_recorded_row_agrees(String kind, int rows) {
        assertThat(conform(VECTORS.resolve(kind + ".tsv").toString())).isZero();
        assertThat(printed())
                .containsExactly("knative/" + kind + ".tsv  " + rows + " passed, 0 failed", rows + " passed, 0 failed");
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({"kpa-scale-to-zero, 40, 12, 24", "kpa-targets, 40, 26, 37"})
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve(kind + ".tsv"));
        for (int column = first; column <= last; column++) {
            if (kind.equals("kpa-scale-to-zero") && column == EXCESS_BURST_CAPACITY) {
                continue;
            }
            String[] columns = lines.get(row).split("\t", -1);
            columns[column] += "7";
            List<String> altered = new ArrayList<>(lines);
            altered.set(row, String.join("\t", columns));
            Path file = Files.write(folder.resolve("altered.tsv"), altered);
            out.reset();
            assertThat(conform("--kind", "knative/" + kind, file.toString()))
                    .as("column %s", column)
                    .isEqualTo(1);
            assertThat(printed()).last().asString().endsWith(" passed, 1 failed");
            assertThat(printed().get(1)).contains("expected " + columns[column]);
        }
    }

    private int conformLines(String kind, String... lines) throws IOException {
        List<String> tabbed =
                List.of(lines).stream().map(line -> line.replace(' ', '\t')).toList();
        Path file = Files.write(folder.resolve("lines.tsv"), tabbed);
        return conform("--kind", "knative/" + kind, file.toString());
    }

    @Test
    void a_pass_needs_its_settings() throws IOException {
        String settings = "C 1 1 60000 -1 10000 90000 -1 0 -1 0 -1 1 1 -1 600000 -1 -1 none 1";
        String pass = "S 2 0 1 -1 1 0 proxy -1 0 1 1 -1 -1 630000 0 0 True - 0 1 -1 1 1 proxy";
        assertThat(conformLines("kpa-scale-to-zero", pass)).isEqualTo(2);
        assertThat(conformLines("kpa-scale-to-zero", settings, pass)).isEqualTo(2);
        assertThat(printed()).last().asString().contains("pass must follow its C record: sequence=2");
        assertThat(conformLines("kpa-scale-to-zero", settings, pass.replace("S 2", "S 1")))
                .isZero();
        assertThat(conformLines("kpa-scale-to-zero", "X 1")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C or S: record=X");
    }

    /** Knative has no setting for the utilization of a request rate. */
    @Test
    void another_utilization_is_refused() throws IOException {
        String row = Files.readAllLines(VECTORS.resolve("kpa-targets.tsv")).stream()
                .filter(line -> line.startsWith("T"))
                .findFirst()
                .orElseThrow();
        String[] columns = row.split("\t");
        columns[6] = "0.8";

        assertThat(conformLines("kpa-targets", String.join("\t", columns))).isEqualTo(2);
        assertThat(printed()).last().asString().contains("utilization must be fixed: utilization=0.8");
    }
}
