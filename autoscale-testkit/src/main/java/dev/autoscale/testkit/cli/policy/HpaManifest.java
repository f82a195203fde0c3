package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A HorizontalPodAutoscaler of any version as the keys of an HPA file. */
final class HpaManifest {
    /** The only target that the first version has. */
    private static final String PERCENTAGE = "spec.targetCPUUtilizationPercentage";

    private HpaManifest() {}

    static void translate(Map<String, ?> document, ManifestKeys keys) {
        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(
                document, json -> YamlDocuments.read("annotation", json).get(0).root());
        keys.note(manifest.notes());
        keys.document(manifest.toMap());
        HorizontalPodAutoscaler hpa = manifest.spec();
        limit(hpa.metrics().size(), "spec.metrics");
        InvalidSettingsException.throwIfAny(hpa.violations(true));
        keys.put("minReplicas", hpa.minReplicas(), "spec.minReplicas");
        keys.put("maxReplicas", hpa.maxReplicas(), "spec.maxReplicas");
        target(hpa.scaleTargetRef(), keys);
        AutoscalerSpec spec = hpa.toBuilder().buildUnchecked();
        for (int i = 0; i < hpa.metrics().size(); i++) {
            metric(hpa.metrics().get(i), "metrics." + spec.metric(i).id() + '.', "spec.metrics[" + i + ']', keys);
        }
        behavior(hpa.behavior(), "spec.behavior", keys);
    }

    /** Before each of them is judged: a cluster knows no limit. */
    static void limit(int metrics, String path) {
        int most = AutoscalerSpec.MAX_METRICS;
        Violation.require(metrics <= most, "must hold <= " + most + " items", path, String.valueOf(metrics));
    }

    static void target(ObjectReference target, ManifestKeys keys) {
        String kind = target.kind().isEmpty() ? "Deployment" : target.kind();
        keys.put("scaleTargetRef", kind + '/' + target.name(), "spec.scaleTargetRef");
    }

    private static void metric(HpaMetric metric, String key, String path, ManifestKeys keys) {
        keys.put(key + "type", metric.type(), path + ".type");
        if (metric.resource() != null) {
            String at = path + ".resource";
            name(metric.resource().name(), key, at + ".name", keys);
            target(metric.resource().target(), key, at, keys);
        } else if (metric.containerResource() != null) {
            String at = path + ".containerResource";
            name(metric.containerResource().name(), key, at + ".name", keys);
            keys.put(key + "container", metric.containerResource().container(), at + ".container");
            target(metric.containerResource().target(), key, at, keys);
        } else if (metric.pods() != null) {
            identifier(metric.pods().metric(), key, path + ".pods.metric", keys);
            target(metric.pods().target(), key, path + ".pods", keys);
        } else if (metric.object() != null) {
            identifier(metric.object().metric(), key, path + ".object.metric", keys);
            target(metric.object().target(), key, path + ".object", keys);
        } else if (metric.external() != null) {
            identifier(metric.external().metric(), key, path + ".external.metric", keys);
            target(metric.external().target(), key, path + ".external", keys);
        }
    }

    private static void identifier(HpaMetric.Identifier metric, String key, String path, ManifestKeys keys) {
        name(metric.name(), key, path + ".name", keys);
        if (metric.selector() != null && !metric.selector().matchLabels().isEmpty()) {
            String labels = metric.selector().matchLabels().entrySet().stream()
                    .map(label -> label.getKey() + '=' + label.getValue())
                    .collect(Collectors.joining(", "));
            keys.put(key + "selector", labels, path + ".selector");
        }
    }

    /** Not needed where the key has it. */
    private static void name(String name, String key, String path, ManifestKeys keys) {
        keys.put(key + "name", key.equals("metrics." + name + '.') ? null : name, path);
    }

    private static void target(HpaMetric.Target target, String key, String path, ManifestKeys keys) {
        keys.put(key + "averageUtilization", target.averageUtilization(), places(path, "averageUtilization"));
        keys.put(key + "averageValue", target.averageValue(), places(path, "averageValue"));
        keys.put(key + "value", target.value(), places(path, "value"));
    }

    /** Where the versions of the API have a field of a target. */
    private static List<String> places(String path, String field) {
        String flat = ".target" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        return List.of(path + ".target." + field, path + flat, path + '.' + field, PERCENTAGE);
    }

    /** An empty behavior is not none: without any an HPA scales by older rules. */
    static void behavior(@Nullable HpaBehavior behavior, String path, ManifestKeys keys) {
        if (behavior == null) {
            return;
        }
        HpaBehavior.Rules none = HpaBehavior.Rules.rules();
        boolean isEmpty = List.of(none, none)
                .equals(List.of(
                        behavior.scaleUp() == null ? none : behavior.scaleUp(),
                        behavior.scaleDown() == null ? none : behavior.scaleDown()));
        if (isEmpty) {
            keys.put("behavior.scaleUp.stabilizationWindowSeconds", 0, path);
        }
        rules(behavior.scaleUp(), "scaleUp", path, keys);
        rules(behavior.scaleDown(), "scaleDown", path, keys);
    }

    private static void rules(HpaBehavior.@Nullable Rules rules, String direction, String path, ManifestKeys keys) {
        if (rules == null) {
            return;
        }
        String key = "behavior." + direction + '.';
        String at = path + '.' + direction + '.';
        keys.put(
                key + "stabilizationWindowSeconds",
                rules.stabilizationWindowSeconds(),
                at + "stabilizationWindowSeconds");
        keys.put(key + "selectPolicy", rules.selectPolicy(), at + "selectPolicy");
        keys.put(key + "tolerance", rules.tolerance(), at + "tolerance");
        if (rules.policies() != null) {
            String policies = rules.policies().stream()
                    .map(policy -> policy.type() + ' ' + policy.value() + ' ' + policy.periodSeconds())
                    .collect(Collectors.joining(", "));
            keys.put(key + "policies", policies, at + "policies");
        }
    }
}
