package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HPA's calculators, its stabilization and limits, and the rules of its specs. */
final class HpaVectors {
    private HpaVectors() {}

    /** Specs that the API server accepted or refused, with every broken rule in its order. */
    static void validation(Row row, VectorReport report) {
        HorizontalPodAutoscaler hpa = new HorizontalPodAutoscaler(
                HpaText.TARGET,
                row.optionalInt(1),
                row.isAbsent(2) ? 0 : row.intAt(2),
                row.rows(13, "\\|", ";").map(HpaVectors::metric).toList(),
                row.flag(4) ? HpaText.behavior(row.from(5)) : null);
        List<Violation> violations = hpa.violations(row.flag(3));
        String errors = violations.stream()
                .map(violation -> violation.path() + "=" + violation.type())
                .collect(Collectors.joining(","));
        report.compare(row.text(0), row.from(14))
                .column("valid", violations.isEmpty())
                .column("errors", errors.isEmpty() ? "-" : errors)
                .end();
    }

    private static HpaMetric metric(Row row) {
        String type = row.optionalText(1);
        HpaMetric.Target target =
                new HpaMetric.Target(type == null ? "" : type, quantity(row, 4), quantity(row, 3), row.optionalInt(2));
        String name = row.text(0).contains("Resource") ? "cpu" : "m0";
        return HpaText.metric(row.text(0), name, "a", target);
    }

    private static @Nullable Quantity quantity(Row row, int column) {
        return row.isAbsent(column) ? null : Quantity.ofMilli(row.longAt(column));
    }

    /** Sequences in which the metric's proposal is given: stabilization, limits, events and conditions, in both modes. */
    static Suite behavior(Workload.Home home) {
        return new Sequences<>("row", "S", row -> new Behavior(row, home)).on("T", Behavior::step);
    }

    private static final class Behavior {
        private final HorizontalPodAutoscaler hpa;
        private final Workload workload;
        private final Observation in;
        private final Decision out;

        Behavior(Row row, Workload.Home home) {
            boolean legacy = row.oneOf(2, "mode", Map.of("legacy", true, "behavior", false));
            HpaMetric metric = HpaMetric.object(HpaText.SERVICE, "m0", HpaText.target("AverageValue", 1000));
            hpa = new HorizontalPodAutoscaler(
                    HpaText.TARGET,
                    row.optionalInt(3),
                    row.intAt(4),
                    List.of(metric),
                    legacy ? null : HpaText.behavior(row.from(6)));
            AutoscalerSpec spec = HpaText.controller(hpa)
                    .tolerance(0)
                    .downscaleStabilization(row.millisAt(5))
                    .buildUnchecked();
            workload = home.add(spec);
            in = spec.newObservation();
            out = spec.newDecision();
        }

        void step(Row row, VectorReport report) {
            long nowMillis = row.longAt(3);
            in.at(nowMillis).replicas(row.intAt(4));
            if (row.isAbsent(5)) {
                in.failed(0);
            } else {
                in.valueMilli(0, row.longAt(5) * 1000);
            }
            Autoscaler autoscaler = workload.autoscaler();
            autoscaler.decide(in, out);
            String scaleTo = HpaText.carryOut(autoscaler, out, nowMillis, row.flag(6));
            report.compare(row.text(1) + " step " + row.text(2), row.from(7))
                    .column("final", autoscaler.desiredReplicas())
                    .column("scaleTo", scaleTo)
                    .column("ableToScale", HpaText.condition(autoscaler, Condition.ABLE_TO_SCALE))
                    .column("scalingActive", HpaText.condition(autoscaler, Condition.SCALING_ACTIVE))
                    .column("scalingLimited", HpaText.condition(autoscaler, Condition.SCALING_LIMITED))
                    .column("rescaleReason", HpaText.rescaleReason(hpa, out, scaleTo))
                    .end();
        }
    }

    /** Single decisions of the calculators of one metric. */
    static void calculation(Row row, VectorReport report) {
        MetricSpec metric = calculated(row);
        AutoscalerSpec spec = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .metric(metric)
                .scaleDown(ScalingRules.rules().tolerance(row.doubleAt(5)))
                .scaleUp(ScalingRules.rules().tolerance(row.doubleAt(6)))
                .cpuInitializationPeriod(row.millisAt(9))
                .initialReadinessDelay(row.millisAt(10))
                .kubernetesArithmetic()
                .buildUnchecked();
        Observation in = spec.newObservation().at(row.longAt(2)).replicas(row.intAt(3));
        Map<String, Integer> pods = PodsText.list(row, 11, in);
        PodsText.values(0, metric.kind().toString(), row, 12, pods, in);
        MetricProposal out = new MetricProposal(metric);
        spec.calculator(0).propose(in, out);
        boolean found = out.status().hasProposal();
        boolean isShare = metric.target() == MetricSpec.Target.UTILIZATION;
        report.compare(row.text(0), row.from(13))
                .column("outcome", outcome(out.status()))
                .column("outReplicas", found ? Integer.toString(out.replicas()) : "-")
                .column("outUsage", found ? Long.toString(usage(metric, out)) : "-")
                .column("outRaw", found && isShare ? Long.toString(out.averageMilli()) : "-")
                .end();
    }

    private static MetricSpec calculated(Row row) {
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

    private static long usage(MetricSpec metric, MetricProposal out) {
        return switch (metric.target()) {
            case UTILIZATION -> out.utilizationPercent();
            case VALUE -> out.totalMilli();
            default -> out.averageMilli();
        };
    }
}
