package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;

/**
 * What one workload lives through, step by step, for any number of engines that are to be compared: time passes, something is
 * measured, an answer is carried out or not, and the engines are told. One life may be random ({@link RandomLife}), another one
 * a recorded day. Not thread-safe.
 *
 * <p>Each step is {@link #next}, then {@link #measure} as often as wanted, then {@link #answered} once, then {@link #tell} once
 * for each engine. The published proofs ({@link SnapshotEquivalence}, {@link PreviewPurity}) do so. A life must be repeatable:
 * what it measures and tells depends on how it was made and on the answers alone. Its {@code toString} is the latest step in
 * words; failures of proofs show it.
 *
 * @param <I> the observation of the engines
 * @param <O> their decision
 */
public interface WorkloadRun<I extends ScalingObservation<I>, O extends ScalingDecision> {
    /** Moves on to the next step: time passes (or stands still, or goes back), and something new is measured. */
    void next();

    /**
     * Fills an observation with what is measured at this step: always alike, whatever the observation held before.
     *
     * @param in is started over and filled
     */
    void measure(I in);

    /**
     * Settles what becomes of an answer: it is carried out, or fails, or it is ignored; and what else happens to the workload.
     *
     * @param out the answer at this step; only read
     */
    void answered(O out);

    /**
     * Reports to an engine what {@link #answered} settled, as far as it is to be reported.
     *
     * @param engine one of the engines that decided at this step
     */
    void tell(ScalingEngine<I, O> engine);
}
