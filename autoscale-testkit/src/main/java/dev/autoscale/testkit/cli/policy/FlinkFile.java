package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.FLAG;
import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static dev.autoscale.testkit.cli.policy.Form.TIME;
import static java.util.Map.entry;

import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.policies.flink.FlinkSettings.AdjustMode;
import dev.autoscale.policies.flink.FlinkSettings.AlignmentMode;
import dev.autoscale.policies.flink.FlinkSettings.Release;
import dev.autoscale.policies.flink.FlinkVertexPolicy;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A vertex of a Flink job in properties syntax: the options of the autoscaler without {@code job.autoscaler.}, and what the vertex is. */
final class FlinkFile {
    private static final String PREFIX = "flink.";
    private static final Key<Integer> KEY_GROUPS = Key.of(
                    "max-parallelism=256", INTEGER, "the key groups (default 128)")
            .paths("maxParallelism");
    private static final Key<Integer> PARTITIONS = Key.of(
                    "source.partitions=48", INTEGER, "the partitions of a source (default 0, none)")
            .paths("partitions");
    private static final Key<Boolean> HASH =
            Key.of("hash-input=true", FLAG, "whether an input is partitioned by key (default false)");

    private static final Key<Double> RATE = Key.of(
                    "rate-per-subtask=100", NUMBER, "records/s that one processes if it is busy (default measured)")
            .paths("ratePerSubtask");

    private static final Form<Release> RELEASE =
            Form.choice(entry("1.15.0", Release.V1_15), entry("trunk", Release.TRUNK));
    private static final Form<AdjustMode> ADJUST = Form.choice(
            entry("EVENLY_SPREAD", AdjustMode.EVENLY_SPREAD),
            entry("MAXIMIZE_UTILISATION", AdjustMode.MAXIMIZE_UTILISATION));
    private static final Form<AlignmentMode> ALIGNMENT = Form.choice(
            entry("BALANCED", AlignmentMode.BALANCED),
            entry("EVENLY_SPREAD", AlignmentMode.EVENLY_SPREAD),
            entry("OFF", AlignmentMode.OFF));

