package dev.autoscale;

import java.nio.ByteBuffer;

/**
 * What all engines have in common: they decide for one workload from an observation and their memory, and the memory can be
 * saved. For callers that drive several kinds of engines alike; each engine says more in its own types. Not thread-safe: one
 * thread at a time per engine.
 *
 * @param <I> the engine's observation
 * @param <O> the engine's decision
 */
public interface ScalingEngine<I extends ScalingObservation<I>, O extends ScalingDecision> {
    /**
     * Creates a reusable observation.
     *
     * @return the observation
     */
    I newObservation();

    /**
     * Creates a reusable decision.
     *
     * @return the decision, not yet taken
     */
    O newDecision();

    /**
     * Decides and remembers. Allocates nothing.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     */
    void decide(I in, O out);

    /**
     * Decides as {@link #decide} would now, without remembering anything. Allocates nothing.
     *
     * @param in what was measured; only read
     * @param out receives the decision
     */
    void preview(I in, O out);

    /**
     * Reports that the count was changed, whether this engine asked for it or not.
     *
     * @param epochMillis when it was changed
     * @param from the replicas before, at least 0
     * @param to the replicas after, at least 0
     */
    void scaled(long epochMillis, int from, int to);

    /**
     * Reports that a decision was carried out as it stands. Does nothing where it {@linkplain ScalingDecision#hasChange changes}
     * nothing, so it can follow every decision. What was carried out otherwise (later, in part, by someone else) is reported with
     * its own time and counts. Allocates nothing.
     *
     * @param decision this engine's latest decision; only read
     */
    default void scaled(ScalingDecision decision) {
        if (decision.hasChange()) {
            scaled(decision.epochMillis(), decision.currentReplicas(), decision.replicas());
        }
    }

    /**
     * Reports that the count could not be changed as decided.
     *
     * @param epochMillis when it failed
     */
    void scaleFailed(long epochMillis);

    /** {@return how many bytes {@link #snapshot} would write now} */
    int snapshotSize();

    /**
     * Writes the whole memory. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them
     * @throws IllegalArgumentException if there is too little room; nothing is written then
     */
    void snapshot(ByteBuffer target);

    /**
     * Replaces the whole memory by a snapshot of an engine with an equal spec; from then on both decide alike. Allocates nothing
     * unless it throws.
     *
     * @param source holds the snapshot from its position on, which moves past it
     * @throws IllegalArgumentException if the bytes are damaged, of another version or of another spec; nothing is changed then
     */
    void restore(ByteBuffer source);
}
