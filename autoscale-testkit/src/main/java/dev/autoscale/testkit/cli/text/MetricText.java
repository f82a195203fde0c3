package dev.autoscale.testkit.cli.text;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The deciding metrics on one line. Thread-safe. */
public final class MetricText {
    private MetricText() {}

    /** The deciding metric with its value and target; all that propose something if they decide together, as in a sum. */
    public static String metric(AutoscalerSpec spec, Decision out) {
        int index = out.decidingMetric();
        if (index != Decision.NO_METRIC) {
            return metric(spec, out, index);
        }
        return out.recommended() == Decision.NOT_EVALUATED
                ? ""
                : IntStream.range(0, spec.metricCount())
                        .filter(i -> out.metric(i).status().hasProposal())
                        .mapToObj(i -> metric(spec, out, i))
                        .collect(Collectors.joining(", "));
    }

    private static String metric(AutoscalerSpec spec, Decision out, int index) {
        MetricSpec metric = spec.metric(index);
        return (metric.id() + ' ' + measured(metric, out.metric(index))).strip();
    }

    private static String measured(MetricSpec metric, MetricProposal proposal) {
        if (proposal.status() == MetricProposal.Status.FALLBACK) {
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
}
