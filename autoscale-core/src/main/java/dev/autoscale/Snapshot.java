package dev.autoscale;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an autoscaler's memory: header, memory, checksum; big-endian. */
final class Snapshot {
    private static final int VERSION = 0x41_53_00_05;
    private static final int SIZE_AT = Integer.BYTES;
    private static final int FINGERPRINT_AT = 2 * Integer.BYTES;
    private static final int LATEST_AT = FINGERPRINT_AT + Long.BYTES;
    private static final int CONDITIONS_AT = LATEST_AT + Long.BYTES;
    private static final int DESIRED_AT = CONDITIONS_AT + Integer.BYTES;
    private static final int ASKED_AT = DESIRED_AT + Integer.BYTES;
    private static final int KNOWN_AT = ASKED_AT + Integer.BYTES;
    private static final int HEADER = KNOWN_AT + Integer.BYTES;

    private Snapshot() {}

    static int size(Autoscaler autoscaler) {
        OptionalParts parts = autoscaler.parts();
        return HEADER
                + autoscaler.stabilization().snapshotSize()
                + autoscaler.rates().snapshotSize()
                + (parts == null ? 0 : parts.snapshotSize())
                + Long.BYTES;
    }

    static void write(Autoscaler autoscaler, ByteBuffer target) {
        int size = size(autoscaler);
        if (target.remaining() < size) {
            throw new IllegalArgumentException(
                    "target must have room for the snapshot: remaining=" + target.remaining() + ", needed=" + size);
        }
        ByteOrder order = target.order();
        target.order(ByteOrder.BIG_ENDIAN);
        int start = target.position();
        target.putInt(VERSION).putInt(size).putLong(autoscaler.spec().fingerprint());
        target.putLong(autoscaler.latestMillis());
        target.putInt(autoscaler.conditions()).putInt(autoscaler.desiredReplicas());
        target.putInt(autoscaler.asked()).putInt(autoscaler.knownReplicas());
        autoscaler.stabilization().write(target);
        autoscaler.rates().write(target);
        if (autoscaler.parts() != null) {
            autoscaler.parts().write(target);
        }
        target.putLong(Checksum.of(target, start, target.position()));
        target.order(order);
    }

    static void read(Autoscaler autoscaler, ByteBuffer source) {
        ByteOrder order = source.order();
        source.order(ByteOrder.BIG_ENDIAN);
        try {
            check(autoscaler, source, source.position());
            int start = source.position();
            source.position(start + HEADER);
            autoscaler.stabilization().read(source);
            autoscaler.rates().read(source);
            if (autoscaler.parts() != null) {
                autoscaler.parts().read(source);
            }
            source.position(source.position() + Long.BYTES);
            autoscaler.restored(
                    source.getLong(start + LATEST_AT),
                    source.getInt(start + CONDITIONS_AT),
                    source.getInt(start + DESIRED_AT),
                    source.getInt(start + ASKED_AT),
                    source.getInt(start + KNOWN_AT));
        } finally {
            source.order(order);
        }
    }

    private static void check(Autoscaler autoscaler, ByteBuffer source, int start) {
        int remaining = source.remaining();
        if (remaining < HEADER + Long.BYTES) {
            throw new IllegalArgumentException("snapshot is truncated: remaining=" + remaining);
        }
        if (source.getInt(start) != VERSION) {
            throw new IllegalArgumentException("snapshot version must be " + Integer.toHexString(VERSION) + ": version="
                    + Integer.toHexString(source.getInt(start)));
        }
        int size = source.getInt(start + SIZE_AT);
        if (size < HEADER + Long.BYTES || size > remaining || size % Integer.BYTES != 0) {
            throw new IllegalArgumentException("snapshot is truncated: size=" + size + ", remaining=" + remaining);
        }
        int end = start + size - Long.BYTES;
        if (Checksum.of(source, start, end) != source.getLong(end)) {
            throw new IllegalArgumentException("snapshot is corrupt: checksum="
                    + Long.toHexString(source.getLong(end)) + ", expected="
                    + Long.toHexString(Checksum.of(source, start, end)));
        }
        long fingerprint = source.getLong(start + FINGERPRINT_AT);
        if (fingerprint != autoscaler.spec().fingerprint()) {
            throw new IllegalArgumentException("snapshot must be of an equal spec: fingerprint="
                    + Long.toHexString(fingerprint) + ", expected="
                    + Long.toHexString(autoscaler.spec().fingerprint())
                    + "; restore(snapshot, oldSpec, nowMillis) takes over the memory of another spec");
        }
        int rates = autoscaler.stabilization().skip(source, start + HEADER);
        OptionalParts parts = autoscaler.parts();
        int fixed = end - (parts == null ? 0 : parts.snapshotSize());
        boolean fits = rates >= 0 && autoscaler.rates().skip(source, rates) == fixed;
        if (!fits || !Condition.isWellFormed(source.getInt(start + CONDITIONS_AT))) {
            throw new IllegalArgumentException("snapshot must fit the spec: size=" + size);
        }
    }
}
