package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trigger that asks for replicas in a window of time. Immutable. */
record KedaCronTrigger(String name, @Nullable String metricType, Map<String, String> metadata) implements KedaTrigger {
    static final String TYPE = "cron";
    static final String TIMEZONE = "timezone";
    static final String START = "start";
    static final String END = "end";
    static final String DESIRED_REPLICAS = "desiredReplicas";

    KedaCronTrigger {
        Objects.requireNonNull(name, "name");
        metadata = KedaMetricTrigger.copy(metadata);
    }

    static KedaTrigger of(String name, String timezone, String start, String end, int desiredReplicas) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(TIMEZONE, Objects.requireNonNull(timezone, TIMEZONE));
        metadata.put(START, Objects.requireNonNull(start, START));
        metadata.put(END, Objects.requireNonNull(end, END));
        metadata.put(DESIRED_REPLICAS, Integer.toString(desiredReplicas));
        return new KedaCronTrigger(name, null, metadata);
    }

    @Override
    public String kedaType() {
        return TYPE;
    }

    String timezone() {
        return metadata.getOrDefault(TIMEZONE, "");
    }

    String start() {
        return metadata.getOrDefault(START, "");
    }

    String end() {
        return metadata.getOrDefault(END, "");
    }

    boolean hasWholeReplicas() {
        return GoText.int64(metadata.getOrDefault(DESIRED_REPLICAS, "")) != GoText.NO_INTEGER;
    }

    /** 0, which KEDA refuses, if it is no whole number. */
    int desiredReplicas() {
        long replicas = GoText.int64(metadata.getOrDefault(DESIRED_REPLICAS, ""));
        return !hasWholeReplicas() ? 0 : (int) Math.max(Integer.MIN_VALUE, Math.min(replicas, Integer.MAX_VALUE));
    }

    ZoneId zone() {
        return CronExpression.zone(timezone());
    }

    static CronExpression expression(String text, ZoneId zone) {
        return CronExpression.parse(text, zone, CronExpression.Grammar.KEDA);
    }

    boolean isAverage() {
        return metricType == null || metricType.equals(KedaMetricTrigger.AVERAGE_VALUE);
    }

    /** What cannot be read fails in every decision: KEDA then scales nothing. */
    MetricSpec metric(String id) {
        return MetricSpec.source(id, source()).activationMilli(0);
    }

    KedaCronSource source() {
        if (!isAverage()) {
            return KedaCronSource.failing("metricType must be AverageValue: metricType=" + metricType);
        }
        try {
            ZoneId zone = zone();
            return KedaCronSource.of(
                    CronWindow.keda(expression(start(), zone), expression(end(), zone)), desiredReplicas());
        } catch (IllegalArgumentException e) {
            return KedaCronSource.failing(String.valueOf(e.getMessage()));
        }
    }
}
