package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RayConformTest extends VectorRuns {
    RayConformTest() {
        super("ray");
    }

    @ParameterizedTest
    @CsvSource({
        "decisions, 667",
        "merge, 40",
        "sequences, 4000",
        "total, 94",
        "window, 34",
    })
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "decisions, 12, 24, 30",
        "merge, 12, 2, 2",
        "merge, 12, 6, 6",
        "sequences, 6, 10, 13",
        "sequences, 4, 9, 9",
        "total, 12, 8, 9",
        "window, 12, 7, 9",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    @Test
    void steps_need_their_deployment_and_its_settings() throws IOException {
        String step = "1000 1 1 2.0 - - 1 1 0 -";
        assertThat(conformLines("sequences", "T 2 0 0 " + step)).isEqualTo(2);
        assertThat(printed()).last().asString().contains("step must follow its C record: sequence=2");
        String settings = "default - - - - - - - 5 - - - - - - -";
        assertThat(conformLines("sequences", "C 1 0 " + settings, "C 1 1 " + settings, "T 1 0 2 " + step))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("cfg must have its C record: cfg=2");
        assertThat(conformLines("sequences", "C 1 0 " + settings, "X 1 0")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C or T: record=X");
    }
}
