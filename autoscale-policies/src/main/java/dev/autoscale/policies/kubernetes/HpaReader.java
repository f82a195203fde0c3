package dev.autoscale.policies.kubernetes;

import static dev.autoscale.policies.kubernetes.BehaviorFields.quantity;

import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.internal.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run over a parsed HorizontalPodAutoscaler of any version. */
final class HpaReader {
    static final String GROUP = "autoscaling/";
    static final String KIND = "HorizontalPodAutoscaler";
    static final String UNKNOWN = "unknown field, which kubectl refuses and a server drops";

    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";
    /** What a server keeps of later versions in the annotations of an older one; the last two are of the status. */
    private static final List<String> ANNOTATIONS = List.of(
            METRICS,
            BEHAVIOR,
            "autoscaling.alpha.kubernetes.io/current-metrics",
            "autoscaling.alpha.kubernetes.io/conditions");

    private static final String CPU_PERCENTAGE = "targetCPUUtilizationPercentage";

    /** The versions there have been. */
    enum Version {
        V1("v1", ""),
        V2BETA1("v2beta1", "1.25"),
        V2BETA2("v2beta2", "1.26"),
        V2("v2", "");

        final String text;
        final String removedIn;

        Version(String name, String removedIn) {
            this.text = GROUP + name;
            this.removedIn = removedIn;
        }

        /** Whether targets of metrics are fields beside the others, and names too. */
        boolean isFlat() {
            return this == V1 || this == V2BETA1;
        }
    }

    private final Version version;
    private final Fields document;
    private final @Nullable Function<String, ?> jsonParser;
    private final List<Fields> annotated = new ArrayList<>();

    private HpaReader(Version version, Fields document, @Nullable Function<String, ?> jsonParser) {
        this.version = version;
        this.document = document;
        this.jsonParser = jsonParser;
    }

    static Manifest<HorizontalPodAutoscaler> read(Map<String, ?> map, @Nullable Function<String, ?> jsonParser) {
        Fields document = Fields.of(map);
        String apiVersion = document.name("apiVersion");
        String kind = document.name("kind");
        document.rules().valid(kind.equals(KIND), "must be " + KIND, "kind", kind);
        List<String> all = List.of(Version.V2.text, Version.V1.text, Version.V2BETA2.text, Version.V2BETA1.text);
        document.rules().oneOf(all, "apiVersion", apiVersion);
        document.throwIfAny();
        Version version = Version.valueOf(apiVersion.substring(GROUP.length()).toUpperCase(Locale.ROOT));
        return new HpaReader(version, document, jsonParser).read();
    }

    private Manifest<HorizontalPodAutoscaler> read() {
        ObjectMeta metadata = ObjectMeta.read(document.knows("status"));
        document.rules().required(document.has("spec"), "must be given", "spec", "");
        Fields spec = document.objectOrEmpty("spec");
        List<HpaMetric> metrics = new ArrayList<>(metrics(spec, metadata));
        HpaBehavior behavior = behavior(spec, metadata);
        HorizontalPodAutoscaler read = new HorizontalPodAutoscaler(
                reference(spec.objectOrEmpty("scaleTargetRef")),
                spec.int32("minReplicas"),
                spec.int32("maxReplicas", 0),
                metrics,
                behavior);
        List<String> notes = notes(metadata);
        document.throwIfAny();
        return Manifest.of(read, rest(), notes, HpaWriter::write);
    }

    private List<String> notes(ObjectMeta metadata) {
        List<String> notes = new ArrayList<>();
        if (!version.removedIn.isEmpty()) {
            notes.add("no cluster since Kubernetes " + version.removedIn + " serves this version, " + Version.V2.text
                    + " says the same: apiVersion=" + version.text);
        }
        if (!version.isFlat()) {
            for (String annotation : List.of(METRICS, BEHAVIOR)) {
                if (metadata.annotations().containsKey(annotation)) {
                    notes.add("only older versions read this annotation, it is ignored: metadata.annotations."
                            + annotation + "=...");
                }
            }
        }
        notes.addAll(document.unknownFields(UNKNOWN));
        annotated.forEach(part -> notes.addAll(part.unknownFields("unknown field, which a server ignores")));
        return notes;
    }

    /** Without what older versions say in a way of their own: the shape holds it, or it is of their status. */
    private Map<String, Object> rest() {
        Map<String, Object> rest = document.rest();
        if (version.isFlat()) {
            if (rest.get("metadata") instanceof Map<?, ?> metadata
                    && metadata.get("annotations") instanceof Map<?, ?> annotations) {
                annotations.keySet().removeAll(ANNOTATIONS);
            }
            if (rest.get("status") instanceof Map<?, ?> status) {
                status.keySet().removeAll(List.of("currentCPUUtilizationPercentage", "currentMetrics"));
            }
        }
        return rest;
    }

