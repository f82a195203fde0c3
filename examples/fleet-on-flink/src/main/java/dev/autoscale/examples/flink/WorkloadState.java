package dev.autoscale.examples.flink;

import dev.autoscale.ScalingEngine;
import java.nio.ByteBuffer;

/**
 * What is remembered of one workload, as one array of bytes, so that a decision reads state once and writes it once. This object is
 * the reusable form of such bytes; one per subtask.
 *
 * <pre>
 *  0 int  policy           4 int  replicas        8 long versionMillis
 * 16 long sampledMillis   24 long recheckMillis  32 long wakeMillis
 * 40 int  how many values 44 a double per value, then the engine's snapshot
 * </pre>
 */
final class WorkloadState {
    static final long NEVER = Long.MAX_VALUE;

    private static final int WAKE_AT = 32;
    private static final int HEAD = 44;

    int policy;
    int replicas;
    /** Which version of the policy decided last: the one that holds from this time on. */
    long versionMillis;
    /** When the values were measured. */
    long sampledMillis;
    /** When to decide again, even without new values. */
    long recheckMillis;
    /** The timer that is set. It may be earlier than {@link #recheckMillis}: to leave it is cheaper than to move it. */
    long wakeMillis;

    double[] values = new double[8];
    int valueCount;

    /** Begins a workload that is seen for the first time. */
    void begin() {
        replicas = WorkloadEvent.AS_ORDERED;
        recheckMillis = NEVER;
        wakeMillis = NEVER;
    }

    /** Takes over what was measured. */
    void measured(WorkloadEvent event) {
        sampledMillis = event.epochMillis();
        valueCount = event.values().length;
        ensureCapacity();
        System.arraycopy(event.values(), 0, values, 0, valueCount);
        if (event.replicas() >= 0) {
            replicas = event.replicas();
        }
    }

    /** Reads the bytes up to the snapshot, which is what remains of the buffer. */
    ByteBuffer read(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        policy = from.getInt();
        replicas = from.getInt();
        versionMillis = from.getLong();
        sampledMillis = from.getLong();
        recheckMillis = from.getLong();
        wakeMillis = from.getLong();
        valueCount = from.getInt();
        ensureCapacity();
        for (int i = 0; i < valueCount; i++) {
            values[i] = from.getDouble();
        }
        return from;
    }

    /**
     * Writes everything.
     *
     * @param before the bytes that were there, which are used again if their length fits; or null
     * @return the bytes that are there now
     */
    byte[] write(ScalingEngine<?, ?> engine, byte[] before) {
        int size = HEAD + valueCount * Double.BYTES + engine.snapshotSize();
        byte[] bytes = before != null && before.length == size ? before : new byte[size];
        ByteBuffer to = ByteBuffer.wrap(bytes);
        to.putInt(policy).putInt(replicas).putLong(versionMillis);
        to.putLong(sampledMillis).putLong(recheckMillis).putLong(wakeMillis);
        to.putInt(valueCount);
        for (int i = 0; i < valueCount; i++) {
            to.putDouble(values[i]);
        }
        engine.snapshot(to);
        return bytes;
    }

    /** Writes only when to wake. */
    void writeWake(byte[] bytes) {
        ByteBuffer.wrap(bytes).putLong(WAKE_AT, wakeMillis);
    }

    private void ensureCapacity() {
        if (valueCount > values.length) {
            values = new double[valueCount];
        }
    }
}
