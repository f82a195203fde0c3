package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Fallback;
import dev.autoscale.Fallback.Behavior;
import dev.autoscale.LookBack;
import dev.autoscale.LookBack.Aggregation;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What metrics of a policy file have beyond those of Kubernetes: sources, signals, and options of any metric. */
final class PolicyInputs {
    static final List<String> TYPES = Stream.concat(
                    Stream.of("ratio", "signal"), PolicySources.FIELDS_OF_TYPE.keySet().stream())
            .toList();

    static final Map<String, Behavior> BEHAVIORS = behaviors();

    private static final Map<String, Aggregation> AGGREGATIONS =
            Map.of("mean", Aggregation.MEAN, "max", Aggregation.MAX, "min", Aggregation.MIN);
    private static final long LONGEST_LOOK_BACK_MILLIS = Duration.ofDays(7).toMillis();

    private final PolicyEntries entries;
    private final List<String> ids;
    private final Map<String, UnaryOperator<MetricSpec>> options = new HashMap<>();
    private long longestMemoryMillis;

    /** Reads the options of metrics. */
    PolicyInputs(PolicyEntries entries, List<String> ids) {
        this.entries = entries;
        this.ids = ids;
        for (String id : ids) {
            options.put(id, options(id));
        }
    }

    private static Map<String, Behavior> behaviors() {
        Map<String, Behavior> behaviors = new LinkedHashMap<>();
        behaviors.put("static", Behavior.STATIC);
        behaviors.put("currentReplicas", Behavior.CURRENT_REPLICAS);
        behaviors.put("currentReplicasIfHigher", Behavior.CURRENT_REPLICAS_IF_HIGHER);
        behaviors.put("currentReplicasIfLower", Behavior.CURRENT_REPLICAS_IF_LOWER);
        return behaviors;
    }

    private static String type(PolicyEntries entries, String id) {
        return entries.text(PolicyKeys.METRICS.key(id, "type"), "");
    }

    /** Whether a metric is of one of the library's own types. */
    static boolean isInput(PolicyEntries entries, String id) {
        return TYPES.contains(type(entries, id));
    }

    /** Whether an input can bring a workload back from zero. */
    static boolean wakes(PolicyEntries entries, String id) {
        return isInput(entries, id)
                && (!type(entries, id).equals("signal") || entries.has(PolicyKeys.METRICS.key(id, "activation")));
    }

