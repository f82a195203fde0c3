package dev.autoscale.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures an operation on the current thread: the thread's own processor time, so that other programs disturb little, and
 * the bytes that it allocated, exactly.
 */
final class Probe {
    private static final int CHUNK = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Operation operation;
    private int chunks = 1;
    private double nanos;
    private double bytes;
    private long checksum;

    Probe(Operation operation) {
        this.operation = operation;
    }

    /** Finds out how many operations take about this long. */
    void calibrate(long targetNanos) {
        while (measure() * chunks * CHUNK < targetNanos) {
            chunks *= 2;
        }
    }

    /** Runs once and returns nanoseconds per operation. */
    double measure() {
        long sum = 0;
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < chunks; i++) {
            sum += operation.run(CHUNK);
        }
        long after = THREADS.getCurrentThreadCpuTime();
        long bytesAfter = THREADS.getCurrentThreadAllocatedBytes();
        double operations = (double) chunks * CHUNK;
        nanos = (after - before) / operations;
        bytes = (bytesAfter - bytesBefore) / operations;
        checksum += sum;
        return nanos;
    }

    /** Bytes per operation of the last run. */
    double bytes() {
        return bytes;
    }

    long checksum() {
        return checksum;
    }
}
