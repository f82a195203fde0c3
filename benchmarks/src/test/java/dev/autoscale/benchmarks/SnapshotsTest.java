package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final Snapshots snapshots = new Snapshots();

    @Test
    void writes_the_whole_memory() {
        for (int i = 0; i < Cycle.WORKLOADS; i++) {
            Autoscaler autoscaler = snapshots.autoscaler(i);
            ByteBuffer before = snapshots.buffer(i).duplicate().flip();
            assertThat(snapshots.snapshot())
                    .isEqualTo(autoscaler.snapshotSize())
                    .isLessThanOrEqualTo(512);
            assertThat(snapshots.buffer(i).duplicate().flip()).isEqualTo(before);
            assertThat(before.limit()).isLessThanOrEqualTo(snapshots.largestBytes());
        }
    }

    @Test
    void restores_the_whole_memory() {
        for (int i = 0; i < Cycle.WORKLOADS; i++) {
            Autoscaler autoscaler = snapshots.autoscaler(i);
            ByteBuffer before = snapshots.buffer(i).duplicate().flip();
            autoscaler.scaled(Cycle.START_MILLIS + Cycle.STEP_MILLIS * 1_000, 1, 2);
            assertThat(snapshots.restore()).isEqualTo(before.limit());
            ByteBuffer after = ByteBuffer.allocate(autoscaler.snapshotSize());
            autoscaler.snapshot(after);
            assertThat(after.flip()).isEqualTo(before);
        }
    }
}
