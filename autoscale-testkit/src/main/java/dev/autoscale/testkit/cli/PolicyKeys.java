package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.cli.PropertyLines.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which keys a policy file may have. Thread-safe. */
final class PolicyKeys {
    static final String METRICS = "metrics.";
    static final String BEHAVIOR = "behavior.";
    static final String CONTROLLER = "controller.";
    static final List<String> TARGETS = List.of("averageUtilization", "averageValue", "value");
    static final List<String> METRIC_FIELDS =
            List.of("averageUtilization", "averageValue", "value", "type", "name", "container", "selector", "maxAge");

    private static final List<String> RULES =
            List.of("stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
    private static final List<String> FIXED = fixed();

    private PolicyKeys() {}

    private static List<String> fixed() {
        List<String> keys = new ArrayList<>(List.of("minReplicas", "maxReplicas"));
        for (String direction : List.of("scaleUp", "scaleDown")) {
            RULES.forEach(rule -> keys.add(BEHAVIOR + direction + '.' + rule));
        }
        List.of(
                        "tolerance",
                        "downscaleStabilization",
                        "cpuInitializationPeriod",
                        "initialReadinessDelay",
                        "legacyScaleUpFactor")
                .forEach(parameter -> keys.add(CONTROLLER + parameter));
        return List.copyOf(keys);
    }

    /** Complains about every unknown key, and returns the metrics' ids in their order. */
    static List<String> metricIds(PolicyEntries entries) {
        Set<String> ids = new LinkedHashSet<>();
        for (Entry entry : entries.all()) {
            String key = entry.key();
            if (isMetric(key)) {
                ids.add(idOf(key));
            } else if (!FIXED.contains(key)) {
                entries.bad(key, key, "unknown key: " + key + hint(key));
            }
        }
        return List.copyOf(ids);
    }

    private static boolean isMetric(String key) {
        return key.startsWith(METRICS)
                && key.lastIndexOf('.') > METRICS.length()
                && METRIC_FIELDS.contains(fieldOf(key));
    }

    private static String idOf(String key) {
        return key.substring(METRICS.length(), key.lastIndexOf('.'));
    }

    private static String fieldOf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** The id may be anything, so for a metric's key only the rest of it can be mistyped. */
    private static String hint(String key) {
        List<String> candidates = new ArrayList<>(FIXED);
        int first = key.indexOf('.');
        int last = key.lastIndexOf('.');
        if (first > 0 && last > first) {
            String id = key.substring(first + 1, last);
            METRIC_FIELDS.forEach(field -> candidates.add(METRICS + id + '.' + field));
        }
        String near = Nearest.hint(key, candidates);
        if (near.isEmpty() && key.startsWith(METRICS)) {
            return "; metrics.<id>. is followed by one of " + String.join(", ", METRIC_FIELDS);
        }
        return near;
    }
}
