package dev.autoscale.testkit.cli.chart;

import dev.autoscale.testkit.cli.engine.ChartBand;
import dev.autoscale.testkit.cli.engine.ChartPanel;
import dev.autoscale.testkit.cli.engine.OpenWindows;
import dev.autoscale.testkit.cli.engine.ReplayPlan;
import dev.autoscale.testkit.cli.engine.Step;
import dev.autoscale.testkit.cli.engine.StepSink;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows of a replay: never more points than a person can see. Not thread-safe.
 *
 * <p>Short replays have a bucket per step; of long ones a bucket keeps lowest, highest, mean and last value.
 */
public final class ChartData implements StepSink {
    /** As many steps can be told apart in the width of a chart. */
    private static final int MAX_LEVELS = 922;

    /** Of more steps each bucket shows the range, two pixels wide. */
    private static final int DENSE_BUCKETS = 461;

    /** One curve. A bucket without any value is NaN. */
    public static final class Curve {
        public final double[] lowest;
        public final double[] highest;
        public final double[] last;
        private final double[] sums;
        private final int[] counts;

        public Curve(int buckets) {
            lowest = unset(buckets);
            highest = unset(buckets);
            last = unset(buckets);
            sums = new double[buckets];
            counts = new int[buckets];
        }

        public void add(int bucket, double value) {
            last[bucket] = value;
            if (!Double.isFinite(value)) {
                return;
            }
            sums[bucket] += value;
            counts[bucket]++;
            lowest[bucket] = Double.isNaN(lowest[bucket]) ? value : Math.min(lowest[bucket], value);
            highest[bucket] = Double.isNaN(highest[bucket]) ? value : Math.max(highest[bucket], value);
        }

        public boolean isEmpty(int bucket) {
            return Double.isNaN(lowest[bucket]);
        }

        /** The mean of a bucket that is not empty. */
        public double mean(int bucket) {
            return sums[bucket] / counts[bucket];
        }

        boolean hasValues() {
            return Arrays.stream(highest).anyMatch(v -> !Double.isNaN(v));
        }

        public double peak() {
            double peak = 0;
            for (double value : highest) {
                peak = Double.isNaN(value) ? peak : Math.max(peak, value);
            }
            return peak;
        }
    }

    /** One panel: what was measured, what the replicas can take, and where the first is above the second. */
    static final class Panel {
        final ChartPanel about;
        final Curve measured;
        final Curve capacity;
        /** Of the worst step of a bucket; NaN where there is none. */
        final double[] aboveFrom;

        final double[] aboveTo;

        Panel(ChartPanel about, int buckets) {
            this.about = about;
            measured = new Curve(buckets);
            capacity = new Curve(buckets);
            aboveFrom = unset(buckets);
            aboveTo = unset(buckets);
        }

        private void add(int bucket) {
            double value = about.value().getAsDouble();
            double limit = about.capacity().getAsDouble();
            measured.add(bucket, value);
            capacity.add(bucket, limit);
            boolean isWorst = Double.isNaN(aboveTo[bucket]) || value - limit > aboveTo[bucket] - aboveFrom[bucket];
            if (!about.isInput() && value > limit && isWorst) {
                aboveFrom[bucket] = limit;
                aboveTo[bucket] = value;
            }
        }
    }

    final int buckets;
    final Panel[] panels;
    final List<ChartBand> bands;
    /** For each band the colour of each bucket; -1 where it has none. */
    final int[][] shades;

    final Curve replicas;
    final Curve recorded;
    /** For each window of the schedule, in which buckets it is open. */
    final boolean[][] open;

    private final int steps;
    private final @Nullable OpenWindows windows;

    public ChartData(ReplayPlan plan, Step step) {
        windows = OpenWindows.of(plan.policy().schedule());
        steps = plan.steps();
        buckets = isDense() ? DENSE_BUCKETS : steps;
        panels = step.panels().stream().map(about -> new Panel(about, buckets)).toArray(Panel[]::new);
        bands = step.bands();
        shades = new int[bands.size()][buckets];
        for (int[] band : shades) {
            Arrays.fill(band, -1);
        }
        open = new boolean[plan.policy().schedule().windows().size()][buckets];
        replicas = new Curve(buckets);
        recorded = new Curve(buckets);
    }

    private static double[] unset(int buckets) {
        double[] values = new double[buckets];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** Whether a bucket stands for several steps, so that there are ranges and means instead of levels. */
    boolean isDense() {
        return steps > MAX_LEVELS;
    }

    @Override
    public void step(int number, Step step) {
        int bucket = (int) ((long) number * buckets / steps);
        replicas.add(bucket, step.decision().replicas());
        recorded.add(bucket, step.recordedReplicas());
        for (int i = 0; i < shades.length; i++) {
            shade(i, bucket, bands.get(i).current().getAsInt());
        }
        for (int i = 0; windows != null && i < open.length; i++) {
            open[i][bucket] |= windows.isOpen(i, step.decision().epochMillis());
        }
        for (Panel panel : panels) {
            panel.add(bucket);
        }
    }

    /** A moment among many other states would be lost, and it is what one looks for. */
    private void shade(int band, int bucket, int shade) {
        int earlier = shades[band][bucket];
        boolean keeps = earlier >= 0
                && (shade < 0 || bands.get(band).shades().get(earlier).isMoment());
        shades[band][bucket] = keeps ? earlier : shade;
    }
}
