package dev.autoscale.policies.kubernetes;

import static dev.autoscale.policies.internal.Fields.put;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes documents of {@code autoscaling/v2}; what is not given is left out. */
final class HpaWriter {
    private HpaWriter() {}

    static Map<String, Object> write(HorizontalPodAutoscaler shape) {
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "scaleTargetRef", given(reference(shape.scaleTargetRef())));
        put(spec, "minReplicas", shape.minReplicas());
        put(spec, "maxReplicas", shape.maxReplicas() == 0 ? null : shape.maxReplicas());
        put(
                spec,
                "metrics",
                given(shape.metrics().stream().map(HpaWriter::metric).toList()));
        HpaBehavior behavior = shape.behavior();
        put(spec, "behavior", behavior == null ? null : behavior.toMap());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", HpaReader.Version.V2.text);
        document.put("kind", HpaReader.KIND);
        document.put("spec", spec);
        return document;
    }

    private static Map<String, Object> metric(HpaMetric metric) {
        Map<String, Object> item = new LinkedHashMap<>();
        put(item, "type", text(metric.type()));
        HpaMetric.ObjectSource object = metric.object();
        if (object != null) {
            Map<String, Object> source = source(object.metric(), object.target());
            put(source, "describedObject", given(reference(object.describedObject())));
            item.put("object", source);
        }
        HpaMetric.PodsSource pods = metric.pods();
        if (pods != null) {
            item.put("pods", source(pods.metric(), pods.target()));
        }
        HpaMetric.ResourceSource resource = metric.resource();
        if (resource != null) {
            item.put("resource", resource(resource.name(), "", resource.target()));
        }
        HpaMetric.ContainerResourceSource container = metric.containerResource();
        if (container != null) {
            item.put("containerResource", resource(container.name(), container.container(), container.target()));
        }
        HpaMetric.ExternalSource external = metric.external();
        if (external != null) {
            item.put("external", source(external.metric(), external.target()));
        }
        return item;
    }

    private static Map<String, Object> resource(String name, String container, HpaMetric.Target target) {
        Map<String, Object> source = new LinkedHashMap<>();
        put(source, "name", text(name));
        put(source, "container", text(container));
        put(source, "target", given(target(target)));
        return source;
    }

    private static Map<String, Object> source(HpaMetric.Identifier metric, HpaMetric.Target target) {
        Map<String, Object> identifier = new LinkedHashMap<>();
        put(identifier, "name", text(metric.name()));
        LabelSelector selector = metric.selector();
        put(identifier, "selector", selector == null ? null : selector(selector));
        Map<String, Object> source = new LinkedHashMap<>();
        put(source, "metric", given(identifier));
        put(source, "target", given(target(target)));
        return source;
    }

    private static Map<String, Object> selector(LabelSelector selector) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "matchLabels", given(new LinkedHashMap<>(selector.matchLabels())));
        put(
                map,
                "matchExpressions",
                given(selector.matchExpressions().stream()
                        .map(HpaWriter::requirement)
                        .toList()));
        return map;
    }

    private static Map<String, Object> requirement(LabelSelector.Requirement requirement) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "key", text(requirement.key()));
        put(map, "operator", text(requirement.operator()));
        put(map, "values", given(requirement.values()));
        return map;
    }

    private static Map<String, Object> target(HpaMetric.Target target) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "type", text(target.type()));
        put(map, "value", quantity(target.value()));
        put(map, "averageValue", quantity(target.averageValue()));
        put(map, "averageUtilization", target.averageUtilization());
        return map;
    }

    private static Map<String, Object> reference(ObjectReference reference) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "apiVersion", text(reference.apiVersion()));
        put(map, "kind", text(reference.kind()));
        put(map, "name", text(reference.name()));
        return map;
    }

    private static @Nullable String quantity(@Nullable Quantity quantity) {
        return quantity == null ? null : quantity.toString();
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Map<String, ?> given(Map<String, ?> map) {
        return map.isEmpty() ? null : map;
    }

    private static @Nullable List<?> given(List<?> list) {
        return list.isEmpty() ? null : list;
    }
}
