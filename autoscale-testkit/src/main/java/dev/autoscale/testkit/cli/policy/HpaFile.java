package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.ObjectSource;
import dev.autoscale.policies.kubernetes.HpaMetric.PodsSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A HorizontalPodAutoscaler in properties syntax, judged by the rules of the Kubernetes API. */
final class HpaFile {
    private static final Key<Integer> UTILIZATION =
            Key.of("averageUtilization=70", Form.INTEGER, "target: percent of what the pods request");
    private static final Key<Quantity> AVERAGE =
            Key.of("averageValue=5", Form.QUANTITY, "target: amount for each replica");
    private static final Key<Quantity> VALUE = Key.of("value=450m", Form.QUANTITY, "target: the value itself");
    private static final List<Key<?>> TARGETS = List.of(UTILIZATION, AVERAGE, VALUE);

    /** The types of Kubernetes with the targets that suit them. */
    private static final Map<String, List<Key<?>>> TYPES = types();

    private static final Key<String> TYPE = Key.of(
            "type=Pods",
            Form.word(allTypes()),
            "its kind (default Resource for the ids cpu and memory, else External)");
    private static final Key<String> NAME = Key.of("name=http_requests", Form.TEXT, "its name (default: the id)");
    private static final Key<String> CONTAINER =
            Key.of("container=proxy", Form.TEXT, "the container of a ContainerResource");
    private static final Key<LabelSelector> SELECTOR =
            Key.of("selector=queue=in, zone=a", Form.LABELS, "which of its series");

    private static final Key<Integer> MIN = Key.of("minReplicas=2", Form.INTEGER, "the fewest replicas (default 1)");
    private static final Key<Integer> MAX = Key.of("maxReplicas=20", Form.INTEGER, "the most replicas");

    static final Keys<Object> BOUNDS = Keys.under("").parts(MIN, MAX);
    private static final Keys<Object> METRICS = metrics().parts(TYPE, NAME);
    static final List<Keys<?>> KEYS = List.of(
            BOUNDS,
            METRICS,
            metrics("Resource", "ContainerResource").parts(UTILIZATION),
            metrics(TYPES.keySet().toArray(String[]::new)).parts(AVERAGE),
            metrics("Object", "External").parts(VALUE),
            metrics("ContainerResource").parts(CONTAINER),
            metrics("Pods", "Object", "External").parts(SELECTOR));

    private static final Pattern METRIC_PATH = Pattern.compile("spec\\.metrics\\[([0-9]+)]\\.(?:.*\\.)?([a-zA-Z]+)");
    /** A file has no place for it, and nothing depends on it. */
    private static final ObjectReference DESCRIBED = new ObjectReference("v1", "Service", "any");

    private HpaFile() {}

    private static Keys<Object> metrics(String... types) {
        return Keys.named(MetricKeys.PREFIX, "<id>", types);
    }

    private static Map<String, List<Key<?>>> types() {
        Map<String, List<Key<?>>> types = new LinkedHashMap<>();
        types.put("Object", List.of(AVERAGE, VALUE));
        types.put("Pods", List.of(AVERAGE));
        types.put("Resource", List.of(UTILIZATION, AVERAGE));
        types.put("External", List.of(AVERAGE, VALUE));
        types.put("ContainerResource", List.of(UTILIZATION, AVERAGE));
        return types;
    }

    private static List<String> allTypes() {
        return Stream.concat(TYPES.keySet().stream(), MetricKeys.INPUTS.stream())
                .toList();
    }

    static PolicyShape read(PolicyEntries entries) {
        List<String> ids = ids(entries, Set.of());
        HorizontalPodAutoscaler manifest = manifest(entries, ObjectReference.deployment("any"));
        List<Violation> violations = manifest.violations(true);
        violations.forEach(violation -> judge(entries, violation, ids));
        HpaBehavior behavior = PolicyShape.sound(manifest.behavior(), violations);
        HorizontalPodAutoscaler sound = manifest.withBehavior(behavior);
        Map<String, MetricSpec> metrics = named(sound, ids);
        return new PolicyShape(sound.toBuilder().scaleToZero(true), metrics, behavior, true);
    }

    /** What a manifest can say of a file. */
    static HorizontalPodAutoscaler manifest(PolicyEntries entries, ObjectReference target) {
        Section<Object> bounds = BOUNDS.in(entries);
        // Any line would do for a bound that is not there, so none is named.
        bounds.requireBeside(bounds.key(MAX), MAX);
        return new HorizontalPodAutoscaler(
                target,
                bounds.get(MIN),
                bounds.get(MAX, Integer.MAX_VALUE),
                ids(entries, Set.of()).stream()
                        .map(id -> metric(METRICS.in(entries, id)))
                        .toList(),
                CommonKeys.behavior(entries));
    }

