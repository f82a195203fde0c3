package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Reason;
import dev.autoscale.testkit.cli.engine.StepTally.Count;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is added up of the library's main engine. */
final class SpecTally {
    /** The schedule had the last word. */
    private static final Set<Reason> SCHEDULED = EnumSet.of(
            Reason.SCHEDULED_FLOOR, Reason.SCHEDULED_CEILING, Reason.SCALE_UP_FROZEN, Reason.SCALE_DOWN_FROZEN);

    private static final Set<Reason> RATES = EnumSet.of(Reason.SCALE_UP_LIMIT, Reason.SCALE_DOWN_LIMIT);

    private final ReplayPlan plan;
    private final SpecStep step;
    private final Policy policy;
    private final AutoscalerSpec spec;
    private final Decision out;
    private final StepTally tally;

    private SpecTally(ReplayPlan plan, Policy policy, SpecStep step) {
        this.plan = plan;
        this.step = step;
        this.policy = policy;
        spec = policy.spec();
        out = step.decision();
        tally = new StepTally(plan);
    }

    static StepTally of(ReplayPlan plan, Policy policy, SpecStep step) {
        SpecTally lines = new SpecTally(plan, policy, step);
        lines.addSteps();
        lines.addActivation();
        lines.addMetrics();
        return lines.tally;
    }

    private void addSteps() {
        Count limited = tally.count("limited", () -> changes(Decision.Step.LIMITED));
        Count byRate = tally.count(
                "limited by rate",
                () -> changes(Decision.Step.LIMITED) && RATES.contains(out.reason(Condition.SCALING_LIMITED)));
        tally.line(
                "limited",
                () -> limited.ofTheTime() + " (" + Numbers.percent(byRate.steps(), plan.steps()) + " by rate, "
                        + Numbers.percent(limited.steps() - byRate.steps(), plan.steps()) + " by min or max)");
        tally.share("stabilized", () -> isEvaluated() && out.stabilized() != out.recommended());
        for (Decision.Step part : policy.damping()) {
            tally.share(ChartBand.label(part), () -> changes(part));
        }
        tally.share("at max", () -> out.replicas() >= spec.maxReplicas());
    }

    private boolean isEvaluated() {
        return out.recommended() != Decision.NOT_EVALUATED;
    }

    private boolean changes(Decision.Step part) {
        return isEvaluated() && out.reason(part) != null;
    }

    private void addActivation() {
        if (policy.hasActivation()) {
            tally.line("at zero", tally.count("at zero", () -> out.replicas() == 0)::ofTheTimeInAll);
            Count idle = tally.count("idle", () -> out.activationState() == Activation.State.IDLE);
            tally.line("idle", () -> idle.steps() > 0 ? idle.ofTheTimeInAll() : "");
            Count wakeUps = tally.count("wake-ups", this::isWakeUp);
            tally.line("wake-ups", wakeUps::number);
            tally.inShort(() -> Numbers.count(wakeUps.steps(), "wake-up"));
        }
        if (!policy.schedule().windows().isEmpty()) {
            tally.line("scheduled", tally.count("scheduled", () -> SCHEDULED.contains(out.reason()))::ofTheTimeInAll);
        }
    }

    private boolean isWakeUp() {
        boolean wakes = out.currentReplicas() == 0 || out.activationState() == Activation.State.ACTIVATING;
        return wakes && out.replicas() > out.currentReplicas();
    }

    private void addMetrics() {
        tally.share("above target", () -> anyMetric(this::isAboveTarget));
        addFailures("failed metrics", this::hasFailed, true);
        addFailures("by fallback", this::isReplaced, false);
    }

    /** Steps in which metrics are of a kind, and which metrics; with none of them maybe no line. */
    private void addFailures(String label, IntPredicate holds, boolean evenIfNone) {
        Count any = tally.count(label, () -> anyMetric(holds));
        List<Count> each = new ArrayList<>();
        for (int i = 0; i < spec.metricCount(); i++) {
            int metric = i;
            each.add(tally.count("", () -> holds.test(metric)));
        }
        tally.line(label, () -> any.steps() == 0 && !evenIfNone ? "" : any.number() + " steps" + named(each));
    }

    private boolean anyMetric(IntPredicate holds) {
        return IntStream.range(0, spec.metricCount()).anyMatch(holds);
    }

    /** Also if something else is taken instead. */
    private boolean hasFailed(int metric) {
        return out.metric(metric).failedStatus().isFailure();
    }

    private boolean isReplaced(int metric) {
        return out.metric(metric).status() == MetricProposal.Status.FALLBACK;
    }

    private boolean isAboveTarget(int metric) {
        return out.metric(metric).status() != MetricProposal.Status.GATED && step.isAboveTarget(metric);
    }

    private String named(List<Count> each) {
        String texts = IntStream.range(0, each.size())
                .filter(i -> each.get(i).steps() > 0)
                .mapToObj(i -> spec.metric(i).id() + ' ' + each.get(i).number())
                .collect(Collectors.joining(", "));
        return texts.isEmpty() ? "" : " (" + texts + ')';
    }
}
