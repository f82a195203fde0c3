package dev.autoscale.testkit;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Reason;
import org.jspecify.annotations.Nullable;

/** What holds for the steps between windows and rate policies, and for alignment and capacity; for {@link DecisionInvariants}. */
final class DampingInvariants {
    private DampingInvariants() {}

    private static boolean isDamped(Decision out) {
        return out.damping().wanted() != Decision.NOT_EVALUATED;
    }

    /** The count that the rate policies are applied to. */
    static int damped(Decision out) {
        return isDamped(out) ? out.damping().replicas() : out.stabilized();
    }

    static boolean damps(AutoscalerSpec spec, Decision out) {
        Decision.Damping step = out.damping();
        int current = out.currentReplicas();
        if (!isDamped(out)) {
            return step.sustained() == Decision.NOT_EVALUATED
                    && step.cooled() == Decision.NOT_EVALUATED
                    && step.replicas() == Decision.NOT_EVALUATED;
        }
        Alignment alignment = spec.alignment();
        boolean aligned = alignment == null
                ? step.wanted() == out.stabilized()
                : alignment.allows(step.wanted()) && step.wanted() >= Math.min(out.stabilized(), spec.maxReplicas());
        return DecisionInvariants.isEvaluated(out)
                && aligned
                && (step.sustained() == step.wanted() || step.sustained() == current)
                && (step.cooled() == step.sustained() || step.cooled() == current)
                && DecisionInvariants.isBetween(step.replicas(), current, step.cooled())
                && step.changesAtMillis() >= out.epochMillis();
    }

    static boolean freesFromZero(AutoscalerSpec spec, Decision out) {
        return !isDamped(out)
                || out.currentReplicas() != 0
                || out.damping().replicas() == out.damping().wanted();
    }

    static boolean grants(AutoscalerSpec spec, Decision out) {
        int granted = out.capacity().replicas();
        return granted == Decision.NOT_EVALUATED
                || (granted <= Math.max(out.currentReplicas(), out.capacity().ceiling())
                        && out.capacity().retryAtMillis() > out.epochMillis());
    }

    static boolean aligns(AutoscalerSpec spec, Decision out) {
        Alignment alignment = spec.alignment();
        return alignment == null
                || alignment.allows(out.replicas())
                || out.replicas() == out.currentReplicas()
                || out.reason() == Reason.PAUSED;
    }

    /** What holds or moves the count here; null if nothing does. */
    static @Nullable Reason reason(Decision out) {
        Decision.Damping step = out.damping();
        if (step.replicas() != step.cooled()) {
            return Reason.FLAP_BUDGET_SPENT;
        }
        if (step.cooled() != step.sustained()) {
            return Reason.COOLDOWN;
        }
        if (step.sustained() != step.wanted()) {
            return Reason.BREACH_NOT_SUSTAINED;
        }
        return isDamped(out) && step.wanted() != out.stabilized() ? Reason.ALIGNED : null;
    }
}
