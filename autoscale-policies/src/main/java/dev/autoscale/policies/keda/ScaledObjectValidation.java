package dev.autoscale.policies.keda;

import static dev.autoscale.Violation.Type.FORBIDDEN;
import static dev.autoscale.Violation.Type.INVALID;
import static dev.autoscale.Violation.Type.NOT_SUPPORTED;
import static dev.autoscale.Violation.Type.REQUIRED;

import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of the rules by which KEDA, and the API server for KEDA's HPA, accept a ScaledObject; it collects the broken ones.
 * Not thread-safe.
 */
final class ScaledObjectValidation {
    static final String CURRENT_REPLICAS = "currentReplicas";
    static final String IF_HIGHER = "currentReplicasIfHigher";
    static final String IF_LOWER = "currentReplicasIfLower";

    private static final String STATIC = "static";
    private static final String SCALING_MODIFIERS = "scalingModifiers";
    private static final List<String> FALLBACK_BEHAVIORS =
            List.of(STATIC, CURRENT_REPLICAS, IF_HIGHER, IF_LOWER, SCALING_MODIFIERS);
    private static final List<String> METRIC_TYPES = List.of(KedaMetricTrigger.AVERAGE_VALUE, KedaMetricTrigger.VALUE);
    private static final List<String> CRON_METRIC_TYPES = List.of(KedaMetricTrigger.AVERAGE_VALUE);
    private static final List<String> RESOURCE_METRIC_TYPES =
            List.of(KedaResourceTrigger.UTILIZATION, KedaMetricTrigger.AVERAGE_VALUE);

    private final ScaledObject object;
    private final Violation.Collector violations = new Violation.Collector();

    private ScaledObjectValidation(ScaledObject object) {
        this.object = object;
    }

    static List<Violation> violations(ScaledObject object) {
        ScaledObjectValidation run = new ScaledObjectValidation(object);
        run.periods();
        run.replicas();
        run.fallback();
        run.triggers();
        HpaBehavior behavior = object.behavior();
        if (behavior != null) {
            run.violations.addAll(behavior.violations("spec.advanced.horizontalPodAutoscalerConfig.behavior"));
        }
        return run.violations.violations();
    }

    private void periods() {
        atLeast(1, "spec.pollingInterval", object.pollingInterval());
        atLeast(0, "spec.cooldownPeriod", object.cooldownPeriod());
        atLeast(0, "spec.initialCooldownPeriod", object.initialCooldownPeriod());
    }

    private void replicas() {
        Integer idle = object.idleReplicaCount();
        Integer min = object.minReplicaCount();
        Integer max = object.maxReplicaCount();
        atLeast(0, "spec.idleReplicaCount", idle);
        atLeast(0, "spec.minReplicaCount", min);
        atLeast(1, "spec.maxReplicaCount", max);
        int most = max == null ? ScaledObject.DEFAULT_MAX_REPLICA_COUNT : max;
        check(
                min == null || Math.max(1, min) <= most,
                INVALID,
                "must be >= max(1, minReplicaCount)",
                "spec.maxReplicaCount",
                most + ", spec.minReplicaCount=" + min);
        check(
                idle == null || idle < object.minReplicas(),
                INVALID,
                "must be < minReplicaCount",
                "spec.idleReplicaCount",
                idle + ", spec.minReplicaCount=" + object.minReplicas());
    }

    private void fallback() {
        ScaledObject.Fallback fallback = object.fallback();
        if (fallback == null) {
            return;
        }
        atLeast(0, "spec.fallback.failureThreshold", fallback.failureThreshold());
        atLeast(0, "spec.fallback.replicas", fallback.replicas());
        String behavior = fallback.behavior();
        if (behavior != null) {
            known("spec.fallback.behavior", behavior, FALLBACK_BEHAVIORS);
            check(
                    !behavior.equals(SCALING_MODIFIERS),
                    FORBIDDEN,
                    "must not be scalingModifiers without a formula",
                    "spec.fallback.behavior",
                    behavior);
        }
        check(
                object.triggers().isEmpty() || !object.hasResourceTriggersOnly(),
                FORBIDDEN,
                "must be given only beside a trigger other than cpu and memory",
                "spec.fallback",
                types());
    }

