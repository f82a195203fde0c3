package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Reason;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.text.Spans;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Adds up what the library's main engine does. Every step counts for the time until the next. */
final class SpecTally implements StepTally {
    /** The schedule had the last word. */
    private static final Set<Reason> SCHEDULED = EnumSet.of(
            Reason.SCHEDULED_FLOOR, Reason.SCHEDULED_CEILING, Reason.SCALE_UP_FROZEN, Reason.SCALE_DOWN_FROZEN);

    private final ReplayPlan plan;
    private final SpecStep step;
    private final Policy policy;
    private final Set<Decision.Step> damping;
    private final AutoscalerSpec spec;
    private final long[] failed;
    private final long[] damped = new long[Decision.Step.values().length];
    private long limited;
    private long limitedByRate;
    private long stabilized;
    private long atMax;
    private long aboveTarget;
    private long anyFailed;
    private long atZero;
    private long idle;
    private int wakeUps;
    private long scheduled;

    SpecTally(ReplayPlan plan, Policy policy, SpecStep step) {
        this.plan = plan;
        this.step = step;
        this.policy = policy;
        this.damping = policy.damping();
        this.spec = policy.spec();
        this.failed = new long[spec.metricCount()];
    }

    @Override
    public void add() {
        Decision out = step.decision();
        atMax += out.replicas() >= spec.maxReplicas() ? 1 : 0;
        if (out.recommended() != Decision.NOT_EVALUATED) {
            stabilized += out.stabilized() != out.recommended() ? 1 : 0;
            held(out);
        }
        boolean isShort = false;
        boolean hasFailed = false;
        for (int i = 0; i < failed.length; i++) {
            boolean isFailed = out.metric(i).status().isFailure();
            failed[i] += isFailed ? 1 : 0;
            hasFailed |= isFailed;
            boolean isGated = out.metric(i).status() == MetricProposal.Status.GATED;
            isShort |= !isGated && step.seen(i) > target(spec.metric(i), out);
        }
        anyFailed += hasFailed ? 1 : 0;
        aboveTarget += isShort ? 1 : 0;
        rested(out);
        scheduled += SCHEDULED.contains(out.reason()) ? 1 : 0;
    }

    private void rested(Decision out) {
        Activation.State state = out.activationState();
        atZero += out.replicas() == 0 ? 1 : 0;
        idle += state == Activation.State.IDLE ? 1 : 0;
        boolean wakes = out.currentReplicas() == 0 || state == Activation.State.ACTIVATING;
        wakeUps += wakes && out.replicas() > out.currentReplicas() ? 1 : 0;
    }

    private void held(Decision out) {
        for (Decision.Step part : damping) {
            damped[part.ordinal()] += out.reason(part) != null ? 1 : 0;
        }
        if (out.reason(Decision.Step.LIMITED) == null) {
            return;
        }
        limited++;
        Reason why = out.reason(Condition.SCALING_LIMITED);
        limitedByRate += why == Reason.SCALE_UP_LIMIT || why == Reason.SCALE_DOWN_LIMIT ? 1 : 0;
    }

    /**
     * How much a metric may show without being above its target, once the decision is carried out: for a total what the
     * replicas can take; for a value that the replicas share, what they would have had to show before. Sources and signals
     * have no target.
     */
    private static double target(MetricSpec metric, Decision out) {
        if (metric.target() == MetricSpec.Target.NONE) {
            return Double.POSITIVE_INFINITY;
        }
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            return metric.targetAmount() * shift(out);
        }
        double amount = metric.targetAmount() / 1000.0;
        return metric.dependsOnReplicas() ? amount * shift(out) : amount * out.replicas();
    }

    private static double shift(Decision out) {
        return (double) out.replicas() / Math.max(1, out.currentReplicas());
    }

    @Override
    public String inShort() {
        return policy.hasActivation() ? ", " + Numbers.count(wakeUps, "wake-up") : "";
    }

    @Override
    public void print(BiConsumer<String, String> lines) {
        int steps = plan.steps();
        lines.accept(
                "limited",
                percent(limited) + " (" + Numbers.percent(limitedByRate, steps) + " by rate, "
                        + Numbers.percent(limited - limitedByRate, steps) + " by min or max)");
        lines.accept("stabilized", percent(stabilized));
        for (Decision.Step part : damping) {
            lines.accept(ChartBand.label(part), percent(damped[part.ordinal()]));
        }
        lines.accept("at max", percent(atMax));
        printRest(lines);
        lines.accept("above target", percent(aboveTarget));
        lines.accept("failed metrics", Numbers.grouped(anyFailed) + " steps" + failures());
    }

    private void printRest(BiConsumer<String, String> lines) {
        if (policy.hasActivation()) {
            lines.accept("at zero", share(atZero));
            if (idle > 0) {
                lines.accept("idle", share(idle));
            }
            lines.accept("wake-ups", Numbers.grouped(wakeUps));
        }
        if (!policy.schedule().windows().isEmpty()) {
            lines.accept("scheduled", share(scheduled));
        }
    }

    private String percent(long steps) {
        return Numbers.percent(steps, plan.steps()) + " of the time";
    }

    private String share(long steps) {
        return percent(steps) + " (" + Spans.text(steps * plan.everyMillis()) + ')';
    }

    private String failures() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < failed.length && failed.length > 1; i++) {
            if (failed[i] > 0) {
                text.append(text.isEmpty() ? " (" : ", ");
                text.append(spec.metric(i).id()).append(' ').append(Numbers.grouped(failed[i]));
            }
        }
        return text.isEmpty() ? "" : text.append(')').toString();
    }
}
