package dev.autoscale.testkit.conform;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CfConformTest extends VectorRuns {
    CfConformTest() {
        super("cf");
    }

    @ParameterizedTest
    @CsvSource({"adjustment, 667", "aggregate, 167", "evaluate, 667", "scale, 667", "sequences, 2000"})
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "adjustment, 9, 4, 4",
        "aggregate, 9, 3, 3",
        "evaluate, 9, 5, 5",
        "scale, 9, 15, 18",
        "scale, 9, 20, 21",
        "sequences, 9, 9, 15",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }
}
