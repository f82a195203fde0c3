package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trigger that the HPA measures at the pods. Immutable. */
record KedaResourceTrigger(
        String kedaType, String name, @Nullable String metricType, Map<String, String> metadata)
        implements KedaTrigger {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    static final String UTILIZATION = HpaMetric.Target.UTILIZATION;
    static final String VALUE_KEY = "value";

    KedaResourceTrigger {
        Objects.requireNonNull(name, "name");
        metadata = KedaMetricTrigger.copy(metadata);
    }

    static KedaTrigger utilization(String resource, int percent) {
        return new KedaResourceTrigger(resource, "", UTILIZATION, Map.of(VALUE_KEY, Integer.toString(percent)));
    }

    static KedaTrigger average(String resource, Quantity value) {
        Map<String, String> metadata =
                Map.of(VALUE_KEY, Objects.requireNonNull(value, "averageValue").toString());
        return new KedaResourceTrigger(resource, "", KedaMetricTrigger.AVERAGE_VALUE, metadata);
    }

    static boolean isType(String type) {
        return type.equals(CPU) || type.equals(MEMORY);
    }

    /** The value as it is written; empty if it is not given. */
    String text() {
        return metadata.getOrDefault(VALUE_KEY, "");
    }

    /** Whole percent of 32 bits; empty if the value is something else. */
    Optional<Integer> percent() {
        return GoText.int32(text());
    }

    boolean isQuantity() {
        return quantity().isPresent();
    }

    /** 0 if the value is none. */
    Quantity value() {
        return quantity().orElseGet(() -> Quantity.ofMilli(0));
    }

    private Optional<Quantity> quantity() {
        try {
            return Optional.of(Quantity.parse(text()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What KEDA or the HPA would refuse has no target, and so fails in every decision. */
    MetricSpec metric(String id) {
        MetricSpec.NeedsTarget source = MetricSpec.resource(kedaType);
        MetricSpec metric = source.withoutTarget();
        Quantity value = value();
        int percent = percent().orElse(0);
        if (value.signum() > 0 && KedaMetricTrigger.AVERAGE_VALUE.equals(metricType)) {
            metric = source.averageValueMilli(value.milliValue());
        } else if (percent > 0 && UTILIZATION.equals(metricType)) {
            metric = source.averageUtilization(percent);
        }
        return metric.id(id);
    }
}
