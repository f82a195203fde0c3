package dev.autoscale.testkit;

import dev.autoscale.Autoscaler;
import java.nio.ByteBuffer;

/** Memory as bytes, and copies of autoscalers through it. */
final class Snapshots {
    private Snapshots() {}

    static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    /** Another autoscaler with the same memory. */
    static Autoscaler copy(Autoscaler autoscaler) {
        Autoscaler copy = autoscaler.spec().newAutoscaler();
        copy.restore(ByteBuffer.wrap(bytes(autoscaler)));
        return copy;
    }
}
