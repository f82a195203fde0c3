package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Heap that an autoscaler with default behavior takes: used heap after a collection, with and without many of them. */
final class HeapSize {
    private static final int COLLECTIONS = 3;

    private HeapSize() {}

    /** Bytes for each autoscaler, without the caller's reference to it. */
    static double bytesPerAutoscaler(int count) {
        AutoscalerSpec spec = Specs.external();
        Autoscaler[] autoscalers = new Autoscaler[count];
        long before = usedBytes();
        Arrays.setAll(autoscalers, i -> spec.newAutoscaler());
        long after = usedBytes();
        Reference.reachabilityFence(autoscalers);
        return (double) (after - before) / count;
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
