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

/** Runs {@code conform} on the vectors of one upstream, as recorded and altered. */
abstract class VectorRuns {
    @TempDir
    Path folder;

    final Path vectors;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final String upstream;

    VectorRuns(String upstream) {
        this.upstream = upstream;
        this.vectors = Path.of("src/test/resources/conformance", upstream);
    }

    int conform(String... args) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Conform.run(List.of(args), print, print);
    }

    List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    void assertEveryRowAgrees(String kind, int rows) {
        assertThat(conform(vectors.resolve(kind + ".tsv").toString())).isZero();
        assertThat(printed())
                .containsExactly(
                        upstream + '/' + kind + ".tsv  " + rows + " passed, 0 failed", rows + " passed, 0 failed");
    }

    /** Alters columns of one row in turn; the row fails, and only it. */
    void assertAlteredFailsAlone(String kind, int row, int first, int last) throws IOException {
        List<String> lines = Files.readAllLines(vectors.resolve(kind + ".tsv"));
        for (int column = first; column <= last; column++) {
            String[] columns = lines.get(row).split("\t", -1);
            columns[column] += "7";
            List<String> altered = new ArrayList<>(lines);
            altered.set(row, String.join("\t", columns));
            Path file = Files.write(folder.resolve("altered.tsv"), altered);
            out.reset();
            assertThat(conform("--kind", upstream + '/' + kind, file.toString()))
                    .as("column %s", column)
                    .isEqualTo(1);
            assertThat(printed()).last().asString().endsWith(" passed, 1 failed");
            assertThat(printed().get(1)).contains("expected " + columns[column]);
        }
    }

    /** Runs rows whose columns are separated by spaces. */
    int conformLines(String kind, String... lines) throws IOException {
        List<String> tabbed =
                List.of(lines).stream().map(line -> line.replace(' ', '\t')).toList();
        Path file = Files.write(folder.resolve("lines.tsv"), tabbed);
        return conform("--kind", upstream + '/' + kind, file.toString());
    }
}
