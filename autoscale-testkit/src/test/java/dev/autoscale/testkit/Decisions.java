package dev.autoscale.testkit;

import dev.autoscale.Condition;
import dev.autoscale.DampingStep;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;

/** Everything that decisions say, as text to compare. */
final class Decisions {
    private static final String TIME_WENT_BACK = " (time went back: no time passed)";

    private Decisions() {}

    static String describe(Decision out) {
        return describeWithoutRecheck(out) + " recheck " + out.recheckAtMillis();
    }

    /** Without the note that the clock went back. */
    static String describeAtItsTime(Decision out) {
        return describe(out).replace(TIME_WENT_BACK, "");
    }

    static String describeWithoutRecheck(Decision out) {
        return columns(out) + " at " + out.epochMillis() + '\n' + out;
    }

    /** Everything but times. */
    static String columns(Decision out) {
        StringBuilder text = new StringBuilder();
        text.append(out.currentReplicas()).append(' ').append(out.recommended()).append(' ');
        text.append(out.stabilized())
                .append(' ')
                .append(out.limited())
                .append(' ')
                .append(out.replicas());
        text.append(' ').append(out.statusDesiredReplicas()).append(' ').append(out.decidingMetric());
        text.append(' ')
                .append(out.reason())
                .append(' ')
                .append(out.rescaleReason())
                .append(' ');
        for (Condition condition : Condition.values()) {
            text.append(condition).append('=').append(out.reason(condition)).append(' ');
        }
        for (int i = 0; i < out.metricCount(); i++) {
            MetricProposal metric = out.metric(i);
            text.append(metric.status()).append(' ').append(metric.replicas()).append(' ');
            text.append(metric.utilizationPercent())
                    .append(' ')
                    .append(metric.averageMilli())
                    .append(' ');
            text.append(metric.totalMilli()).append(' ');
        }
        text.append(out.activation().replicas())
                .append(' ')
                .append(out.activation().state());
        text.append(' ')
                .append(out.schedule().replicas())
                .append(' ')
                .append(out.schedule().floorWindow());
        DampingStep damping = out.damping();
        for (long column : new long[] {
            out.combined(),
            damping.wanted(),
            damping.sustained(),
            damping.cooled(),
            damping.replicas(),
            damping.replicasChanged(),
            damping.reversals(),
            out.capacity().replicas(),
            out.capacity().ceiling()
        }) {
            text.append(' ').append(column);
        }
        text.append(' ').append(out.schedule().ceilingWindow()).append(' ').append(out.changes());
        return text.toString();
    }
}
