package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
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
    private static final String TARGET = ".target.";

    private HpaManifest() {}

    static void translate(Map<String, ?> document, ManifestKeys keys) {
        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(
                document, json -> YamlDocuments.read("annotation", json).get(0).root());
        keys.note(manifest.notes());
        keys.document(manifest.toMap());
        HorizontalPodAutoscaler hpa = manifest.spec();
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

    static void target(ObjectReference target, ManifestKeys keys) {
        String kind = target.kind().isEmpty() ? "Deployment" : target.kind();
        keys.put("scaleTargetRef", kind + '/' + target.name(), "spec.scaleTargetRef");
    }

    private static void metric(HpaMetric metric, String key, String path, ManifestKeys keys) {
        keys.put(key + "type", metric.type(), path + ".type");
        if (metric.resource() != null) {
            String at = path + ".resource";
            name(metric.resource().name(), key, at + ".name", keys);
            target(metric.resource().target(), key, at + TARGET, keys);
        } else if (metric.containerResource() != null) {
            String at = path + ".containerResource";
            name(metric.containerResource().name(), key, at + ".name", keys);
            keys.put(key + "container", metric.containerResource().container(), at + ".container");
            target(metric.containerResource().target(), key, at + TARGET, keys);
        } else if (metric.pods() != null) {
            identifier(metric.pods().metric(), key, path + ".pods.metric", keys);
            target(metric.pods().target(), key, path + ".pods.target.", keys);
        } else if (metric.object() != null) {
            identifier(metric.object().metric(), key, path + ".object.metric", keys);
            target(metric.object().target(), key, path + ".object.target.", keys);
        } else if (metric.external() != null) {
            identifier(metric.external().metric(), key, path + ".external.metric", keys);
            target(metric.external().target(), key, path + ".external.target.", keys);
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
        keys.put(key + "averageUtilization", target.averageUtilization(), path + "averageUtilization");
        keys.put(key + "averageValue", target.averageValue(), path + "averageValue");
        keys.put(key + "value", target.value(), path + "value");
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