    private List<HpaMetric> metrics(Fields spec, ObjectMeta metadata) {
        if (version != Version.V1) {
            otherVersion(spec, CPU_PERCENTAGE, "metrics, of type Resource with the name cpu");
            List<Fields> items = spec.objects("metrics");
            return items == null ? List.of() : items.stream().map(this::metric).toList();
        }
        otherVersion(spec, "metrics", CPU_PERCENTAGE + "; write apiVersion: " + Version.V2.text);
        List<HpaMetric> metrics = new ArrayList<>();
        Fields annotation = json(METRICS, metadata);
        List<Fields> items = annotation == null ? null : annotation.objects(METRICS);
        if (items != null) {
            items.stream().map(this::metric).forEach(metrics::add);
        }
        Integer percent = spec.int32(CPU_PERCENTAGE);
        if (percent != null) {
            metrics.add(HpaMetric.resource("cpu", HpaMetric.Target.averageUtilization(percent)));
        }
        return metrics;
    }

    /** A field of another version, which this one would do without. */
    private void otherVersion(Fields fields, String name, String instead) {
        if (fields.has(name)) {
            fields.knows(name);
            String rule = "is no field of " + version.text + ", which has " + instead;
            document.rules().valid(false, rule, fields.at(name), "...");
        }
    }

    private HpaMetric metric(Fields item) {
        String type = item.name("type");
        return new HpaMetric(
                type,
                source(item, "object", this::object),
                source(item, "pods", this::pods),
                source(item, "resource", this::resource),
                source(item, "containerResource", this::containerResource),
                source(item, "external", this::external));
    }

    private static <T> @Nullable T source(Fields item, String name, Function<Fields, T> reader) {
        Fields source = item.object(name);
        return source == null ? null : reader.apply(source);
    }

    private HpaMetric.ObjectSource object(Fields source) {
        if (version.isFlat()) {
            otherVersion(source, "describedObject", "target for it");
            otherVersion(source, "metric", "metricName and selector");
            Quantity value = quantity(source, "targetValue");
            Quantity average = quantity(source, "averageValue");
            String type = average == null ? HpaMetric.Target.VALUE : HpaMetric.Target.AVERAGE_VALUE;
            return new HpaMetric.ObjectSource(
                    reference(source.objectOrEmpty("target")),
                    identifier(source, "metricName", "selector"),
                    new HpaMetric.Target(type, value, average, null));
        }
        noFlatFields(source, "targetValue", "averageValue");
        return new HpaMetric.ObjectSource(
                reference(source.objectOrEmpty("describedObject")), identifier(source), target(source));
    }

    private HpaMetric.PodsSource pods(Fields source) {
        if (version.isFlat()) {
            noNestedFields(source);
            Quantity average = quantity(source, "targetAverageValue");
            return new HpaMetric.PodsSource(
                    identifier(source, "metricName", "selector"),
                    new HpaMetric.Target(HpaMetric.Target.AVERAGE_VALUE, null, average, null));
        }
        noFlatFields(source, "targetAverageValue");
        return new HpaMetric.PodsSource(identifier(source), target(source));
    }

    private HpaMetric.ExternalSource external(Fields source) {
        if (version.isFlat()) {
            noNestedFields(source);
            Quantity value = quantity(source, "targetValue");
            Quantity average = quantity(source, "targetAverageValue");
            String type = value == null ? HpaMetric.Target.AVERAGE_VALUE : HpaMetric.Target.VALUE;
            return new HpaMetric.ExternalSource(
                    identifier(source, "metricName", "metricSelector"),
                    new HpaMetric.Target(type, value, average, null));
        }
        noFlatFields(source, "targetValue", "targetAverageValue");
        return new HpaMetric.ExternalSource(identifier(source), target(source));
    }

    private HpaMetric.ResourceSource resource(Fields source) {
        return new HpaMetric.ResourceSource(source.name("name"), resourceTarget(source));
    }

    private HpaMetric.ContainerResourceSource containerResource(Fields source) {
        return new HpaMetric.ContainerResourceSource(
                source.name("name"), source.name("container"), resourceTarget(source));
    }

