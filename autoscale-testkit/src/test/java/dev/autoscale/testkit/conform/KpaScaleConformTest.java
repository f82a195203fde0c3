package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpaScaleConformTest extends VectorRuns {
    KpaScaleConformTest() {
        super("knative");
    }

    @ParameterizedTest
    @CsvSource({"kpa-scale-to-zero, 5969", "kpa-targets, 500"})
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. Column 23 is an input among the outputs. */
    @ParameterizedTest
    @CsvSource({"kpa-scale-to-zero, 40, 12, 22", "kpa-scale-to-zero, 40, 24, 24", "kpa-targets, 40, 26, 37"})
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
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
        String row = Files.readAllLines(vectors.resolve("kpa-targets.tsv")).stream()
                .filter(line -> line.startsWith("T"))
                .findFirst()
                .orElseThrow();
        String[] columns = row.split("\t");
        columns[6] = "0.8";

        assertThat(conformLines("kpa-targets", String.join("\t", columns))).isEqualTo(2);
        assertThat(printed()).last().asString().contains("utilization must be fixed: utilization=0.8");
    }
}
