package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static java.util.Map.entry;

import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** A deployment of Ray Serve in properties syntax, with the names of its {@code autoscaling_config}. */
final class RayFile {
    private static final Pattern UNDERSCORE = Pattern.compile("_(.)");
    private static final Form<RayServe.Kind> POLICIES = Form.choice(
            entry("default", RayServe.Kind.DEFAULT),
            entry("async_inference", RayServe.Kind.ASYNC_INFERENCE),
            entry("custom", RayServe.Kind.CUSTOM));

    private static final Keys<RayServe.Builder> SETTINGS = settings();

    static final List<Keys<?>> KEYS = List.of(SETTINGS);

    private RayFile() {}

    private static Keys<RayServe.Builder> settings() {
        Keys<RayServe.Builder> keys = Keys.under("ray.");
        add(keys, "min_replicas=2", INTEGER, RayServe.Builder::minReplicas, "the fewest replicas (default 1)");
        add(keys, "max_replicas=20", INTEGER, RayServe.Builder::maxReplicas, "the most replicas (default 1)");
        add(keys, "initial_replicas=3", INTEGER, RayServe.Builder::initialReplicas, "replicas at first");
        add(
                keys,
                "target_ongoing_requests=5",
                NUMBER,
                RayServe.Builder::targetOngoingRequests,
                "requests in flight for each replica (default 2)");
        add(
                keys,
                "upscaling_factor=0.5",
                NUMBER,
                RayServe.Builder::upscalingFactor,
                "how much of the way up is gone (default 1)");
        add(
                keys,
                "downscaling_factor=0.3",
                NUMBER,
                RayServe.Builder::downscalingFactor,
                "how much of the way down is gone (default 1)");
        add(keys, "smoothing_factor=0.8", NUMBER, RayServe.Builder::smoothingFactor, "both factors (deprecated)");
        add(
                keys,
                "upscale_smoothing_factor=0.7",
                NUMBER,
                RayServe.Builder::upscaleSmoothingFactor,
                "the factor up (deprecated)");
        add(
                keys,
                "downscale_smoothing_factor=0.6",
                NUMBER,
                RayServe.Builder::downscaleSmoothingFactor,
                "the factor down (deprecated)");
        add(
                keys,
                "upscale_delay_s=15",
                NUMBER,
                RayServe.Builder::upscaleDelayS,
                "how long more must be wished for (default 30)");
        add(
                keys,
                "downscale_delay_s=300",
                NUMBER,
                RayServe.Builder::downscaleDelayS,
                "how long less must be wished for (default 600)");
        add(
                keys,
                "downscale_to_zero_delay_s=900",
                NUMBER,
                RayServe.Builder::downscaleToZeroDelayS,
                "the same for the last replica (default downscale_delay_s)");
        add(keys, "policy=async_inference", POLICIES, RayServe.Builder::policy, "what asks for replicas");
        add(keys, "gang_size=4", INTEGER, RayServe.Builder::gangSize, "counts are multiples of it");
        add(keys, "target_capacity=50", NUMBER, RayServe.Builder::targetCapacity, "percent of the bounds that count");
        add(
                keys,
                "target_capacity_direction=up",
                Form.oneOf(RayServe.Direction.values()),
                RayServe.Builder::targetCapacityDirection,
                "with up, initial_replicas are the fewest");
        return keys;
    }

    /** The library has the same names without underscores. */
    private static <T> void add(
            Keys<RayServe.Builder> keys,
            String shown,
            Form<T> form,
            BiFunction<RayServe.Builder, T, RayServe.Builder> setter,
            String help) {
        Key<T> key = Key.of(shown, form, help);
        String name = UNDERSCORE
                .matcher(key.name())
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
        keys.key(key.paths(name), setter);
    }

    static UpstreamReplay read(PolicyEntries entries) {
        Section<RayServe.Builder> section = SETTINGS.in(entries);
        RayServe.Builder builder = section.read(RayServe.builder());
        RayServe policy = section.build(builder::build);
        entries.throwIfAny();
        return new UpstreamReplay(
                entries.name(),
                Objects.requireNonNull(policy),
                told(policy),
                Set.of(),
                List.copyOf(entries.warnings()));
    }

    /** What waits in a queue of its own is in flight nowhere. */
    private static Map<String, WorkloadMetric> told(RayServe policy) {
        return policy.metrics().contains("queue_length")
                ? Map.of("ongoing_requests", WorkloadMetric.IN_SERVICE, "queue_length", WorkloadMetric.QUEUED)
                : Map.of("ongoing_requests", WorkloadMetric.CONCURRENCY);
    }
}
