package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.HpaMetric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trigger with a value from outside of the workload. Immutable. */
record KedaMetricTrigger(
        Type type,
        String name,
        @Nullable String metricType,
        double target,
        double activation,
        boolean ignoresNullValues)
        implements KedaTrigger {
    static final String AVERAGE_VALUE = HpaMetric.Target.AVERAGE_VALUE;
    static final String VALUE = HpaMetric.Target.VALUE;

    /** The types, with the names of their settings. */
    enum Type {
        QUEUE("temporal", "targetQueueSize", "activationTargetQueueSize"),
        PROMETHEUS("prometheus", "threshold", "activationThreshold"),
        WORKLOAD("kubernetes-workload", "value", "activationValue");

        final String keda;
        final String targetName;
        final String activationName;

        Type(String keda, String targetName, String activationName) {
            this.keda = keda;
            this.targetName = targetName;
            this.activationName = activationName;
        }
    }

    KedaMetricTrigger(Type type, String name, double target, double activation) {
        this(type, name, null, target, activation, false);
    }

    KedaMetricTrigger {
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String kedaType() {
        return type.keda;
    }

    long targetMilli() {
        return KedaRounding.toMilli(target);
    }

    long activationMilli() {
        return activationMilli(activation);
    }

    /**
     * Values are rounded up to thousandths and compared with this, so the threshold is rounded down, in its decimals: 1.001
     * is 1001, not the 1000 that multiplying doubles gives.
     */
    static long activationMilli(double activation) {
        if (!Double.isFinite(activation)) {
            return activation == Double.NEGATIVE_INFINITY ? -Long.MAX_VALUE : Long.MAX_VALUE; // nothing exceeds NaN
        }
        BigInteger milli = BigDecimal.valueOf(activation)
                .movePointRight(3)
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
        return milli.max(BigInteger.valueOf(-Long.MAX_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** What KEDA or the HPA would refuse has no target, and so fails in every decision. */
    MetricSpec metric(String id) {
        MetricSpec.NeedsTarget source = MetricSpec.external(id);
        MetricSpec metric = source.withoutTarget();
        if (targetMilli() > 0 && VALUE.equals(metricType)) {
            metric = source.valueMilli(targetMilli());
        } else if (targetMilli() > 0 && (metricType == null || AVERAGE_VALUE.equals(metricType))) {
            metric = source.averageValueMilli(targetMilli());
        }
        MetricSpec.SampleRule notFinite = ignoresNullValues ? MetricSpec.SampleRule.ZERO : MetricSpec.SampleRule.FAIL;
        return metric.activationMilli(activationMilli())
                .negative(MetricSpec.SampleRule.ZERO)
                .notFinite(notFinite);
    }
}
