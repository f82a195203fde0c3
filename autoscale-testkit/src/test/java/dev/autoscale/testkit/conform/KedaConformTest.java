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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KedaConformTest {
    private static final Path VECTORS = Path.of("src/test/resources/conformance/keda");

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
    @CsvSource({
        "cron-hang, 3",
        "cron-invalid, 280",
        "cron-next, 2126",
        "cron-windows, 2000",
        "metric-value, 116",
        "scaledjob, 400",
        "workload, 198",
    })
    void every_recorded_row_agrees(String kind, int rows) {
        assertThat(conform(VECTORS.resolve(kind + ".tsv").toString())).isZero();
        assertThat(printed())
                .containsExactly("keda/" + kind + ".tsv  " + rows + " passed, 0 failed", rows + " passed, 0 failed");
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "cron-invalid, 50, 1, 2",
        "cron-invalid, 221, 1, 2",
        "cron-next, 40, 3, 3",
        "cron-windows, 40, 5, 6",
        "metric-value, 40, 2, 2",
        "scaledjob, 40, 10, 16",
        "workload, 40, 5, 8",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve(kind + ".tsv"));
        for (int column = first; column <= last; column++) {
            String[] columns = lines.get(row).split("\t", -1);
            columns[column] += "7";
            List<String> altered = new ArrayList<>(lines);
            altered.set(row, String.join("\t", columns));
            Path file = Files.write(folder.resolve("altered.tsv"), altered);
            out.reset();
            assertThat(conform("--kind", "keda/" + kind, file.toString()))
                    .as("column %s", column)
                    .isEqualTo(1);
            assertThat(printed()).last().asString().endsWith(" passed, 1 failed");
            assertThat(printed().get(1)).contains("expected " + columns[column]);
        }
    }
}
