package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One scenario of a whole controller, with pods and metrics, faults and changing bounds: the records S, M, T, P and V build it up,
 * and the record E compares.
 */
final class Reconciliation {
    /** The controller's constant. */
    private static final double SCALE_UP_FACTOR = 2.0;

    private final Row start;
    private final double scaleUpFactor;
    private final Workload.Home home;
    private final List<HpaMetric> metrics = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private @Nullable Step step;
    private @Nullable Workload workload;
    private String currentMetrics = "-";
    private Map<String, Integer> pods = Map.of();

    /** What holds from a T record on. */
    private record Step(Row row, HorizontalPodAutoscaler hpa, Observation in, Decision out) {}

    Reconciliation(Row start, double scaleUpFactor, Workload.Home home) {
        this.start = start;
        this.scaleUpFactor = scaleUpFactor;
        this.home = home;
    }

    /** Scenarios of several steps each. */
    static Suite suite(Workload.Home home) {
        return new Sequences<>("record", "S", row -> new Reconciliation(row, SCALE_UP_FACTOR, home))
                .on("M", Reconciliation::metric)
                .on("T", Reconciliation::step)
                .on("P", Reconciliation::pods)
                .on("V", Reconciliation::values)
                .on("E", (scenario, row, report) -> scenario.expect(row, report, true));
    }

    void metric(Row row) {
        types.add(row.text(3));
        HpaMetric.Target target = HpaText.target(row.optionalText(6), row.isAbsent(7) ? 0 : row.longAt(7));
        metrics.add(HpaText.metric(row.text(3), row.text(4), row.optionalText(5), target));
    }

    HorizontalPodAutoscaler hpa(@Nullable Integer min, int max) {
        HpaBehavior behavior = start.flag(9) ? HpaText.behavior(start.from(10)) : null;
        return new HorizontalPodAutoscaler(HpaText.TARGET, min, max, metrics, behavior);
    }

    AutoscalerSpec spec(HorizontalPodAutoscaler hpa) {
        return HpaText.controller(hpa)
                .scaleToZero(start.flag(4))
                .tolerance(start.doubleAt(5))
                .downscaleStabilization(start.millisAt(6))
                .cpuInitializationPeriod(start.millisAt(7))
                .initialReadinessDelay(start.millisAt(8))
                .legacyScaleUpFactor(scaleUpFactor)
                .buildUnchecked();
    }

    /** Goes on with a workload that has a history. */
    void resume(Workload primed) {
        workload = primed;
    }

    Row start() {
        return start;
    }

    void step(Row row) {
        HorizontalPodAutoscaler hpa = hpa(row.optionalInt(7), row.intAt(8));
        AutoscalerSpec spec = spec(hpa);
        long nowMillis = row.longAt(3);
        if (workload == null) {
            workload = home.add(spec);
        } else if (!workload.autoscaler().spec().equals(spec)) {
            workload.respec(spec, nowMillis);
        }
        Observation in = spec.newObservation().at(nowMillis);
        if (!row.isAbsent(4)) {
            in.replicas(row.intAt(4), row.intAt(5));
        }
        switch (row.text(6)) {
            case "get" -> in.replicasUnknown();
            case "noselector", "badselector" -> in.noUsableInput(Reason.INVALID_SELECTOR);
            case "ambiguousselector" -> in.noUsableInput(Reason.AMBIGUOUS_SELECTOR);
            case "update", "-" -> {}
            default -> throw new IllegalArgumentException("scaleFault must be known: scaleFault=" + row.text(6));
        }
        step = new Step(row, hpa, in, spec.newDecision());
    }

    void pods(Row row) {
        pods = PodsText.list(row, 3, current().in());
    }

    void values(Row row) {
        int metric = row.intAt(3);
        PodsText.values(metric, types.get(metric), row, 4, pods, current().in());
    }

    void expect(Row row, VectorReport report, boolean withRescaleReason) {
        Step now = current();
        if (workload == null) {
            throw new IllegalArgumentException("an E record must follow a T record: id=" + row.text(1));
        }
        Autoscaler of = workload.autoscaler();
        Decision out = now.out();
        of.decide(now.in(), out);
        boolean updateFails = now.row().text(6).equals("update");
        String scaleTo = HpaText.carryOut(of, out, now.row().longAt(3), updateFails);
        if (out.reason() != Reason.FAILED_GET_SCALE) {
            currentMetrics = currentMetrics(of.spec(), out);
        }
        boolean error = isError(out) || (out.hasChange() && updateFails);
        String reason = withRescaleReason ? HpaText.rescaleReason(now.hpa(), out, scaleTo) : row.text(10);
        report.compare(row.text(1) + " step " + row.text(2), row.from(3))
                .column("final", of.desiredReplicas())
                .column("scaleTo", scaleTo)
                .column("error", error)
                .column("ableToScale", HpaText.condition(of, Condition.ABLE_TO_SCALE))
                .column("scalingActive", HpaText.condition(of, Condition.SCALING_ACTIVE))
                .column("scalingLimited", HpaText.condition(of, Condition.SCALING_LIMITED))
                .column("scaledToZero", HpaText.condition(of, Condition.SCALED_TO_ZERO))
                .column("rescaleReason", reason)
                .column("currentMetrics", currentMetrics)
                .end();
    }

    private Step current() {
        Step now = step;
        if (now == null) {
            throw new IllegalArgumentException("a T record must come first");
        }
        return now;
    }

    private static boolean isError(Decision out) {
        Reason reason = out.reason();
        if (reason == Reason.FAILED_GET_SCALE
                || reason == Reason.INVALID_SELECTOR
                || reason == Reason.AMBIGUOUS_SELECTOR) {
            return true;
        }
        return IntStream.range(0, out.metricCount())
                .anyMatch(metric -> out.metric(metric).status().isFailure());
    }

    private static String currentMetrics(AutoscalerSpec spec, Decision out) {
        if (out.metric(0).status() == MetricProposal.Status.NOT_EVALUATED) {
            return "-";
        }
        return IntStream.range(0, spec.metricCount())
                .mapToObj(metric -> currentMetric(spec.metric(metric), out.metric(metric)))
                .collect(Collectors.joining("|"));
    }

    private static String currentMetric(MetricSpec metric, MetricProposal proposal) {
        if (!proposal.status().hasProposal()) {
            return "?";
        }
        boolean value = metric.target() == MetricSpec.Target.VALUE;
        return number(proposal.utilizationPercent())
                + ':'
                + (value ? "-" : number(proposal.averageMilli()))
                + ':'
                + (value ? number(proposal.totalMilli()) : "-");
    }

    private static String number(long value) {
        return value == MetricProposal.UNSET ? "-" : Long.toString(value);
    }
}
