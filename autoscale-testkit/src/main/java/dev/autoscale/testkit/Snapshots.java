package dev.autoscale.testkit;

import dev.autoscale.Autoscaler;
import dev.autoscale.ScalingEngine;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Memory as bytes, and copies of autoscalers through it. */
final class Snapshots {
    private Snapshots() {}

    /** The memory; fails unless it is as large as announced. */
    static byte[] bytes(ScalingEngine<?, ?> engine) {
        ByteBuffer buffer = ByteBuffer.allocate(engine.snapshotSize());
        engine.snapshot(buffer);
        if (buffer.hasRemaining()) {
            throw new AssertionError("snapshotSize must be what snapshot writes: snapshotSize=" + buffer.capacity()
                    + ", written=" + buffer.position());
        }
        return buffer.array();
    }

    /** Another autoscaler with the same memory. */
    static Autoscaler copy(Autoscaler autoscaler) {
        Autoscaler copy = autoscaler.spec().newAutoscaler();
        copy.restore(ByteBuffer.wrap(bytes(autoscaler)));
        return copy;
    }

    /** Where two memories differ, in words; empty if they are the same. */
    static String difference(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        if (at < 0) {
            return "";
        }
        return one.length != other.length
                ? one.length + " bytes and " + other.length + " bytes"
                : "of " + one.length + " bytes number " + at + " is " + one[at] + " and " + other[at];
    }
}
