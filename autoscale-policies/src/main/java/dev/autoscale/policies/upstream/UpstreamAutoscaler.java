package dev.autoscale.policies.upstream;

import dev.autoscale.ScalingEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Decides how many replicas one workload should run, as another system does. Not thread-safe: one thread at a time per autoscaler;
 * different autoscalers are independent and may share their policy.
 *
 * <p>Time never goes back: an earlier instant counts as no time passed. Where the wanted, existing or ready replicas are unknown or
 * negative the count stays, and nothing is remembered. Deciding allocates nothing.
 */
public final class UpstreamAutoscaler implements ScalingEngine<UpstreamObservation, UpstreamDecision> {
    private static final int VERSION = 0x55_50_00_01;
    private static final int HEADER = 2 * Integer.BYTES + 2 * Long.BYTES;

    private final UpstreamPolicy policy;
    private final long fingerprint;
    private final long[] memory;
    /** What a snapshot is read into before it is known to be good. */
    private final long[] candidate;

    private final CRC32C checksum = new CRC32C();
    private long latestMillis;

    UpstreamAutoscaler(UpstreamPolicy policy, long epochMillis, int replicas) {
        this.policy = policy;
        fingerprint = policy.fingerprint();
        memory = new long[policy.memorySize()];
        candidate = new long[memory.length];
        latestMillis = epochMillis;
        policy.begin(memory, epochMillis, replicas);
    }

    /** {@return the policy that is followed} */
    public UpstreamPolicy policy() {
        return policy;
    }

    @Override
    public UpstreamObservation newObservation() {
        return policy.newObservation();
    }

    @Override
    public UpstreamDecision newDecision() {
        return policy.newDecision();
    }

    /**
     * Decides and remembers.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code out} belongs to a policy that is not equal to this autoscaler's
     */
    @Override
    public void decide(UpstreamObservation in, UpstreamDecision out) {
        latestMillis = evaluate(in, memory, out);
    }

    /**
     * Decides as {@link #decide} would now, on a copy of the memory in {@code out}.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     * @throws IllegalArgumentException if {@code out} belongs to a policy that is not equal to this autoscaler's
     */
    @Override
    public void preview(UpstreamObservation in, UpstreamDecision out) {
        System.arraycopy(memory, 0, out.scratch, 0, Math.min(memory.length, out.scratch.length));
        evaluate(in, out.scratch, out);
    }

    private long evaluate(UpstreamObservation in, long[] words, UpstreamDecision out) {
        if (!out.policy.equals(policy)) {
            throw new IllegalArgumentException("decision must be of the autoscaler's policy: decision has " + out.policy
                    + "; the autoscaler has " + policy);
        }
        long now = Math.max(latestMillis, in.epochMillis());
        out.begin(now, in);
        if (in.hasCounts()) {
            policy.decide(now, in, words, out);
        }
        return now;
    }

    @Override
    public void scaled(long epochMillis, int from, int to) {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: from=" + from + ", to=" + to);
        }
        latestMillis = Math.max(latestMillis, epochMillis);
        policy.scaled(memory, latestMillis, from, to);
    }

    @Override
    public void scaleFailed(long epochMillis) {
        latestMillis = Math.max(latestMillis, epochMillis);
        policy.scaleFailed(memory, latestMillis);
    }

    @Override
    public int snapshotSize() {
        return HEADER + memory.length * Long.BYTES + Integer.BYTES;
    }

    /**
     * Writes the whole memory. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them; its byte order does not
     *     matter
     * @throws IllegalArgumentException if there is too little room; nothing is written then
     */
    @Override
    public void snapshot(ByteBuffer target) {
        int size = snapshotSize();
        if (target.remaining() < size) {
            throw new IllegalArgumentException(
                    "target must have room for the snapshot: remaining=" + target.remaining() + ", needed=" + size);
        }
        ByteOrder order = target.order();
        target.order(ByteOrder.BIG_ENDIAN);
        int start = target.position();
        target.putInt(VERSION).putInt(size).putLong(fingerprint).putLong(latestMillis);
        for (long word : memory) {
            target.putLong(word);
        }
        target.putInt(checksum(target, start, target.position()));
        target.order(order);
    }

    /**
     * Replaces the whole memory by a snapshot of an autoscaler with an equal policy; from then on both decide alike. Allocates nothing
     * unless it throws.
     *
     * @param source holds the snapshot from its position on, which moves past it; its byte order does not matter
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of another policy, or hold what no rule of
     *     the policy writes; nothing is changed then
     */
    @Override
    public void restore(ByteBuffer source) {
        ByteOrder order = source.order();
        source.order(ByteOrder.BIG_ENDIAN);
        int start = source.position();
        try {
            check(source, start);
            System.arraycopy(candidate, 0, memory, 0, memory.length);
            latestMillis = source.getLong(start + HEADER - Long.BYTES);
            source.position(start + snapshotSize());
        } finally {
            source.order(order);
        }
    }

    /** Refuses what cannot be read whole, and leaves the memory in {@link #candidate}. */
    private void check(ByteBuffer source, int start) {
        int size = snapshotSize();
        if (source.remaining() < HEADER + Integer.BYTES) {
            throw new IllegalArgumentException("snapshot is truncated: remaining=" + source.remaining());
        }
        int version = source.getInt(start);
        if (version != VERSION) {
            throw new IllegalArgumentException("snapshot version must be " + Integer.toHexString(VERSION) + ": version="
                    + Integer.toHexString(version));
        }
        if (source.getLong(start + 2 * Integer.BYTES) != fingerprint) {
            throw new IllegalArgumentException("snapshot must be of an equal policy: policy=" + policy);
        }
        if (source.getInt(start + Integer.BYTES) != size || source.remaining() < size) {
            throw new IllegalArgumentException("snapshot is truncated: size=" + source.getInt(start + Integer.BYTES)
                    + ", needed=" + size + ", remaining=" + source.remaining());
        }
        int end = start + size - Integer.BYTES;
        int expected = checksum(source, start, end);
        if (source.getInt(end) != expected) {
            throw new IllegalArgumentException("snapshot is corrupt: checksum="
                    + Integer.toHexString(source.getInt(end)) + ", expected=" + Integer.toHexString(expected));
        }
        for (int i = 0; i < candidate.length; i++) {
            candidate[i] = source.getLong(start + HEADER + i * Long.BYTES);
        }
        if (!policy.isPossible(candidate)) {
            throw new IllegalArgumentException(
                    "snapshot must hold what the policy can remember: memory=" + Arrays.toString(candidate));
        }
    }

    /** The checksum of the bytes between two positions. */
    private int checksum(ByteBuffer bytes, int from, int to) {
        checksum.reset();
        for (int i = from; i < to; i++) {
            checksum.update(bytes.get(i));
        }
        return (int) checksum.getValue();
    }

    /** {@return policy and time, in one line} */
    @Override
    public String toString() {
        return "UpstreamAutoscaler[latestMillis=" + latestMillis + ", policy=" + policy + ']';
    }
}
