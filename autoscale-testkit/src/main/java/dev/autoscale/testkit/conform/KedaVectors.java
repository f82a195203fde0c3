package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KedaCondition;
import dev.autoscale.policies.keda.KedaFallback;
import dev.autoscale.policies.keda.KedaFallback.MetricType;
import dev.autoscale.policies.keda.KedaRounding;
import dev.autoscale.policies.keda.KubernetesWorkloadTrigger;
import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What KEDA makes of metrics, their failures, other workloads and queues; each row stands alone. */
final class KedaVectors {
    private static final String METRIC = "m";
    private static final String ERROR = "error";
    private static final Row NO_TRIGGER = new Row(ERROR, "-", "-", "-");

    private KedaVectors() {}

    /** A trigger's double, and the milli-units that KEDA publishes for it. */
    static void metricValue(Row row, VectorReport report) {
        double value = switch (row.text(0)) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> row.doubleAt(0);
        };
        long milli = KedaRounding.toMilli(value);
        report.compare(row.text(0), row.from(2))
                .column("milli", milli == Long.MAX_VALUE ? "-" : Long.toString(milli))
                .end();
    }

    /** What KEDA served for a metric that could, or could not, be read. */
    static void fallback(Row row, VectorReport report) {
        KedaFallback.Decision out = new KedaFallback.Decision();
        fallback(row).decide(fallbackInput(row), out);
        boolean metric = out.outcome().hasMetric();
        KedaFallback.Decision.Health health = out.health();
        KedaCondition condition = out.fallbackCondition();
        report.compare(String.join(" ", row.text(1), row.text(2), row.text(3), row.text(11)), row.from(15))
                .column("outcome", metric ? "metric" : ERROR)
                .column("metricName", metric ? out.metricName() : "-")
                .column("valueMilli", metric ? Long.toString(out.valueMilli()) : "-")
                .column("fallbackActive", out.isFallbackActive())
                .column("failuresAfter", health == null ? "-" : Integer.toString(out.failures()))
                .column("healthStatus", Row.orAbsent(health))
                .column("condFallback", condition == null ? "Unknown:" : text(condition))
                .end();
    }

    private static KedaFallback fallback(Row row) {
        ScaledObject.Fallback settings =
                row.flag(0) ? new ScaledObject.Fallback(row.intAt(2), row.intAt(3), optional(row, 1)) : null;
        KedaFallback fallback = KedaFallback.of(METRIC, type(row, 4), row.doubleAt(5), settings);
        // Modifiers that name only a type have an empty target.
        String target = optional(row, 6);
        boolean modifies = target != null || !row.isAbsent(7);
        return modifies ? fallback.withScalingModifiers(target == null ? "" : target, type(row, 7)) : fallback;
    }

    private static KedaFallback.Input fallbackInput(Row row) {
        KedaFallback.Input in = new KedaFallback.Input();
        if (row.flag(12)) {
            in.failed();
        } else {
            in.measured(row.longAt(13) * 1000);
        }
        in.failuresBefore(row.isAbsent(11) ? KedaFallback.Decision.NO_ENTRY : row.intAt(11));
        in.readyPods(row.intAt(9));
        if (!row.flag(10)) {
            in.replicas(row.intAt(8));
        }
        return in;
    }

    private static MetricType type(Row row, int column) {
        return row.text(column).equals("Value") ? MetricType.VALUE : MetricType.AVERAGE_VALUE;
    }

    /** How many jobs KEDA created for queues and jobs in progress. */
    static void scaledJob(Row row, VectorReport report) {
        ScaledJob.Builder job =
                ScaledJob.builder().kedaTexts(optional(row, 0), row.optionalInt(1), optional(row, 2), optional(row, 3));
        row.ifInt(4, job::minReplicaCount);
        row.ifInt(5, job::maxReplicaCount);
        ScaledJob.Input in = new ScaledJob.Input(4).jobs(row.intAt(7), row.intAt(8));
        row.rows(6, ";", ":").forEach(trigger -> addTrigger(trigger, in));
        ScaledJob.Decision out = new ScaledJob.Decision();
        job.buildUnchecked().decide(in, out);
        report.compare(row.text(0) + ' ' + row.text(6), row.from(10))
                .column("isActive", out.isActive())
                .column("isError", out.hasFailure())
                .column("queueLength", out.queueLength())
                .column("maxValue", out.maxValue())
                .column("effectiveMaxScale", out.effectiveMaxScale())
                .column("scaleTo", out.scaleTo())
                .column("jobsCreated", out.jobsToCreate())
                .end();
    }

    /** Only a target of type AverageValue asks for jobs. */
    private static void addTrigger(Row trigger, ScaledJob.Input in) {
        if (trigger.flag(4)) {
            in.failedTrigger();
        } else {
            double target = trigger.text(2).equals("A") ? trigger.doubleAt(1) : 0;
            in.trigger(trigger.doubleAt(0), target, trigger.flag(3));
        }
    }

    /** KEDA's trigger on the number of another workload's pods. Counting them is the caller's part, here the runner's. */
    static void workload(Row row, VectorReport report) {
        Row actual = workloadTrigger(row);
        report.compare(
                        String.join(" ", row.text(0), row.text(1), row.text(2), row.text(3)),
                        row.text(5).equals(ERROR) ? NO_TRIGGER : row.from(5))
                .column("newScaler", actual.text(0))
                .column("metric", actual.text(1))
                .column("active", actual.text(2))
                .column("hpaTargetMilli", actual.text(3))
                .end();
    }

    private static Row workloadTrigger(Row row) {
        try {
            Map<String, String> metadata = new HashMap<>();
            put(metadata, "value", row.text(0));
            put(metadata, "activationValue", row.text(1));
            put(metadata, "groupByNode", row.text(2));
            KubernetesWorkloadTrigger trigger = KubernetesWorkloadTrigger.of(metadata);
            long count = count(row.list(3, ","), KubernetesWorkloadTrigger.countsNodes(metadata));
            String active = trigger.isActive(count) ? "1" : "0";
            return new Row("ok", Long.toString(count), active, Long.toString(trigger.targetMilli()));
        } catch (IllegalArgumentException e) {
            return NO_TRIGGER;
        }
    }

    private static void put(Map<String, String> metadata, String key, String text) {
        if (!text.equals("-") && !text.equals("<absent>")) {
            metadata.put(key, text.equals("<empty>") ? "" : text);
        }
    }

    /** Pods that have not ended, or the distinct nodes that are known of them. */
    private static long count(Stream<String> pods, boolean byNode) {
        Stream<String> running = pods.filter(pod -> !pod.startsWith("S@") && !pod.startsWith("F@"));
        return byNode
                ? running.map(pod -> pod.substring(pod.indexOf('@') + 1))
                        .filter(node -> !node.isEmpty())
                        .distinct()
                        .count()
                : running.count();
    }

    /** Null if absent; the empty text has a word of its own. */
    static @Nullable String optional(Row row, int column) {
        return row.text(column).equals("<empty>") ? "" : row.optionalText(column);
    }

    static String text(@Nullable KedaCondition condition) {
        return condition == null ? "-" : condition.status() + ':' + condition.reason();
    }
}
