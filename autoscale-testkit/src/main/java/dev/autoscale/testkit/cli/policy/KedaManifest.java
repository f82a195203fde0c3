package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.KedaTriggerType;
import dev.autoscale.policies.keda.ScaledJobSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ScaledObject or a ScaledJob as the keys of a KEDA file, or of a ScaledJob file. */
final class KedaManifest {
    private static final String ADVANCED = "spec.advanced.";
    private static final String EXTERNAL = "external";
    private static final List<String> WITHOUT_TARGET = List.of("cpu", "memory", "cron");
    private static final String IGNORE_NULL_VALUES = "ignoreNullValues";
    /** The types of triggers that take a value that is NaN or infinite for 0 unless they say otherwise. */
    private static final List<String> IGNORING = List.of("prometheus", "loki");

    private static final String MODIFIERS = "scalingModifiers.";

    private KedaManifest() {}

    static void object(Map<String, ?> document, ManifestKeys keys) {
        Manifest<ScaledObject> manifest = ScaledObject.read(document, keys.targets());
        ScaledObject object = manifest.spec();
        HpaManifest.limit(object.triggers().size(), "spec.triggers");
        keys.note(manifest.notes());
        keys.document(manifest.toMap());
        adviseTargets(object.triggers(), keys);
        InvalidSettingsException.throwIfAny(object.violations());
        boolean readsCache = hasCachedMetrics(document);
        keys.warn(object.warnings().stream()
                .filter(warning -> !readsCache || !warning.contains("spec.pollingInterval="))
                .toList());
        if (object.scaleTargetRef() != null) {
            HpaManifest.target(object.scaleTargetRef(), keys);
        }
        keys.put("keda.pollingInterval", object.pollingInterval(), "spec.pollingInterval");
        keys.put("keda.cooldownPeriod", object.cooldownPeriod(), "spec.cooldownPeriod");
        keys.put("keda.initialCooldownPeriod", object.initialCooldownPeriod(), "spec.initialCooldownPeriod");
        keys.put("keda.idleReplicaCount", object.idleReplicaCount(), "spec.idleReplicaCount");
        keys.put("keda.minReplicaCount", object.minReplicaCount(), "spec.minReplicaCount");
        keys.put("keda.maxReplicaCount", object.maxReplicaCount(), "spec.maxReplicaCount");
        ScaledObject.Fallback fallback = object.fallback();
        if (fallback != null) {
            keys.put("keda.fallback.failureThreshold", fallback.failureThreshold(), "spec.fallback.failureThreshold");
            keys.put("keda.fallback.replicas", fallback.replicas(), "spec.fallback.replicas");
            keys.put("keda.fallback.behavior", fallback.behavior(), "spec.fallback.behavior");
        }
        modifiers(object.scalingModifiers(), keys);
        AutoscalerSpec spec = object.toBuilder().buildUnchecked();
        for (int i = 0; i < object.triggers().size(); i++) {
            String id = spec.metric(i).id();
            trigger(object.triggers().get(i), id, "spec.triggers[" + i + ']', keys);
        }
        HpaManifest.behavior(object.behavior(), ADVANCED + "horizontalPodAutoscalerConfig.behavior", keys);
    }

    private static void adviseTargets(List<KedaTrigger> triggers, ManifestKeys keys) {
        long untold = triggers.stream()
                .filter(trigger -> !WITHOUT_TARGET.contains(trigger.kedaType())
                        && KedaTriggerType.named(trigger.kedaType()).isEmpty())
                .count();
        if (untold > keys.targets().size()) {
            keys.advise(
                    "--target trigger=value tells a target; a trigger without a name is called s0-external and the like");
        }
    }

    /** Then the HPA is given what was polled last, so that the interval matters although nothing is activated. */
    private static boolean hasCachedMetrics(Map<String, ?> document) {
        return document.get("spec") instanceof Map<?, ?> spec
                && spec.get("triggers") instanceof List<?> triggers
                && triggers.stream()
                        .anyMatch(each -> each instanceof Map<?, ?> trigger
                                && Boolean.TRUE.equals(trigger.get("useCachedMetrics")));
    }

    private static void modifiers(ScaledObject.@Nullable ScalingModifiers modifiers, ManifestKeys keys) {
        if (modifiers != null) {
            String at = ADVANCED + MODIFIERS;
            keys.put("keda." + MODIFIERS + "formula", modifiers.formula(), at + "formula");
            keys.put("keda." + MODIFIERS + "target", modifiers.target(), at + "target");
            keys.put("keda." + MODIFIERS + "activationTarget", modifiers.activationTarget(), at + "activationTarget");
            keys.put("keda." + MODIFIERS + "metricType", modifiers.metricType(), at + "metricType");
        }
    }

    private static void trigger(KedaTrigger trigger, String id, String path, ManifestKeys keys) {
        String key = KedaFile.TRIGGERS + id + '.';
        Double target = keys.targets().get(id);
        boolean isTold =
                target != null && KedaTriggerType.named(trigger.kedaType()).isEmpty();
        keys.put(key + "type", isTold ? EXTERNAL : trigger.kedaType(), path + ".type");
        keys.put(key + "metricType", trigger.metricType(), path + ".metricType");
        if (isTold) {
            keys.put(key + "target", target, path);
            return;
        }
        trigger.metadata().forEach((name, value) -> {
            if (PolicyKeys.hasType(KedaFile.TRIGGERS, trigger.kedaType(), name)) {
                keys.put(key + name, value, path + ".metadata." + name);
            }
        });
        // A manifest without it means what KEDA means, a file of properties the safe way.
        boolean isSilent = !trigger.metadata().containsKey(IGNORE_NULL_VALUES);
        if (isSilent && IGNORING.contains(trigger.kedaType())) {
            keys.imply(key + IGNORE_NULL_VALUES, true, path + ".metadata." + IGNORE_NULL_VALUES);
        }
    }

    static void job(Map<String, ?> document, ManifestKeys keys) {
        Manifest<ScaledJobSpec> manifest = ScaledJobSpec.read(document, keys.targets());
        ScaledJobSpec job = manifest.spec();
        HpaManifest.limit(job.triggers().size(), "spec.triggers");
        keys.note(manifest.notes());
        keys.document(manifest.toMap());
        adviseTargets(job.triggers(), keys);
        InvalidSettingsException.throwIfAny(job.violations());
        keys.warn(job.warnings());
        keys.put("scaledJob.minReplicaCount", job.minReplicaCount(), "spec.minReplicaCount");
        keys.put("scaledJob.maxReplicaCount", job.maxReplicaCount(), "spec.maxReplicaCount");
        String at = "spec.scalingStrategy.";
        keys.put("scaledJob.strategy", job.strategy(), at + "strategy");
        keys.put("scaledJob.combination", job.multipleScalersCalculation(), at + "multipleScalersCalculation");
        if ("custom".equals(job.strategy())) {
            keys.put(
                    "scaledJob.deduction",
                    job.customScalingQueueLengthDeduction(),
                    at + "customScalingQueueLengthDeduction");
            keys.put(
                    "scaledJob.runningShare",
                    job.customScalingRunningJobPercentage(),
                    at + "customScalingRunningJobPercentage");
        }
        for (int i = 0; i < job.targets().size(); i++) {
            ScaledJobSpec.Target trigger = job.targets().get(i);
            String key = "scaledJob.triggers." + trigger.name() + '.';
            String path = "spec.triggers[" + i + "].metadata";
            keys.put(key + "target", Numbers.text(trigger.target()), path);
            keys.put(key + "activation", trigger.activation() == 0 ? null : Numbers.text(trigger.activation()), path);
        }
    }
}
