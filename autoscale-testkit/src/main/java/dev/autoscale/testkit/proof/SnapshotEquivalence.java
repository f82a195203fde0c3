package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.testkit.drive.Snapshots;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Proves along a life that an engine's memory survives as bytes: at every step, continuing and restoring-then-continuing answer
 * the same, and have the same bytes. Thread-safe; has no memory.
 *
 * <pre>{@code
 * for (long seed = 0; seed < 100; seed++) {
 *     SnapshotEquivalence.check(spec::newAutoscaler, RandomLife.of(spec, seed), 200);
 * }
 * }</pre>
 */
public final class SnapshotEquivalence {
    /** Bytes before the snapshot in a buffer: an engine must begin at the buffer's position. */
    private static final int PADDING = 3;

    private SnapshotEquivalence() {}

    /**
     * Lives through a number of steps with two engines, of which one is restored from the other's bytes again and again: after
     * each step, after every third one also between the decision and the report of what became of it; into engines that are new
     * and into such that had another memory; from buffers of both byte orders, on and off the heap, writable and read-only.
     *
     * @param <I> the engine's observation
     * @param <O> the engine's decision
     * @param engines creates engines of one spec; a sensible engine differs from another new one by its memory alone
     * @param life what they live through; goes on by {@code steps} steps
     * @param steps how many, at least 1
     * @throws AssertionError that names the step and shows the life's latest step and what differs: the words of both decisions,
     *     or the first byte of both memories that does
     * @throws IllegalArgumentException if there is less than one step
     */
    public static <I extends ScalingObservation<I>, O extends ScalingDecision> void check(
            Supplier<? extends ScalingEngine<I, O>> engines, WorkloadRun<I, O> life, int steps) {
        Objects.requireNonNull(life, "life");
        Steps.check(steps);
        ScalingEngine<I, O> continuing = engines.get();
        ScalingEngine<I, O> restored = engines.get();
        ScalingEngine<I, O> reused = engines.get();
        I in = continuing.newObservation();
        O expected = continuing.newDecision();
        O out = continuing.newDecision();
        for (int step = 0; step < steps; step++) {
            life.next();
            life.measure(in);
            continuing.decide(in, expected);
            life.measure(in);
            restored.decide(in, out);
            checkAnswers(expected, out, step, life);
            if (step % 3 == 0) {
                // Between the decision and the report of what became of it.
                restored = restore(continuing, engines.get(), step);
            }
            life.answered(expected);
            life.tell(continuing);
            life.tell(restored);
            String difference = Snapshots.difference(Snapshots.bytes(continuing), Snapshots.bytes(restored));
            if (!difference.isEmpty()) {
                String detail = "continuing and restored, " + difference + "\nboth answered:\n";
                throw Steps.failure(
                        "a restored engine remembers otherwise", step, life, detail + DecisionText.of(expected));
            }
            ScalingEngine<I, O> next = restore(continuing, step % 2 == 0 ? reused : engines.get(), step);
            reused = restored;
            restored = next;
        }
    }

    private static void checkAnswers(
            ScalingDecision continuing, ScalingDecision restored, int step, WorkloadRun<?, ?> life) {
        String answer = DecisionText.of(continuing);
        String again = DecisionText.of(restored);
        if (!answer.equals(again)) {
            String detail = "continuing:\n" + answer + "\nrestored:\n" + again;
            throw Steps.failure("a restored engine answers otherwise", step, life, detail);
        }
    }

    private static <I extends ScalingObservation<I>, O extends ScalingDecision> ScalingEngine<I, O> restore(
            ScalingEngine<I, O> from, ScalingEngine<I, O> to, int step) {
        byte[] bytes = Snapshots.bytes(from);
        int capacity = bytes.length + PADDING;
        ByteBuffer buffer = (step & 1) == 0 ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
        buffer.position(PADDING).put(bytes).position(PADDING);
        ByteBuffer source = (step & 2) == 0 ? buffer : buffer.asReadOnlyBuffer();
        source.order((step & 4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        to.restore(source);
        if (source.hasRemaining()) {
            throw new AssertionError("restore must read the whole snapshot: left=" + source.remaining());
        }
        return to;
    }
}
