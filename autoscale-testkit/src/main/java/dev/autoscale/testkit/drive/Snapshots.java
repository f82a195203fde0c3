package dev.autoscale.testkit.drive;

import dev.autoscale.Autoscaler;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Memory as bytes, and copies of autoscalers through it. */
public final class Snapshots {
    private Snapshots() {}

    /** The memory; fails unless it is as large as announced. */
    public static byte[] bytes(ScalingEngine<?, ?> engine) {
        ByteBuffer buffer = ByteBuffer.allocate(engine.snapshotSize());
        engine.snapshot(buffer);
        if (buffer.hasRemaining()) {
            throw new AssertionError("snapshotSize must be what snapshot writes: snapshotSize=" + buffer.capacity()
                    + ", written=" + buffer.position());
        }
        return buffer.array();
    }

    /** Another autoscaler with the same memory. */
    public static Autoscaler copy(Autoscaler autoscaler) {
        Autoscaler copy = autoscaler.spec().newAutoscaler();
        copy(autoscaler, copy);
        return copy;
    }

    /** Gives an engine the memory of another one with an equal spec. */
    public static <I extends ScalingObservation<I>, O extends ScalingDecision> void copy(
            ScalingEngine<I, O> from, ScalingEngine<I, O> to) {
        to.restore(ByteBuffer.wrap(bytes(from)));
    }

    /** Where two memories differ, in words; empty if they are the same. */
    public static String difference(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        if (at < 0) {
            return "";
        }
        return one.length != other.length
                ? one.length + " bytes and " + other.length + " bytes"
                : "of " + one.length + " bytes number " + at + " is " + one[at] + " and " + other[at];
    }
}
