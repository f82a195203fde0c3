package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.MetricStatus;
import dev.autoscale.Reason;
import java.util.ArrayList;
import java.util.List;

/** One decision on one line. Thread-safe. */
final class Words {
    private Words() {}

    /** The deciding metric with its value and target; empty if none decided. */
    static String metric(AutoscalerSpec spec, Decision out) {
        int index = out.decidingMetric();
        if (index == Decision.NO_METRIC) {
            return "";
        }
        MetricSpec metric = spec.metric(index);
        return metric.id() + ' ' + measured(metric, out.metric(index));
    }

    private static String measured(MetricSpec metric, MetricProposal proposal) {
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            return proposal.utilizationPercent() + " % of " + metric.targetAmount() + " %";
        }
        long amount = proposal.totalMilli() != MetricProposal.UNSET ? proposal.totalMilli() : proposal.averageMilli();
        String unit = metric.target() == MetricSpec.Target.AVERAGE_VALUE ? " per replica" : "";
        return Numbers.milli(amount) + " of " + Numbers.milli(metric.targetAmount()) + unit;
    }

    /** What the metrics want, and what became of it. */
    static String why(AutoscalerSpec spec, Decision out) {
        List<String> steps = new ArrayList<>();
        if (out.recommended() == Decision.NOT_EVALUATED) {
            steps.add(withoutMetrics(spec, out.reason()));
        } else {
            steps.add(wanted(out));
            if (out.stabilized() != out.recommended()) {
                steps.add("stabilized at " + out.stabilized());
            }
            if (out.limited() != out.stabilized()) {
                steps.add(limited(spec, out));
            }
            if (out.replicas() != out.limited()) {
                steps.add("minReplicas " + spec.minReplicas());
            }
        }
        addFailures(spec, out, steps);
        return String.join(", ", steps);
    }

    private static String wanted(Decision out) {
        int metric = out.decidingMetric();
        String status =
                metric == Decision.NO_METRIC ? "" : out.metric(metric).status().text();
        return "wants " + out.recommended() + (status.isEmpty() ? "" : " (" + status + ')');
    }

    private static String limited(AutoscalerSpec spec, Decision out) {
        Reason why = out.reason(Condition.SCALING_LIMITED);
        if (why == Reason.TOO_MANY_REPLICAS) {
            return "maxReplicas " + spec.maxReplicas();
        }
        if (why == Reason.TOO_FEW_REPLICAS) {
            return "minReplicas " + spec.minReplicas();
        }
        boolean grows = why == Reason.SCALE_UP_LIMIT;
        return (grows ? "scale-up rate" : "scale-down rate") + " allows " + out.limited();
    }

    private static String withoutMetrics(AutoscalerSpec spec, Reason reason) {
        return switch (reason) {
            case ABOVE_MAX_REPLICAS -> "was above maxReplicas " + spec.maxReplicas();
            case BELOW_MIN_REPLICAS -> "was below minReplicas " + spec.minReplicas();
            case SCALING_DISABLED -> "disabled at zero";
            default -> "held (" + reason + ')';
        };
    }

    private static void addFailures(AutoscalerSpec spec, Decision out, List<String> steps) {
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricStatus status = out.metric(i).status();
            if (status.isFailure()) {
                steps.add(spec.metric(i).id() + " failed: " + status.text());
            }
        }
    }
}
