package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import java.nio.ByteBuffer;

/** Paths: the memories of 64 warmed autoscalers with default behavior into a caller's buffers, and back. */
final class Snapshots {
    private final Autoscaler[] autoscalers = new Autoscaler[Cycle.WORKLOADS];
    private final ByteBuffer[] buffers = new ByteBuffer[Cycle.WORKLOADS];
    private int next;
    private int largest;

    Snapshots() {
        OneMetric warmed = OneMetric.of(Specs.external());
        for (int i = 0; i < autoscalers.length; i++) {
            autoscalers[i] = warmed.autoscaler(i);
            int size = autoscalers[i].snapshotSize();
            buffers[i] = ByteBuffer.allocate(size);
            autoscalers[i].snapshot(buffers[i]);
            largest = Math.max(largest, size);
        }
    }

    /** Writes one snapshot and returns its size; the next call goes on with the next autoscaler. */
    int snapshot() {
        ByteBuffer buffer = buffers[next].clear();
        autoscalers[next].snapshot(buffer);
        next = (next + 1) & (Cycle.WORKLOADS - 1);
        return buffer.position();
    }

    /** Restores one snapshot and returns its size; the next call goes on with the next autoscaler. */
    int restore() {
        ByteBuffer buffer = buffers[next].clear();
        autoscalers[next].restore(buffer);
        next = (next + 1) & (Cycle.WORKLOADS - 1);
        return buffer.position();
    }

    int largestBytes() {
        return largest;
    }

    Autoscaler autoscaler(int workload) {
        return autoscalers[workload];
    }

    ByteBuffer buffer(int workload) {
        return buffers[workload];
    }
}
