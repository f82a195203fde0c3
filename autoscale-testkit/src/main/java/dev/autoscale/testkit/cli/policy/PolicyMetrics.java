package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.HpaMetric.ExternalSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.ObjectSource;
import dev.autoscale.policies.kubernetes.HpaMetric.PodsSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of a policy file as Kubernetes would be given them. */
final class PolicyMetrics {
    private static final Map<String, List<String>> TARGETS_OF_TYPE = Map.of(
            "Resource", List.of("averageUtilization", "averageValue"),
            "ContainerResource", List.of("averageUtilization", "averageValue"),
            "Pods", List.of("averageValue"),
            "Object", List.of("averageValue", "value"),
            "External", List.of("averageValue", "value"));

    /** A file has no place for it, and nothing depends on it. */
    private static final ObjectReference DESCRIBED = new ObjectReference("v1", "Service", "any");

    private final PolicyEntries entries;
    private final String id;
    private final String prefix;

    private PolicyMetrics(PolicyEntries entries, String id) {
        this.entries = entries;
        this.id = id;
        this.prefix = PolicyKeys.METRICS.key(id, "");
    }

    static HpaMetric read(PolicyEntries entries, String id) {
        return new PolicyMetrics(entries, id).metric();
    }

    /** Whether it is a metric that can be measured without replicas. */
    static boolean worksFromZero(PolicyEntries entries, String id) {
        String type = new PolicyMetrics(entries, id).type();
        return type.equals("Object") || type.equals("External");
    }

    private HpaMetric metric() {
        String type = type();
        String name = entries.text(prefix + "name", id);
        Target target = target(type);
        Identifier identifier = new Identifier(name, entries.text(prefix + "selector"));
        checkSuits(type, "container", type.equals("ContainerResource"));
        checkSuits(type, "selector", !type.endsWith("Resource"));
        PolicyKeys.INPUT_FIELDS.forEach(field -> checkSuits(type, field, false));
        return switch (type) {
            case "Resource" -> HpaMetric.resource(name, target);
            case "Pods" -> new HpaMetric(type, null, new PodsSource(identifier, target), null, null, null);
            case "Object" ->
                new HpaMetric(type, new ObjectSource(DESCRIBED, identifier, target), null, null, null, null);
            case "External" -> new HpaMetric(type, null, null, null, null, new ExternalSource(identifier, target));
            case "ContainerResource" -> HpaMetric.containerResource(name, container(), target);
            default -> new HpaMetric(type, null, null, new ResourceSource(name, target), null, null);
        };
    }

    private String type() {
        boolean isResource = id.equals("cpu") || id.equals("memory");
        return entries.text(prefix + "type", isResource ? "Resource" : "External");
    }

    private String container() {
        return entries.text(prefix + "container", "");
    }

    private void checkSuits(String type, String field, boolean suits) {
        if (entries.has(prefix + field) && TARGETS_OF_TYPE.containsKey(type) && !suits) {
            entries.bad(prefix + field, "must not be given for the type " + type);
        }
    }

    private Target target(String type) {
        List<String> given = PolicyKeys.TARGETS.stream()
                .filter(field -> entries.has(prefix + field))
                .toList();
        List<String> suitable = TARGETS_OF_TYPE.getOrDefault(type, PolicyKeys.TARGETS);
        if (given.isEmpty()) {
            String first = PolicyKeys.METRICS.firstKey(entries, id);
            String message = "must have a target: " + prefix + String.join(" or " + prefix, suitable) + " is missing";
            entries.bad(first, prefix + "target", message);
        }
        for (String field : given.subList(Math.min(1, given.size()), given.size())) {
            entries.bad(prefix + field, "must be the only target of its metric beside " + prefix + given.get(0));
        }
        if (!given.isEmpty() && !suitable.contains(given.get(0))) {
            String rule = "target of the type " + type + " must be " + String.join(" or ", suitable);
            entries.bad(prefix + given.get(0), rule);
        }
        Integer utilization = entries.integer(prefix + "averageUtilization");
        Quantity average = entries.quantity(prefix + "averageValue");
        Quantity value = entries.quantity(prefix + "value");
        return target(utilization, average, value);
    }

    private static Target target(@Nullable Integer utilization, @Nullable Quantity average, @Nullable Quantity value) {
        if (utilization != null) {
            return Target.averageUtilization(utilization);
        }
        if (average != null) {
            return Target.averageValue(average);
        }
        // Without any there is a complaint already; a placeholder lets the other rules be checked.
        return Target.value(value == null ? Quantity.ofMilli(1000) : value);
    }
}
