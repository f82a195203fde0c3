package dev.autoscale;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an autoscaler's memory, all in longs: version and size, fingerprint, memory, checksum; big-endian. */
final class Snapshot {
    private static final int VERSION = 0x41_53_00_08;
    private static final int SIZE_AT = Integer.BYTES;
    private static final int FINGERPRINT_AT = Long.BYTES;
    private static final int HEADER_AT = 2 * Long.BYTES;
    private static final int WINDOWS_AT = HEADER_AT + Block.headerBytes();

    private Snapshot() {}

    static int size(Autoscaler autoscaler) {
        Memory memory = autoscaler.memory();
        return WINDOWS_AT
                + memory.stabilization.snapshotSize(autoscaler)
                + memory.changes.slots().snapshotSize(autoscaler)
                + partsBytes(memory)
                + Long.BYTES;
    }

    private static int partsBytes(Memory memory) {
        return memory.parts == null ? 0 : (memory.parts.end - memory.parts.begin) * Long.BYTES;
    }

    static void write(Autoscaler autoscaler, ByteBuffer target) {
        int size = size(autoscaler);
        if (target.remaining() < size) {
            throw new IllegalArgumentException(
                    "target must have room for the snapshot: remaining=" + target.remaining() + ", needed=" + size);
        }
        Memory memory = autoscaler.memory();
        ByteOrder order = target.order();
        target.order(ByteOrder.BIG_ENDIAN);
        int start = target.position();
        target.putInt(VERSION).putInt(size).putLong(memory.spec.fingerprint());
        autoscaler.writeHeader(target);
        memory.stabilization.write(autoscaler, target);
        memory.changes.slots().write(autoscaler, target);
        if (memory.parts != null) {
            for (int word = memory.parts.begin; word < memory.parts.end; word++) {
                target.putLong(autoscaler.get(word));
            }
        }
        target.putLong(Checksum.of(target, start, target.position()));
        target.order(order);
    }

    static void read(Autoscaler autoscaler, ByteBuffer source) {
        ByteOrder order = source.order();
        source.order(ByteOrder.BIG_ENDIAN);
        try {
            Memory memory = autoscaler.memory();
            check(memory, source, source.position());
            source.position(source.position() + HEADER_AT);
            autoscaler.readHeader(source);
            memory.stabilization.read(autoscaler, source);
            memory.changes.slots().read(autoscaler, source);
            if (memory.parts != null) {
                for (int word = memory.parts.begin; word < memory.parts.end; word++) {
                    autoscaler.set(word, source.getLong());
                }
            }
            source.position(source.position() + Long.BYTES);
            autoscaler.restored();
        } finally {
            source.order(order);
        }
    }

    private static void check(Memory memory, ByteBuffer source, int start) {
        int remaining = source.remaining();
        if (remaining < WINDOWS_AT + Long.BYTES) {
            throw new IllegalArgumentException("snapshot is truncated: remaining=" + remaining);
        }
        if (source.getInt(start) != VERSION) {
            throw new IllegalArgumentException("snapshot version must be " + Integer.toHexString(VERSION) + ": version="
                    + Integer.toHexString(source.getInt(start)));
        }
        int size = source.getInt(start + SIZE_AT);
        if (size < WINDOWS_AT + Long.BYTES || size > remaining || size % Long.BYTES != 0) {
            throw new IllegalArgumentException("snapshot is truncated: size=" + size + ", remaining=" + remaining);
        }
        int end = start + size - Long.BYTES;
        long checksum = Checksum.of(source, start, end);
        if (checksum != source.getLong(end)) {
            throw new IllegalArgumentException("snapshot is corrupt: checksum=" + Long.toHexString(source.getLong(end))
                    + ", expected=" + Long.toHexString(checksum));
        }
        long fingerprint = source.getLong(start + FINGERPRINT_AT);
        if (fingerprint != memory.spec.fingerprint()) {
            throw new IllegalArgumentException("snapshot must be of an equal spec: fingerprint="
                    + Long.toHexString(fingerprint) + ", expected=" + Long.toHexString(memory.spec.fingerprint())
                    + "; restore(snapshot, oldSpec, nowMillis) takes over the memory of another spec");
        }
        if (!fits(memory, source, start + HEADER_AT, end)) {
            throw new IllegalArgumentException("snapshot must fit the spec: size=" + size);
        }
    }

    /** Whether the rules of the spec can have written the bytes. */
    private static boolean fits(Memory memory, ByteBuffer source, int header, int end) {
        if (!Block.isHeader(source, header)) {
            return false;
        }
        long latestOffset = Block.latestOffsetIn(source, header);
        int changes = memory.stabilization.skip(source, header + Block.headerBytes(), latestOffset);
        int parts = memory.changes.slots().skip(source, changes, Block.newestOffsetIn(source, header));
        if (parts < 0 || parts != end - partsBytes(memory)) {
            return false;
        }
        Memory.Parts rules = memory.parts;
        int words = rules == null ? parts : parts - rules.begin * Long.BYTES;
        return rules == null || rules.isPossible(source, words, Block.latestMillisIn(source, header));
    }
}
