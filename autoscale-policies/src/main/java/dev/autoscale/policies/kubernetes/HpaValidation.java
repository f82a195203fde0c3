package dev.autoscale.policies.kubernetes;

import static dev.autoscale.Violation.Type.FORBIDDEN;
import static dev.autoscale.Violation.Type.INVALID;
import static dev.autoscale.Violation.Type.NOT_SUPPORTED;
import static dev.autoscale.Violation.Type.REQUIRED;

import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric.ContainerResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ExternalSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ObjectSource;
import dev.autoscale.policies.kubernetes.HpaMetric.PodsSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the rules by which the Kubernetes API server accepts a new HorizontalPodAutoscaler; it collects the broken ones
 * in the server's order. Not thread-safe.
 *
 * <p>The order is: counts, target reference, metrics, behavior; within a metric its names, its target, then which fields of
 * the target suit its source.
 */
final class HpaValidation {
    /** What is scaled needs a group, or no server finds it; this is the one kind that scales and whose group has no name. */
    private static final String KIND_WITHOUT_GROUP = "ReplicationController";

    private static final List<String> METRIC_TYPES = List.of(
            HpaMetric.OBJECT, HpaMetric.PODS, HpaMetric.RESOURCE, HpaMetric.EXTERNAL, HpaMetric.CONTAINER_RESOURCE);
    private static final List<String> TARGET_TYPES = List.of(Target.UTILIZATION, Target.VALUE, Target.AVERAGE_VALUE);
    private static final List<String> SELECT_POLICIES = List.of(HpaBehavior.MAX, HpaBehavior.MIN, HpaBehavior.DISABLED);
    private static final List<String> POLICY_TYPES = List.of(Policy.PODS, Policy.PERCENT);
    private static final int MAX_WINDOW_SECONDS = 3600;
    private static final int MAX_PERIOD_SECONDS = 1800;

    private final Violation.Collector violations = new Violation.Collector();

    /** Judges a spec that already has the API's defaults. */
    static List<Violation> violations(HorizontalPodAutoscaler spec, boolean scaleToZeroGate) {
        HpaValidation run = new HpaValidation();
        Integer given = spec.minReplicas();
        int minReplicas = given == null ? 1 : given;
        run.replicas(minReplicas, spec.maxReplicas(), scaleToZeroGate);
        ObjectReference target = spec.scaleTargetRef();
        run.reference("spec.scaleTargetRef", target, !target.kind().equals(KIND_WITHOUT_GROUP));
        run.metrics(spec.metrics(), minReplicas);
        run.behavior("spec.behavior", spec.behavior());
        return run.violations.violations();
    }

    /** Judges a behavior alone, given or completed. */
    static List<Violation> violations(String path, @Nullable HpaBehavior behavior) {
        HpaValidation run = new HpaValidation();
        run.behavior(path, behavior);
        return run.violations.violations();
    }

    private void behavior(String path, @Nullable HpaBehavior behavior) {
        if (behavior != null) {
            rules(path + ".scaleUp", behavior.scaleUp());
            rules(path + ".scaleDown", behavior.scaleDown());
        }
    }

    private void replicas(int minReplicas, int maxReplicas, boolean scaleToZeroGate) {
        int lowest = scaleToZeroGate ? 0 : 1;
        check(minReplicas >= lowest, INVALID, "must be >= " + lowest, "spec.minReplicas", minReplicas);
        check(maxReplicas != 0, REQUIRED, "must be given", "spec.maxReplicas", maxReplicas);
        check(maxReplicas >= 0, INVALID, "must be > 0", "spec.maxReplicas", maxReplicas);
        check(
                maxReplicas >= minReplicas,
                INVALID,
                "must be >= minReplicas",
                "spec.maxReplicas",
                maxReplicas + ", spec.minReplicas=" + minReplicas);
    }

    private void reference(String path, ObjectReference reference, boolean needsGroup) {
        segment(path + ".kind", reference.kind());
        segment(path + ".name", reference.name());
        String version = reference.apiVersion();
        String at = path + ".apiVersion";
        if (version.indexOf('/') != version.lastIndexOf('/')) {
            check(false, INVALID, "must be version or group/version", at, version);
        } else {
            check(!needsGroup || version.indexOf('/') > 0, INVALID, "must name an API group", at, version);
        }
    }

    private void metrics(List<HpaMetric> metrics, int minReplicas) {
        for (int i = 0; i < metrics.size(); i++) {
            metric("spec.metrics[" + i + ']', metrics.get(i));
        }
        List<String> types = metrics.stream().map(HpaMetric::type).toList();
        check(
                minReplicas != 0 || types.contains(HpaMetric.OBJECT) || types.contains(HpaMetric.EXTERNAL),
                FORBIDDEN,
                "must hold an Object or External metric to start again from zero replicas",
                "spec.metrics",
                types);
    }

    private void metric(String path, HpaMetric metric) {
        String type = metric.type();
        given(path + ".type", type);
        known(path + ".type", type, METRIC_TYPES);
        if (METRIC_TYPES.contains(type)) {
            source(path + ".object", metric.object(), type.equals(HpaMetric.OBJECT), this::object);
            source(path + ".pods", metric.pods(), type.equals(HpaMetric.PODS), this::pods);
            source(path + ".resource", metric.resource(), type.equals(HpaMetric.RESOURCE), this::resource);
            source(
                    path + ".containerResource",
                    metric.containerResource(),
                    type.equals(HpaMetric.CONTAINER_RESOURCE),
                    this::containerResource);
            source(path + ".external", metric.external(), type.equals(HpaMetric.EXTERNAL), this::external);
        }
    }

