package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;

/**
 * Paths: a whole fleet of one spec with warmed histories into a channel in memory, and a new fleet from it. One operation is the share
 * of one workload; the first one of each pass does it all.
 */
abstract class FleetTransfer implements Operation {
    final Fleet fleet;
    final AutoscalerSpec spec;
    final MemoryChannel channel;
    private final int workloads;
    private long bytes;
    private int left;

    private FleetTransfer(int workloads) {
        this.workloads = workloads;
        BatchPath.Batches path = new BatchPath.Batches(Columns.active(workloads));
        fleet = path.fleet();
        spec = path.columns.specs[0];
        channel = new MemoryChannel(Math.toIntExact(fleet.snapshotSize()));
    }

    /** Passes the whole fleet once; how many bytes. */
    final long pass() {
        channel.bytes.clear();
        try {
            return transfer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract long transfer() throws IOException;

    /** How many bytes a workload has, on average. */
    @Override
    public final int once() {
        return (int) run(1);
    }

    @Override
    public final long run(int times) {
        for (int rest = times; rest > 0; ) {
            if (left == 0) {
                bytes = pass();
                left = workloads;
            }
            int done = Math.min(left, rest);
            left -= done;
            rest -= done;
        }
        return times * (bytes / workloads);
    }

    @Override
    public final int atOnce() {
        return workloads;
    }

    @Override
    public final double movedBytes() {
        return (double) fleet.snapshotSize() / workloads;
    }

    /** The fleet into the channel. */
    static final class Write extends FleetTransfer {
        Write(int workloads) {
            super(workloads);
        }

        @Override
        long transfer() throws IOException {
            return fleet.snapshot(channel);
        }
    }

    /** A new fleet from the channel. */
    static final class Read extends FleetTransfer {
        private Fleet restored = fleet;

        Read(int workloads) {
            super(workloads);
            try {
                fleet.snapshot(channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        long transfer() throws IOException {
            restored = new Fleet();
            return restored.restore(channel, List.of(spec));
        }

        Fleet restored() {
            return restored;
        }
    }

    /** The yardstick: as many bytes into the channel, in chunks. */
    static final class Copy extends FleetTransfer {
        private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);

        Copy(int workloads) {
            super(workloads);
        }

        @Override
        long transfer() {
            long copied = 0;
            while (channel.bytes.hasRemaining()) {
                chunk.clear().limit(Math.min(chunk.capacity(), channel.bytes.remaining()));
                copied += channel.write(chunk);
            }
            return copied;
        }
    }

    /** A channel to and from an array. */
    static final class MemoryChannel implements ByteChannel {
        final ByteBuffer bytes;

        MemoryChannel(int capacity) {
            bytes = ByteBuffer.allocate(capacity);
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            bytes.put(source);
            return count;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(bytes.remaining(), target.remaining());
            target.put(target.position(), bytes, bytes.position(), count);
            target.position(target.position() + count);
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
