package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WpaConformTest extends VectorRuns {
    WpaConformTest() {
        super("wpa");
    }

    @ParameterizedTest
    @CsvSource({
        "limits, 667",
        "replica-calculation, 667",
        "sequences, 2000",
    })
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "limits, 12, 9, 13",
        "replica-calculation, 12, 18, 23",
        "sequences, 9, 11, 18",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    @Test
    void unknown_records_and_words_are_refused() throws IOException {
        assertThat(conformLines("sequences", "T a 0 0 1 1 1 0 1 0")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("reconcile must follow its S record: sequence=a");
        String settings = "S a - 5 absolute - - - - - - - - - - - 0 0";
        assertThat(conformLines("sequences", settings, "X a")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be S, M or T: record=X");
        assertThat(conformLines("replica-calculation", "a other absolute 1 1 - 1 2 0 1 - 1 2 0 0 0 1"))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("fn must be external or resource:NAME: fn=other");
    }
}
