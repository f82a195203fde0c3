package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Observation;
import java.util.List;

/** Replays a policy of the library's main engine. Not thread-safe. */
final class SpecEngine implements ReplayEngine {
    private final ReplayPlan plan;
    private final Policy policy;
    private final Series series;
    private final SpecStep step;
    private final Autoscaler autoscaler;
    private final Observation in;
    private final boolean[] isShared;
    private final int[] columns;

    SpecEngine(Policy policy, ReplayPlan plan) {
        this.plan = plan;
        this.policy = policy;
        Policy exact = policy.rememberingExactly(plan.everyMillis());
        AutoscalerSpec spec = exact.spec();
        series = plan.series();
        step = new SpecStep(exact);
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        columns = plan.feeds().columnOf().stream().mapToInt(Integer::intValue).toArray();
        isShared = new boolean[spec.metricCount()];
        for (int i = 0; i < isShared.length; i++) {
            isShared[i] = policy.needsReplicas(spec.metric(i));
        }
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public void decide(long nowMillis, int current, int row) {
        double recorded = plan.recordedReplicas(row);
        in.at(nowMillis).replicas(current);
        for (int metric = 0; metric < columns.length; metric++) {
            if (columns[metric] == Feeds.NO_COLUMN) {
                continue;
            }
            double value = series.value(columns[metric], row);
            if (isShared[metric]) {
                // The load of that time, shared by the replicas of the replay. Nobody shared it at zero replicas.
                value = recorded >= 1 ? value * recorded / Math.max(1, current) : Double.NaN;
            }
            step.see(metric, value);
            if (Double.isNaN(value)) {
                in.failed(metric);
            } else {
                in.value(metric, value);
            }
            in.sampledAt(metric, series.millis(row));
        }
        autoscaler.decide(in, step.decision());
        step.complete(recorded);
    }

    @Override
    public void scaled(long nowMillis, int from, int to) {
        autoscaler.scaled(nowMillis, from, to);
    }

    @Override
    public List<String> columns() {
        return step.columns();
    }

    @Override
    public int stateWidth() {
        return step.stateWidth();
    }

    @Override
    public List<ChartPanel> panels() {
        return step.panels();
    }

    @Override
    public List<ChartBand> bands() {
        return step.bands();
    }

    @Override
    public StepTally newTally() {
        return new SpecTally(plan, policy, step);
    }
}
