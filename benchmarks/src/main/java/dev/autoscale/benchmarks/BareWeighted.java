package dev.autoscale.benchmarks;

/** Yardstick of {@link KpaWeighted}: the same samples in plain rings, summed by a loop over the whole window. */
final class BareWeighted implements Operation {
    private static final double COEFFICIENT = 0.2;

    private final double[][] rings;
    private final int length;
    private int newest;
    private long step;

    private BareWeighted(int seconds) {
        length = seconds;
        rings = new double[Cycle.WORKLOADS][seconds];
        run(seconds * Cycle.WORKLOADS);
    }

    static BareWeighted window(int seconds) {
        return new BareWeighted(seconds);
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
