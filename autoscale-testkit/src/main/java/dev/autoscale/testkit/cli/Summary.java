package dev.autoscale.testkit.cli;

import dev.autoscale.ActivationState;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.MetricStatus;
import dev.autoscale.Reason;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Adds up a replay. Every step counts for the time until the next. Not thread-safe. */
final class Summary implements StepSink {
    /** The schedule had the last word. */
    private static final Set<Reason> SCHEDULED = EnumSet.of(
            Reason.SCHEDULED_FLOOR, Reason.SCHEDULED_CEILING, Reason.SCALE_UP_FROZEN, Reason.SCALE_DOWN_FROZEN);

    private final ReplayPlan plan;
    private final AutoscalerSpec spec;
    private final long[] failed;
    private final long[] damped = new long[DampingPart.values().length];
    private int up;
    private int down;
    private int reversals;
    private int lastDirection;
    private int lowest = Integer.MAX_VALUE;
    private int highest = Integer.MIN_VALUE;
    private long replicaSteps;
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

    Summary(ReplayPlan plan) {
        this.plan = plan;
        this.spec = plan.spec();
        this.failed = new long[spec.metricCount()];
    }

    @Override
    public void step(int step, Decision out, double[] seen, double recordedReplicas) {
        int replicas = out.replicas();
        replicaSteps += replicas;
        lowest = Math.min(lowest, replicas);
        highest = Math.max(highest, replicas);
        atMax += replicas >= spec.maxReplicas() ? 1 : 0;
        if (out.changes()) {
            change(replicas > out.currentReplicas() ? 1 : -1);
        }
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
            boolean isGated = out.metric(i).status() == MetricStatus.GATED;
            isShort |= !isGated && seen[i] > target(spec.metric(i), out);
        }
        anyFailed += hasFailed ? 1 : 0;
        aboveTarget += isShort ? 1 : 0;
        rested(out);
        scheduled += SCHEDULED.contains(out.reason()) ? 1 : 0;
    }

    private void rested(Decision out) {
        ActivationState state = out.activation().state();
        atZero += out.replicas() == 0 ? 1 : 0;
        idle += state == ActivationState.IDLE ? 1 : 0;
        boolean wakes = out.currentReplicas() == 0 || state == ActivationState.ACTIVATING;
        wakeUps += wakes && out.replicas() > out.currentReplicas() ? 1 : 0;
    }

    private void change(int direction) {
        up += direction > 0 ? 1 : 0;
        down += direction < 0 ? 1 : 0;
        reversals += lastDirection == -direction ? 1 : 0;
        lastDirection = direction;
    }

    private void held(Decision out) {
        for (DampingPart part : plan.policy().damping()) {
            damped[part.ordinal()] += part.isFelt(out) ? 1 : 0;
        }
        if (out.limited() == DampingPart.left(out)) {
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
    static double target(MetricSpec metric, Decision out) {
        if (metric.target() == MetricSpec.Target.NONE) {
            return Double.POSITIVE_INFINITY;
        }
        if (metric.target() == MetricSpec.Target.UTILIZATION) {
            return metric.targetAmount() * shift(out);
        }
        double amount = metric.targetAmount() / 1000.0;
        return Feeds.needsReplicas(metric) ? amount * shift(out) : amount * out.replicas();
    }

    private static double shift(Decision out) {
        return (double) out.replicas() / Math.max(1, out.currentReplicas());
    }

    int changes() {
        return up + down;
    }

    int reversals() {
        return reversals;
    }

    double replicaHours() {
        return replicaSteps * (plan.everyMillis() / 3_600_000.0);
    }

    /** The summary on one line, for the chart. */
    String inShort() {
        return Numbers.count(changes(), "change") + ", " + Numbers.count(reversals, "reversal") + ", "
                + Numbers.oneDigit(replicaHours()) + " replica-hours, " + lowest + " to " + highest + " replicas"
                + (plan.policy().hasActivation() ? ", " + Numbers.count(wakeUps, "wake-up") : "");
    }

    void print(PrintStream out) {
        int steps = plan.steps();
        print(
                out,
                "steps",
                Numbers.grouped(steps) + ", every " + Spans.text(plan.everyMillis()) + " for "
                        + Spans.text(plan.spanMillis()));
        print(
                out,
                "changes",
                Numbers.grouped(changes()) + " (" + Numbers.grouped(up) + " up, " + Numbers.grouped(down) + " down)");
        print(out, "reversals", Numbers.grouped(reversals));
        print(out, "replica-hours", String.format(Locale.ROOT, "%,.2f", replicaHours()));
        print(out, "replicas", lowest + " to " + highest + ", mean " + Numbers.text((double) replicaSteps / steps));
        print(
                out,
                "limited",
                Numbers.percent(limited, steps) + " of the time (" + Numbers.percent(limitedByRate, steps)
                        + " by rate, " + Numbers.percent(limited - limitedByRate, steps) + " by min or max)");
        print(out, "stabilized", Numbers.percent(stabilized, steps) + " of the time");
        for (DampingPart part : plan.policy().damping()) {
            print(out, part.label, Numbers.percent(damped[part.ordinal()], steps) + " of the time");
        }
        print(out, "at max", Numbers.percent(atMax, steps) + " of the time");
        printRest(out);
        print(out, "above target", Numbers.percent(aboveTarget, steps) + " of the time");
        print(out, "failed metrics", Numbers.grouped(anyFailed) + " steps" + failures());
    }

    private void printRest(PrintStream out) {
        if (plan.policy().hasActivation()) {
            print(out, "at zero", share(atZero));
            if (idle > 0) {
                print(out, "idle", share(idle));
            }
            print(out, "wake-ups", Numbers.grouped(wakeUps));
        }
        if (!plan.policy().schedule().windows().isEmpty()) {
            print(out, "scheduled", share(scheduled));
        }
    }

    private String share(long steps) {
        return Numbers.percent(steps, plan.steps()) + " of the time (" + Spans.text(steps * plan.everyMillis()) + ')';
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

    private static void print(PrintStream out, String label, String text) {
        out.println("  " + label + " ".repeat(16 - label.length()) + text);
    }
}
