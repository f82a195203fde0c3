package dev.autoscale.policies.keda;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.util.Map;
import java.util.Optional;

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
     * Reads the metadata as KEDA does, with Go's rules for numbers and for true and false.
     *
     * @param metadata {@code value}, {@code activationValue} and {@code groupByNode}; other keys, and empty texts, count for nothing
     * @return the trigger
     * @throws IllegalArgumentException that names every value that KEDA refuses
     */
    public static KubernetesWorkloadTrigger of(Map<String, String> metadata) {
        Violation.Collector broken = new Violation.Collector();
        double value = number(broken, metadata, "value");
        double activationValue = number(broken, metadata, "activationValue");
        String byNode = metadata.getOrDefault("groupByNode", "");
        broken.requireBound(
                byNode.isEmpty() || GoText.bool(byNode).isPresent(),
                "a boolean as Go writes it: 1, t, T, TRUE, true, True, 0, f, F, FALSE, false or False",
                "groupByNode",
                byNode);
        broken.throwIfAny();
        return new KubernetesWorkloadTrigger(value, activationValue);
    }

    private static double number(Violation.Collector broken, Map<String, String> metadata, String name) {
        String text = metadata.getOrDefault(name, "");
        Optional<Double> number = text.isEmpty() ? Optional.of(0.0) : GoFloat.parse(text);
        broken.requireBound(number.isPresent(), "a number", name, text);
        return number.orElse(1.0);
    }

    /**
     * Whether the nodes of the pods are to be counted instead of the pods.
     *
     * @param metadata as for {@link #of}
     * @return true if {@code groupByNode} is one of Go's words for true
     */
    public static boolean countsNodes(Map<String, String> metadata) {
        return GoText.bool(metadata.getOrDefault("groupByNode", "")).orElse(false);
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
