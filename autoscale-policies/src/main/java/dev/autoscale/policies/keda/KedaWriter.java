package dev.autoscale.policies.keda;

import static dev.autoscale.policies.internal.Fields.put;

import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.ObjectReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes documents of KEDA's kinds, without metadata; what is not given is not in them. */
final class KedaWriter {
    private KedaWriter() {}

    static Map<String, Object> write(ScaledObject object) {
        Map<String, Object> spec = new LinkedHashMap<>();
        ObjectReference target = object.scaleTargetRef();
        if (target != null) {
            Map<String, Object> reference = new LinkedHashMap<>();
            put(reference, "apiVersion", target.apiVersion().isEmpty() ? null : target.apiVersion());
            put(reference, "kind", target.kind().isEmpty() ? null : target.kind());
            reference.put("name", target.name());
            spec.put("scaleTargetRef", reference);
        }
        put(spec, "pollingInterval", object.pollingInterval());
        put(spec, "cooldownPeriod", object.cooldownPeriod());
        put(spec, "initialCooldownPeriod", object.initialCooldownPeriod());
        put(spec, "idleReplicaCount", object.idleReplicaCount());
        put(spec, "minReplicaCount", object.minReplicaCount());
        put(spec, "maxReplicaCount", object.maxReplicaCount());
        put(spec, "fallback", written(object.fallback()));
        Map<String, Object> advanced = new LinkedHashMap<>();
        HpaBehavior behavior = object.behavior();
        if (behavior != null) {
            Map<String, Object> hpa = new LinkedHashMap<>();
            hpa.put("behavior", behavior.toMap());
            advanced.put("horizontalPodAutoscalerConfig", hpa);
        }
        put(advanced, "scalingModifiers", written(object.scalingModifiers()));
        put(spec, "advanced", advanced.isEmpty() ? null : advanced);
        spec.put("triggers", written(object.triggers()));
        return document("ScaledObject", spec);
    }

    static Map<String, Object> write(ScaledJobSpec job) {
        Map<String, Object> spec = new LinkedHashMap<>();
        put(spec, "pollingInterval", job.pollingInterval());
        put(spec, "minReplicaCount", job.minReplicaCount());
        put(spec, "maxReplicaCount", job.maxReplicaCount());
        Map<String, Object> strategy = new LinkedHashMap<>();
        put(strategy, "strategy", job.strategy());
        put(strategy, "customScalingQueueLengthDeduction", job.customScalingQueueLengthDeduction());
        put(strategy, "customScalingRunningJobPercentage", job.customScalingRunningJobPercentage());
        put(strategy, "multipleScalersCalculation", job.multipleScalersCalculation());
        put(spec, "scalingStrategy", strategy.isEmpty() ? null : strategy);
        spec.put("triggers", written(job.triggers()));
        return document("ScaledJob", spec);
    }

    private static Map<String, Object> document(String kind, Map<String, Object> spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", KedaReader.API_VERSION);
        document.put("kind", kind);
        document.put("spec", spec);
        return document;
    }

    private static @Nullable Map<String, Object> written(ScaledObject.@Nullable Fallback fallback) {
        if (fallback == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("failureThreshold", fallback.failureThreshold());
        map.put("replicas", fallback.replicas());
        put(map, "behavior", fallback.behavior());
        return map;
    }

    private static @Nullable Map<String, Object> written(ScaledObject.@Nullable ScalingModifiers modifiers) {
        if (modifiers == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        put(map, "formula", modifiers.formula());
        put(map, "target", modifiers.target());
        put(map, "activationTarget", modifiers.activationTarget());
        put(map, "metricType", modifiers.metricType());
        return map;
    }

    private static List<Map<String, Object>> written(List<KedaTrigger> triggers) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (KedaTrigger trigger : triggers) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", trigger.kedaType());
            put(map, "name", trigger.name().isEmpty() ? null : trigger.name());
            put(map, "metricType", trigger.metricType());
            map.put("metadata", new LinkedHashMap<>(trigger.metadata()));
            list.add(map);
        }
        return list;
    }
}
