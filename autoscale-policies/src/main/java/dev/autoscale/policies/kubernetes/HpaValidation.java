package dev.autoscale.policies.kubernetes;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.FieldRules;
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
 * in the server's order.
 *
 * <p>The order is: counts, target reference, metrics, behavior; within a metric its names, its target, then which fields of
 * the target suit its source.
 */
final class HpaValidation {
    /** What is scaled needs a group, or no server finds it; this is the one kind that scales and whose group has no name. */
    private static final String KIND_WITHOUT_GROUP = "ReplicationController";

    private static final ObjectReference NOTHING = new ObjectReference("", "", "");
    private static final String PATCH =
            "must be given; without it this looks like a patch of an overlay (kustomize), which has to be merged first";

    private static final List<String> METRIC_TYPES = List.of(
            HpaMetric.OBJECT, HpaMetric.PODS, HpaMetric.RESOURCE, HpaMetric.EXTERNAL, HpaMetric.CONTAINER_RESOURCE);
    private static final List<String> TARGET_TYPES = List.of(Target.UTILIZATION, Target.VALUE, Target.AVERAGE_VALUE);
    private static final List<String> SELECT_POLICIES = List.of(HpaBehavior.MAX, HpaBehavior.MIN, HpaBehavior.DISABLED);
    private static final List<String> POLICY_TYPES = List.of(Policy.PODS, Policy.PERCENT);
    private static final int MAX_WINDOW_SECONDS = 3600;
    private static final int MAX_PERIOD_SECONDS = 1800;

    private final FieldRules rules = new FieldRules();

    /** Judges a spec that already has the API's defaults. */
    static List<Violation> violations(HorizontalPodAutoscaler spec, boolean scaleToZeroGate) {
        HpaValidation run = new HpaValidation();
        run.replicas(spec.lowest(), spec.maxReplicas(), scaleToZeroGate);
        run.scaled(spec.scaleTargetRef());
        run.metrics(spec.metrics(), spec.lowest());
        run.behavior("spec.behavior", spec.behavior());
        return run.rules.violations();
    }

    /** Judges a behavior alone, given or completed. */
    static List<Violation> violations(String path, @Nullable HpaBehavior behavior) {
        HpaValidation run = new HpaValidation();
        run.behavior(path, behavior);
        return run.rules.violations();
    }

    private void behavior(String path, @Nullable HpaBehavior behavior) {
        if (behavior != null) {
            direction(path + ".scaleUp", behavior.scaleUp());
            direction(path + ".scaleDown", behavior.scaleDown());
        }
    }

    private void replicas(int minReplicas, int maxReplicas, boolean scaleToZeroGate) {
        int lowest = scaleToZeroGate ? 0 : 1;
        rules.valid(minReplicas >= lowest, "must be >= " + lowest, "spec.minReplicas", minReplicas);
        rules.required(maxReplicas != 0, "must be given", "spec.maxReplicas", maxReplicas);
        rules.valid(maxReplicas >= 0, "must be > 0", "spec.maxReplicas", maxReplicas);
        String both = maxReplicas + ", spec.minReplicas=" + minReplicas;
        rules.valid(maxReplicas >= minReplicas, "must be >= minReplicas", "spec.maxReplicas", both);
    }

    private void scaled(ObjectReference target) {
        String path = "spec.scaleTargetRef";
        if (target.equals(NOTHING)) {
            rules.required(false, PATCH, path + ".kind", "");
            given(path + ".name", "");
            rules.valid(false, "must name an API group", path + ".apiVersion", "");
        } else {
            reference(path, target, !target.kind().equals(KIND_WITHOUT_GROUP));
        }
    }

    private void reference(String path, ObjectReference reference, boolean needsGroup) {
        segment(path + ".kind", reference.kind());
        segment(path + ".name", reference.name());
        String version = reference.apiVersion();
        String at = path + ".apiVersion";
        if (version.indexOf('/') != version.lastIndexOf('/')) {
            rules.valid(false, "must be version or group/version", at, version);
        } else {
            rules.valid(!needsGroup || version.indexOf('/') > 0, "must name an API group", at, version);
        }
    }

    private void metrics(List<HpaMetric> metrics, int minReplicas) {
        for (int i = 0; i < metrics.size(); i++) {
            metric("spec.metrics[" + i + ']', metrics.get(i));
        }
        List<String> types = metrics.stream().map(HpaMetric::type).toList();
        boolean canWake = types.contains(HpaMetric.OBJECT) || types.contains(HpaMetric.EXTERNAL);
        String rule = "must hold an Object or External metric to start again from zero replicas";
        rules.allowed(minReplicas != 0 || canWake, rule, "spec.metrics", types);
    }

    private void metric(String path, HpaMetric metric) {
        String type = metric.type();
        given(path + ".type", type);
        rules.oneOf(METRIC_TYPES, path + ".type", type);
        if (METRIC_TYPES.contains(type)) {
            source(path + ".object", metric.object(), type.equals(HpaMetric.OBJECT), this::object);
            source(path + ".pods", metric.pods(), type.equals(HpaMetric.PODS), this::pods);
            source(path + ".resource", metric.resource(), type.equals(HpaMetric.RESOURCE), this::resource);
            boolean isContainer = type.equals(HpaMetric.CONTAINER_RESOURCE);
            source(path + ".containerResource", metric.containerResource(), isContainer, this::containerResource);
            source(path + ".external", metric.external(), type.equals(HpaMetric.EXTERNAL), this::external);
        }
    }

