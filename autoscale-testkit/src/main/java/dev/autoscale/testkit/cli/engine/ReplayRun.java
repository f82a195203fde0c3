package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingObservation;
import dev.autoscale.testkit.drive.Drive;
import dev.autoscale.testkit.simulation.OpenLoop;
import java.util.List;
import java.util.function.Function;

/**
 * An open-loop replay: the recorded load comes whatever the decisions are, and every decision is carried out at once. Not
 * thread-safe; it runs once.
 */
public final class ReplayRun<I extends ScalingObservation<I>, O extends ScalingDecision> {
    private final ReplayPlan plan;
    private final Series series;
    private final Drive<I, O> drive;
    private final OpenLoop<I, O> loop;
    private final Step step;
    private final int[] columns;
    private final boolean[] isShared;
    private final RecordedReplicas replicas;
    private int row;
    private long nextSampleMillis;

    /** A replay of an engine that has no memory yet; step shows the decision that it is given. */
    ReplayRun(ReplayPlan plan, Drive<I, O> drive, Function<O, Step> step) {
        this.plan = plan;
        this.drive = drive;
        series = plan.series();
        loop = new OpenLoop<>(
                drive.newEngine(plan.fromMillis(), plan.initial()),
                plan.fromMillis(),
                plan.everyMillis(),
                plan.initial());
        this.step = step.apply(loop.decision());
        List<Feeds.Metric> metrics = plan.policy().metrics();
        columns = plan.feeds().columnOf().stream().mapToInt(Integer::intValue).toArray();
        isShared = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            isShared[i] = plan.feeds().shared().contains(metrics.get(i));
        }
        replicas = new RecordedReplicas(plan);
        nextSampleMillis = plan.fromMillis();
    }

    /** What there is to tell about each decision. */
    public Step step() {
        return step;
    }

    public void run(List<StepSink> sinks) {
        loop.run(plan.steps(), this::measure, out -> {
            step.decided(plan.recorded(Feeds.Count.REPLICAS, row));
            for (StepSink sink : sinks) {
                sink.step((int) loop.decisions(), step);
            }
        });
    }

    private void measure(long nowMillis, int current, I in) {
        while (row + 1 < series.rows() && series.millis(row + 1) <= nowMillis) {
            row++;
        }
        if (replicas.tellsMore()) {
            int existing = replicas.existing(row, current);
            drive.counts(in, current, existing, replicas.ready(row, existing));
        }
        if (in instanceof Observation observation) {
            replicas.pause(row, observation.overrides());
        }
        if (drive.sampleMillis() > 0) {
            sample(nowMillis, current, in);
        } else {
            read(series.millis(row), row, current, in);
        }
        for (int metric = 0; metric < columns.length; metric++) {
            if (columns[metric] != Feeds.NO_COLUMN) {
                step.see(metric, seen(value(metric, row, current)));
            }
        }
    }

    /** What cannot be drawn or added up is not shown. */
    private static double seen(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Each sample since the decision before; what is older than the window is never looked at. */
    private void sample(long nowMillis, int current, I in) {
        long every = drive.sampleMillis();
        long skipped = Math.max(0, nowMillis - drive.windowMillis() - nextSampleMillis) / every;
        nextSampleMillis += skipped * every;
        drive.ensureCapacity(in, (int) ((nowMillis - nextSampleMillis) / every) + 1);
        for (; nextSampleMillis <= nowMillis; nextSampleMillis += every) {
            read(nextSampleMillis, series.rowAt(nextSampleMillis), current, in);
        }
    }

    private void read(long sampledMillis, int recorded, int current, I in) {
        for (int metric = 0; metric < columns.length; metric++) {
            if (columns[metric] == Feeds.NO_COLUMN) {
                continue;
            }
            double value = value(metric, recorded, current);
            if (Double.isNaN(value)) {
                drive.failed(in, metric, sampledMillis);
            } else {
                drive.value(in, metric, sampledMillis, value);
            }
        }
    }

    /** A load that ready replicas share is shared by those of the replay. No one shared it at zero replicas. */
    private double value(int metric, int recorded, int current) {
        double value = series.value(columns[metric], recorded);
        if (!isShared[metric]) {
            return value;
        }
        double then = replicas.readyThen(recorded);
        int now = replicas.ready(recorded, replicas.existing(recorded, current));
        return then >= 1 ? value * then / Math.max(1, now) : Double.NaN;
    }
}
