package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The bytes of a {@link KpaAutoscaler}'s memory: header, memory, checksum; big-endian. */
final class KpaSnapshot {
    private static final int VERSION = 0x4B_50_00_02;
    private static final int SIZE_AT = Integer.BYTES;
    private static final int FINGERPRINT_AT = 2 * Integer.BYTES;
    private static final int LATEST_AT = FINGERPRINT_AT + Long.BYTES;
    private static final int PANIC_AT = LATEST_AT + Long.BYTES;
    private static final int RECONCILE_AT = PANIC_AT + KpaPanic.SNAPSHOT_SIZE;
    private static final int FINGERPRINTED_BYTES = 21 * Long.BYTES;
    private static final int HEADER = RECONCILE_AT + KpaReconcile.BYTES;

    private KpaSnapshot() {}

    /** 64 bits that differ for almost all other specs; two checksums with different polynomials. */
    static long fingerprint(KpaSpec spec) {
        ByteBuffer bytes = ByteBuffer.allocate(FINGERPRINTED_BYTES)
                .putLong(spec.aggregation().ordinal())
                .putLong(spec.stableWindow().toMillis())
                .putLong(spec.panicWindow().toMillis())
                .putDouble(spec.target())
                .putDouble(spec.total())
                .putDouble(spec.targetBurstCapacity())
                .putDouble(spec.panicThreshold())
                .putDouble(spec.maxScaleUpRate())
                .putDouble(spec.maxScaleDownRate())
                .putLong(spec.scaleDownDelay().toMillis())
                .putLong(spec.activationScale())
                .putLong(spec.isReachable() ? 1 : 0);
        KpaScaleToZero rules = spec.scaleToZero();
        if (rules != null) {
            bytes.putLong(rules.minScale())
                    .putLong(rules.maxScale())
                    .putLong(rules.initialScale())
                    .putLong(rules.stableWindowMillis())
                    .putDouble(rules.targetBurstCapacity())
                    .putLong(rules.isEnabled() ? 1 : 0)
                    .putLong(rules.activationMillis())
                    .putLong(rules.graceMillis())
                    .putLong(rules.retentionMillis());
        }
        CRC32 high = new CRC32();
        CRC32C low = new CRC32C();
        high.update(bytes.flip());
        low.update(bytes.flip());
        return high.getValue() << Integer.SIZE | low.getValue();
    }

    static int size(KpaAutoscaler autoscaler) {
        return HEADER + autoscaler.windows.snapshotSize() + autoscaler.delay.snapshotSize() + Integer.BYTES;
    }

    static void write(KpaAutoscaler autoscaler, ByteBuffer target) {
        int size = size(autoscaler);
        if (target.remaining() < size) {
            throw new IllegalArgumentException(
                    "target must have room for the snapshot: remaining=" + target.remaining() + ", needed=" + size);
        }
        ByteOrder order = target.order();
        target.order(ByteOrder.BIG_ENDIAN);
        int start = target.position();
        target.putInt(VERSION).putInt(size).putLong(autoscaler.fingerprint);
        target.putLong(autoscaler.latestMillis);
        autoscaler.panic.write(target);
        autoscaler.reconcile.write(target);
        autoscaler.windows.write(target);
        autoscaler.delay.write(target);
        target.putInt(checksum(autoscaler.checksum, target, start, target.position()));
        target.order(order);
    }

    static void read(KpaAutoscaler autoscaler, ByteBuffer source) {
        ByteOrder order = source.order();
        source.order(ByteOrder.BIG_ENDIAN);
        try {
            int start = source.position();
            KpaDelay delay = check(autoscaler, source, start);
            source.position(start + PANIC_AT);
            autoscaler.panic.read(source);
            autoscaler.reconcile.read(source);
            autoscaler.windows.read(source);
            delay.read(source);
            source.position(source.position() + Integer.BYTES);
            autoscaler.latestMillis = source.getLong(start + LATEST_AT);
            autoscaler.delay = delay;
        } finally {
            source.order(order);
        }
    }

    /** Refuses what cannot be read whole; returns what the delay is to be read into. */
    private static KpaDelay check(KpaAutoscaler autoscaler, ByteBuffer source, int start) {
        int remaining = source.remaining();
        if (remaining < HEADER + Integer.BYTES) {
            throw new IllegalArgumentException("snapshot is truncated: remaining=" + remaining);
        }
        if (source.getInt(start) != VERSION) {
            throw new IllegalArgumentException("snapshot version must be " + Integer.toHexString(VERSION) + ": version="
                    + Integer.toHexString(source.getInt(start)));
        }
        int size = source.getInt(start + SIZE_AT);
        if (size < HEADER + Integer.BYTES || size > remaining) {
            throw new IllegalArgumentException("snapshot is truncated: size=" + size + ", remaining=" + remaining);
        }
        int end = start + size - Integer.BYTES;
        int expected = checksum(autoscaler.checksum, source, start, end);
        if (expected != source.getInt(end)) {
            throw new IllegalArgumentException("snapshot is corrupt: checksum="
                    + Integer.toHexString(source.getInt(end)) + ", expected=" + Integer.toHexString(expected));
        }
        long fingerprint = source.getLong(start + FINGERPRINT_AT);
        if (fingerprint != autoscaler.fingerprint) {
            throw new IllegalArgumentException("snapshot must be of an equal spec: fingerprint="
                    + Long.toHexString(fingerprint) + ", expected="
                    + Long.toHexString(autoscaler.fingerprint)
                    + "; restore(snapshot, oldSpec, nowMillis) takes over the memory of another spec");
        }
        long latest = source.getLong(start + LATEST_AT);
        int windowsEnd = autoscaler.windows.skip(source, start + HEADER, end, latest);
        KpaDelay delay = autoscaler.delay.fitting(source, windowsEnd, end);
        boolean fits = delay != null
                && KpaPanic.canRead(source, start + PANIC_AT, latest)
                && KpaReconcile.canRead(source, start + RECONCILE_AT, latest);
        if (delay == null || !fits) {
            throw new IllegalArgumentException("snapshot must fit the spec: size=" + size);
        }
        return delay;
    }

    /** The checksum of the bytes between two positions; the buffer's own position and limit stay as they are. */
    private static int checksum(CRC32C crc, ByteBuffer bytes, int from, int to) {
        crc.reset();
        if (bytes.isDirect() || bytes.hasArray()) {
            int position = bytes.position();
            int limit = bytes.limit();
            crc.update(bytes.limit(to).position(from));
            bytes.limit(limit).position(position);
        } else {
            // A whole read-only array would be copied first.
            for (int i = from; i < to; i++) {
                crc.update(bytes.get(i));
            }
        }
        return (int) crc.getValue();
    }
}
