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
import java.util.regex.Pattern;

/** A deployment of Ray Serve in properties syntax, with the names of its {@code autoscaling_config}. */
final class RayFile {
    private static final String PREFIX = "ray.";
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final Form<RayServe.Kind> POLICIES = Form.choice(
            entry("default", RayServe.Kind.DEFAULT),
            entry("async_inference", RayServe.Kind.ASYNC_INFERENCE),
            entry("custom", RayServe.Kind.CUSTOM));

    private static final Keys<RayServe.Builder> SETTINGS = Keys.<RayServe.Builder>under(PREFIX)
            .key("min_replicas=2", INTEGER, RayServe.Builder::minReplicas, "the fewest replicas (default 1)")
            .key("max_replicas=20", INTEGER, RayServe.Builder::maxReplicas, "the most replicas (default 1)")
            .key("initial_replicas=3", INTEGER, RayServe.Builder::initialReplicas, "replicas at first")
            .key("target_ongoing_requests=5", NUMBER, RayServe.Builder::targetOngoingRequests)
            .help("requests in flight for each replica (default 2)")
            .key("upscaling_factor=0.5", NUMBER, RayServe.Builder::upscalingFactor)
            .help("multiplies the change when growing (default 1)")
            .key("downscaling_factor=0.3", NUMBER, RayServe.Builder::downscalingFactor)
            .help("multiplies the change when shrinking (default 1)")
            .key("smoothing_factor=0.8", NUMBER, RayServe.Builder::smoothingFactor, "both factors (deprecated)")
            .key("upscale_smoothing_factor=0.7", NUMBER, RayServe.Builder::upscaleSmoothingFactor)
            .help("the factor up (deprecated)")
            .key("downscale_smoothing_factor=0.6", NUMBER, RayServe.Builder::downscaleSmoothingFactor)
            .help("the factor down (deprecated)")
            .key("upscale_delay_s=15", NUMBER, RayServe.Builder::upscaleDelayS)
            .help("how long growth must be wanted before it happens (default 30)")
            .key("downscale_delay_s=300", NUMBER, RayServe.Builder::downscaleDelayS)
            .help("how long shrinking must be wanted before it happens (default 600)")
            .key("downscale_to_zero_delay_s=900", NUMBER, RayServe.Builder::downscaleToZeroDelayS)
            .help("the same for the last replica (default downscale_delay_s)")
            .key("policy=async_inference", POLICIES, RayServe.Builder::policy, "what asks for replicas")
            .key("gang_size=4", INTEGER, RayServe.Builder::gangSize, "counts are multiples of it")
            .key("target_capacity=50", NUMBER, RayServe.Builder::targetCapacity, "percent of both bounds that apply")
            .key(
                    "target_capacity_direction=up",
                    Form.oneOf(RayServe.Direction.values()),
                    RayServe.Builder::targetCapacityDirection)
            .help("with up, initial_replicas are the fewest");

    static final List<Keys<?>> KEYS = List.of(SETTINGS);

    private RayFile() {}

    static UpstreamReplay read(PolicyEntries entries) {
        Section<RayServe.Builder> section = SETTINGS.in(entries);
        RayServe.Builder builder = section.read(RayServe.builder());
        RayServe policy = entries.judged(section.first(), builder::build, RayFile::keyOf);
        entries.throwIfAny();
        return new UpstreamReplay(
                entries.name(),
                Objects.requireNonNull(policy),
                told(policy),
                Set.of(),
                List.copyOf(entries.warnings()));
    }

    /** The library has the same names in other letters: {@code minReplicas} for {@code min_replicas}. */
    private static String keyOf(String path) {
        return PREFIX
                + CAPITAL.matcher(path).replaceAll(found -> '_' + found.group().toLowerCase(Locale.ROOT));
    }

    /** What waits in a queue of its own is in flight nowhere. */
    private static Map<String, WorkloadMetric> told(RayServe policy) {
        return policy.metrics().contains("queue_length")
                ? Map.of("ongoing_requests", WorkloadMetric.IN_SERVICE, "queue_length", WorkloadMetric.QUEUED)
                : Map.of("ongoing_requests", WorkloadMetric.CONCURRENCY);
    }
}
