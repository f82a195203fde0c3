package dev.autoscale.testkit.cli;

import dev.autoscale.Fallback;
import dev.autoscale.Fallback.Behavior;
import dev.autoscale.LookBack;
import dev.autoscale.LookBack.Aggregation;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.Quantity;
import dev.autoscale.policies.RatioTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What metrics of a policy file have beyond those of Kubernetes: ratios, signals, and options of any metric. */
final class PolicyInputs {
    static final List<String> TYPES = List.of("ratio", "signal");

    static final Map<String, Behavior> BEHAVIORS = behaviors();

    private static final Map<String, Aggregation> AGGREGATIONS =
            Map.of("mean", Aggregation.MEAN, "max", Aggregation.MAX, "min", Aggregation.MIN);
    private static final long LONGEST_LOOK_BACK_MILLIS = Duration.ofDays(7).toMillis();

    private static final List<String> OF_RATIO = Stream.of(
                    List.of("type"), PolicyKeys.OPTION_FIELDS, PolicyKeys.RATIO_FIELDS)
            .flatMap(List::stream)
            .toList();
    private static final List<String> OF_SIGNAL = Stream.of(List.of("type", "name"), PolicyKeys.OPTION_FIELDS)
            .flatMap(List::stream)
            .toList();

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

    /** Whether a metric is a ratio or a signal. */
    static boolean isInput(PolicyEntries entries, String id) {
        return TYPES.contains(type(entries, id));
    }

    /** Whether a ratio or signal can bring a workload back from zero. */
    static boolean wakes(PolicyEntries entries, String id) {
        return switch (type(entries, id)) {
            case "ratio" -> true;
            case "signal" -> entries.has(PolicyKeys.METRICS.key(id, "activation"));
            default -> false;
        };
    }

    /** The ratios and signals among metrics, by id. */
    static Map<String, MetricSpec> readAll(PolicyEntries entries, List<String> ids) {
        Map<String, MetricSpec> inputs = new LinkedHashMap<>();
        for (String id : ids) {
            if (isInput(entries, id)) {
                inputs.put(id, read(entries, id));
            }
        }
        return inputs;
    }

    private static MetricSpec read(PolicyEntries entries, String id) {
        String type = type(entries, id);
        PolicyKeys.METRICS.refuseOthers(entries, id, "the type " + type, type.equals("ratio") ? OF_RATIO : OF_SIGNAL);
        if (type.equals("ratio")) {
            RatioTarget ratio = PolicyRatio.read(entries, id);
            return MetricSpec.source(ratio.workload(), ratio).id(id);
        }
        return MetricSpec.signal(entries.text(key(id, "name"), id)).id(id);
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
        if (gate != null && (gate.equals(id) || !ids.contains(gate))) {
            List<String> others =
                    ids.stream().filter(other -> !other.equals(id)).toList();
            String message = "must be the id of another metric: " + key(id, "onlyWhile") + '=' + gate;
            entries.bad(key(id, "onlyWhile"), key(id, "onlyWhile"), message + Nearest.hint(gate, others));
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
