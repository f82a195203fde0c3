package dev.autoscale.policies.keda;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trigger that asks for replicas in a window of time. Immutable. */
record KedaCronTrigger(
        String name, @Nullable String metricType, String timezone, String start, String end, int desiredReplicas)
        implements KedaTrigger {
    static final String TYPE = "cron";

    KedaCronTrigger {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(timezone, "timezone");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    @Override
    public String kedaType() {
        return TYPE;
    }

    ZoneId zone() {
        return CronExpression.zone(timezone);
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
            return KedaCronSource.of(CronWindow.keda(expression(start, zone), expression(end, zone)), desiredReplicas);
        } catch (IllegalArgumentException e) {
            return KedaCronSource.failing(String.valueOf(e.getMessage()));
        }
    }
}
