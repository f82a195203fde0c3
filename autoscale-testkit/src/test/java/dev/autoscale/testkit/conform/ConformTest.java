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

class ConformTest {
    private static final Path VECTORS = Path.of("src/test/resources/conformance/hpa");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int conform(String... args) {
        return Conform.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void every_recorded_row_agrees() {
        assertThat(conform(VECTORS.toString())).isZero();
        assertThat(printed())
                .containsExactly(
                        "hpa/behavior-sequences.tsv  8000 passed, 0 failed",
                        "hpa/reconcile-sequences.tsv  1698 passed, 0 failed",
                        "hpa/replica-calculation.tsv  1000 passed, 0 failed",
                        "hpa/upstream-cases.tsv  266 passed, 0 failed",
                        "  325 left out: inner functions of upstream; the whole decision around them is compared",
                        "10964 passed, 0 failed");
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "behavior-sequences, T, 7, 12",
        "reconcile-sequences, E, 3, 11",
        "replica-calculation, a, 13, 16",
        "upstream-cases, A, 14, 17",
    })
    void an_altered_expectation_fails_alone(String kind, String record, int first, int last) throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve(kind + ".tsv"));
        int row = 0;
        while (!lines.get(row).startsWith(record)) {
            row++;
        }
        for (int column = first; column <= last; column++) {
            String[] columns = lines.get(row).split("\t");
            columns[column] += "7";
            List<String> altered = new ArrayList<>(lines);
            altered.set(row, String.join("\t", columns));
            Path file = Files.write(folder.resolve("altered.tsv"), altered);
            out.reset();
            assertThat(conform("--kind", "hpa/" + kind, file.toString()))
                    .as("column %s", column)
                    .isEqualTo(1);
            assertThat(printed()).last().asString().endsWith(" passed, 1 failed");
            assertThat(printed().get(1)).contains("expected " + columns[column]);
        }
    }

    @Test
    void what_cannot_be_read_is_refused() throws IOException {
        assertThat(conform()).isEqualTo(2);
        assertThat(conform("missing.tsv")).isEqualTo(2);
        assertThat(conform("--kind")).isEqualTo(2);
        assertThat(conform("--what")).isEqualTo(2);
        Path file = Files.writeString(folder.resolve("rows.tsv"), "a0\tobject\n");
        assertThat(conform(file.toString())).isEqualTo(2);
        assertThat(conform("--kind", "hpa/replica-calculation", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "there must be at least one .tsv file",
                        "file must be readable: file=missing.tsv",
                        "--kind must be followed by a kind and a file",
                        "option must be --kind: option=--what",
                        "kind must be one of [",
                        ", hpa/behavior-sequences, ",
                        "row must be of kind hpa/replica-calculation: " + file + ":1:");
        assertThat(printed()).isEmpty();
    }

    @Test
    void nothing_compared_is_no_success() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.tsv"), "# only a comment\n");
        assertThat(conform("--kind", "hpa/validation", file.toString())).isEqualTo(1);
        assertThat(printed()).last().isEqualTo("0 passed, 0 failed");
    }
}
