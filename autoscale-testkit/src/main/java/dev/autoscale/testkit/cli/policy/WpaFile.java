package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static java.util.Map.entry;

import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Watermark;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A WatermarkPodAutoscaler in properties syntax, with the names of its {@code spec}; amounts may be quantities. */
final class WpaFile {
    private static final String PREFIX = "wpa.";
    private static final String METRICS = PREFIX + "metrics.";
    private static final Form<Watermark> WATERMARKS =
            Form.choice(entry("highwatermark", Watermark.HIGH), entry("lowwatermark", Watermark.LOW));

    private static final Key<Integer> MAX_REPLICAS = Key.of("maxReplicas=20", INTEGER, "the most replicas");
    private static final Key<Double> LOW =
            Key.of("lowWatermark=50", NUMBER, "below it the workload shrinks (default highWatermark)");
    private static final Key<Double> HIGH =
            Key.of("highWatermark=75", NUMBER, "above it the workload grows (default lowWatermark)");

    private static final Keys<WatermarkPodAutoscaler.Builder> SETTINGS = Keys.<WatermarkPodAutoscaler.Builder>under(
                    PREFIX)
            .key("minReplicas=2", INTEGER, WatermarkPodAutoscaler.Builder::minReplicas)
            .help("the fewest replicas (default 1)")
            .parts(MAX_REPLICAS)
            .key("algorithm=average", Form.TEXT, WatermarkPodAutoscaler.Builder::algorithm)
            .help("average if values are totals that the ready pods share (default absolute: per pod)")
            .key("tolerance=0.05", NUMBER, WatermarkPodAutoscaler.Builder::tolerance)
            .help("widens the band by this share (default 0.1)")
            .key("scaleUpLimitFactor=100", NUMBER, WatermarkPodAutoscaler.Builder::scaleUpLimitFactor)
            .help("the most that one decision adds, in percent (default 50)")
            .key("scaleDownLimitFactor=30", NUMBER, WatermarkPodAutoscaler.Builder::scaleDownLimitFactor)
            .help("the most that one decision removes, in percent (default 20)")
            .key(
                    "upscaleForbiddenWindowSeconds=30",
                    Form.SECONDS,
                    WatermarkPodAutoscaler.Builder::upscaleForbiddenWindowSeconds)
            .help("how long nothing grows after a change (default 60)")
            .key(
                    "downscaleForbiddenWindowSeconds=90",
                    Form.SECONDS,
                    WatermarkPodAutoscaler.Builder::downscaleForbiddenWindowSeconds)
            .help("how long nothing shrinks after a change (default 300)")
            .key(
                    "upscaleDelayAboveWatermarkSeconds=30",
                    Form.SECONDS,
                    WatermarkPodAutoscaler.Builder::upscaleDelayAboveWatermarkSeconds)
            .help("how long a value must be above the band (default 0)")
            .key(
                    "downscaleDelayBelowWatermarkSeconds=60",
                    Form.SECONDS,
                    WatermarkPodAutoscaler.Builder::downscaleDelayBelowWatermarkSeconds)
            .help("how long a value must be below the band (default 0)")
            .key(
                    "replicaScalingAbsoluteModulo=4",
                    INTEGER,
                    WatermarkPodAutoscaler.Builder::replicaScalingAbsoluteModulo)
            .help("proposals are rounded up to multiples of it (default 1)")
            .key(
                    "convergeTowardsWatermark=highwatermark",
                    WATERMARKS,
                    WatermarkPodAutoscaler.Builder::convergeTowardsWatermark)
            .help("within the band, moves step by step towards this watermark")
            .key(
                    "minAvailableReplicaPercentage=50",
                    INTEGER,
                    WatermarkPodAutoscaler.Builder::minAvailableReplicaPercentage)
            .help("percent of the pods that must be ready (default 0)")
            .key("readinessDelaySeconds=10", Form.SECONDS, WatermarkPodAutoscaler.Builder::readinessDelaySeconds)
            .help("not used here: ready pods are counted by the caller")
            .key("tolerateZero=true", Form.FLAG, WatermarkPodAutoscaler.Builder::tolerateZero)
            .help("whether a value of 0 counts (default false)")
            .key("dryRun=true", Form.FLAG, WatermarkPodAutoscaler.Builder::dryRun)
            .help("decides without carrying anything out");

    private static final Keys<Object> METRIC = Keys.named(METRICS, "<id>").parts(LOW, HIGH);

    static final List<Keys<?>> KEYS = List.of(SETTINGS, METRIC);

    private WpaFile() {}

    static UpstreamReplay read(PolicyEntries entries) {
        Section<WatermarkPodAutoscaler.Builder> section = SETTINGS.in(entries);
        WatermarkPodAutoscaler.Builder builder =
                section.read(WatermarkPodAutoscaler.builder(section.required(MAX_REPLICAS, Integer.MAX_VALUE)));
        List<String> ids = PolicyKeys.names(entries, METRICS);
        for (String id : ids) {
            Section<Object> metric = METRIC.in(entries, id);
            builder.metric(id, metric.get(LOW), metric.get(HIGH));
        }
        if (ids.isEmpty()) {
            entries.bad(METRICS, METRICS, "must have a metric: " + METRICS + "<id>.highWatermark");
        }
        entries.throwIfAny();
        WatermarkPodAutoscaler policy = entries.judged(section.first(), builder::build, path -> {
            String key = SETTINGS.ofPath(path, ids);
            return key == null ? METRIC.ofPath(path, ids) : key;
        });
        entries.throwIfAny();
        return new UpstreamReplay(
                entries.name(), Objects.requireNonNull(policy), Map.of(), Set.of(), List.copyOf(entries.warnings()));
    }
}