    private <T> void source(String path, @Nullable T source, boolean isNamedByType, BiConsumer<String, T> rules) {
        if (source != null && isNamedByType) {
            rules.accept(path, source);
        } else {
            check(source != null || !isNamedByType, REQUIRED, "must be given for this type", path, null);
            check(source == null, FORBIDDEN, "must not be given for this type", path, source);
        }
    }

    private void object(String path, ObjectSource source) {
        reference(path + ".describedObject", source.describedObject(), false);
        segment(path + ".metric.name", source.metric().name());
        target(path, source.target());
        eitherValue(path, source.target());
    }

    private void pods(String path, PodsSource source) {
        segment(path + ".metric.name", source.metric().name());
        target(path, source.target());
        Quantity average = source.target().averageValue();
        check(average != null, REQUIRED, "must be given", path + ".target.averageValue", average);
    }

    private void external(String path, ExternalSource source) {
        segment(path + ".metric.name", source.metric().name());
        Target target = source.target();
        target(path, target);
        eitherValue(path, target);
        check(
                target.value() == null || target.averageValue() == null,
                FORBIDDEN,
                "must not be given beside averageValue",
                path + ".target.value",
                target.value());
    }

    private void resource(String path, ResourceSource source) {
        given(path + ".name", source.name());
        resourceTarget(path, source.target());
    }

    private void containerResource(String path, ContainerResourceSource source) {
        given(path + ".name", source.name());
        given(path + ".container", source.container());
        resourceTarget(path, source.target());
    }

    private void eitherValue(String path, Target target) {
        check(
                target.value() != null || target.averageValue() != null,
                REQUIRED,
                "must be given unless value is",
                path + ".target.averageValue",
                null);
    }

    private void resourceTarget(String path, Target target) {
        target(path, target);
        check(
                target.averageUtilization() != null || target.averageValue() != null,
                REQUIRED,
                "must be given unless averageValue is",
                path + ".target.averageUtilization",
                null);
        check(
                target.averageUtilization() == null || target.averageValue() == null,
                FORBIDDEN,
                "must not be given beside averageUtilization",
                path + ".target.averageValue",
                target.averageValue());
    }

    private void target(String path, Target target) {
        String type = path + ".target.type";
        given(type, target.type());
        violations.requireOneOf(TARGET_TYPES, INVALID, type, target.type());
        positive(path + ".target.value", target.value());
        positive(path + ".target.averageValue", target.averageValue());
        Integer utilization = target.averageUtilization();
        check(
                utilization == null || utilization >= 1,
                INVALID,
                "must be >= 1",
                path + ".target.averageUtilization",
                utilization);
    }

    private void rules(String path, @Nullable Rules rules) {
        if (rules == null) {
            return;
        }
        Integer window = rules.stabilizationWindowSeconds();
        check(
                window == null || (window >= 0 && window <= MAX_WINDOW_SECONDS),
                INVALID,
                "must be 0 to " + MAX_WINDOW_SECONDS,
                path + ".stabilizationWindowSeconds",
                window);
        String select = rules.selectPolicy();
        if (select != null) {
            known(path + ".selectPolicy", select, SELECT_POLICIES);
        }
        List<Policy> policies = rules.policies();
        if (policies != null) {
            policies(path + ".policies", policies);
        }
        Quantity tolerance = rules.tolerance();
        check(tolerance == null || tolerance.signum() >= 0, INVALID, "must be >= 0", path + ".tolerance", tolerance);
    }

    private void policies(String path, List<Policy> policies) {
        check(!policies.isEmpty(), REQUIRED, "must hold at least one policy", path, policies);
        for (int i = 0; i < policies.size(); i++) {
            Policy policy = policies.get(i);
            String at = path + '[' + i + ']';
            known(at + ".type", policy.type(), POLICY_TYPES);
            check(policy.value() > 0, INVALID, "must be > 0", at + ".value", policy.value());
            int period = policy.periodSeconds();
            check(
                    period >= 1 && period <= MAX_PERIOD_SECONDS,
                    INVALID,
                    "must be 1 to " + MAX_PERIOD_SECONDS,
                    at + ".periodSeconds",
                    period);
        }
    }

    /** Names become part of a URL's path, so they must not be able to point elsewhere in it. */
    private void segment(String path, String name) {
        if (name.isEmpty()) {
            given(path, name);
        } else if (name.equals(".") || name.equals("..")) {
            check(false, INVALID, "must not be . or ..", path, name);
        } else {
            check(name.indexOf('/') < 0, INVALID, "must not contain /", path, name);
            check(name.indexOf('%') < 0, INVALID, "must not contain %", path, name);
        }
    }

    private void given(String path, String text) {
        check(!text.isEmpty(), REQUIRED, "must be given", path, text);
    }

    private void known(String path, String text, List<String> all) {
        violations.requireOneOf(all, NOT_SUPPORTED, path, text);
    }

    private void positive(String path, @Nullable Quantity quantity) {
        check(quantity == null || quantity.signum() > 0, INVALID, "must be > 0", path, quantity);
    }

    private void check(boolean holds, Violation.Type type, String rule, String path, @Nullable Object value) {
        violations.require(holds, type, rule, path, String.valueOf(value));
    }
}
