package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KedaCondition;
import dev.autoscale.policies.keda.KedaFallback;
import dev.autoscale.policies.keda.KedaFallback.MetricType;
import dev.autoscale.policies.keda.KedaFallbackDecision;
import dev.autoscale.policies.keda.KedaFallbackInput;
import org.jspecify.annotations.Nullable;

/** What KEDA served for a metric that could, or could not, be read. */
final class FallbackSuite implements Suite {
    private static final String METRIC = "m";
    private static final int FIRST_OUTPUT = 15;

    private final KedaFallbackInput in = new KedaFallbackInput();
    private final KedaFallbackDecision out = new KedaFallbackDecision();

    @Override
    public void row(Row row, Report report) {
        feed(row);
        fallback(row).decide(in, out);
        boolean metric = out.outcome().hasMetric();
        KedaFallbackDecision.Health health = out.health();
        Row expected = row.from(FIRST_OUTPUT);
        report.compare(String.join(" ", row.text(1), row.text(2), row.text(3), row.text(11)))
                .column("outcome", expected.text(0), metric ? "metric" : "error")
                .column("metricName", expected.text(1), metric ? out.metricName() : "-")
                .column("valueMilli", expected.text(2), metric ? Long.toString(out.valueMilli()) : "-")
                .column("fallbackActive", expected.text(3), out.isFallbackActive() ? "1" : "0")
                .column("failuresAfter", expected.text(4), health == null ? "-" : Integer.toString(out.failures()))
                .column("healthStatus", expected.text(5), Row.orAbsent(health))
                .column("condFallback", expected.text(6), condition(out.fallbackCondition()))
                .end();
    }

    private static KedaFallback fallback(Row row) {
        KedaFallback.Builder builder =
                KedaFallback.builder(METRIC, row.doubleAt(5)).triggerType(type(row, 4));
        if (row.flag(0)) {
            builder.fallback(row.intAt(2), row.intAt(3)).behavior(KedaText.optional(row, 1));
        }
        String target = KedaText.optional(row, 6);
        if (target != null) {
            builder.scalingModifiers(target, type(row, 7));
        }
        return builder.build();
    }

    private void feed(Row row) {
        if (row.flag(12)) {
            in.failed();
        } else {
            in.measured(row.longAt(13) * 1000);
        }
        in.failuresBefore(row.isAbsent(11) ? KedaFallbackDecision.NO_ENTRY : row.intAt(11));
        in.readyPods(row.intAt(9));
        if (!row.flag(10)) {
            in.replicas(row.intAt(8));
        }
    }

    private static MetricType type(Row row, int column) {
        return row.text(column).equals("Value") ? MetricType.VALUE : MetricType.AVERAGE_VALUE;
    }

    private static String condition(@Nullable KedaCondition condition) {
        return condition == null ? "Unknown:" : KedaText.of(condition);
    }
}
