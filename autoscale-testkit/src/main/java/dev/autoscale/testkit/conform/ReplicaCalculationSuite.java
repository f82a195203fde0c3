package dev.autoscale.testkit.conform;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.Map;

/** Single decisions of the calculators of one metric. */
final class ReplicaCalculationSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        MetricSpec metric = metric(row);
        AutoscalerSpec spec = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .metric(metric)
                .scaleDown(ScalingRules.rules().tolerance(row.doubleAt(5)))
                .scaleUp(ScalingRules.rules().tolerance(row.doubleAt(6)))
                .cpuInitializationPeriod(Duration.ofMillis(row.longAt(9)))
                .initialReadinessDelay(Duration.ofMillis(row.longAt(10)))
                .kubernetesArithmetic()
                .buildUnchecked();
        Observation in = spec.newObservation().at(row.longAt(2)).replicas(row.intAt(3));
        Map<String, Integer> pods = PodsText.list(row.text(11), in);
        PodsText.values(0, metric.kind().toString(), row.text(12), pods, in);
        MetricProposal out = new MetricProposal(metric);
        spec.calculator(0).propose(in, out);
        boolean found = out.status().hasProposal();
        report.compare(row.text(0))
                .column("outcome", row.text(13), outcome(out.status()))
                .column("outReplicas", row.text(14), found ? Integer.toString(out.replicas()) : "-")
                .column("outUsage", row.text(15), found ? usage(metric, out) : "-")
                .column("outRaw", row.text(16), found ? raw(metric, out) : "-")
                .end();
    }

    private static MetricSpec metric(Row row) {
        long target = row.longAt(4);
        return switch (row.text(1)) {
            case "resourceUtilization" -> resource(row).averageUtilization(Math.toIntExact(target));
            case "resourceRaw" -> resource(row).averageValueMilli(target);
            case "pods" -> MetricSpec.pods("m0").averageValueMilli(target);
            case "object" -> MetricSpec.object("m0").valueMilli(target);
            case "objectPerPod" -> MetricSpec.object("m0").averageValueMilli(target);
            case "external" -> MetricSpec.external("m0").valueMilli(target);
            case "externalPerPod" -> MetricSpec.external("m0").averageValueMilli(target);
            default -> throw new IllegalArgumentException("fn must be known: fn=" + row.text(1));
        };
    }

    private static MetricSpec.NeedsTarget resource(Row row) {
        return row.isAbsent(8)
                ? MetricSpec.resource(row.text(7))
                : MetricSpec.containerResource(row.text(7), row.text(8));
    }

    private static String outcome(MetricProposal.Status status) {
        if (status.hasProposal()) {
            return "OK";
        }
        return status == MetricProposal.Status.FETCH_FAILED ? "METRICS_FETCH" : status.name();
    }

    private static String usage(MetricSpec metric, MetricProposal out) {
        return switch (metric.target()) {
            case UTILIZATION -> Long.toString(out.utilizationPercent());
            case VALUE -> Long.toString(out.totalMilli());
            default -> Long.toString(out.averageMilli());
        };
    }

    private static String raw(MetricSpec metric, MetricProposal out) {
        return metric.target() == MetricSpec.Target.UTILIZATION ? Long.toString(out.averageMilli()) : "-";
    }
}
