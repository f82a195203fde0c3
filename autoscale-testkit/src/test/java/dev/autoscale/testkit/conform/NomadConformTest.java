package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NomadConformTest extends VectorRuns {
    NomadConformTest() {
        super("nomad");
    }

    @ParameterizedTest
    @CsvSource({"evaluations, 667", "schedules, 167", "sequences, 2000", "strategies, 667"})
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({"evaluations, 9, 7, 9", "schedules, 9, 6, 7", "sequences, 9, 10, 14", "strategies, 9, 6, 7"})
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    @Test
    void unknown_words_are_refused() throws IOException {
        assertThat(conformLines("strategies", "g0 guess target=1 1 1 => none -"))
                .isEqualTo(2);
        assertThat(printed())
                .last()
                .asString()
                .contains("strategy must be fixed-value or pass-through or target-value or threshold: strategy=guess");
        assertThat(conformLines("sequences", "T g0 0 1 1 - free 0 ok => - - idle - none:0"))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("tick must follow its S record: sequence=g0");
    }
}