    /** Those among metrics whose values are averages over the replicas although they have no target. */
    static Set<String> averages(PolicyEntries entries, List<String> ids) {
        return ids.stream()
                .filter(id -> type(entries, id).equals(PolicySources.WATERMARK) && PolicySources.isAverage(entries, id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The inputs among metrics, by id.
     *
     * @param allIds those that an input may refer to
     */
    static Map<String, MetricSpec> readAll(PolicyEntries entries, List<String> ids, Collection<String> allIds) {
        Map<String, MetricSpec> inputs = new LinkedHashMap<>();
        for (String id : ids) {
            if (isInput(entries, id)) {
                inputs.put(id, read(entries, id, allIds));
            }
        }
        return inputs;
    }

    private static MetricSpec read(PolicyEntries entries, String id, Collection<String> allIds) {
        String type = type(entries, id);
        boolean isRatio = type.equals("ratio");
        List<String> own =
                isRatio ? PolicyKeys.RATIO_FIELDS : PolicySources.FIELDS_OF_TYPE.getOrDefault(type, List.of());
        List<String> fields = Stream.of(
                        isRatio ? List.of("type") : List.of("type", "name"), PolicyKeys.OPTION_FIELDS, own)
                .flatMap(List::stream)
                .toList();
        PolicyKeys.METRICS.refuseOthers(entries, id, "the type " + type, fields);
        if (isRatio) {
            RatioTarget ratio = PolicyRatio.read(entries, id);
            return MetricSpec.source(ratio.workload(), ratio).id(id);
        }
        String name = entries.text(key(id, "name"), id);
        ReplicaSource source = type.equals("signal") ? null : PolicySources.read(entries, id, allIds, type);
        return (source == null ? MetricSpec.signal(name) : MetricSpec.source(name, source)).id(id);
    }

    /**
     * The metrics of a file whose own ones are not {@code metrics.} keys: those with what they have no key for, or inputs beside
     * them.
     *
     * @param own the ids of the file's own metrics
     * @param what what each of these is, for messages
     * @param any what all of them are, for messages
     * @param kind what the file is
     */
    static void checkBeside(PolicyEntries entries, List<String> own, String what, String any, PolicyKind kind) {
        for (String id : PolicyKeys.METRICS.names(entries)) {
            boolean isInput = isInput(entries, id);
            if (isInput && own.contains(id)) {
                entries.bad(key(id, "type"), "must have another id than the " + what + ' ' + id);
            } else if (!isInput && own.contains(id)) {
                PolicyKeys.METRICS.refuseOthers(entries, id, "the " + what + ' ' + id, PolicyKeys.BESIDE_FIELDS);
            } else if (!isInput) {
                String key = PolicyKeys.METRICS.firstKey(entries, id);
                String types = String.join(", ", TYPES);
                entries.bad(key, "must be " + any + ", or of one of the types " + types + ", in " + kind.title);
            }
        }
    }

    /** The metric with what the file says beside its target. */
    MetricSpec withOptions(MetricSpec metric) {
        return options.getOrDefault(metric.id(), UnaryOperator.identity()).apply(metric);
    }

    private UnaryOperator<MetricSpec> options(String id) {
        Duration maxAge = entries.duration(key(id, "maxAge"));
        if (maxAge != null && maxAge.isZero()) {
            entries.bad(key(id, "maxAge"), "must be > 0");
        }
        Quantity activation = entries.quantity(key(id, "activation"));
        String gate = entries.text(key(id, "onlyWhile"));
        if (gate != null) {
            entries.requireOther(key(id, "onlyWhile"), id, ids);
        }
        Fallback fallback = fallback(id);
        LookBack lookBack = lookBack(key(id, "lookBack"));
        Duration warmUp = entries.duration(key(id, "warmUp"));
        return metric -> {
            MetricSpec with = maxAge == null ? metric : metric.maxAge(maxAge);
            with = activation == null ? with : with.activation(activation.toDouble());
            with = gate == null ? with : with.onlyWhile(gate);
            with = lookBack == null ? with : with.lookBack(lookBack);
            with = warmUp == null ? with : with.warmUp(warmUp);
            return fallback == null ? with : with.fallback(fallback);
        };
    }

    private static String key(String id, String field) {
        return PolicyKeys.METRICS.key(id, field);
    }

    private @Nullable LookBack lookBack(String key) {
        String text = entries.text(key);
        if (text == null) {
            return null;
        }
        String[] words = text.split("\\s+", 2);
        Aggregation aggregation = AGGREGATIONS.get(words[0]);
        long millis = 0;
        try {
            millis = words.length < 2 ? 0 : Spans.millis(words[1]);
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        if (aggregation == null || millis == 0 || millis > LONGEST_LOOK_BACK_MILLIS) {
            entries.bad(key, "must be mean, max or min and a length of time of at most 7 days such as mean 30s");
            return null;
        }
        longestMemoryMillis = Math.max(longestMemoryMillis, millis);
        return new LookBack(Duration.ofMillis(millis), aggregation);
    }

    /** No metric looks back farther. */
    long longestMemoryMillis() {
        return longestMemoryMillis;
    }

    private @Nullable Fallback fallback(String id) {
        String prefix = key(id, "fallback.");
        if (!entries.hasAny(prefix)) {
            return null;
        }
        for (String field : List.of("failures", "replicas")) {
            entries.require(prefix, prefix + field);
        }
        Integer failures = entries.integer(prefix + "failures", 1, Integer.MAX_VALUE, "");
        Integer replicas = entries.integer(prefix + "replicas", 0, Integer.MAX_VALUE, "");
        Behavior behavior = entries.choice(prefix + "behavior", BEHAVIORS);
        if (failures == null || replicas == null) {
            return null;
        }
        return new Fallback(failures, replicas, behavior == null ? Behavior.STATIC : behavior);
    }
}