    /** The metrics of Kubernetes' types that a file of another kind has besides its own ones. */
    static Map<String, MetricSpec> metricsBeside(PolicyEntries entries, Set<String> own) {
        List<String> ids = ids(entries, own);
        HorizontalPodAutoscaler manifest = new HorizontalPodAutoscaler(
                ObjectReference.deployment("any"),
                null,
                Integer.MAX_VALUE,
                ids.stream().map(id -> metric(METRICS.in(entries, id))).toList(),
                null);
        manifest.violations(true).forEach(violation -> judge(entries, violation, ids));
        return named(manifest, ids);
    }

    private static List<String> ids(PolicyEntries entries, Set<String> own) {
        return PolicyKeys.names(entries, MetricKeys.PREFIX).stream()
                .filter(id -> !own.contains(id) && !MetricKeys.isInput(entries, id))
                .toList();
    }

    private static Map<String, MetricSpec> named(HorizontalPodAutoscaler manifest, List<String> ids) {
        AutoscalerSpec spec = manifest.toBuilder().buildUnchecked();
        Map<String, MetricSpec> metrics = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            metrics.put(ids.get(i), spec.metric(i).id(ids.get(i)));
        }
        return metrics;
    }

    private static HpaMetric metric(Section<Object> section) {
        boolean isResource = List.of("cpu", "memory").contains(section.name());
        String type = section.has(TYPE) ? section.get(TYPE) : isResource ? "Resource" : "External";
        String name = section.get(NAME, section.name());
        Target target = target(section, type);
        Identifier identifier = new Identifier(name, section.get(SELECTOR));
        if (type != null) {
            PolicyKeys.refuseOthers(section.entries(), MetricKeys.PREFIX, section.name(), type);
        }
        return switch (type == null ? "External" : type) {
            case "Resource" -> HpaMetric.resource(name, target);
            case "Pods" -> new HpaMetric("Pods", null, new PodsSource(identifier, target), null, null, null);
            case "Object" ->
                new HpaMetric("Object", new ObjectSource(DESCRIBED, identifier, target), null, null, null, null);
            case "ContainerResource" -> HpaMetric.containerResource(name, section.get(CONTAINER, ""), target);
            default -> HpaMetric.external(identifier, target);
        };
    }

    /** The target; after a complaint some other one, so that the other rules can be checked. */
    private static Target target(Section<Object> section, @Nullable String type) {
        List<Key<?>> given = TARGETS.stream().filter(section::has).toList();
        List<Key<?>> suitable = type == null ? TARGETS : TYPES.getOrDefault(type, TARGETS);
        if (given.isEmpty()) {
            String first = section.first();
            String missing =
                    String.join(" or ", suitable.stream().map(section::key).toList());
            section.entries().bad(first, missing, "must have a target: " + missing + " is missing");
        }
        for (Key<?> other : given.subList(Math.min(1, given.size()), given.size())) {
            section.entries()
                    .bad(
                            section.key(other),
                            "must be the only target of its metric, together with " + section.key(given.get(0)));
        }
        if (!given.isEmpty() && !suitable.contains(given.get(0))) {
            String names = String.join(" or ", suitable.stream().map(Key::name).toList());
            section.entries().bad(section.key(given.get(0)), "target of the type " + type + " must be " + names);
        }
        Integer utilization = section.get(UTILIZATION);
        Quantity average = section.get(AVERAGE);
        if (utilization != null) {
            return Target.averageUtilization(utilization);
        }
        return average == null
                ? Target.value(section.get(VALUE, Quantity.ofMilli(1000)))
                : Target.averageValue(average);
    }

    private static void judge(PolicyEntries entries, Violation violation, List<String> ids) {
        Matcher metric = METRIC_PATH.matcher(violation.path());
        if (metric.matches()) {
            Section<Object> section = METRICS.in(entries, ids.get(Integer.parseInt(metric.group(1))));
            String field = metric.group(2);
            String key = METRICS.full(section.name(), field);
            // Which targets suit a metric is said already, in the file's own words; what they may hold is not.
            boolean isTarget = TARGETS.stream().anyMatch(target -> target.name().equals(field));
            boolean isSaid = isTarget && (!entries.has(key) || violation.type() == Violation.Type.FORBIDDEN);
            if (!isSaid && PolicyKeys.isKnown(key)) {
                entries.broken(violation, key, section.first());
            }
        } else if (!violation.path().equals("spec.metrics")) {
            // Whether something can wake it up is not decided by the manifest's metrics alone.
            PolicyShape.judge(entries, violation, violation.path().replaceFirst("^spec\\.", ""));
        }
    }
}
