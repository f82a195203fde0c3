package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file: a HorizontalPodAutoscaler, a KEDA ScaledObject or another {@link PolicyKind} in properties syntax, with
 * what the library has beside them. The file is judged by the rules of the Kubernetes API, of KEDA or of the kind's shape; all
 * complaints come in one exception, each with file, line and key.
 */
public final class PolicyFile {
    private final PolicyManifest manifest;
    private final PolicyInputs inputs;
    private final PolicyController controller;
    private final Set<String> averages;
    private final PolicyDamping damping;
    private final Schedule schedule;
    private final @Nullable Combination combination;

    private PolicyFile(PolicyEntries entries, PolicyKind kind) {
        manifest = switch (kind) {
            case KEDA -> new PolicyKeda(entries);
            case SERVERLESS -> PolicyServerless.read(entries);
            case FLYTE -> PolicyFlyte.read(entries);
            case TARGET_TRACKING -> PolicyTracking.read(entries);
            default -> new PolicyHpa(entries);
        };
        controller = new PolicyController(entries);
        inputs = new PolicyInputs(entries, manifest.ids());
        schedule = PolicySchedule.read(entries, manifest.maxReplicas());
        averages = PolicyInputs.averages(entries, manifest.ids());
        combination = PolicyCombination.read(entries);
        damping = new PolicyDamping(entries);
        damping.checkAligned(counts(entries));
        entries.throwIfAny();
    }

    /** Everything that a count is set to. */
    private Map<String, Integer> counts(PolicyEntries entries) {
        Map<String, Integer> counts = new LinkedHashMap<>(manifest.counts());
        List<String> keys = new ArrayList<>(PolicyActivation.COUNTS);
        PolicyKeys.SCHEDULE.names(entries).forEach(name -> keys.add(PolicyKeys.SCHEDULE.key(name, "replicas")));
        for (String key : keys) {
            Integer count = entries.integer(key);
            if (count != null) {
                counts.put(key, count);
            }
        }
        return counts;
    }

    public static PolicyEntries entries(Path path) {
        return new PolicyEntries(path.toString(), lines(path));
    }

    public static PropertyLines lines(Path path) {
        try {
            return PropertyLines.of(TextFiles.read(path));
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }

    public static ReplayPolicy read(Path path) {
        return read(path, entries(path));
    }

    /** The policy of a file whose keys were read. */
    public static ReplayPolicy read(Path path, PolicyEntries entries) {
        String file = path.toString();
        PolicyKeys.check(entries);
        PolicyKind.requireOne(entries);
        PolicyKind kind = PolicyKind.of(entries);
        kind.refuseForeign(entries);
        try {
            String name = TextFiles.nameOf(path);
            return kind == PolicyKind.KNATIVE
                    ? PolicyKnative.read(entries, name)
                    : new PolicyFile(entries, kind).policy(name);
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
    }

    private long longestMemoryMillis() {
        return LongStream.of(
                        controller.longestMemoryMillis(),
                        inputs.longestMemoryMillis(),
                        damping.longestMemoryMillis(),
                        manifest.longestMemoryMillis())
                .max()
                .orElseThrow();
    }

    private Policy policy(String name) {
        AutoscalerSpec.Builder builder = manifest.toBuilder();
        controller.applyTo(builder);
        List<MetricSpec> metrics = manifest.metrics();
        if (!metrics.isEmpty()) {
            builder.metrics(metrics.stream().map(inputs::withOptions).toList());
        }
        if (combination != null) {
            builder.combination(combination);
        }
        damping.applyTo(builder, manifest.behavior());
        AutoscalerSpec spec = builder.schedule(schedule).build();
        Set<Decision.Step> parts = EnumSet.noneOf(Decision.Step.class);
        parts.addAll(damping.parts());
        parts.addAll(manifest.damping());
        return new Policy(name, spec, averages, parts, longestMemoryMillis());
    }
}
