package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FleetTransferTest {
    private static final int COUNT = 1_000;

    @Test
    void what_is_read_is_what_was_written() throws IOException {
        FleetTransfer.Write write = new FleetTransfer.Write(COUNT);
        FleetTransfer.Read read = new FleetTransfer.Read(COUNT);
        long size = write.fleet.snapshotSize();
        assertThat(write.pass()).isEqualTo(size);
        assertThat(read.pass()).isEqualTo(size);
        assertThat(new FleetTransfer.Copy(COUNT).pass()).isEqualTo(size);
        assertThat(read.restored()).isNotSameAs(read.fleet);
        FleetTransfer.MemoryChannel again = new FleetTransfer.MemoryChannel((int) size);
        assertThat(read.restored().snapshot(again)).isEqualTo(size);
        assertThat(again.bytes.flip()).isEqualTo(write.channel.bytes.flip());
    }

    @Test
    void an_operation_is_the_share_of_one_workload() {
        FleetTransfer write = new FleetTransfer.Write(COUNT);
        int share = (int) write.movedBytes();
        assertThat(share).isBetween(32, 512);
        assertThat(write.once()).isEqualTo(share);
        assertThat(write.run(3 * COUNT)).isEqualTo(3L * COUNT * share);
    }
}
