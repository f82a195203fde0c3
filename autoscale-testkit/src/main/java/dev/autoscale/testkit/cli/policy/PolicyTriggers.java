package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.schedule.CronExpression;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The triggers of a KEDA file, with KEDA's names of their settings. */
final class PolicyTriggers {
    static final List<String> FIELDS = List.of(
            "type",
            "metricType",
            "targetQueueSize",
            "activationTargetQueueSize",
            "threshold",
            "activationThreshold",
            "timezone",
            "start",
            "end",
            "desiredReplicas",
            "value",
            "activationValue");

    private static final Map<String, List<String>> FIELDS_OF_TYPE = new TreeMap<>(Map.of(
            "queue", List.of("targetQueueSize", "activationTargetQueueSize"),
            "prometheus", List.of("threshold", "activationThreshold"),
            "workload", List.of("value", "activationValue"),
            "cron", List.of("timezone", "start", "end", "desiredReplicas"),
            "cpu", List.of("value"),
            "memory", List.of("value")));

    private final PolicyEntries entries;
    private final String name;

    private PolicyTriggers(PolicyEntries entries, String name) {
        this.entries = entries;
        this.name = name;
    }

    /** One trigger; null if it cannot even be judged. */
    static @Nullable KedaTrigger read(PolicyEntries entries, String name) {
        return new PolicyTriggers(entries, name).trigger();
    }

    private String key(String field) {
        return PolicyKeys.TRIGGERS.key(name, field);
    }

    private @Nullable KedaTrigger trigger() {
        require("type");
        List<String> fields = entries.choice(key("type"), FIELDS_OF_TYPE);
        if (fields == null) {
            return null;
        }
        String type = entries.text(key("type"), "");
        for (String field : FIELDS) {
            if (entries.has(key(field))
                    && !fields.contains(field)
                    && !List.of("type", "metricType").contains(field)) {
                entries.bad(key(field), "must not be given for the type " + type);
            }
        }
        KedaTrigger trigger = switch (type) {
            case "queue" -> queue();
            case "prometheus" -> prometheus();
            case "workload" -> workload();
            case "cron" -> cron();
            default -> resource(type.equals("cpu"));
        };
        String metricType = entries.text(key("metricType"));
        return metricType == null || trigger == null ? trigger : trigger.withMetricType(metricType);
    }

    private void require(String... fields) {
        for (String field : fields) {
            if (!entries.has(key(field))) {
                entries.bad(PolicyKeys.TRIGGERS.firstKey(entries, name), key(field), "must be given: " + key(field));
            }
        }
    }

    private double number(String field, double orElse) {
        Double number = entries.number(key(field));
        return number == null ? orElse : number;
    }

    private KedaTrigger queue() {
        Integer size = entries.integer(key("targetQueueSize"));
        Integer activation = entries.integer(key("activationTargetQueueSize"));
        return KedaTrigger.queue(
                name, size == null ? KedaTrigger.DEFAULT_TARGET_QUEUE_SIZE : size, activation == null ? 0 : activation);
    }

    private KedaTrigger prometheus() {
        require("threshold");
        return KedaTrigger.prometheus(name, number("threshold", 1), number("activationThreshold", 0));
    }

    private KedaTrigger workload() {
        require("value");
        return KedaTrigger.workload(name, number("value", 1), number("activationValue", 0));
    }

    /** Read here too, because these complaints point at a character. */
    private @Nullable KedaTrigger cron() {
        require("start", "end", "desiredReplicas");
        ZoneId zone = PolicyCron.zone(entries, key("timezone"), ZoneOffset.UTC);
        for (String field : List.of("start", "end")) {
            PolicyCron.expression(
                    entries, key(field), zone == null ? ZoneOffset.UTC : zone, CronExpression.Grammar.KEDA);
        }
        String start = entries.text(key("start"));
        String end = entries.text(key("end"));
        Integer desired = entries.integer(key("desiredReplicas"));
        if (start == null || end == null || desired == null) {
            return null;
        }
        return KedaTrigger.cron(name, entries.text(key("timezone"), ""), start, end, desired);
    }

    private @Nullable KedaTrigger resource(boolean isCpu) {
        require("value");
        if (entries.text(key("metricType"), "Utilization").equals("AverageValue")) {
            Quantity value = entries.quantity(key("value"));
            return value == null ? null : isCpu ? KedaTrigger.cpu(value) : KedaTrigger.memory(value);
        }
        Integer percent = entries.integer(key("value"));
        return percent == null ? null : isCpu ? KedaTrigger.cpu(percent) : KedaTrigger.memory(percent);
    }
}
