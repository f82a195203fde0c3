package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.kubernetes.HpaMetric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trigger with a value from outside of the workload. Immutable.
 *
 * @param givenTarget the target of a trigger whose metadata has none; null if it is not known
 */
record KedaMetricTrigger(
        String kedaType,
        String name,
        @Nullable String metricType,
        Map<String, String> metadata,
        @Nullable Double givenTarget)
        implements KedaTrigger {
    static final String AVERAGE_VALUE = HpaMetric.Target.AVERAGE_VALUE;
    static final String VALUE = HpaMetric.Target.VALUE;
    static final String EXTERNAL = "external";
    static final String EXTERNAL_PUSH = "external-push";
    static final String IGNORE_NULL_VALUES = "ignoreNullValues";

    /** Below it a whole number is written in its digits. */
    private static final double MAX_PLAIN = 1e15;

    KedaMetricTrigger {
        Objects.requireNonNull(kedaType, "type");
        Objects.requireNonNull(name, "name");
        metadata = copy(metadata);
    }

    /** A trigger of a type whose metadata holds both numbers. */
    static KedaMetricTrigger of(String type, String name, String target, String activation) {
        KedaTriggerType known = KedaTriggerType.named(type).orElseThrow();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(known.targetKey(), target);
        metadata.put(known.activationKeys().get(0), activation);
        return new KedaMetricTrigger(type, name, null, metadata, null);
    }

    /** A copy in the same order. */
    static Map<String, String> copy(Map<String, String> metadata) {
        Map<String, String> copy = new LinkedHashMap<>();
        metadata.forEach(
                (key, value) -> copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return Collections.unmodifiableMap(copy);
    }

    /** A number that Go reads as the same one. */
    static String text(double number) {
        return Math.abs(number) < MAX_PLAIN
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    /** Null for external triggers and for types that nobody here knows. */
    @Nullable
    KedaTriggerType type() {
        return KedaTriggerType.named(kedaType).orElse(null);
    }

    boolean isExternal() {
        return kedaType.equals(EXTERNAL) || kedaType.equals(EXTERNAL_PUSH);
    }

    KedaMetricTrigger withMetadata(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(metadata);
        changed.put(key, value);
        return new KedaMetricTrigger(kedaType, name, metricType, changed, givenTarget);
    }

    /** What one replica is there for; NaN if it is not known, or no number. */
    double target() {
        KedaTriggerType type = type();
        if (givenTarget != null || type == null) {
            return givenTarget == null ? Double.NaN : givenTarget;
        }
        String text = metadata.getOrDefault(type.targetKey(metadata), "");
        Double otherwise = type.defaultTarget();
        return !text.isEmpty() ? type.number(text) : otherwise == null ? Double.NaN : otherwise;
    }

    /** The key of the activation value; empty if there is none. */
    String activationKey() {
        KedaTriggerType type = type();
        return type == null ? "" : type.activationKey(metadata).orElse("");
    }

    /** NaN if it is no number. */
    double activation() {
        KedaTriggerType type = type();
        String text = metadata.getOrDefault(activationKey(), "");
        return type == null || text.isEmpty() ? 0 : type.number(text);
    }

    /** By default as KEDA does for the two types that have such a setting. */
    boolean ignoresNullValues() {
        boolean otherwise = kedaType.equals(KedaTriggerType.PROMETHEUS) || kedaType.equals(KedaTriggerType.LOKI);
        return GoText.bool(metadata.getOrDefault(IGNORE_NULL_VALUES, "")).orElse(otherwise);
    }

    long targetMilli() {
        return KedaRounding.toMilli(target());
    }

    long activationMilli() {
        return activationMilli(activation());
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
        MetricSpec.SampleRule notFinite = ignoresNullValues() ? MetricSpec.SampleRule.ZERO : MetricSpec.SampleRule.FAIL;
        return metric.activationMilli(activationMilli())
                .negative(MetricSpec.SampleRule.ZERO)
                .notFinite(notFinite);
    }
}
