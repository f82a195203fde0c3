package dev.autoscale.testkit.cli.engine;

import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.function.BiConsumer;

/** Adds up what happens to a revision of Knative. Every step counts for the time until the next. */
final class KnativeTally implements StepTally {
    private final int steps;
    private final int max;
    private final KnativeStep step;
    private long panic;
    private int panics;
    private boolean wasInPanic;
    private long bounded;
    private long atMax;
    private long atZero;
    private int wakeUps;
    private long above;
    private long invalid;

    KnativeTally(ReplayPlan plan, KnativeStep step) {
        steps = plan.steps();
        max = plan.policy().maxReplicas();
        this.step = step;
    }

    @Override
    public void add() {
        KpaDecision out = step.decision();
        boolean isInPanic = out.inPanic();
        panic += isInPanic ? 1 : 0;
        panics += isInPanic && !wasInPanic ? 1 : 0;
        wasInPanic = isInPanic;
        bounded += step.isBounded() ? 1 : 0;
        atMax += out.replicas() >= max ? 1 : 0;
        atZero += out.replicas() == 0 ? 1 : 0;
        wakeUps += out.currentReplicas() == 0 && out.replicas() > 0 ? 1 : 0;
        above += step.isAbove() ? 1 : 0;
        invalid += out.isValid() ? 0 : 1;
    }

    @Override
    public String inShort() {
        return ", " + Numbers.count(panics, "panic");
    }

    @Override
    public void print(BiConsumer<String, String> lines) {
        lines.accept("panics", Numbers.grouped(panics) + ", " + share(panic));
        lines.accept("bounded", share(bounded));
        lines.accept("at max", share(atMax));
        lines.accept("at zero", share(atZero));
        lines.accept("wake-ups", Numbers.grouped(wakeUps));
        lines.accept("above target", share(above));
        lines.accept("without data", Numbers.grouped(invalid) + " steps");
    }

    private String share(long some) {
        return Numbers.percent(some, steps) + " of the time";
    }
}
