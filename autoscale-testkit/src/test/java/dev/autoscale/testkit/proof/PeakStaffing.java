package dev.autoscale.testkit.proof;

import dev.autoscale.ReplicaSource;

/**
 * A policy that the library does not have: as many workers as were busy at the peak, which is forgotten by a tenth per decision,
 * and a reserve that grows with the root of that number.
 */
record PeakStaffing(double reserve) implements ReplicaSource {
    @Override
    public String id() {
        return "peak staffing(" + reserve + ')';
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        in.validUntil(in.epochMillis()); // the next decision remembers less
        double busy = peakMilli(in) / 1000.0;
        return (int) Math.ceil(busy + reserve * Math.sqrt(busy));
    }

    @Override
    public int memorySize() {
        return 1;
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        in.remember(0, peakMilli(in));
    }

    private static long peakMilli(ReplicaSource.Input in) {
        return Math.max(in.valueMilli(), in.memory(0) / 10 * 9);
    }
}
