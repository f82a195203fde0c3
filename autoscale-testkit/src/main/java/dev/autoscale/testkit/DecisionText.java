package dev.autoscale.testkit;

import dev.autoscale.Condition;
import dev.autoscale.DampingStep;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.KpaDecision;

/** Everything that decisions say, as text to compare. */
final class DecisionText {
    private static final String TIME_WENT_BACK = " (time went back: no time passed)";

    private DecisionText() {}

    /** Everything, the time of the next look included. */
    static String of(ScalingDecision out) {
        String text = withoutRecheck(out);
        return out instanceof Decision decision ? text + " recheck " + decision.recheckAtMillis() : text;
    }

    /** Everything but the time of the next look, which only a decision that was taken knows in full. */
    static String withoutRecheck(ScalingDecision out) {
        if (out instanceof Decision decision) {
            return columns(decision) + " at " + out.epochMillis() + '\n' + out;
        }
        if (out instanceof KpaDecision decision) {
            return columns(decision) + " at " + out.epochMillis() + '\n' + out;
        }
        return out.currentReplicas() + " " + out.replicas() + " " + out.changes() + " at " + out.epochMillis() + '\n'
                + out.explainTo(new StringBuilder());
    }

    /** Without the note that the clock went back. */
    static String atItsTime(Decision out) {
        return of(out).replace(TIME_WENT_BACK, "");
    }

    private static String columns(KpaDecision out) {
        return out.currentReplicas() + " " + out.desired() + " " + out.replicas() + " " + out.reason() + " "
                + Double.doubleToRawLongBits(out.stableAverage()) + " " + Double.doubleToRawLongBits(out.panicAverage())
                + " " + out.panicSinceMillis() + " " + out.highestPanicPods() + " " + out.excessBurstCapacity() + " "
                + out.lateSamples() + " " + out.ignoredSamples() + " " + out.changes();
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
