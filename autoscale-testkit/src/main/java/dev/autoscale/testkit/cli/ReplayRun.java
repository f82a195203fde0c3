package dev.autoscale.testkit.cli;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Observation;
import java.util.List;

/**
 * An open-loop replay: the recorded load comes whatever the decisions are, and every decision is carried out at once. Not
 * thread-safe.
 */
final class ReplayRun {
    private final ReplayPlan plan;
    private final AutoscalerSpec spec;
    private final Series series;
    private final boolean[] isShared;
    private final double[] seen;
    private final int[] columns;
    private final Observation in;
    private final Decision out;
    private int row;

    ReplayRun(ReplayPlan plan) {
        this.plan = plan;
        spec = plan.spec();
        series = plan.series();
        in = spec.newObservation();
        out = spec.newDecision();
        seen = new double[spec.metricCount()];
        columns = plan.feeds().columnOf().stream().mapToInt(Integer::intValue).toArray();
        isShared = new boolean[spec.metricCount()];
        for (int i = 0; i < isShared.length; i++) {
            isShared[i] = plan.policy().needsReplicas(spec.metric(i));
        }
    }

    void run(List<StepSink> sinks) {
        Autoscaler autoscaler = spec.newAutoscaler();
        int current = plan.initial();
        long now = plan.fromMillis();
        for (int step = 0; step < plan.steps(); step++, now += plan.everyMillis()) {
            while (row + 1 < series.rows() && series.millis(row + 1) <= now) {
                row++;
            }
            double recorded =
                    plan.feeds().hasReplicas() ? series.value(plan.feeds().replicas(), row) : Double.NaN;
            observe(now, current, recorded);
            autoscaler.decide(in, out);
            fillProposals();
            for (StepSink sink : sinks) {
                sink.step(step, out, seen, recorded);
            }
            if (out.changes()) {
                autoscaler.scaled(now, current, out.replicas());
                current = out.replicas();
            }
        }
    }

    /** What has no values is seen by what it asks for. */
    private void fillProposals() {
        for (int metric = 0; metric < seen.length; metric++) {
            if (columns[metric] == Feeds.NO_COLUMN) {
                MetricProposal proposal = out.metric(metric);
                seen[metric] = proposal.status().hasProposal() ? proposal.replicas() : Double.NaN;
            }
        }
    }

    private void observe(long now, int current, double recorded) {
        in.at(now).replicas(current);
        for (int metric = 0; metric < seen.length; metric++) {
            if (columns[metric] == Feeds.NO_COLUMN) {
                continue;
            }
            double value = series.value(columns[metric], row);
            if (isShared[metric]) {
                // The load of that time, shared by the replicas of the replay. Nobody shared it at zero replicas.
                value = recorded >= 1 ? value * recorded / Math.max(1, current) : Double.NaN;
            }
            seen[metric] = value;
            if (Double.isNaN(value)) {
                in.failed(metric);
            } else {
                in.value(metric, value);
            }
            in.sampledAt(metric, series.millis(row));
        }
    }
}