    private void triggers() {
        List<KedaTrigger> triggers = object.triggers();
        check(!triggers.isEmpty(), REQUIRED, "must hold at least one trigger", "spec.triggers", triggers);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < triggers.size(); i++) {
            KedaTrigger trigger = triggers.get(i);
            String path = "spec.triggers[" + i + ']';
            check(
                    trigger.name().isEmpty() || names.add(trigger.name()),
                    INVALID,
                    "must differ from the names of the other triggers",
                    path + ".name",
                    trigger.name());
            if (trigger instanceof KedaMetricTrigger metric) {
                metric(path, metric);
            } else if (trigger instanceof KedaCronTrigger cron) {
                cron(path, cron);
            } else {
                resource(path, (KedaResourceTrigger) trigger);
            }
        }
        check(
                triggers.isEmpty() || !object.hasResourceTriggersOnly() || object.minReplicas() != 0,
                INVALID,
                "must be > 0 with cpu and memory triggers only",
                "spec.minReplicaCount",
                object.minReplicaCount());
    }

    private void metric(String path, KedaMetricTrigger trigger) {
        metricType(path, trigger, METRIC_TYPES);
        check(
                trigger.targetMilli() > 0,
                INVALID,
                "must be a number > 0 after rounding to thousandths",
                path + ".metadata." + trigger.type().targetName,
                trigger.target());
        check(
                !Double.isNaN(trigger.activation()),
                INVALID,
                "must be a number",
                path + ".metadata." + trigger.type().activationName,
                trigger.activation());
    }

    private void cron(String path, KedaCronTrigger trigger) {
        metricType(path, trigger, CRON_METRIC_TYPES);
        ZoneId zone = ZoneOffset.UTC;
        try {
            zone = trigger.zone();
        } catch (IllegalArgumentException e) {
            unreadable(path + ".metadata.timezone", trigger.timezone(), e);
        }
        expression(path + ".metadata.start", trigger.start(), zone);
        expression(path + ".metadata.end", trigger.end(), zone);
        check(
                !trigger.start().equals(trigger.end()),
                INVALID,
                "must differ from start",
                path + ".metadata.end",
                trigger.end());
        check(
                trigger.desiredReplicas() != 0,
                INVALID,
                "must not be 0",
                path + ".metadata.desiredReplicas",
                trigger.desiredReplicas());
    }

    private void expression(String path, String text, ZoneId zone) {
        try {
            KedaCronTrigger.expression(text, zone);
        } catch (IllegalArgumentException e) {
            unreadable(path, text, e);
        }
    }

    private void unreadable(String path, String text, IllegalArgumentException why) {
        check(false, INVALID, "must be readable (" + why.getMessage() + ')', path, text);
    }

    private void resource(String path, KedaResourceTrigger trigger) {
        String type = trigger.metricType();
        if (type == null) {
            check(false, REQUIRED, "must be given", path + ".metricType", null);
        } else {
            metricType(path, trigger, RESOURCE_METRIC_TYPES);
        }
        check(trigger.value().signum() > 0, INVALID, "must be > 0", path + ".metadata.value", trigger.value());
        check(
                !KedaResourceTrigger.UTILIZATION.equals(type) || trigger.isWholePercent(),
                INVALID,
                "must be whole percent of 32 bits",
                path + ".metadata.value",
                trigger.value());
    }

    private void metricType(String path, KedaTrigger trigger, List<String> all) {
        String type = trigger.metricType();
        if (type != null) {
            known(path + ".metricType", type, all);
        }
    }

    static List<String> warnings(ScaledObject object) {
        List<String> warnings = new ArrayList<>();
        Integer idle = object.idleReplicaCount();
        if (object.minReplicas() > 0 && idle == null) {
            unused(warnings, "pollingInterval only times activation, of which there is none", object.pollingInterval());
            unused(warnings, "cooldownPeriod needs minReplicaCount 0 or idleReplicaCount", object.cooldownPeriod());
        }
        if (idle != null && idle > 0) {
            warnings.add("in a cluster the HPA raises an idle count above 0 again: spec.idleReplicaCount=" + idle);
        }
        return List.copyOf(warnings);
    }

    private static void unused(List<String> warnings, String rule, @Nullable Integer seconds) {
        if (seconds != null) {
            String name = rule.substring(0, rule.indexOf(' '));
            warnings.add(rule + ": spec." + name + '=' + seconds);
        }
    }

    private List<String> types() {
        return object.triggers().stream().map(KedaTrigger::kedaType).toList();
    }

    private void atLeast(int least, String path, @Nullable Integer value) {
        check(value == null || value >= least, INVALID, "must be >= " + least, path, value);
    }

    private void known(String path, String text, List<String> all) {
        violations.requireOneOf(all, NOT_SUPPORTED, path, text);
    }

    private void check(boolean holds, Violation.Type type, String rule, String path, @Nullable Object value) {
        violations.require(holds, type, rule, path, String.valueOf(value));
    }
}
