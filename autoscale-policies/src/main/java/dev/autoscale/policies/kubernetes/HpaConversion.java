package dev.autoscale.policies.kubernetes;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.internal.UniqueNames;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric.ContainerResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ExternalSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.ObjectSource;
import dev.autoscale.policies.kubernetes.HpaMetric.PodsSource;
import dev.autoscale.policies.kubernetes.HpaMetric.ResourceSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw HorizontalPodAutoscaler into the library's own spec, as the controller of Kubernetes 1.36 reads it. Thread-safe.
 */
final class HpaConversion {
    private static final String NO_SELECTOR = "nil";

    private HpaConversion() {}

    /** Maps a spec that already has the API's defaults, whether the API would accept it or not. */
    static AutoscalerSpec.Builder builder(HorizontalPodAutoscaler spec) {
        Integer minReplicas = spec.minReplicas();
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(
                        minReplicas == null ? 1 : minReplicas, spec.maxReplicas())
                .scaleToZero(false);
        Set<String> ids = new HashSet<>();
        for (HpaMetric metric : spec.metrics()) {
            MetricSpec converted = metric(metric);
            builder.metric(converted.id(UniqueNames.unique(converted.id(), ids)));
        }
        return behavior(builder, spec.behavior());
    }

    /** Sets the rules of both directions from a behavior that already has the API's defaults. */
    static AutoscalerSpec.Builder behavior(AutoscalerSpec.Builder builder, @Nullable HpaBehavior behavior) {
        if (behavior == null) {
            return builder.legacy();
        }
        return builder.scaleUp(orDefaults(behavior.scaleUp())).scaleDown(orDefaults(behavior.scaleDown()));
    }

    static MetricSpec metric(HpaMetric metric) {
        ObjectSource object = metric.object();
        PodsSource pods = metric.pods();
        ResourceSource resource = metric.resource();
        ContainerResourceSource container = metric.containerResource();
        ExternalSource external = metric.external();
        String type = metric.type();
        if (object != null && type.equals(HpaMetric.OBJECT)) {
            return objectTarget(MetricSpec.object(object.metric().name()), object.target());
        }
        if (pods != null && type.equals(HpaMetric.PODS)) {
            return podsTarget(MetricSpec.pods(pods.metric().name()), pods.target());
        }
        if (resource != null && type.equals(HpaMetric.RESOURCE)) {
            return resourceTarget(MetricSpec.resource(resource.name()), resource.target());
        }
        if (container != null && type.equals(HpaMetric.CONTAINER_RESOURCE)) {
            MetricSpec.NeedsTarget source = MetricSpec.containerResource(container.name(), container.container());
            return resourceTarget(source, container.target());
        }
        if (external != null && type.equals(HpaMetric.EXTERNAL)) {
            return externalTarget(MetricSpec.external(external.metric().name()), external.target());
        }
        return MetricSpec.unknown(type);
    }

    /** Only here does the target's type count: the field has to be the one that it names. */
    private static MetricSpec objectTarget(MetricSpec.NeedsTarget source, Target target) {
        Quantity value = target.value();
        if (value != null && target.type().equals(Target.VALUE)) {
            return source.valueMilli(value.milliValue());
        }
        Quantity average = target.averageValue();
        if (average != null && target.type().equals(Target.AVERAGE_VALUE)) {
            return source.averageValueMilli(average.milliValue());
        }
        return source.withoutTarget();
    }

    private static MetricSpec podsTarget(MetricSpec.NeedsTarget source, Target target) {
        Quantity average = target.averageValue();
        return average == null ? source.withoutTarget() : source.averageValueMilli(average.milliValue());
    }

    private static MetricSpec resourceTarget(MetricSpec.NeedsTarget source, Target target) {
        Integer utilization = target.averageUtilization();
        if (target.averageValue() == null && utilization != null) {
            return source.averageUtilization(utilization);
        }
        return podsTarget(source, target);
    }

    private static MetricSpec externalTarget(MetricSpec.NeedsTarget source, Target target) {
        Quantity value = target.value();
        if (target.averageValue() == null && value != null) {
            return source.valueMilli(value.milliValue());
        }
        return podsTarget(source, target);
    }

    private static ScalingRules orDefaults(@Nullable Rules given) {
        return given == null ? ScalingRules.rules() : rules(given);
    }

    static ScalingRules rules(Rules given) {
        ScalingRules rules = ScalingRules.rules();
        Integer windowSeconds = given.stabilizationWindowSeconds();
        if (windowSeconds != null) {
            rules = rules.stabilizationWindow(Duration.ofSeconds(windowSeconds));
        }
        String choice = given.selectPolicy();
        if (choice != null) {
            rules = rules.select(select(choice));
        }
        List<Policy> policies = given.policies();
        if (policies != null) {
            rules = rules.policies(policies.stream().map(HpaConversion::policy).toList());
        }
        Quantity tolerance = given.tolerance();
        return tolerance == null ? rules : rules.tolerance(tolerance.toDouble());
    }

    private static ScalingRules.SelectPolicy select(String choice) {
        return switch (choice) {
            case HpaBehavior.MAX -> ScalingRules.SelectPolicy.MAX;
            case HpaBehavior.MIN -> ScalingRules.SelectPolicy.MIN;
            case HpaBehavior.DISABLED -> ScalingRules.SelectPolicy.DISABLED;
            default -> throw new IllegalArgumentException("must be one of Max, Min, Disabled: selectPolicy=" + choice);
        };
    }

    private static RatePolicy policy(Policy policy) {
        Duration period = Duration.ofSeconds(policy.periodSeconds());
        return switch (policy.type()) {
            case Policy.PODS -> RatePolicy.pods(policy.value()).per(period);
            case Policy.PERCENT -> RatePolicy.percent(policy.value()).per(period);
            default -> throw new IllegalArgumentException("must be one of Pods, Percent: type=" + policy.type());
        };
    }

    /** The metric as the controller names it in the reason for a rescale; empty if it can never be the reason. */
    static String description(HpaMetric metric) {
        MetricSpec spec = metric(metric);
        String name = spec.name();
        boolean isShare = spec.target() == MetricSpec.Target.UTILIZATION;
        if (spec.target() == MetricSpec.Target.NONE) {
            return "";
        }
        return switch (spec.kind()) {
            case RESOURCE -> name + (isShare ? " resource utilization (percentage of request)" : " resource");
            case CONTAINER_RESOURCE ->
                name + (isShare ? " container resource utilization (percentage of request)" : " resource");
            case PODS -> "pods metric " + name;
            case OBJECT -> objectDescription(metric.object(), spec.target());
            case EXTERNAL -> externalDescription(metric.external());
            case SOURCE, SIGNAL, UNKNOWN -> "";
        };
    }

    private static String objectDescription(@Nullable ObjectSource source, MetricSpec.Target target) {
        if (source == null) {
            return "";
        }
        return target == MetricSpec.Target.VALUE
                ? source.describedObject().kind() + " metric " + source.metric().name()
                : externalDescription(source.metric());
    }

    private static String externalDescription(@Nullable ExternalSource source) {
        return source == null ? "" : externalDescription(source.metric());
    }

    private static String externalDescription(Identifier metric) {
        String selector = metric.selector();
        return "external metric " + metric.name() + '(' + (selector == null ? NO_SELECTOR : selector) + ')';
    }
}