    private HpaMetric.Target resourceTarget(Fields source) {
        if (version.isFlat()) {
            otherVersion(source, "target", "targetAverageUtilization and targetAverageValue");
            Integer percent = source.int32("targetAverageUtilization");
            Quantity average = quantity(source, "targetAverageValue");
            String type = percent == null ? HpaMetric.Target.AVERAGE_VALUE : HpaMetric.Target.UTILIZATION;
            return new HpaMetric.Target(type, null, average, percent);
        }
        noFlatFields(source, "targetAverageUtilization", "targetAverageValue");
        return target(source);
    }

    private void noNestedFields(Fields source) {
        otherVersion(source, "metric", "metricName beside the target");
        otherVersion(source, "target", "targetAverageValue and the like");
    }

    private void noFlatFields(Fields source, String... targets) {
        for (String target : targets) {
            otherVersion(source, target, nested(target));
        }
        for (String name : List.of("metricName", "metricSelector", "selector")) {
            otherVersion(source, name, "metric: {name: ..., selector: ...}");
        }
    }

    private static String nested(String flat) {
        return switch (flat) {
            case "targetAverageUtilization" -> "target: {type: Utilization, averageUtilization: ...}";
            case "targetValue" -> "target: {type: Value, value: ...}";
            default -> "target: {type: AverageValue, averageValue: ...}";
        };
    }

    private static HpaMetric.Identifier identifier(Fields source) {
        return identifier(source.objectOrEmpty("metric"), "name", "selector");
    }

    private static HpaMetric.Identifier identifier(Fields fields, String name, String selector) {
        Fields given = fields.object(selector);
        return new HpaMetric.Identifier(fields.name(name), given == null ? null : selector(given));
    }

    private static LabelSelector selector(Fields given) {
        List<Fields> expressions = given.objects("matchExpressions");
        List<LabelSelector.Requirement> requirements = new ArrayList<>();
        if (expressions != null) {
            expressions.forEach(each -> requirements.add(
                    new LabelSelector.Requirement(each.name("key"), each.name("operator"), each.textList("values"))));
        }
        return new LabelSelector(given.texts("matchLabels"), requirements);
    }

    private static HpaMetric.Target target(Fields source) {
        Fields target = source.objectOrEmpty("target");
        return new HpaMetric.Target(
                target.name("type"),
                quantity(target, "value"),
                quantity(target, "averageValue"),
                target.int32("averageUtilization"));
    }

    private static ObjectReference reference(Fields fields) {
        return new ObjectReference(fields.name("apiVersion"), fields.name("kind"), fields.name("name"));
    }

    private @Nullable HpaBehavior behavior(Fields spec, ObjectMeta metadata) {
        Fields given;
        if (version.isFlat()) {
            otherVersion(spec, "behavior", "none; write apiVersion: " + Version.V2.text);
            Fields annotation = json(BEHAVIOR, metadata);
            given = annotation == null ? null : annotation.object(BEHAVIOR);
            // A server takes an empty one for none.
            given = given == null || given.names().isEmpty() ? null : given;
        } else {
            given = spec.object("behavior");
        }
        return given == null ? null : BehaviorFields.read(given);
    }

    /** What an annotation holds, as the only field of an object, which has the annotation's name; null if it is not given. */
    private @Nullable Fields json(String annotation, ObjectMeta metadata) {
        String text = metadata.annotations().get(annotation);
        String path = "metadata.annotations." + annotation;
        if (text == null || !version.isFlat() || (annotation.equals(METRICS) && version != Version.V1)) {
            return null;
        }
        if (jsonParser == null) {
            String rule =
                    "holds JSON that decides: read it with a parser, read(document, jsonParser), or get the object as "
                            + Version.V2.text;
            document.rules().valid(false, rule, path, "...");
            return null;
        }
        Object parsed;
        try {
            parsed = jsonParser.apply(text);
        } catch (RuntimeException e) { // Whatever the caller's parser throws.
            document.rules().valid(false, "must be JSON", path, "...");
            return null;
        }
        Fields part = document.part("metadata.annotations", Map.of(annotation, parsed == null ? "" : parsed));
        if (annotation.equals(BEHAVIOR)) {
            part = document.part("metadata.annotations", lowerCased(part.rest()));
        }
        annotated.add(part);
        return part;
    }

    /** Servers write the names of this annotation in capitals and read them in any case. */
    private static Map<String, Object> lowerCased(Map<?, ?> map) {
        Map<String, Object> lower = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            String head = name.substring(0, Math.min(1, name.length())).toLowerCase(Locale.ROOT);
            lower.put(head + name.substring(head.length()), lowerCasedValue(value));
        });
        return lower;
    }

    private static Object lowerCasedValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            return lowerCased(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(HpaReader::lowerCasedValue).toList()
                : value;
    }
}
