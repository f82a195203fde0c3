package dev.autoscale.testkit.cli.replay;

import dev.autoscale.ScalingDecision;
import dev.autoscale.testkit.cli.engine.ReplayEngine;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.Series;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepSink;
import java.util.List;

/**
 * An open-loop replay: the recorded load comes whatever the decisions are, and every decision is carried out at once. Not
 * thread-safe.
 */
final class ReplayRun {
    private final ReplayPlan plan;
    private final ReplayEngine engine;

    ReplayRun(ReplayPlan plan, ReplayEngine engine) {
        this.plan = plan;
        this.engine = engine;
    }

    void run(List<StepSink> sinks) {
        Series series = plan.series();
        Step step = engine.step();
        int current = plan.initial();
        int row = 0;
        long now = plan.fromMillis();
        for (int number = 0; number < plan.steps(); number++, now += plan.everyMillis()) {
            while (row + 1 < series.rows() && series.millis(row + 1) <= now) {
                row++;
            }
            engine.decide(now, current, row);
            for (StepSink sink : sinks) {
                sink.step(number, step);
            }
            ScalingDecision out = step.decision();
            if (out.changes()) {
                engine.scaled(now, current, out.replicas());
                current = out.replicas();
            }
        }
    }
}