    private static final Keys<FlinkSettings.Builder> SETTINGS = Keys.<FlinkSettings.Builder>under(PREFIX)
            .parts(KEY_GROUPS, PARTITIONS, HASH, RATE)
            .key(
                    Key.of("release=trunk", RELEASE, "the release that is followed (default 1.15.0)"),
                    FlinkSettings.Builder::release)
            .key(
                    Key.of(
                                    "utilization.target=0.8",
                                    NUMBER,
                                    "how much of the time a subtask is to be busy (default 0.7)")
                            .paths("utilizationTarget"),
                    FlinkSettings.Builder::utilizationTarget)
            .key(
                    Key.of("utilization.max=0.9", NUMBER, "above it the vertex is rescaled (default target + boundary)")
                            .paths("utilizationMax"),
                    FlinkSettings.Builder::utilizationMax)
            .key(
                    Key.of("utilization.min=0.5", NUMBER, "below it the vertex is rescaled (default target - boundary)")
                            .paths("utilizationMin"),
                    FlinkSettings.Builder::utilizationMin)
            .key(
                    Key.of("target.utilization.boundary=0.2", NUMBER, "from the target to both of these (default 0.3)")
                            .paths("targetUtilizationBoundary"),
                    FlinkSettings.Builder::targetUtilizationBoundary)
            .key(
                    Key.of("catch-up.duration=10m", TIME, "how long a backlog may take (default 30m; 0 plans nothing)")
                            .paths("catchUpDuration"),
                    FlinkSettings.Builder::catchUpDuration)
            .key(
                    Key.of("restart.time=2m", TIME, "how long a rescaled job stands still (default 5m)")
                            .paths("restartTime"),
                    FlinkSettings.Builder::restartTime)
            .key(
                    Key.of(
                                    "backlog-processing.lag-threshold=10m",
                                    TIME,
                                    "lag that keeps a job from shrinking (default 5m)")
                            .paths("backlogProcessingLagThreshold"),
                    FlinkSettings.Builder::backlogProcessingLagThreshold)
            .key(
                    Key.of("scale-down.interval=10m", TIME, "how long shrinking waits (default 1h)")
                            .paths("scaleDownInterval"),
                    FlinkSettings.Builder::scaleDownInterval)
            .key(
                    Key.of(
                                    "scale-down.max-factor=0.5",
                                    NUMBER,
                                    "the largest share that is removed at once (default 0.6)")
                            .paths("scaleDownMaxFactor"),
                    FlinkSettings.Builder::scaleDownMaxFactor)
            .key(
                    Key.of(
                                    "scale-up.max-factor=2.0",
                                    NUMBER,
                                    "the most that is added at once, as a multiple (default 100000)")
                            .paths("scaleUpMaxFactor"),
                    FlinkSettings.Builder::scaleUpMaxFactor)
            .key(
                    Key.of("vertex.min-parallelism=2", INTEGER, "the fewest subtasks (default 1)")
                            .paths("vertexMinParallelism"),
                    FlinkSettings.Builder::vertexMinParallelism)
            .key(
                    Key.of("vertex.max-parallelism=100", INTEGER, "the most subtasks (default 200)")
                            .paths("vertexMaxParallelism"),
                    FlinkSettings.Builder::vertexMaxParallelism)
            .key(
                    Key.of(
                                    "scaling.effectiveness.detection.enabled=true",
                                    FLAG,
                                    "no growth after one that did not help")
                            .paths("scalingEffectivenessDetectionEnabled"),
                    FlinkSettings.Builder::scalingEffectivenessDetectionEnabled)
            .key(
                    Key.of(
                                    "scaling.effectiveness.threshold=0.2",
                                    NUMBER,
                                    "the share of the gain that helps (default 0.1)")
                            .paths("scalingEffectivenessThreshold"),
                    FlinkSettings.Builder::scalingEffectivenessThreshold)
            .key(
                    Key.of("history.max.count=5", INTEGER, "changes that are remembered (default 3)")
                            .paths("historyMaxCount"),
                    FlinkSettings.Builder::historyMaxCount)
            .key(
                    Key.of("history.max.age=12h", TIME, "how long they are (default 24h)")
                            .paths("historyMaxAge"),
                    FlinkSettings.Builder::historyMaxAge)
            .key(
                    Key.of(
                                    "observed-scalability.enabled=true",
                                    FLAG,
                                    "whether subtasks that bring less are counted less")
                            .paths("observedScalabilityEnabled"),
                    FlinkSettings.Builder::observedScalabilityEnabled)
            .key(
                    Key.of("observed-scalability.min-observations=2", INTEGER, "changes that it takes (default 3)")
                            .paths("observedScalabilityMinObservations"),
                    FlinkSettings.Builder::observedScalabilityMinObservations)
            .key(
                    Key.of(
                                    "observed-scalability.coefficient-min=0.8",
                                    NUMBER,
                                    "the least that one brings (default 0.5)")
                            .paths("observedScalabilityCoefficientMin"),
                    FlinkSettings.Builder::observedScalabilityCoefficientMin)
            .key(
                    Key.of(
                                    "scaling.key-group.partitions.adjust.mode=MAXIMIZE_UTILISATION",
                                    ADJUST,
                                    "alignment up to 1.15")
                            .paths("keyGroupPartitionsAdjustMode"),
                    FlinkSettings.Builder::keyGroupPartitionsAdjustMode)
            .key(
                    Key.of(
                                    "scaling.parallelism-alignment.mode=OFF",
                                    ALIGNMENT,
                                    "alignment in the trunk (default BALANCED)")
                            .paths("parallelismAlignmentMode"),
                    FlinkSettings.Builder::parallelismAlignmentMode);

    static final List<Keys<?>> KEYS = List.of(SETTINGS);

    private FlinkFile() {}

    static UpstreamReplay read(PolicyEntries entries) {
        Section<FlinkSettings.Builder> section = SETTINGS.in(entries);
        FlinkSettings.Builder builder = section.read(FlinkSettings.builder());
        Double rate = section.get(RATE);
        FlinkVertexPolicy policy = section.build(() -> {
            FlinkVertexPolicy vertex = FlinkVertexPolicy.of(
                    builder.build(),
                    section.get(KEY_GROUPS, 128),
                    section.get(PARTITIONS, 0),
                    section.get(HASH, false));
            return rate == null ? vertex : vertex.withRatePerSubtask(rate);
        });
        entries.throwIfAny();
        Map<String, WorkloadMetric> told =
                Map.of("target_data_rate", WorkloadMetric.ARRIVAL_RATE, "lag", WorkloadMetric.QUEUED);
        return new UpstreamReplay(
                entries.name(), Objects.requireNonNull(policy), told, Set.of(), List.copyOf(entries.warnings()));
    }
}
