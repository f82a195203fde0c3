package dev.autoscale.testkit.cli.engine;

import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.List;

/** Replays a revision of Knative: a sample every second, every ready pod one of the current replicas. Not thread-safe. */
final class KnativeEngine implements ReplayEngine {
    private static final long SAMPLE_MILLIS = 1_000;

    private final ReplayPlan plan;
    private final KnativePolicy policy;
    private final Series series;
    private final ScalingEngine<KpaObservation, KpaDecision> autoscaler;
    private final KpaObservation in;
    private final KnativeStep step;
    private final int column;
    private final long longestMillis;
    private long nextSampleMillis;

    KnativeEngine(KnativePolicy policy, ReplayPlan plan) {
        this.plan = plan;
        this.policy = policy;
        series = plan.series();
        autoscaler = policy.spec().newAutoscaler(plan.fromMillis(), plan.initial());
        in = autoscaler.newObservation();
        step = new KnativeStep(policy);
        column = plan.feeds().columnOf().get(0);
        longestMillis = policy.targets().stableWindowMillis();
        nextSampleMillis = plan.fromMillis();
        long most = Math.min(longestMillis, plan.everyMillis()) / SAMPLE_MILLIS + 2;
        in.ensureCapacity((int) most);
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public void decide(long nowMillis, int current, int row) {
        in.at(nowMillis).replicas(current);
        // What is older than the stable window is looked at by nobody.
        long skipped = Math.max(0, nowMillis - longestMillis - nextSampleMillis) / SAMPLE_MILLIS;
        nextSampleMillis += skipped * SAMPLE_MILLIS;
        for (; nextSampleMillis <= nowMillis; nextSampleMillis += SAMPLE_MILLIS) {
            in.record(nextSampleMillis, series.value(column, series.rowAt(nextSampleMillis)));
        }
        autoscaler.decide(in, step.decision());
        step.see(series.value(column, row), plan.recordedReplicas(row));
    }

    @Override
    public void scaled(long nowMillis, int from, int to) {
        autoscaler.scaled(nowMillis, from, to);
    }

    @Override
    public List<String> columns() {
        return List.of(
                policy.metric(), "stable", "panic", "in_panic", "current", "desired", "active", "replicas", "reason");
    }

    @Override
    public int stateWidth() {
        return KnativeStep.PANIC.length();
    }

    @Override
    public List<ChartPanel> panels() {
        String capacity =
                "capacity: replicas x " + Numbers.text(policy.targets().target());
        return List.of(new ChartPanel(policy.metric(), "recorded total", capacity, true, false));
    }

    @Override
    public List<ChartBand> bands() {
        return List.of(new ChartBand("panic", List.of(new ChartBand.Shade("nothing shrinks", "#d55e00", false)), true));
    }

    @Override
    public StepTally newTally() {
        return new KnativeTally(plan, step);
    }
}
