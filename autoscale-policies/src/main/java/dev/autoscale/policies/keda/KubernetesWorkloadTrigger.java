package dev.autoscale.policies.keda;

import dev.autoscale.Violation;

/**
 * KEDA's {@code kubernetes-workload} trigger: one replica per so many pods of another workload. Immutable and thread-safe; no
 * question allocates.
 *
 * <p>The metric is a count that the caller observes: pods of the other workload that are neither succeeded nor failed, or the
 * distinct nodes they run on. The HPA then wants {@code ceil(count / value)} replicas.
 *
 * @param value pods per replica, greater than 0; below half a milli-unit its target is 0
 * @param activationValue the trigger is active above (not at) this count; KEDA's default is 0
 */
public record KubernetesWorkloadTrigger(double value, double activationValue) {
    /**
     * Checks the values.
     *
     * @param value greater than 0
     * @param activationValue not NaN
     * @throws IllegalArgumentException if the value is not greater than 0 or one of them is NaN
     */
    public KubernetesWorkloadTrigger {
        Violation.Collector broken = new Violation.Collector();
        broken.requireBound(value > 0, "> 0", "value", value);
        broken.requireBound(!Double.isNaN(activationValue), "a number", "activationValue", activationValue);
        broken.throwIfAny();
    }

    /**
     * Whether a count keeps the workload from being scaled to zero.
     *
     * @param count pods or nodes
     * @return true if the count is greater than {@link #activationValue}
     */
    public boolean isActive(long count) {
        return count > activationValue;
    }

    /** {@return the HPA's target average value} Milli-units, as {@link KedaRounding} rounds. */
    public long targetMilli() {
        return KedaRounding.toMilli(value);
    }
}
