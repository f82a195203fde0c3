package dev.autoscale.policies.keda;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fallback;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.internal.UniqueNames;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a raw ScaledObject into the library's own spec. Thread-safe. */
final class ScaledObjectConversion {
    private ScaledObjectConversion() {}

    static AutoscalerSpec.Builder builder(ScaledObject object) {
        boolean rests = !object.hasResourceTriggersOnly();
        int min = rests ? object.minReplicas() : Math.max(1, object.minReplicas());
        Integer max = object.maxReplicaCount();
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(
                        min, max == null ? ScaledObject.DEFAULT_MAX_REPLICA_COUNT : max)
                .scaleToZero(false)
                .activation(rests ? activation(object) : null);
        Fallback fallback = fallback(object.fallback());
        List<KedaTrigger> triggers = object.triggers();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < triggers.size(); i++) {
            KedaTrigger trigger = triggers.get(i);
            builder.metric(metric(trigger, UniqueNames.unique(id(i, trigger), ids), fallback));
        }
        HpaBehavior behavior = object.behavior();
        return behavior == null ? builder.legacy() : behavior.applyTo(builder);
    }

    private static String id(int index, KedaTrigger trigger) {
        if (!trigger.name().isBlank()) {
            return trigger.name();
        }
        return trigger instanceof KedaResourceTrigger ? trigger.kedaType() : "s" + index + '-' + trigger.kedaType();
    }

    private static MetricSpec metric(KedaTrigger trigger, String id, @Nullable Fallback fallback) {
        if (trigger instanceof KedaMetricTrigger metric) {
            return metric.metric(id).fallback(fallback);
        }
        return trigger instanceof KedaCronTrigger cron ? cron.metric(id) : ((KedaResourceTrigger) trigger).metric(id);
    }

    /** KEDA waits until more than the cooldown has passed, the engine until it has passed: one millisecond lies between. */
    private static Activation activation(ScaledObject object) {
        Duration cooldown = seconds(object.cooldownPeriod(), ScaledObject.DEFAULT_COOLDOWN_PERIOD);
        Activation activation =
                Activation.cooldown(cooldown.plusMillis(1)).initialCooldown(seconds(object.initialCooldownPeriod(), 0));
        Integer idle = object.idleReplicaCount();
        return idle == null ? activation : activation.idleReplicas(idle);
    }

    private static Duration seconds(@Nullable Integer given, int otherwise) {
        return Duration.ofSeconds(given == null ? otherwise : given);
    }

    private static @Nullable Fallback fallback(ScaledObject.@Nullable Fallback given) {
        if (given == null || given.failureThreshold() < 0 || given.replicas() < 0) {
            return null;
        }
        int failures = (int) Math.min(Integer.MAX_VALUE, given.failureThreshold() + 1L);
        Fallback.Behavior behavior = switch (String.valueOf(given.behavior())) {
            case ScaledObjectValidation.CURRENT_REPLICAS -> Fallback.Behavior.CURRENT_REPLICAS;
            case ScaledObjectValidation.IF_HIGHER -> Fallback.Behavior.CURRENT_REPLICAS_IF_HIGHER;
            case ScaledObjectValidation.IF_LOWER -> Fallback.Behavior.CURRENT_REPLICAS_IF_LOWER;
            default -> Fallback.Behavior.STATIC;
        };
        return new Fallback(failures, given.replicas(), behavior);
    }
}
