package dev.autoscale.benchmarks;

import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;

/** Path: a sample a second into an exponential window and its average each time, 64 windows in turn. */
final class KpaWeighted implements Operation {
    private final KpaWindow[] windows = new KpaWindow[Cycle.WORKLOADS];
    private long nowMillis = Cycle.START_MILLIS;
    private long step;

    KpaWeighted(int seconds) {
        for (int i = 0; i < windows.length; i++) {
            windows[i] = KpaWindow.weighted(Duration.ofSeconds(seconds));
        }
        run(seconds * Cycle.WORKLOADS);
    }

    double average() {
        int workload = (int) step & (Cycle.WORKLOADS - 1);
        KpaWindow window = windows[workload];
        window.record(nowMillis, KpaTick.sample(step, 0));
        double average = window.average(nowMillis);
        if (workload == Cycle.WORKLOADS - 1) {
            nowMillis += 1000;
        }
        step++;
        return average;
    }

    @Override
    public int once() {
        return Double.hashCode(average());
    }

    /** The yardstick: the same samples in plain rings, summed by a loop over the whole window. */
    static final class Bare implements Operation {
        private static final double COEFFICIENT = 0.2;

        private final double[][] rings;
        private final int length;
        private int newest;
        private long step;

        Bare(int seconds) {
            length = seconds;
            rings = new double[Cycle.WORKLOADS][seconds];
            run(seconds * Cycle.WORKLOADS);
        }

        double average() {
            int workload = (int) step & (Cycle.WORKLOADS - 1);
            double[] ring = rings[workload];
            ring[newest] = KpaTick.sample(step, 0);
            double average = weightedSum(ring);
            if (workload == Cycle.WORKLOADS - 1) {
                newest = newest + 1 == length ? 0 : newest + 1;
            }
            step++;
            return average;
        }

        private double weightedSum(double[] ring) {
            double sum = 0;
            double weight = COEFFICIENT;
            int slot = newest;
            for (int i = 0; i < length; i++) {
                sum += ring[slot] * weight;
                weight *= 1 - COEFFICIENT;
                slot = slot == 0 ? length - 1 : slot - 1;
            }
            return sum;
        }

        @Override
        public int once() {
            return Double.hashCode(average());
        }
    }
}
