package dev.autoscale.testkit.conform;

import dev.autoscale.policies.flink.FlinkJob;
import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.testkit.proof.ZeroAllocation;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkConformTest extends VectorRuns {
    FlinkConformTest() {
        super("flink");
    }

    @ParameterizedTest
    @CsvSource({"flink-scaling, 567", "flink-sequences, 826"})
    void every_recorded_row_agrees(String kind, int rows) {
        assertEveryRowAgrees(kind, rows);
    }

    @ParameterizedTest
    @CsvSource({"flink-scaling, 8, 25, 30", "flink-sequences, 8, 10, 11"})
    void an_altered_expectation_fails_alone(String kind, int row, int first, int last) throws IOException {
        assertAlteredFailsAlone(kind, row, first, last);
    }

    @Test
    void a_cycle_of_a_job_allocates_nothing() {
        for (FlinkSettings.Release release : FlinkSettings.Release.values()) {
            FlinkJob job = new FlinkJob(
                    FlinkSettings.builder()
                            .release(release)
                            .observedScalabilityEnabled(true)
                            .build(),
                    2);
            ZeroAllocation.check(10_000, i -> {
                job.vertex(0)
                        .parallelism(1 + i % 150)
                        .hashInput(true)
                        .trueProcessingRate(100.0005 * (i % 11))
                        .targetDataRate(i % 13 == 0 ? Double.NaN : 77.123 * (i % 17));
                job.vertex(1)
                        .parallelism(20)
                        .partitions(48)
                        .trueProcessingRate(2000)
                        .targetDataRate(900.0 - i % 500);
                job.preview(i * 60_000L);
                if (job.decide(i * 60_000L)) {
                    job.rescaled(i * 60_000L);
                }
            });
        }
    }
}
