package dev.autoscale.policies.keda;

import dev.autoscale.policies.kubernetes.Quantity;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the {@code triggers} of KEDA's {@code ScaledObject}, raw: it can hold what KEDA would refuse. Immutable and
 * thread-safe; equal triggers are equal.
 *
 * <p>Targets and values are KEDA's: a target is rounded to thousandths, half to even, so 0.0004 is 0
 * ({@link KedaRounding}). A trigger is active above its activation value, not at it; one that is finer
 * than a thousandth is rounded down. All but {@link #cron} need a value in each observation.
 *
 * <p>Source of names, defaults and rules: KEDA.
 */
public sealed interface KedaTrigger permits KedaMetricTrigger, KedaCronTrigger, KedaResourceTrigger {
    /** What {@link #queue(String)} aims at, in messages per replica. */
    long DEFAULT_TARGET_QUEUE_SIZE = 5;

    /**
     * A backlog, with KEDA's defaults: 5 messages per replica, active above 0 (KEDA's {@code temporal} trigger).
     *
     * @param name the trigger's name; empty for none; not null
     * @return the trigger
     */
    static KedaTrigger queue(String name) {
        return queue(name, DEFAULT_TARGET_QUEUE_SIZE, 0);
    }

    /**
     * A backlog (KEDA's {@code temporal} trigger). Its value is the number of waiting messages.
     *
     * @param name the trigger's name; empty for none; not null
     * @param targetQueueSize messages per replica; KEDA takes 0 and more, the HPA refuses 0
     * @param activationTargetQueueSize messages above which, and not at which, the trigger is active
     * @return the trigger
     */
    static KedaTrigger queue(String name, long targetQueueSize, long activationTargetQueueSize) {
        return KedaMetricTrigger.of(
                KedaTriggerType.TEMPORAL,
                name,
                Long.toString(targetQueueSize),
                Long.toString(activationTargetQueueSize));
    }

    /**
     * The result of a query (KEDA's {@code prometheus} trigger). A result below 0 counts as 0. One that is NaN or infinite is a
     * failure, so that nothing shrinks, unless {@link #withIgnoreNullValues} says otherwise, as KEDA's own default does.
     *
     * @param name the trigger's name; empty for none; not null
     * @param threshold the target, above 0 after rounding
     * @param activationThreshold the value above which, and not at which, the trigger is active; KEDA's default is 0
     * @return the trigger
     */
    static KedaTrigger prometheus(String name, double threshold, double activationThreshold) {
        return KedaMetricTrigger.of(
                        KedaTriggerType.PROMETHEUS,
                        name,
                        KedaMetricTrigger.text(threshold),
                        KedaMetricTrigger.text(activationThreshold))
                .withIgnoreNullValues(false);
    }

    /**
     * A count of replicas in a window of time (KEDA's {@code cron} trigger), as {@link dev.autoscale.policies.schedule.CronWindow#keda} sees the window. It
     * needs no value. Within the window it is a total of {@code desiredReplicas} with a target of 1 per replica, so the HPA's
     * tolerance holds for it; outside of it a total of 0. It is active within the window, whatever it asks for.
     *
     * <p>Between two transitions it costs O(1), at one a few searches. It allocates nothing.
     *
     * @param name the trigger's name; empty for none; not null
     * @param timezone a name of the IANA database, or empty for UTC (KEDA's {@code Local} is none); not null
     * @param start five fields under {@link dev.autoscale.policies.schedule.CronExpression.Grammar#KEDA}; not null
     * @param end as the start; not null, not the same text
     * @param desiredReplicas replicas in the window; not 0; a negative number asks for none, but is active
     * @return the trigger
     */
    static KedaTrigger cron(String name, String timezone, String start, String end, int desiredReplicas) {
        return KedaCronTrigger.of(name, timezone, start, end, desiredReplicas);
    }

    /**
     * A ratio to another workload (KEDA's {@code kubernetes-workload} trigger, {@link KubernetesWorkloadTrigger}). Its value is
     * the number of pods, or of nodes.
     *
     * @param name the trigger's name; empty for none; not null
     * @param value pods of the other workload per replica, above 0 also after rounding
     * @param activationValue the count above which, and not at which, the trigger is active; KEDA's default is 0
     * @return the trigger
     */
    static KedaTrigger workload(String name, double value, double activationValue) {
        return KedaMetricTrigger.of(
                KedaTriggerType.WORKLOAD, name, KedaMetricTrigger.text(value), KedaMetricTrigger.text(activationValue));
    }

    /**
     * The cpu of the pods. It neither keeps the workload from zero nor brings it back. Its metric is called {@code cpu}.
     *
     * @param utilizationPercent whole percent of the requests, at least 1
     * @return the trigger
     */
    static KedaTrigger cpu(int utilizationPercent) {
        return KedaResourceTrigger.utilization(KedaResourceTrigger.CPU, utilizationPercent);
    }

    /**
     * The cpu of the pods, in cores; otherwise as {@link #cpu(int)}.
     *
     * @param averageValue cores per replica, above 0; not null
     * @return the trigger
     */
    static KedaTrigger cpu(Quantity averageValue) {
        return KedaResourceTrigger.average(KedaResourceTrigger.CPU, averageValue);
    }

    /**
     * The memory of the pods. It neither keeps the workload from zero nor brings it back. Its metric is called {@code memory}.
     *
     * @param utilizationPercent whole percent of the requests, at least 1
     * @return the trigger
     */
    static KedaTrigger memory(int utilizationPercent) {
        return KedaResourceTrigger.utilization(KedaResourceTrigger.MEMORY, utilizationPercent);
    }

    /**
     * The memory of the pods, in bytes; otherwise as {@link #memory(int)}.
     *
     * @param averageValue bytes per replica, above 0; not null
     * @return the trigger
     */
    static KedaTrigger memory(Quantity averageValue) {
        return KedaResourceTrigger.average(KedaResourceTrigger.MEMORY, averageValue);
    }

    /**
     * A trigger of any type, as a manifest has it.
     *
     * <pre>{@code
     * KedaTrigger orders = KedaTrigger.of("aws-sqs-queue", "orders", Map.of("queueLength", "20"), null);
     * }</pre>
     *
     * <p>The target and the activation value stand under the keys of its type ({@link KedaTriggerType}) and are read as the Go
     * language reads numbers. {@code ignoreNullValues} holds by default for {@code prometheus} and {@code loki}, as in KEDA.
     *
     * @param type KEDA's name of the type; not null
     * @param name the trigger's name; empty for none; not null
     * @param metadata all settings, copied; not null
     * @param metricType as in {@link #metricType}; null if not given
     * @return the trigger, raw: what is wrong with it {@link ScaledObject#violations} tells, and what has no effect {@link
     *     ScaledObject#warnings}
     */
    static KedaTrigger of(String type, String name, Map<String, String> metadata, @Nullable String metricType) {
        if (type.equals(KedaCronTrigger.TYPE)) {
            return new KedaCronTrigger(name, metricType, metadata);
        }
        return KedaResourceTrigger.isType(type)
                ? new KedaResourceTrigger(type, name, metricType, metadata)
                : new KedaMetricTrigger(type, name, metricType, metadata, null);
    }

    /** {@return the trigger's name} Empty for none. */
    String name();

    /**
     * KEDA's name of this type of trigger.
     *
     * @return such as {@code prometheus}
     */
    String kedaType();

    /**
     * {@return what the target is compared with} {@code AverageValue} (the total per replica), {@code Value} (the value
     * itself), {@code Utilization}, or what else was given; null if not given, which means {@code AverageValue}.
     */
    @Nullable
    String metricType();

    /** {@return all settings of the type, by KEDA's names, as a manifest has them} In their order; cannot be changed. */
    Map<String, String> metadata();

    /**
     * This trigger with another {@code metricType}. KEDA knows {@code AverageValue} and {@code Value}, for cpu and memory
     * {@code Utilization} and {@code AverageValue}. Unlike KEDA, a cron trigger takes {@code AverageValue} only: the ratio of
     * a count of replicas to 1 would multiply the replicas without end.
     *
     * @param metricType not null
     * @return the changed trigger
     */
    default KedaTrigger withMetricType(String metricType) {
        Objects.requireNonNull(metricType, "metricType");
        if (this instanceof KedaMetricTrigger metric) {
            return new KedaMetricTrigger(kedaType(), name(), metricType, metadata(), metric.givenTarget());
        }
        return of(kedaType(), name(), metadata(), metricType);
    }

    /**
     * This trigger with another target. It is written into the {@link #metadata} of a type whose target stands there; that of an
     * {@code external} trigger, and of a type that nobody here knows, is told by the scaler in a cluster and by this here, and no
     * manifest holds it.
     *
     * @param target the amount of load for each replica, above 0 after rounding
     * @return the changed trigger
     * @throws IllegalArgumentException if this is a cron, cpu or memory trigger
     */
    default KedaTrigger withTarget(double target) {
        if (!(this instanceof KedaMetricTrigger metric)) {
            throw new IllegalArgumentException("must be a trigger with a target of its own: type=" + kedaType());
        }
        KedaTriggerType type = metric.type();
        return type == null
                ? new KedaMetricTrigger(kedaType(), name(), metricType(), metadata(), target)
                : metric.withMetadata(type.targetKey(metadata()), KedaMetricTrigger.text(target));
    }

    /**
     * This trigger with what becomes of a result that is NaN or infinite ({@code ignoreNullValues} of KEDA's {@code prometheus}
     * trigger, there true by default). An empty result is {@link dev.autoscale.Observation#noSeries} or {@link
     * dev.autoscale.Observation#failed} by the same choice, which is the caller's.
     *
     * @param ignores true for 0, false for a failure (the default here)
     * @return the changed trigger; a cron, cpu or memory trigger as it is
     */
    default KedaTrigger withIgnoreNullValues(boolean ignores) {
        return this instanceof KedaMetricTrigger metric
                ? metric.withMetadata(KedaMetricTrigger.IGNORE_NULL_VALUES, Boolean.toString(ignores))
                : this;
    }
}
