package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole fleet as bytes. */
class FleetSnapshotTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(external("queue").averageValue(5))
            .build();
    private static final AutoscalerSpec WIDER = SPEC.toBuilder().bounds(1, 50).build();
    private static final AutoscalerSpec UNUSED = SPEC.toBuilder().bounds(1, 60).build();
    /** Remembers so much that one workload is larger than a chunk. */
    private static final AutoscalerSpec LONG = SPEC.toBuilder()
            .historyCapacity(20_000)
            .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ofDays(1)))
            .build();

    private static Fleet fleet(int workloads) {
        Fleet fleet = new Fleet(3);
        for (int i = 0; i < workloads; i++) {
            AutoscalerSpec spec = i % 5 == 0 ? WIDER : SPEC;
            long handle = fleet.add(spec);
            Decision out = spec.newDecision();
            fleet.decide(handle, spec.newObservation().at(i).replicas(2).value(0, i % 50), out);
            fleet.scaled(handle, out);
            if (i % 7 == 0) {
                fleet.remove(handle);
            }
        }
        fleet.group(UNUSED);
        return fleet;
    }

    private static byte[] bytes(Fleet fleet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long size = fleet.snapshotSize();
        assertThat(fleet.snapshot(Channels.newChannel(bytes))).isEqualTo(size);
        assertThat(bytes.size()).isEqualTo(size);
        return bytes.toByteArray();
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    private static ReadableByteChannel channel(byte... bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static void assertRefused(byte[] bytes, List<AutoscalerSpec> specs, String message) {
        Fleet fleet = new Fleet(3);
        assertThatThrownBy(() -> fleet.restore(channel(bytes), specs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThat(fleet.size()).isZero();
        assertThat(fleet.groups()).isEmpty();
    }

    @Test
    void goes_on_with_every_handle() throws IOException {
        Fleet fleet = fleet(3_000);
        byte[] snapshot = bytes(fleet);
        Fleet restored = new Fleet(3);
        assertThat(restored.restore(channel(snapshot), List.of(UNUSED, UNUSED, WIDER, LONG, SPEC)))
                .isEqualTo(snapshot.length);
        assertThat(restored.size()).isEqualTo(fleet.size());
        assertThat(restored.groups()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            Fleet.Group group = fleet.groups().get(i);
            Fleet.Group other = restored.groups().get(i);
            assertThat(other.spec()).isEqualTo(group.spec());
            assertThat(other.slots()).isEqualTo(group.slots());
            assertThat(other.size()).isEqualTo(group.size());
            assertThat(restored.group(group.spec())).isSameAs(other);
            for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
                assertThat(other.handle(slot)).isEqualTo(group.handle(slot));
                assertThat(bytes(other.at(slot))).isEqualTo(bytes(group.at(slot)));
            }
        }
        assertThat(bytes(restored)).isEqualTo(snapshot);
        for (int i = 0; i < 600; i++) {
            assertThat(restored.add(SPEC)).isEqualTo(fleet.add(SPEC));
        }
    }

    @Test
    void removed_workloads_stay_removed() throws IOException {
        Fleet fleet = new Fleet(3);
        long removed = fleet.add(SPEC);
        long kept = fleet.add(SPEC);
        fleet.remove(removed);
        Fleet restored = new Fleet(3);
        restored.restore(channel(bytes(fleet)), List.of(SPEC));
        assertThat(restored.contains(kept)).isTrue();
        assertThatThrownBy(() -> restored.at(removed)).hasMessageContaining("its workload was removed");
        assertThat(restored.add(SPEC)).isNotIn(removed, kept);
    }

    @Test
    void an_empty_fleet_is_a_fleet() throws IOException {
        byte[] snapshot = bytes(new Fleet(3));
        Fleet restored = new Fleet(3);
        assertThat(restored.restore(channel(snapshot), List.of())).isEqualTo(snapshot.length);
        assertThat(restored.groups()).isEmpty();
        restored.add(SPEC);
        assertThat(restored.size()).isOne();
    }

    @Test
    void a_respecced_group_is_one_of_its_spec_now() throws IOException {
        Fleet fleet = new Fleet(3);
        long handle = fleet.add(SPEC);
        fleet.add(WIDER);
        fleet.groupOf(handle).respec(WIDER, 5);
        Fleet restored = new Fleet(3);
        restored.restore(channel(bytes(fleet)), List.of(WIDER));
        assertThat(bytes(restored.at(handle))).isEqualTo(bytes(fleet.at(handle)));
        assertThat(restored.groups()).hasSize(2);
        assertThat(bytes(restored)).isEqualTo(bytes(fleet));
    }

    @Test
    void one_workload_may_be_larger_than_a_chunk() throws IOException {
        Fleet fleet = new Fleet(3);
        Observation in = LONG.newObservation();
        Decision out = LONG.newDecision();
        fleet.add(SPEC);
        for (int i = 0; i < 3; i++) {
            long handle = fleet.add(LONG);
            for (int step = 0; step < 12_000; step++) {
                fleet.decide(handle, in.at(step).replicas(3).value(0, 200_000 - step * 5), out);
            }
            assertThat(fleet.at(handle).snapshotSize()).isGreaterThan(1 << 16);
        }
        byte[] snapshot = bytes(fleet);
        Fleet restored = new Fleet(3);
        restored.restore(channel(snapshot), List.of(SPEC, LONG));
        assertThat(bytes(restored)).isEqualTo(snapshot);
    }

    @Test
    void what_follows_in_the_channel_is_left_there() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        Fleet fleet = fleet(100);
        Fleet other = fleet(30);
        fleet.snapshot(Channels.newChannel(both));
        other.snapshot(Channels.newChannel(both));
        both.write(42);
        ByteArrayInputStream in = new ByteArrayInputStream(both.toByteArray());
        ReadableByteChannel channel = Channels.newChannel(in);
        Fleet restored = new Fleet(3);
        restored.restore(channel, List.of(SPEC, WIDER, UNUSED));
        Fleet restoredOther = new Fleet(3);
        restoredOther.restore(channel, List.of(SPEC, WIDER, UNUSED));
        assertThat(bytes(restored)).isEqualTo(bytes(fleet));
        assertThat(bytes(restoredOther)).isEqualTo(bytes(other));
        assertThat(in.read()).isEqualTo(42);
    }

    /** A channel that takes and gives a few bytes at a time. */
    private record Slow(ByteArrayOutputStream written, ByteArrayInputStream read)
            implements WritableByteChannel, ReadableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            byte[] bytes = new byte[Math.min(7, source.remaining())];
            source.get(bytes);
            written.writeBytes(bytes);
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer target) {
            byte[] bytes = new byte[Math.min(5, target.remaining())];
            int count = read.read(bytes, 0, bytes.length);
            if (count > 0) {
                target.put(bytes, 0, count);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void a_channel_may_be_slow() throws IOException {
        Fleet fleet = fleet(50);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        fleet.snapshot(new Slow(written, new ByteArrayInputStream(new byte[0])));
        assertThat(written.toByteArray()).isEqualTo(bytes(fleet));
        Fleet restored = new Fleet(3);
        restored.restore(
                new Slow(new ByteArrayOutputStream(), new ByteArrayInputStream(written.toByteArray())),
                List.of(SPEC, WIDER, UNUSED));
        assertThat(bytes(restored)).isEqualTo(bytes(fleet));
    }

    @Test
    void damaged_or_truncated_bytes_are_refused() throws IOException {
        byte[] snapshot = bytes(fleet(12));
        List<AutoscalerSpec> specs = List.of(SPEC, WIDER, UNUSED);
        for (int i = 0; i < snapshot.length; i++) {
            for (int bit : new int[] {0, 3, 7}) {
                byte[] damaged = snapshot.clone();
                damaged[i] ^= (byte) (1 << bit);
                assertRefused(damaged, specs, "");
            }
            byte[] truncated = new byte[i];
            System.arraycopy(snapshot, 0, truncated, 0, i);
            assertRefused(truncated, specs, "fleet snapshot is truncated: ");
        }
    }

    @Test
    void what_is_wrong_is_said() throws IOException {
        byte[] snapshot = bytes(fleet(12));
        List<AutoscalerSpec> specs = List.of(SPEC, WIDER, UNUSED);
        assertRefused(new byte[0], specs, "fleet snapshot is truncated: read=0, left=");
        assertRefused(new byte[1_000], specs, "fleet snapshot version must be ");
        byte[] damaged = snapshot.clone();
        damaged[damaged.length - 1] ^= 1;
        assertRefused(damaged, specs, "fleet snapshot is corrupt: ");
        assertRefused(
                snapshot, List.of(SPEC, WIDER), "specs must hold the spec of each group: group=2 has fingerprint=");
        Fleet elsewhere = new Fleet(4);
        assertThatThrownBy(() -> elsewhere.restore(channel(snapshot), specs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fleet snapshot must be of the same shard: shard=3, expected=4");
        assertThat(elsewhere.groups()).isEmpty();
    }

    @Test
    void only_an_empty_fleet_takes_one() throws IOException {
        byte[] snapshot = bytes(fleet(12));
        Fleet used = new Fleet(3);
        used.group(SPEC);
        ByteArrayInputStream in = new ByteArrayInputStream(snapshot);
        assertThatThrownBy(() -> used.restore(Channels.newChannel(in), List.of(SPEC, WIDER, UNUSED)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("restore needs an empty fleet: groups=1");
        assertThat(in.available()).isEqualTo(snapshot.length);
    }

    @Test
    void a_failing_channel_leaves_the_fleet_empty() throws IOException {
        byte[] snapshot = bytes(fleet(50));
        ReadableByteChannel failing = new ReadableByteChannel() {
            private int left = snapshot.length / 2;

            @Override
            public int read(ByteBuffer target) throws IOException {
                if (left == 0) {
                    throw new IOException("gone");
                }
                int count = Math.min(left, target.remaining());
                target.put(snapshot, snapshot.length / 2 - left, count);
                left -= count;
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        Fleet fleet = new Fleet(3);
        assertThatThrownBy(() -> fleet.restore(failing, List.of(SPEC, WIDER, UNUSED)))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(fleet.groups()).isEmpty();
    }
}
