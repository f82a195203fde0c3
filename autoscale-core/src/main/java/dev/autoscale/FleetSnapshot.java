package dev.autoscale;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a whole fleet, in and out of channels through one buffer; big-endian: a header with a checksum of its own, then each
 * group with its slots, then a checksum of everything. A slot is its generation, which is negative without a workload, and the
 * workload's own snapshot.
 */
final class FleetSnapshot {
    private static final int VERSION = 0x41_46_00_02;
    private static final int CHUNK = 1 << 16;
    private static final int HEADER_SUM_AT = 3 * Long.BYTES;
    private static final int HEADER = HEADER_SUM_AT + Long.BYTES;
    private static final int GROUP = 2 * Long.BYTES;
    /** Of a workload's snapshot: its version and its size. */
    private static final int WORKLOAD_HEADER = Long.BYTES;

    private FleetSnapshot() {}

    static long size(Fleet fleet) {
        long size = HEADER + Long.BYTES;
        for (Fleet.Group group : fleet.groups()) {
            size += GROUP + (long) group.slots() * Long.BYTES;
            for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
                size += group.at(slot).snapshotSize();
            }
        }
        return size;
    }

    static long write(Fleet fleet, WritableByteChannel target) throws IOException {
        return new Writer(target).write(fleet);
    }

    /** Fills a buffer, and empties it into the channel when it is full. */
    private static final class Writer {
        private final WritableByteChannel target;
        private final Checksum sum = new Checksum();
        private ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        private long written;

        Writer(WritableByteChannel target) {
            this.target = target;
        }

        long write(Fleet fleet) throws IOException {
            buffer.putInt(VERSION).putInt(fleet.shard()).putLong(fleet.groups().size());
            buffer.putLong(size(fleet));
            buffer.putLong(Checksum.of(buffer, 0, HEADER_SUM_AT));
            for (Fleet.Group group : fleet.groups()) {
                write(group);
            }
            flush();
            buffer.putLong(sum.value());
            flush();
            return written;
        }

        private void write(Fleet.Group group) throws IOException {
            withRoom(GROUP)
                    .putLong(group.spec().fingerprint())
                    .putInt(group.slots())
                    .putInt(group.size());
            FleetSlots slots = group.slab().slots;
            for (int slot = 0; slot < slots.count(); slot++) {
                boolean isUsed = slots.isUsed(slot);
                withRoom(Long.BYTES)
                        .putLong(
                                isUsed
                                        ? group.slab().generation(slot)
                                        : -group.slab().generation(slot));
                if (isUsed) {
                    Autoscaler workload = group.at(slot);
                    workload.snapshot(withRoom(workload.snapshotSize()));
                }
            }
        }

        private ByteBuffer withRoom(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                flush();
                if (buffer.capacity() < bytes) {
                    buffer = ByteBuffer.allocate(bytes);
                }
            }
            return buffer;
        }

        private void flush() throws IOException {
            buffer.flip();
            sum.add(buffer, 0, buffer.limit());
            written += buffer.limit();
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
            buffer.clear();
        }
    }

    /** Reads a snapshot into groups of a fleet, which does not know them yet. */
    static final class Reader {
        private final ReadableByteChannel source;
        private final Fleet fleet;
        private final Map<Long, AutoscalerSpec> specs = new HashMap<>();
        private final Checksum sum = new Checksum();
        private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
        /** What is still to be read from the channel. */
        private long left = HEADER;

        private long read;

        Reader(ReadableByteChannel source, Fleet fleet, List<AutoscalerSpec> specs) {
            this.source = source;
            this.fleet = fleet;
            for (AutoscalerSpec spec : specs) {
                this.specs.put(spec.fingerprint(), spec);
            }
        }

        long bytes() {
            return read;
        }

        List<Fleet.Group> read() throws IOException {
            long count = readHeader();
            List<Fleet.Group> groups = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                groups.add(readGroup(i));
            }
            long expected = sum.value();
            long found = with(Long.BYTES).getLong();
            if (found != expected || left != 0 || buffer.hasRemaining()) {
                throw corrupt("checksum=" + Long.toHexString(found) + ", expected=" + Long.toHexString(expected)
                        + ", left=" + (left + buffer.remaining()));
            }
            return groups;
        }

        private long readHeader() throws IOException {
            with(HEADER);
            int version = buffer.getInt();
            if (version != VERSION) {
                throw new IllegalArgumentException("fleet snapshot version must be " + Integer.toHexString(VERSION)
                        + ": version=" + Integer.toHexString(version));
            }
            int shard = buffer.getInt();
            long groups = buffer.getLong();
            long size = buffer.getLong();
            if (buffer.getLong() != Checksum.of(buffer, 0, HEADER_SUM_AT) || size < HEADER + Long.BYTES) {
                throw corrupt("header with size=" + size);
            }
            if (shard != fleet.shard()) {
                throw new IllegalArgumentException(
                        "fleet snapshot must be of the same shard: shard=" + shard + ", expected=" + fleet.shard());
            }
            sum.add(buffer, 0, HEADER);
            left = size - HEADER;
            return groups;
        }

        private Fleet.Group readGroup(int index) throws IOException {
            with(GROUP);
            int from = buffer.position();
            long fingerprint = buffer.getLong();
            int slots = buffer.getInt();
            int size = buffer.getInt();
            sum.add(buffer, from, buffer.position());
            AutoscalerSpec spec = specs.get(fingerprint);
            if (spec == null) {
                throw new IllegalArgumentException("specs must hold the spec of each group: group=" + index
                        + " has fingerprint=" + Long.toHexString(fingerprint));
            }
            Fleet.Group group = new Fleet.Group(fleet, index, spec);
            for (int slot = 0; slot < slots; slot++) {
                readSlot(group);
            }
            if (group.slots() != slots || group.size() != size) {
                throw corrupt("group=" + index + ", slots=" + slots + ", size=" + size);
            }
            return group;
        }

        private void readSlot(Fleet.Group group) throws IOException {
            long generation = with(Long.BYTES).getLong();
            sum.add(generation);
            if (!FleetSlots.isGeneration(Math.abs(generation))) {
                throw corrupt("generation=" + generation);
            }
            int slot = group.slab().restore((int) Math.abs(generation), generation > 0);
            if (generation > 0) {
                readWorkload(group.at(slot));
            }
        }

        private void readWorkload(Autoscaler workload) throws IOException {
            with(WORKLOAD_HEADER);
            int size = buffer.getInt(buffer.position() + Integer.BYTES);
            if (size < WORKLOAD_HEADER || size % Long.BYTES != 0) {
                throw corrupt("workload with size=" + size);
            }
            with(size);
            int from = buffer.position();
            workload.restore(buffer);
            sum.add(buffer, from, buffer.position());
        }

        /** The buffer with so many bytes to read; it grows only as far as bytes arrive. */
        private ByteBuffer with(int bytes) throws IOException {
            while (buffer.remaining() < bytes) {
                if (bytes - buffer.remaining() > left) {
                    throw truncated();
                }
                makeRoom();
                buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + left));
                int count = source.read(buffer);
                buffer.flip();
                if (count < 0) {
                    throw truncated();
                }
                left -= count;
                read += count;
            }
            return buffer;
        }

        private void makeRoom() {
            if (buffer.remaining() == buffer.capacity()) {
                buffer = ByteBuffer.allocate(Math.multiplyExact(2, buffer.capacity()))
                        .put(buffer);
            } else {
                buffer.compact();
            }
        }

        private IllegalArgumentException truncated() {
            return new IllegalArgumentException("fleet snapshot is truncated: read=" + read + ", left=" + left);
        }

        private static IllegalArgumentException corrupt(String found) {
            return new IllegalArgumentException("fleet snapshot is corrupt: " + found);
        }
    }
}
