package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trigger that the HPA measures at the pods. Immutable. */
record KedaResourceTrigger(String kedaType, @Nullable String metricType, Quantity value) implements KedaTrigger {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    static final String UTILIZATION = HpaMetric.Target.UTILIZATION;

    KedaResourceTrigger {
        Objects.requireNonNull(value, "averageValue");
    }

    static KedaTrigger utilization(String resource, int percent) {
        return new KedaResourceTrigger(resource, UTILIZATION, Quantity.ofMilli(percent * 1000L));
    }

    static KedaTrigger average(String resource, Quantity value) {
        return new KedaResourceTrigger(resource, KedaMetricTrigger.AVERAGE_VALUE, value);
    }

    @Override
    public String name() {
        return "";
    }

    /** Whether the value is a whole number of 32 bits, as a utilization has to be. */
    boolean isWholePercent() {
        long milli = value.milliValue();
        return milli % 1000 == 0
                && Math.abs(milli / 1000) <= Integer.MAX_VALUE
                && Quantity.ofMilli(milli).equals(value);
    }

    /** What KEDA or the HPA would refuse has no target, and so fails in every decision. */
    MetricSpec metric(String id) {
        MetricSpec.NeedsTarget source = MetricSpec.resource(kedaType);
        MetricSpec metric = source.withoutTarget();
        if (value.signum() > 0 && KedaMetricTrigger.AVERAGE_VALUE.equals(metricType)) {
            metric = source.averageValueMilli(value.milliValue());
        } else if (value.signum() > 0 && UTILIZATION.equals(metricType) && isWholePercent()) {
            metric = source.averageUtilization((int) (value.milliValue() / 1000));
        }
        return metric.id(id);
    }
}