    private <T> void source(String path, @Nullable T source, boolean isNamedByType, BiConsumer<String, T> judge) {
        if (source != null && isNamedByType) {
            judge.accept(path, source);
        } else {
            rules.required(source != null || !isNamedByType, "must be given for this type", path, null);
            rules.allowed(source == null, "must not be given for this type", path, source);
        }
    }

    private void object(String path, ObjectSource source) {
        reference(path + ".describedObject", source.describedObject(), false);
        segment(path + ".metric.name", source.metric().name());
        eitherValue(path + ".target", source.target());
    }

    private void pods(String path, PodsSource source) {
        segment(path + ".metric.name", source.metric().name());
        target(path + ".target", source.target());
        Quantity average = source.target().averageValue();
        rules.required(average != null, "must be given", path + ".target.averageValue", average);
    }

    private void external(String path, ExternalSource source) {
        segment(path + ".metric.name", source.metric().name());
        Target target = source.target();
        eitherValue(path + ".target", target);
        boolean isSingle = target.value() == null || target.averageValue() == null;
        rules.allowed(isSingle, "must not be given together with averageValue", path + ".target.value", target.value());
    }

    private void resource(String path, ResourceSource source) {
        given(path + ".name", source.name());
        resourceTarget(path + ".target", source.target());
    }

    private void containerResource(String path, ContainerResourceSource source) {
        given(path + ".name", source.name());
        given(path + ".container", source.container());
        resourceTarget(path + ".target", source.target());
    }

    private void eitherValue(String path, Target target) {
        target(path, target);
        boolean isGiven = target.value() != null || target.averageValue() != null;
        rules.required(isGiven, "must be given unless value is", path + ".averageValue", null);
    }

    private void resourceTarget(String path, Target target) {
        target(path, target);
        boolean isShare = target.averageUtilization() != null;
        Quantity average = target.averageValue();
        String averagePath = path + ".averageValue";
        boolean isGiven = isShare || average != null;
        rules.required(isGiven, "must be given unless averageValue is", path + ".averageUtilization", null);
        boolean isSingle = !isShare || average == null;
        rules.allowed(isSingle, "must not be given together with averageUtilization", averagePath, average);
    }

    private void target(String path, Target target) {
        given(path + ".type", target.type());
        rules.oneOf(TARGET_TYPES, Violation.Type.INVALID, path + ".type", target.type());
        positive(path + ".value", target.value());
        positive(path + ".averageValue", target.averageValue());
        rules.atLeast(1, path + ".averageUtilization", target.averageUtilization());
    }

    private void direction(String path, @Nullable Rules given) {
        if (given == null) {
            return;
        }
        Integer window = given.stabilizationWindowSeconds();
        boolean isInRange = window == null || (window >= 0 && window <= MAX_WINDOW_SECONDS);
        rules.valid(isInRange, "must be 0 to " + MAX_WINDOW_SECONDS, path + ".stabilizationWindowSeconds", window);
        rules.oneOf(SELECT_POLICIES, path + ".selectPolicy", given.selectPolicy());
        List<Policy> policies = given.policies();
        if (policies != null) {
            policies(path + ".policies", policies);
        }
        Quantity tolerance = given.tolerance();
        rules.valid(tolerance == null || tolerance.signum() >= 0, "must be >= 0", path + ".tolerance", tolerance);
    }

    private void policies(String path, List<Policy> policies) {
        rules.required(!policies.isEmpty(), "must hold at least one policy", path, policies);
        for (int i = 0; i < policies.size(); i++) {
            Policy policy = policies.get(i);
            String at = path + '[' + i + ']';
            rules.oneOf(POLICY_TYPES, at + ".type", policy.type());
            rules.valid(policy.value() > 0, "must be > 0", at + ".value", policy.value());
            int period = policy.periodSeconds();
            boolean isInRange = period >= 1 && period <= MAX_PERIOD_SECONDS;
            rules.valid(isInRange, "must be 1 to " + MAX_PERIOD_SECONDS, at + ".periodSeconds", period);
        }
    }

    /** Names become part of a URL's path, so they must not be able to point elsewhere in it. */
    private void segment(String path, String name) {
        if (name.isEmpty()) {
            given(path, name);
        } else if (name.equals(".") || name.equals("..")) {
            rules.valid(false, "must not be . or ..", path, name);
        } else {
            rules.valid(name.indexOf('/') < 0, "must not contain /", path, name);
            rules.valid(name.indexOf('%') < 0, "must not contain %", path, name);
        }
    }

    private void given(String path, String text) {
        rules.required(!text.isEmpty(), "must be given", path, text);
    }

    private void positive(String path, @Nullable Quantity quantity) {
        rules.valid(quantity == null || quantity.signum() > 0, "must be > 0", path, quantity);
    }
}
