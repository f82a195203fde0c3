package dev.autoscale.testkit.conform;

import dev.autoscale.policies.flink.FlinkDecision;
import dev.autoscale.policies.flink.FlinkJob;
import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.policies.flink.FlinkSettings.AdjustMode;
import dev.autoscale.policies.flink.FlinkSettings.AlignmentMode;
import dev.autoscale.policies.flink.FlinkSettings.Release;
import dev.autoscale.policies.flink.FlinkVertex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the autoscaler of Flink recommends for one vertex, and does with a job over time. */
final class FlinkVectors {
    private static final String LEGACY = "legacy:";
    private static final String HASH = "HASH";
    private static final Map<String, Boolean> FLAGS = Map.of("false", false, "true", true);
    private static final Map<String, Release> RELEASES = Map.of("1.15.0", Release.V1_15, "trunk", Release.TRUNK);

    private FlinkVectors() {}

    /** Each row is one vertex that shrinks without a wait. */
    static Suite scaling() {
        int[] number = {0};
        return (row, report) -> scaling(++number[0], row, report);
    }

    private static void scaling(int number, Row row, VectorReport report) {
        FlinkJob job = new FlinkJob(settings(row), 1);
        job.vertex(0)
                .parallelism(row.intAt(2))
                .trueProcessingRate(row.doubleAt(3))
                .targetDataRate(row.doubleAt(4))
                .catchUpDataRate(row.doubleAt(5))
                .maxParallelism(row.intAt(12))
                .partitions(row.intAt(13))
                .hashInput(row.text(14).equals(HASH));
        row.list(19, ";").map(change -> new Row(change.split("[>:]"))).forEach(change -> {
            job.changed(0, 0, change.intAt(0), change.intAt(1), change.doubleAt(2), change.doubleAt(3));
        });
        job.processingBacklog(flag(row, 11)).decide(0);
        FlinkDecision out = job.decision(0);
        String expected =
                Double.isNaN(out.expectedProcessingRate()) ? "-" : Double.toString(out.expectedProcessingRate());
        report.compare("row " + number, row.from(25))
                .column("new_parallelism", out.parallelism())
                .column("outside_bounds", Boolean.toString(out.isOutsideBounds()))
                .column("expected_rate", expected)
                .column("up_threshold", Double.toString(out.scaleUpThreshold()))
                .column("down_threshold", Double.toString(out.scaleDownThreshold()))
                .column("events", events(out))
                .end();
    }

    private static String events(FlinkDecision out) {
        String limited = out.isScalingLimited() ? "ScalingLimited" : "";
        String ineffective = out.isScalingIneffective() ? "IneffectiveScaling" : "";
        String both = limited + (limited.isEmpty() || ineffective.isEmpty() ? "" : ",") + ineffective;
        return both.isEmpty() ? "-" : both;
    }

    private static FlinkSettings settings(Row row) {
        FlinkSettings.Builder builder = FlinkSettings.builder()
                .release(row.oneOf(0, "version", RELEASES))
                .restartTime(Duration.ofSeconds(row.longAt(6)))
                .catchUpDuration(Duration.ofSeconds(row.longAt(7)))
                .utilizationTarget(row.doubleAt(8))
                .scaleDownInterval(Duration.ZERO)
                .vertexMinParallelism(row.intAt(15))
                .vertexMaxParallelism(row.intAt(16))
                .scaleUpMaxFactor(row.doubleAt(17))
                .scaleDownMaxFactor(row.doubleAt(18))
                .historyMaxCount(1000)
                .scalingEffectivenessDetectionEnabled(flag(row, 20))
                .scalingEffectivenessThreshold(row.doubleAt(21))
                .observedScalabilityEnabled(flag(row, 22))
                .observedScalabilityMinObservations(row.intAt(23))
                .observedScalabilityCoefficientMin(row.doubleAt(24));
        builder = row.isAbsent(9) ? builder : builder.utilizationMax(row.doubleAt(9));
        builder = row.isAbsent(10) ? builder : builder.utilizationMin(row.doubleAt(10));
        return mode(row.text(1), builder).build();
    }

    private static FlinkSettings.Builder mode(String mode, FlinkSettings.Builder builder) {
        return mode.startsWith(LEGACY)
                ? builder.keyGroupPartitionsAdjustMode(AdjustMode.valueOf(mode.substring(LEGACY.length())))
                : builder.parallelismAlignmentMode(AlignmentMode.valueOf(mode));
    }

    private static boolean flag(Row row, int column) {
        return row.oneOf(column, "flag", FLAGS);
    }

    /** Each row is a cycle of the job of its sequence; what was decided is carried out. */
    static Suite sequences() {
        return new Suite() {
            private String sequence = "";
            private FlinkJob job = new FlinkJob(FlinkSettings.builder().build(), 1);

            @Override
            public void row(Row row, VectorReport report) {
                List<Row> vertices = row.rows(9, ";", ":").toList();
                if (!row.text(0).equals(sequence)) {
                    sequence = row.text(0);
                    job = new FlinkJob(sequenceSettings(row), vertices.size());
                }
                for (int i = 0; i < vertices.size(); i++) {
                    set(job.vertex(i), vertices.get(i));
                }
                cycle(job, row, vertices.size(), report);
            }
        };
    }

    private static FlinkSettings sequenceSettings(Row row) {
        return FlinkSettings.builder()
                .scaleDownInterval(Duration.ofSeconds(row.longAt(3)))
                .keyGroupPartitionsAdjustMode(AdjustMode.valueOf(row.text(4)))
                .vertexMinParallelism(row.intAt(5))
                .vertexMaxParallelism(row.intAt(6))
                .scaleUpMaxFactor(row.doubleAt(7))
                .scaleDownMaxFactor(row.doubleAt(8))
                .build();
    }

    private static void set(FlinkVertex vertex, Row row) {
        vertex.parallelism(row.intAt(0))
                .trueProcessingRate(row.doubleAt(1))
                .targetDataRate(row.doubleAt(2))
                .maxParallelism(row.intAt(3))
                .hashInput(row.text(4).equals(HASH));
    }

    private static void cycle(FlinkJob job, Row row, int vertices, VectorReport report) {
        long nowMillis = row.longAt(2) * 1000;
        boolean isRescaled = job.decide(nowMillis);
        String after = IntStream.range(0, vertices)
                .mapToObj(job::decision)
                .map(out -> String.valueOf(isRescaled ? out.parallelism() : out.currentParallelism()))
                .collect(Collectors.joining(";"));
        if (isRescaled) {
            job.rescaled(nowMillis);
        }
        report.compare("sequence " + row.text(0) + " step " + row.text(1), row.from(10))
                .column("rescaled", Boolean.toString(isRescaled))
                .column("parallelism_after", after)
                .end();
    }
}
