package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpaConformTest extends VectorRuns {
    KpaConformTest() {
        super("knative");
    }

    @ParameterizedTest
    @CsvSource({
        "kpa-decisions, 5714",
        "kpa-pipeline, 1697",
        "kpa-pow, 770",
        "kpa-smoothing, 60",
        "kpa-windows, 4736",
    })
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "kpa-decisions, 6, 8, 13",
        "kpa-pipeline, 10, 5, 5",
        "kpa-pipeline, 10, 7, 13",
        "kpa-pow, 40, 2, 2",
        "kpa-smoothing, 40, 2, 2",
        "kpa-windows, 8, 4, 5",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    @Test
    void rows_need_the_record_that_creates_their_objects() throws IOException {
        for (String kind : new String[] {"kpa-windows R 2 0 1", "kpa-decisions U 2", "kpa-pipeline R 2 0 1"}) {
            String[] words = kind.split(" ", 2);
            assertThat(conformLines(words[0], words[1])).isEqualTo(2);
            assertThat(printed()).last().asString().contains("row must follow its C record: sequence=2");
        }
    }

    @Test
    void unknown_records_and_words_are_refused() throws IOException {
        assertThat(conformLines("kpa-windows", "C 1 linear 6000 1000", "X 1 0")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C, R, Z or Q: record=X");
        assertThat(conformLines("kpa-windows", "C 1 cubic 6000 1000")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("algo must be linear or weighted: algo=cubic");
        String spec = "rps 3 2 50 100 1000 1.5 60000 2000 1 10";
        assertThat(conformLines("kpa-decisions", "C 1 0 " + spec, "X 1")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C, U or S: record=X");
        assertThat(conformLines("kpa-pipeline", "C 1 linear 6000 0 " + spec, "X 1"))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C, R or D: record=X");
        assertThat(conformLines("kpa-pow", "3ff0000000000000 1 3ff0000000000000"))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("base must be a window's: base=3ff0000000000000");
    }
}
