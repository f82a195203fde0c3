package dev.autoscale.testkit.proof;

import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.knative.KpaDecision;
import org.jspecify.annotations.Nullable;

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
        return out.currentReplicas() + " " + out.replicas() + " " + out.hasChange() + " at " + out.epochMillis() + '\n'
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
                + out.lateSamples() + " " + out.ignoredSamples() + " " + out.hasChange();
    }

    /** Everything but times. */
    static String columns(Decision out) {
        StringBuilder text = new StringBuilder();
        add(text, out.currentReplicas(), out.hasChange());
        for (Decision.Step step : Decision.Step.values()) {
            add(text, out.after(step), out.reason(step));
        }
        add(text, out.statusDesiredReplicas(), out.decidingMetric(), out.reason(), out.rescaleReason());
        for (Condition condition : Condition.values()) {
            text.append(condition).append('=').append(out.reason(condition)).append(' ');
        }
        for (int i = 0; i < out.metricCount(); i++) {
            MetricProposal metric = out.metric(i);
            add(text, metric.status(), metric.replicas(), metric.utilizationPercent());
            add(text, metric.averageMilli(), metric.totalMilli());
        }
        add(text, out.activationState(), out.floorWindow(), out.ceilingWindow(), out.capacityCeiling());
        add(text, out.replicasChanged(), out.reversals());
        return text.toString();
    }

    private static void add(StringBuilder text, @Nullable Object... columns) {
        for (Object column : columns) {
            text.append(column).append(' ');
        }
    }
}
