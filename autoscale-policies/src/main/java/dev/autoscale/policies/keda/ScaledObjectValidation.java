package dev.autoscale.policies.keda;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Milli;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.FieldRules;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the rules by which KEDA, and the API server for KEDA's HPA, accept a ScaledObject; it collects the broken ones.
 */
final class ScaledObjectValidation {
    static final List<String> METRIC_TYPES = List.of(KedaMetricTrigger.AVERAGE_VALUE, KedaMetricTrigger.VALUE);

    private final ScaledObject object;
    private final FieldRules rules = new FieldRules();

    private ScaledObjectValidation(ScaledObject object) {
        this.object = object;
    }

    static List<Violation> violations(ScaledObject object) {
        ScaledObjectValidation run = new ScaledObjectValidation(object);
        run.numbers();
        run.bounds();
        run.fallback();
        run.modifiers();
        run.triggers();
        HpaBehavior behavior = object.behavior();
        if (behavior != null) {
            run.rules.addAll(behavior.violations("spec.advanced.horizontalPodAutoscalerConfig.behavior"));
        }
        return run.rules.violations();
    }

    /** The rules about a single number each. */
    static List<Violation> violationsOfNumbers(ScaledObject object) {
        ScaledObjectValidation run = new ScaledObjectValidation(object);
        run.numbers();
        run.fallbackNumbers(object.fallback());
        return run.rules.violations();
    }

    private void numbers() {
        rules.atLeast(1, "spec.pollingInterval", object.pollingInterval());
        rules.atLeast(0, "spec.cooldownPeriod", object.cooldownPeriod());
        rules.atLeast(0, "spec.initialCooldownPeriod", object.initialCooldownPeriod());
        rules.atLeast(0, "spec.idleReplicaCount", object.idleReplicaCount());
        rules.atLeast(0, "spec.minReplicaCount", object.minReplicaCount());
        rules.atLeast(1, "spec.maxReplicaCount", object.maxReplicaCount());
    }

    private void bounds() {
        int min = object.minReplicas();
        int max = object.maxReplicas();
        Integer idle = object.idleReplicaCount();
        String beside = ", spec.minReplicaCount=" + min;
        boolean isMaxGood = object.minReplicaCount() == null || Math.max(1, min) <= max;
        rules.valid(isMaxGood, "must be >= max(1, minReplicaCount)", "spec.maxReplicaCount", max + beside);
        boolean isIdleGood = idle == null || idle < 0 || (object.minReplicaCount() != null && idle < Math.max(1, min));
        String rule = "must be < max(1, minReplicaCount), which must be given";
        rules.valid(isIdleGood, rule, "spec.idleReplicaCount", idle + beside);
    }

    private void fallbackNumbers(ScaledObject.@Nullable Fallback fallback) {
        if (fallback != null) {
            rules.atLeast(0, "spec.fallback.failureThreshold", fallback.failureThreshold());
            rules.atLeast(0, "spec.fallback.replicas", fallback.replicas());
        }
    }

    private void fallback() {
        ScaledObject.Fallback fallback = object.fallback();
        if (fallback == null) {
            return;
        }
        fallbackNumbers(fallback);
        String path = "spec.fallback.behavior";
        String behavior = fallback.behavior();
        rules.oneOf(ScaledObject.Fallback.BEHAVIORS, path, behavior);
        ScaledObject.ScalingModifiers modifiers = object.usedModifiers();
        boolean hasFormula = modifiers != null && modifiers.formula() != null;
        rules.allowed(
                hasFormula || !fallback.isPlaceholder(),
                "must not be scalingModifiers without a formula",
                path,
                behavior);
        List<String> types =
                object.triggers().stream().map(KedaTrigger::kedaType).toList();
        boolean canFallBack = modifiers != null || types.isEmpty() || !object.hasResourceTriggersOnly();
        String rule = "must be given only with a trigger other than cpu and memory";
        rules.allowed(canFallBack, rule, "spec.fallback", types);
    }

