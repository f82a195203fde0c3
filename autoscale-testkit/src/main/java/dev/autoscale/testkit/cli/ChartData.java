package dev.autoscale.testkit.cli;

import dev.autoscale.ActivationState;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows of a replay: never more points than a person can see. Not thread-safe.
 *
 * <p>Short replays have a bucket per step; of long ones a bucket keeps lowest, highest, mean and last value.
 */
final class ChartData implements StepSink {
    /** As many steps can be told apart in the width of a chart. */
    private static final int MOST_LEVELS = 922;

    /** Of more steps each bucket shows the range, two pixels wide. */
    private static final int DENSE_BUCKETS = 461;

    /** One curve. A bucket without any value is NaN. */
    static final class Curve {
        final double[] lowest;
        final double[] highest;
        final double[] last;
        private final double[] sums;
        private final int[] counts;

        Curve(int buckets) {
            lowest = new double[buckets];
            highest = new double[buckets];
            last = new double[buckets];
            sums = new double[buckets];
            counts = new int[buckets];
            Arrays.fill(lowest, Double.NaN);
            Arrays.fill(highest, Double.NaN);
            Arrays.fill(last, Double.NaN);
        }

        private void add(int bucket, double value) {
            last[bucket] = value;
            if (!Double.isFinite(value)) {
                return;
            }
            sums[bucket] += value;
            counts[bucket]++;
            lowest[bucket] = Double.isNaN(lowest[bucket]) ? value : Math.min(lowest[bucket], value);
            highest[bucket] = Double.isNaN(highest[bucket]) ? value : Math.max(highest[bucket], value);
        }

        boolean isEmpty(int bucket) {
            return Double.isNaN(lowest[bucket]);
        }

        /** The mean of a bucket that is not empty. */
        double mean(int bucket) {
            return sums[bucket] / counts[bucket];
        }

        boolean hasValues() {
            return Arrays.stream(highest).anyMatch(v -> !Double.isNaN(v));
        }

        double peak() {
            double peak = 0;
            for (double value : highest) {
                peak = Double.isNaN(value) ? peak : Math.max(peak, value);
            }
            return peak;
        }
    }

    /** One metric: what was measured, what the replicas can take, and where the first is above the second. */
    static final class Panel {
        final MetricSpec metric;
        final Curve measured;
        final Curve capacity;
        /** Of the worst step of a bucket; NaN where there is none. */
        final double[] aboveFrom;

        final double[] aboveTo;

        Panel(MetricSpec metric, int buckets) {
            this.metric = metric;
            measured = new Curve(buckets);
            capacity = new Curve(buckets);
            aboveFrom = new double[buckets];
            aboveTo = new double[buckets];
            Arrays.fill(aboveFrom, Double.NaN);
            Arrays.fill(aboveTo, Double.NaN);
        }

        private void add(int bucket, double value, double limit) {
            measured.add(bucket, value);
            capacity.add(bucket, limit);
            boolean isWorst = Double.isNaN(aboveTo[bucket]) || value - limit > aboveTo[bucket] - aboveFrom[bucket];
            if (value > limit && isWorst) {
                aboveFrom[bucket] = limit;
                aboveTo[bucket] = value;
            }
        }

        boolean isTotal() {
            return !Feeds.needsReplicas(metric);
        }

        /** Whether there is no target, as a source or signal has none. */
        boolean isInput() {
            return metric.target() == MetricSpec.Target.NONE;
        }

        /** A signal shows its value, a source beside it what it asks for, or only that. */
        private void addInput(int bucket, double value, MetricProposal proposal) {
            boolean asks = proposal.status().hasProposal();
            if (Feeds.readsValue(metric)) {
                measured.add(bucket, value);
                capacity.add(bucket, asks ? proposal.replicas() : Double.NaN);
            } else {
                boolean failed = proposal.status().isFailure();
                measured.add(bucket, failed ? Double.NaN : asks ? proposal.replicas() : 0);
            }
        }
    }

    final int buckets;
    final Panel[] panels;
    final Curve replicas;
    final Curve recorded;
    /** The activation state of each bucket. */
    final ActivationState[] states;
    /** What holds the count in each bucket; null where nothing does. */
    final @Nullable DampingPart[] held;
    /** For each window of the schedule, in which buckets it is open. */
    final boolean[][] open;

    private final Set<DampingPart> damping;
    private final int steps;
    private final @Nullable OpenWindows windows;

    ChartData(ReplayPlan plan) {
        AutoscalerSpec spec = plan.spec();
        windows = OpenWindows.of(plan.policy());
        steps = plan.steps();
        buckets = isDense() ? DENSE_BUCKETS : steps;
        panels = new Panel[spec.metricCount()];
        for (int i = 0; i < panels.length; i++) {
            panels[i] = new Panel(spec.metric(i), buckets);
        }
        states = new ActivationState[buckets];
        damping = plan.policy().damping();
        held = new DampingPart[buckets];
        open = new boolean[plan.policy().schedule().windows().size()][buckets];
        replicas = new Curve(buckets);
        recorded = new Curve(buckets);
    }

    /** Whether a bucket stands for several steps, so that there are ranges and means instead of levels. */
    boolean isDense() {
        return steps > MOST_LEVELS;
    }

    @Override
    public void step(int step, Decision out, double[] seen, double recordedReplicas) {
        int bucket = (int) ((long) step * buckets / steps);
        replicas.add(bucket, out.replicas());
        recorded.add(bucket, recordedReplicas);
        // A moment among many other states would be lost, and it is what one looks for.
        if (states[bucket] != ActivationState.ACTIVATING) {
            states[bucket] = out.activation().state();
        }
        for (DampingPart part : damping) {
            held[bucket] = part != DampingPart.ALIGNMENT && part.isFelt(out) ? part : held[bucket];
        }
        for (int i = 0; windows != null && i < open.length; i++) {
            open[i][bucket] |= windows.isOpen(i, out.epochMillis());
        }
        for (int i = 0; i < panels.length; i++) {
            Panel panel = panels[i];
            double limit = amount(panel.metric);
            double value = out.metric(i).status().isFailure() ? Double.NaN : seen[i];
            if (panel.isInput()) {
                panel.addInput(bucket, value, out.metric(i));
            } else if (panel.isTotal()) {
                panel.add(bucket, value, limit * out.replicas());
            } else {
                // As it is once the decision is carried out.
                double share = (double) Math.max(1, out.currentReplicas()) / Math.max(1, out.replicas());
                panel.add(bucket, value * share, limit);
            }
        }
    }

    static double amount(MetricSpec metric) {
        return metric.target() == MetricSpec.Target.UTILIZATION
                ? metric.targetAmount()
                : metric.targetAmount() / 1000.0;
    }
}
