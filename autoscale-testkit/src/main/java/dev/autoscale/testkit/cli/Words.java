package dev.autoscale.testkit.cli;

import dev.autoscale.ActivationState;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.MetricStatus;
import dev.autoscale.Reason;
import dev.autoscale.ScheduleStep;
import dev.autoscale.ScheduleWindow;
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
        return (metric.id() + ' ' + measured(metric, out.metric(index))).strip();
    }

    private static String measured(MetricSpec metric, MetricProposal proposal) {
        if (proposal.status() == MetricStatus.FALLBACK) {
            return "";
        }
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            return proposal.utilizationPercent() + " % of " + metric.targetAmount() + " %";
        }
        long amount = proposal.totalMilli() != MetricProposal.UNSET ? proposal.totalMilli() : proposal.averageMilli();
        if (amount == MetricProposal.UNSET || metric.target() == MetricSpec.Target.NONE) {
            return amount == MetricProposal.UNSET ? "" : Numbers.milli(amount);
        }
        String unit = metric.target() == MetricSpec.Target.AVERAGE_VALUE ? " per replica" : "";
        return Numbers.milli(amount) + " of " + Numbers.milli(metric.targetAmount()) + unit;
    }

    /** What the metrics want, and what became of it. */
    static String why(AutoscalerSpec spec, Decision out) {
        List<String> steps = new ArrayList<>();
        int count = out.limited();
        if (out.recommended() == Decision.NOT_EVALUATED) {
            count = out.currentReplicas();
            steps.add(withoutMetrics(spec, out));
        } else {
            steps.add(wanted(out));
            if (out.stabilized() != out.recommended()) {
                steps.add("stabilized at " + out.stabilized());
            }
            for (DampingPart part : DampingPart.values()) {
                steps.add(part.isFelt(out) ? part.why(out) : "");
            }
            if (out.limited() != DampingPart.left(out)) {
                steps.add(limited(spec, out));
            }
        }
        addLateSteps(spec, out, count, steps);
        addFailures(spec, out, steps);
        steps.removeIf(String::isEmpty);
        return String.join(", ", steps);
    }

    /** What comes behind the limits. */
    private static void addLateSteps(AutoscalerSpec spec, Decision out, int before, List<String> steps) {
        int count = before;
        if (out.activation().replicas() != Decision.NOT_EVALUATED
                && out.activation().replicas() != count) {
            count = out.activation().replicas();
            steps.add(activated(out.activation().state(), count));
        }
        if (out.schedule().replicas() != Decision.NOT_EVALUATED
                && out.schedule().replicas() != count) {
            steps.add(scheduled(out.schedule(), out.schedule().replicas() > count));
            count = out.schedule().replicas();
        }
        if (out.replicas() == count) {
            return;
        }
        switch (out.reason()) {
            case SCALE_UP_FROZEN -> steps.add("scale-up forbidden");
            case SCALE_DOWN_FROZEN -> steps.add("scale-down forbidden");
            case ABOVE_MAX_REPLICAS, SCALING_DISABLED -> {}
            default ->
                steps.add(out.recommended() == Decision.NOT_EVALUATED ? "" : "minReplicas " + spec.minReplicas());
        }
    }

    private static String activated(ActivationState state, int count) {
        return switch (state) {
            case ACTIVATING -> "wakes up with " + count;
            case ZERO -> "rests at zero";
            case IDLE -> "rests at " + count;
            default -> "activation says " + count;
        };
    }

    private static String scheduled(ScheduleStep step, boolean raised) {
        int bound = raised ? Math.min(step.floor(), step.ceiling()) : step.ceiling();
        ScheduleWindow window = raised ? step.floorWindow() : step.ceilingWindow();
        String name = window == null ? "" : " (" + window.name() + ')';
        String rate = step.replicas() == bound ? "" : ", rate allows " + step.replicas();
        return (raised ? "floor " : "ceiling ") + bound + name + rate;
    }

    private static String wanted(Decision out) {
        int metric = out.decidingMetric();
        String status =
                metric == Decision.NO_METRIC ? "" : out.metric(metric).status().text();
        String gain = out.combined() == out.recommended() ? "" : " on the way to " + out.combined();
        return "wants " + out.recommended() + gain + (status.isEmpty() ? "" : " (" + status + ')');
    }

    private static String limited(AutoscalerSpec spec, Decision out) {
        Reason why = out.reason(Condition.SCALING_LIMITED);
        if (why == Reason.TOO_MANY_REPLICAS) {
            return "maxReplicas " + spec.maxReplicas();
        }
        if (why == Reason.TOO_FEW_REPLICAS) {
            return spec.minReplicas() == 0
                    ? "at least " + out.limited() + " at work"
                    : "minReplicas " + spec.minReplicas();
        }
        boolean grows = why == Reason.SCALE_UP_LIMIT;
        return (grows ? "scale-up rate" : "scale-down rate") + " allows " + out.limited();
    }

    private static String withoutMetrics(AutoscalerSpec spec, Decision out) {
        Reason reason = out.reason();
        return switch (reason) {
            case ABOVE_MAX_REPLICAS -> "was above maxReplicas " + spec.maxReplicas();
            case BELOW_MIN_REPLICAS -> "was below minReplicas " + spec.minReplicas();
            case SCALING_DISABLED -> "disabled at zero";
            case SCALER_ACTIVE -> active(spec, out);
            case SCALER_NOT_ACTIVE -> "nothing is active";
            case SCALER_UNKNOWN -> "rests, as a metric fails";
            case SCHEDULED_FLOOR, SCHEDULED_CEILING, SCALE_UP_FROZEN, SCALE_DOWN_FROZEN -> "";
            case NO_PROPOSAL -> "held, as no metric counts now";
            default -> "held (" + reason + ')';
        };
    }

    private static String active(AutoscalerSpec spec, Decision out) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < spec.metricCount(); i++) {
            if (out.metric(i).isActive()) {
                ids.add(spec.metric(i).id());
            }
        }
        return "active: " + String.join(" ", ids);
    }

    private static void addFailures(AutoscalerSpec spec, Decision out, List<String> steps) {
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            MetricStatus status = proposal.failedStatus();
            if (status.isFailure()) {
                boolean fellBack = proposal.status() == MetricStatus.FALLBACK;
                steps.add(spec.metric(i).id() + " failed: " + status.text()
                        + (fellBack ? ", fallback " + proposal.replicas() : ""));
            }
        }
    }
}