    private void modifiers() {
        ScaledObject.ScalingModifiers modifiers = object.usedModifiers();
        if (modifiers == null) {
            return;
        }
        String path = "spec.advanced.scalingModifiers.";
        String formula = modifiers.formula();
        if (formula == null || formula.isEmpty()) {
            rules.required(false, "must be given", path + "formula", formula);
        } else {
            formula(path + "formula", modifiers);
        }
        boolean hasTarget = modifiers.target() != null && !modifiers.target().isEmpty();
        String rule = "must be a number > 0, also when cut to thousandths";
        rules.required(hasTarget, "must be given", path + "target", modifiers.target());
        rules.valid(!hasTarget || modifiers.targetMilli() > 0, rule, path + "target", modifiers.target());
        boolean isNumber = !Double.isNaN(modifiers.activation());
        rules.valid(isNumber, "must be a number", path + "activationTarget", modifiers.activationTarget());
        rules.oneOf(METRIC_TYPES, path + "metricType", modifiers.metricType());
    }

    private void formula(String path, ScaledObject.ScalingModifiers modifiers) {
        try {
            modifiers.over(object.triggers());
        } catch (InvalidSettingsException e) {
            rules.addAll(e.violations().stream()
                    .map(broken -> new Violation(path, broken.type(), broken.rule(), broken.value()))
                    .toList());
        }
    }

    private void triggers() {
        List<KedaTrigger> triggers = object.triggers();
        rules.required(!triggers.isEmpty(), "must hold at least one trigger", "spec.triggers", triggers);
        KedaTriggerRules.check(rules, triggers, object.usedModifiers() != null);
        boolean canRest = triggers.isEmpty() || !object.hasResourceTriggersOnly();
        String rule = "must be > 0 with cpu and memory triggers only";
        rules.valid(canRest || object.minReplicas() != 0, rule, "spec.minReplicaCount", object.minReplicaCount());
    }

    static List<String> warnings(ScaledObject object) {
        List<String> warnings = new ArrayList<>();
        Integer idle = object.idleReplicaCount();
        if (object.minReplicas() > 0 && idle == null) {
            unused(warnings, "pollingInterval only times activation, of which there is none", object.pollingInterval());
            unused(warnings, "cooldownPeriod needs minReplicaCount 0 or idleReplicaCount", object.cooldownPeriod());
            unused(
                    warnings,
                    "initialCooldownPeriod needs minReplicaCount 0 or idleReplicaCount",
                    object.initialCooldownPeriod());
            unusedThresholds(warnings, object.triggers());
        }
        if (idle != null && idle > 0) {
            warnings.add("in a cluster the HPA raises an idle count above 0 again: spec.idleReplicaCount=" + idle);
        }
        warnings.addAll(KedaTriggerRules.warnings(object.triggers()));
        ScaledObject.ScalingModifiers modifiers = object.usedModifiers();
        if (modifiers != null && object.fallback() != null && !modifiers.allowsFallback()) {
            warnings.add("KEDA has no fallback unless the target is a whole number in digits: "
                    + "spec.advanced.scalingModifiers.target=" + modifiers.target());
        }
        return List.copyOf(warnings);
    }

    private static void unusedThresholds(List<String> warnings, List<KedaTrigger> triggers) {
        for (int i = 0; i < triggers.size(); i++) {
            if (triggers.get(i) instanceof KedaMetricTrigger metric && metric.activation() != 0) {
                String name = metric.activationKey();
                warnings.add(name + " needs minReplicaCount 0 or idleReplicaCount: spec.triggers[" + i + "].metadata."
                        + name + '=' + Milli.text(Milli.ceil(metric.activation())));
            }
        }
    }

    private static void unused(List<String> warnings, String rule, @Nullable Integer seconds) {
        if (seconds != null) {
            String name = rule.substring(0, rule.indexOf(' '));
            warnings.add(rule + ": spec." + name + '=' + seconds);
        }
    }
}
