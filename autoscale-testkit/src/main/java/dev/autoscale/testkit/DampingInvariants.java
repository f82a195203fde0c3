package dev.autoscale.testkit;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Decision.Step;
import dev.autoscale.Reason;

/** What holds for the steps between windows and rate policies, and for alignment and capacity; for {@link DecisionInvariants}. */
final class DampingInvariants {
    private DampingInvariants() {}

    /** The count that the rate policies are applied to. */
    static int damped(Decision out) {
        return DecisionInvariants.last(out, Step.STABILIZED, Step.LIMITED);
    }

    /** All of its steps are reached or none; the first one aligns, and the others only hold back. */
    static boolean damps(AutoscalerSpec spec, Decision out) {
        boolean isDamped = out.after(Step.ALIGNED) != Decision.NOT_EVALUATED;
        int given = out.stabilized();
        for (Step step : DecisionInvariants.steps(Step.ALIGNED, Step.LIMITED)) {
            int count = out.after(step);
            if (isDamped != (count != Decision.NOT_EVALUATED) || (isDamped && !dampsIn(spec, out, step, given))) {
                return false;
            }
            given = count;
        }
        return !isDamped || DecisionInvariants.isEvaluated(out);
    }

    private static boolean dampsIn(AutoscalerSpec spec, Decision out, Step step, int given) {
        int count = out.after(step);
        int current = out.currentReplicas();
        boolean fits = switch (step) {
            case ALIGNED -> isAligned(spec, current, given, count);
            // What can go may hold a part of a shrink that has not lasted.
            case SUSTAINED, BUDGETED -> DecisionInvariants.isBetween(count, current, given);
            default ->
                count == given
                        || count == current
                        || (spec.scaleUp().allowsLargerWithinCooldown()
                                && given > current
                                && DecisionInvariants.isBetween(count, current, given));
        };
        return fits && out.untilMillis(step) >= out.epochMillis() && (out.reason(step) != null) == (count != given);
    }

    private static boolean isAligned(AutoscalerSpec spec, int current, int given, int count) {
        Alignment alignment = spec.alignment();
        boolean isTurned = given < current ? count > current : given > current && count < current;
        return alignment == null ? count == given : count == alignment.asked(current, given) && !isTurned;
    }

    static boolean freesFromZero(AutoscalerSpec spec, Decision out) {
        return out.currentReplicas() != 0
                || out.after(Step.ALIGNED) == Decision.NOT_EVALUATED
                || damped(out) == out.after(Step.ALIGNED);
    }

    static boolean grants(AutoscalerSpec spec, Decision out) {
        int granted = out.after(Step.GRANTED);
        return granted == Decision.NOT_EVALUATED
                || (granted <= Math.max(out.currentReplicas(), out.capacityCeiling())
                        && out.untilMillis(Step.GRANTED) > out.epochMillis());
    }

    static boolean aligns(AutoscalerSpec spec, Decision out) {
        Alignment alignment = spec.alignment();
        return alignment == null
                || alignment.allows(out.replicas())
                || out.replicas() == out.currentReplicas()
                || out.reason() == Reason.PAUSED;
    }
}
