package dev.autoscale.testkit.drive;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import java.util.List;

/**
 * How one kind of engine is driven under one spec: created, fed by metric, checked, restarted. It has no memory; engines,
 * observations and decisions belong to whoever drives. Immutable and thread-safe.
 *
 * @param <I> the engine's observation
 * @param <O> the engine's decision
 */
public sealed interface Drive<I extends ScalingObservation<I>, O extends ScalingDecision>
        permits KpaDrive, SpecDrive, UpstreamDrive {
    /** The time of a value that is as old as the decision, also where the clock went back. */
    long AT_DECISION = Long.MAX_VALUE;

    /** The ids of the metrics that are given values. */
    List<String> metrics();

    /** The index of a metric, or a negative number if there is none of this id. */
    int metricIndex(String id);

    /** The usual time between two decisions. */
    long cycleMillis();

    /** The time between two samples of which each counts; 0 if only the latest one does. */
    default long sampleMillis() {
        return 0;
    }

    /** No sample that is older counts. */
    default long windowMillis() {
        return 0;
    }

    /** The replicas to begin with if it is not said how many there are. */
    int firstReplicas();

    /** The nearest count that the bounds of the policy allow. */
    int bounded(int replicas);

    /** An engine without memory of a workload with this many replicas, all of them ready. */
    ScalingEngine<I, O> newEngine(long epochMillis, int replicas);

    /** The same engine after a restart, with its memory or without. */
    default ScalingEngine<I, O> restarted(
            ScalingEngine<I, O> engine, boolean withMemory, long epochMillis, int replicas) {
        ScalingEngine<I, O> next = newEngine(epochMillis, replicas);
        if (withMemory) {
            Snapshots.copy(engine, next);
        }
        return next;
    }

    /**
     * Lets an engine go on under the spec of another drive.
     *
     * @return the other drive
     * @throws IllegalStateException if it drives another kind of engine
     */
    Drive<I, O> respec(ScalingEngine<I, O> engine, Drive<?, ?> next, long epochMillis);

    /** Makes room for samples. */
    default void ensureCapacity(I in, int samples) {}

    /** Fills in the replicas that are wanted, that exist and that are ready. */
    void counts(I in, int wanted, int existing, int ready);

    /** Fills in a value; it need not be finite. */
    void value(I in, int metric, long sampledMillis, double value);

    /** Fills in that a metric's source answered with an error. */
    default void failed(I in, int metric, long sampledMillis) {}

    /** Fills in that a metric's source answered without any series. */
    default void noSeries(I in, int metric) {}

    /** Reports that the platform had no more than this many replicas, if the spec looks at that. */
    default void capacityExhausted(ScalingEngine<I, O> engine, long epochMillis, int reached) {}

    /**
     * Holds a decision against what holds for every decision of its kind.
     *
     * @throws AssertionError that names what does not hold and shows the decision
     */
    void check(O out);
}
