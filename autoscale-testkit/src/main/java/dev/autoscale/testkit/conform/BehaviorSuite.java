package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sequences in which the metric's proposal is given: stabilization, limits, events and conditions, in both modes. */
final class BehaviorSuite implements Suite {
    private @Nullable Sequence sequence;

    private record Sequence(
            HorizontalPodAutoscaler hpa, Autoscaler autoscaler, Observation in, Decision out, String id) {}

    @Override
    public void row(Row row, Report report) {
        switch (row.text(0)) {
            case "S" -> sequence = start(row);
            case "T" -> step(row, report);
            default -> throw new IllegalArgumentException("record must be S or T: record=" + row.text(0));
        }
    }

    private static Sequence start(Row row) {
        boolean legacy = switch (row.text(2)) {
            case "legacy" -> true;
            case "behavior" -> false;
            default -> throw new IllegalArgumentException("mode must be known: mode=" + row.text(2));
        };
        HpaMetric metric = HpaMetric.object(HpaText.SERVICE, "m0", HpaText.target("AverageValue", 1000));
        HorizontalPodAutoscaler hpa = new HorizontalPodAutoscaler(
                HpaText.TARGET,
                row.optionalInt(3),
                row.intAt(4),
                List.of(metric),
                legacy ? null : HpaText.behavior(row.from(6)));
        AutoscalerSpec spec = HpaText.controller(hpa)
                .tolerance(0)
                .downscaleStabilization(Duration.ofMillis(row.longAt(5)))
                .buildUnchecked();
        return new Sequence(hpa, spec.newAutoscaler(), spec.newObservation(), spec.newDecision(), row.text(1));
    }

    private void step(Row row, Report report) {
        Sequence of = sequence;
        if (of == null || !of.id().equals(row.text(1))) {
            throw new IllegalArgumentException("a T record must follow its S record: id=" + row.text(1));
        }
        Autoscaler autoscaler = of.autoscaler();
        long nowMillis = row.longAt(3);
        int current = row.intAt(4);
        of.in().at(nowMillis).replicas(current);
        if (row.isAbsent(5)) {
            of.in().failed(0);
        } else {
            of.in().valueMilli(0, row.longAt(5) * 1000);
        }
        autoscaler.decide(of.in(), of.out());
        String scaleTo = HpaText.carryOut(autoscaler, of.out(), nowMillis, row.flag(6));
        report.compare(of.id() + " step " + row.text(2))
                .column("final", row.text(7), Integer.toString(autoscaler.desiredReplicas()))
                .column("scaleTo", row.text(8), scaleTo)
                .column("ableToScale", row.text(9), HpaText.condition(autoscaler, Condition.ABLE_TO_SCALE))
                .column("scalingActive", row.text(10), HpaText.condition(autoscaler, Condition.SCALING_ACTIVE))
                .column("scalingLimited", row.text(11), HpaText.condition(autoscaler, Condition.SCALING_LIMITED))
                .column("rescaleReason", row.text(12), HpaText.rescaleReason(of.hpa(), of.out(), scaleTo))
                .end();
    }
}
