package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** Paths: the memories of 64 warmed workloads with default behavior into a caller's buffers, and back. */
final class Snapshots {
    private final IntFunction<Autoscaler> workloads;
    private final ByteBuffer[] buffers = new ByteBuffer[Cycle.WORKLOADS];
    private int next;
    private int largest;

    private Snapshots(IntFunction<Autoscaler> workloads) {
        this.workloads = workloads;
        for (int i = 0; i < buffers.length; i++) {
            Autoscaler workload = workloads.apply(i);
            int size = workload.snapshotSize();
            buffers[i] = ByteBuffer.allocate(size);
            workload.snapshot(buffers[i]);
            largest = Math.max(largest, size);
        }
    }

    /** Of autoscalers, an object each. */
    static Snapshots ofAutoscalers() {
        return new Snapshots(OneMetric.of(Specs.external())::autoscaler);
    }

    /** Of the slots of a fleet. */
    static Snapshots ofSlots() {
        return new Snapshots(new OneByOne(FleetPath.inOrder(Cycle.WORKLOADS))::workload);
    }

    /** Writes one snapshot and returns its size; the next call goes on with the next workload. */
    int snapshot() {
        ByteBuffer buffer = buffers[next].clear();
        workloads.apply(next).snapshot(buffer);
        next = (next + 1) & (Cycle.WORKLOADS - 1);
        return buffer.position();
    }

    /** Restores one snapshot and returns its size; the next call goes on with the next workload. */
    int restore() {
        ByteBuffer buffer = buffers[next].clear();
        workloads.apply(next).restore(buffer);
        next = (next + 1) & (Cycle.WORKLOADS - 1);
        return buffer.position();
    }

    int largestBytes() {
        return largest;
    }

    Autoscaler workload(int number) {
        return workloads.apply(number);
    }

    ByteBuffer buffer(int workload) {
        return buffers[workload];
    }
}
