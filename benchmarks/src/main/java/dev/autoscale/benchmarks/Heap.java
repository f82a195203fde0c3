package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fleet;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Locale;

/** Heap that workloads with default behavior take, measured: bytes in use after a collection, with and without many of them. */
final class Heap {
    private static final int COLLECTIONS = 3;
    /** Steps of a load that falls at each of them: more than a window of 300 s has. */
    private static final int FALLING = 40;

    private Heap() {}

    /** An autoscaler, without the caller's reference to it. */
    static double bytesPerAutoscaler(int count) {
        AutoscalerSpec spec = Specs.external();
        Autoscaler[] autoscalers = new Autoscaler[count];
        long before = usedBytes();
        Arrays.setAll(autoscalers, i -> spec.newAutoscaler());
        long after = usedBytes();
        Reference.reachabilityFence(autoscalers);
        return (double) (after - before) / count;
    }

    /** A fleet that has seen nothing yet. */
    static OfFleet fresh(int count) {
        return fleet(Columns.quiet(count), 0);
    }

    /** A fleet after the load of {@link Cycle#one}. */
    static OfFleet active(int count) {
        return fleet(Columns.active(count), 8 * Cycle.SETTLED);
    }

    /** A fleet whose load fell at every step for longer than its window, so that every recommendation is remembered. */
    static OfFleet full(int count) {
        return fleet(Columns.falling(count, FALLING), FALLING);
    }

    private static OfFleet fleet(Columns columns, int ticks) {
        long before = usedBytes();
        BatchPath.Batches path = BatchPath.Batches.fresh(columns);
        for (int i = 0; i < ticks; i++) {
            path.run(columns.workloads);
        }
        long after = usedBytes();
        Fleet.Group group = path.fleet().groups().get(0);
        OfFleet heap = new OfFleet(
                (double) (after - before) / columns.workloads,
                (double) group.bytes() / columns.workloads,
                (double) group.spilled() / columns.workloads);
        Reference.reachabilityFence(path);
        return heap;
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What a workload of a fleet takes.
     *
     * @param bytes measured
     * @param ownBytes what the fleet says
     * @param spilled the share of the workloads whose history does not fit their block
     */
    record OfFleet(double bytes, double ownBytes, double spilled) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%.0f B (%.0f B by its own account), %.1f %% spilled", bytes, ownBytes, 100 * spilled);
        }
    }
}
