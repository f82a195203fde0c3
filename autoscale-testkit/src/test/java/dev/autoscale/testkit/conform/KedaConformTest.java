package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KedaConformTest extends VectorRuns {
    KedaConformTest() {
        super("keda");
    }

    @ParameterizedTest
    @CsvSource({
        "cron-invalid, 280",
        "cron-next, 2039",
        "cron-windows, 1883",
        "fallback, 167",
        "metric-value, 116",
        "scaledjob, 400",
        "scaledobject-sequences, 1149",
        "workload, 198",
    })
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    @Test
    void formulas_of_numbers_and_lists_agree_and_the_others_are_counted() {
        assertThat(conform(vectors.resolve("formula.tsv").toString())).isZero();
        assertThat(printed())
                .containsExactly(
                        "keda/formula.tsv  499 passed, 0 failed",
                        "  44 left out: formulas with texts, maps, times or bits",
                        "499 passed, 0 failed");
    }

    @Test
    void a_formula_is_compared_to_the_last_bit_and_with_what_is_published() throws IOException {
        String[] rows = {
            "a/3 a=1 => 0.3333333333333333 333 -",
            "a/3 a=1 => 0.33333333333333337 333 -",
            "a/3 a=1 => 0.33333333333333337 333 approx",
            "a/3 a=1 => 0.3333333333333 333 approx",
            "a/3 a=1 => 0.3333333333333333 334 -",
            "a/3 a=1 => error - -",
            "a/3 a=nil => error - -",
            "a/3 a=1 => invalid - -",
            "a/3 b=1 => invalid - -",
            "0*-a a=1 => -0 0 -",
            "0*-a a=1 => 0 0 -",
            "a/0 a=-1 => -Inf ? -",
            "a??nil a=nil => nil 15000 -",
            "a??nil a=absent => nil 15001 -",
        };
        assertThat(conformLines("formula", rows)).isEqualTo(1);
        assertThat(printed()).last().isEqualTo("7 passed, 7 failed");
    }

    /** Alters each compared column of one row in turn; the row fails, and only it. */
    @ParameterizedTest
    @CsvSource({
        "cron-invalid, 50, 1, 2",
        "cron-invalid, 221, 1, 2",
        "cron-next, 40, 3, 3",
        "cron-windows, 40, 5, 6",
        "fallback, 40, 15, 21",
        "metric-value, 40, 2, 2",
        "scaledjob, 40, 10, 16",
        "scaledobject-sequences, 40, 15, 21",
        "workload, 40, 5, 8",
    })
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    /** No recorded row has one of these; conditions after a failed write are no one's. */
    @Test
    void failures_of_the_cluster_are_fed() throws IOException {
        assertThat(
                        conformLines(
                                "scaledobject-sequences",
                                "C 1 - - - - - 1000",
                                "S 1 1 2000 1 0 0 900 - - - - - get => 0 - 900 False:ErrorGettingCurrentReplicas - - 1",
                                "S 1 2 2000 1 0 0 900 - - - - - get2 => 0 - 900 ? ? ? ?",
                                "S 1 3 2000 1 0 0 900 - - - - - update => 0 - 900 ? ? ? ?",
                                "S 1 4 2000 1 0 2 900 - - - - - update => 2 - 2000 True:ScaledObjectReady True:ScalerActive - 0",
                                "S 1 5 2000 1 0 0 900 no - - - - - => 0 - 900 True:ScaledObjectReady - True:ScaledObjectPaused 0",
                                "S 1 6 2000 1 0 0 900 - - <empty> - - - => 1 1 2000 True:ScaledObjectReady True:ScalerActive - 0"))
                .isZero();
        assertThat(printed()).last().isEqualTo("6 passed, 0 failed");
        assertThat(conformLines(
                        "fallback",
                        "1 currentReplicas 0 8 AverageValue 1 - - 4 0 1 0 1 53 => error - - 0 1 Failing True:FallbackExists",
                        "1 static 0 8 AverageValue 1 - - 4 0 1 0 1 53 => metric m 8000 1 1 Failing True:FallbackExists",
                        "1 static 0 8 AverageValue 1 2.5 - 4 0 0 - 1 53 => error - - 0 - - Unknown:"))
                .isZero();
        assertThat(printed()).last().isEqualTo("3 passed, 0 failed");
    }

    @Test
    void a_poll_needs_its_settings() throws IOException {
        String poll = "S 2 1 2000 1 0 0 900 - - - - - - => 1 1 2000 True:ScaledObjectReady True:ScalerActive - 0";
        assertThat(conformLines("scaledobject-sequences", poll)).isEqualTo(2);
        assertThat(conformLines("scaledobject-sequences", "C 1 - - - - - 1000", poll))
                .isEqualTo(2);
        assertThat(printed()).last().asString().contains("poll must follow its C record: sequence=2");
        assertThat(conformLines("scaledobject-sequences", "X 1")).isEqualTo(2);
        assertThat(printed()).last().asString().contains("record must be C or S: record=X");
    }
}
