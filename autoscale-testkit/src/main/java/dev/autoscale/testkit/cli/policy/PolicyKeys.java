package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import dev.autoscale.testkit.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which keys a policy file may have. Thread-safe. */
public final class PolicyKeys {
    static final String BEHAVIOR = "behavior.";
    static final String CONTROLLER = "controller.";
    static final String KEDA = "keda.";
    static final String ACTIVATION = "activation.";
    static final String ALIGNMENT = "alignment.";
    static final String COMBINATION = "combination";
    static final List<String> BOUNDS = List.of("minReplicas", "maxReplicas");

    static final List<String> TARGETS = List.of("averageUtilization", "averageValue", "value");
    /** What a metric has in a manifest. */
    static final List<String> MANIFEST_FIELDS =
            List.of("averageUtilization", "averageValue", "value", "type", "name", "container", "selector");
    /** What any metric may have beside it. */
    static final List<String> OPTION_FIELDS = List.of(
            "maxAge",
            "activation",
            "onlyWhile",
            "fallback.failures",
            "fallback.replicas",
            "fallback.behavior",
            "lookBack",
            "warmUp");
    /** What a metric may have that the file has other keys for. */
    static final List<String> BESIDE_FIELDS =
            OPTION_FIELDS.stream().filter(field -> !field.equals("activation")).toList();
    /** What a ratio has. */
    static final List<String> RATIO_FIELDS =
            List.of("workload", "times", "dividedBy", "plus", "atLeast", "atMost", "rounding");

    /** What the library's own types of metrics have. */
    static final List<String> INPUT_FIELDS = Stream.concat(
                    RATIO_FIELDS.stream(),
                    PolicySources.FIELDS_OF_TYPE.values().stream().flatMap(List::stream))
            .toList();

    static final KeyGroup METRICS = new KeyGroup(
            "metrics.",
            "<id>",
            Stream.of(MANIFEST_FIELDS, OPTION_FIELDS, INPUT_FIELDS)
                    .flatMap(List::stream)
                    .toList());
    public static final KeyGroup TRIGGERS = new KeyGroup("triggers.", "<name>", PolicyTriggers.FIELDS);
    static final KeyGroup SCHEDULE = new KeyGroup("schedule.", "<name>", PolicySchedule.FIELDS);

    private static final List<KeyGroup> GROUPS = List.of(METRICS, TRIGGERS, SCHEDULE);
    private static final List<String> FIXED = fixed();

    private PolicyKeys() {}

    private static List<String> fixed() {
        List<String> keys = new ArrayList<>(BOUNDS);
        List<String> rules = List.of("stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
        for (String direction : List.of("scaleUp.", "scaleDown.")) {
            rules.forEach(rule -> keys.add(BEHAVIOR + direction + rule));
            PolicyDamping.BEHAVIOR_FIELDS.forEach(rule -> keys.add(BEHAVIOR + direction + rule));
        }
        PolicyController.PARAMETERS.forEach(parameter -> keys.add(CONTROLLER + parameter));
        PolicyKeda.FIELDS.forEach(field -> keys.add(KEDA + field));
        PolicyServerless.FIELDS.forEach(field -> keys.add(PolicyServerless.PREFIX + field));
        PolicyFlyte.FIELDS.forEach(field -> keys.add(PolicyFlyte.PREFIX + field));
        PolicyTracking.FIELDS.forEach(field -> keys.add(PolicyTracking.PREFIX + field));
        PolicyKnative.ANNOTATIONS.forEach(field -> keys.add(PolicyKnative.PREFIX + field));
        PolicyKnative.SETTINGS.forEach(field -> keys.add(PolicyKnative.CONFIG + field));
        keys.add(PolicyKnative.CONCURRENCY);
        PolicyActivation.FIELDS.forEach(field -> keys.add(ACTIVATION + field));
        keys.addAll(PolicyDamping.KEYS);
        keys.add(COMBINATION);
        return List.copyOf(keys);
    }

    /** Complains about every unknown key. */
    static void check(PolicyEntries entries) {
        for (Entry entry : entries.all()) {
            String key = entry.key();
            if (!FIXED.contains(key) && GROUPS.stream().allMatch(group -> group.nameIn(key) == null)) {
                entries.bad(key, key, "unknown key: " + key + hint(key));
            }
        }
    }

    /** A name may be anything, so in a key with one only the rest can be mistyped. */
    private static String hint(String key) {
        List<String> candidates = new ArrayList<>(FIXED);
        int first = key.indexOf('.');
        for (int end = key.indexOf('.', first + 1); first > 0 && end > 0; end = key.indexOf('.', end + 1)) {
            String name = key.substring(first + 1, end);
            for (KeyGroup group : GROUPS) {
                group.fields().forEach(field -> candidates.add(group.key(name, field)));
            }
        }
        String near = Nearest.hint(key, candidates);
        if (!near.isEmpty()) {
            return near;
        }
        return GROUPS.stream()
                .filter(group -> key.startsWith(group.prefix()))
                .map(group -> "; " + group.prefix() + group.placeholder() + ". is followed by one of "
                        + String.join(", ", group.fields()))
                .findFirst()
                .orElse("");
    }
}
