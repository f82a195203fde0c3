package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.AutoscalerSpecBuilder;
import dev.autoscale.Combination;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file: a HorizontalPodAutoscaler or a KEDA ScaledObject in properties syntax, with what the library has beside
 * them. The file is judged by the rules of the Kubernetes API and of KEDA; all complaints come in one exception, each with
 * file, line and key.
 */
final class PolicyFile {
    private final PolicyManifest manifest;
    private final PolicyInputs inputs;
    private final PolicyController controller;
    private final PolicyDamping damping;
    private final Schedule schedule;
    private final @Nullable Combination combination;

    private PolicyFile(PolicyEntries entries) {
        PolicyKeys.check(entries);
        PolicyKeys.requireOneKind(entries);
        manifest = PolicyKeys.isKeda(entries) ? new PolicyKeda(entries) : new PolicyHpa(entries);
        controller = new PolicyController(entries);
        inputs = new PolicyInputs(entries, manifest.ids());
        schedule = PolicySchedule.read(entries, manifest.maxReplicas());
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

    static Policy read(Path path) {
        String file = path.toString();
        PolicyEntries entries;
        try {
            entries = new PolicyEntries(file, PropertyLines.of(TextFiles.read(path)));
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
        PolicyFile policy = new PolicyFile(entries);
        try {
            return policy.policy(TextFiles.nameOf(path));
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
    }

    private Policy policy(String name) {
        AutoscalerSpecBuilder builder = manifest.toBuilder();
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
        long memoryMillis = Math.max(inputs.longestMemoryMillis(), damping.longestMemoryMillis());
        return new Policy(name, spec, damping.parts(), Math.max(controller.longestMemoryMillis(), memoryMillis));
    }
}
