package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    @Test
    void writes_the_whole_memory() {
        assertWritesAll(Snapshots.ofAutoscalers());
        assertWritesAll(Snapshots.ofSlots());
    }

    private static void assertWritesAll(Snapshots snapshots) {
        for (int i = 0; i < Cycle.WORKLOADS; i++) {
            ByteBuffer before = snapshots.buffer(i).duplicate().flip();
            assertThat(snapshots.snapshot())
                    .isEqualTo(snapshots.workload(i).snapshotSize())
                    .isLessThanOrEqualTo(512);
            assertThat(snapshots.buffer(i).duplicate().flip()).isEqualTo(before);
            assertThat(before.limit()).isLessThanOrEqualTo(snapshots.largestBytes());
        }
    }

    @Test
    void restores_the_whole_memory() {
        assertRestoresAll(Snapshots.ofAutoscalers());
        assertRestoresAll(Snapshots.ofSlots());
    }

    private static void assertRestoresAll(Snapshots snapshots) {
        for (int i = 0; i < Cycle.WORKLOADS; i++) {
            ByteBuffer before = snapshots.buffer(i).duplicate().flip();
            snapshots.workload(i).scaled(Cycle.START_MILLIS + Cycle.STEP_MILLIS * 1_000, 1, 2);
            assertThat(snapshots.restore()).isEqualTo(before.limit());
            ByteBuffer after = ByteBuffer.allocate(snapshots.workload(i).snapshotSize());
            snapshots.workload(i).snapshot(after);
            assertThat(after.flip()).isEqualTo(before);
        }
    }
}
