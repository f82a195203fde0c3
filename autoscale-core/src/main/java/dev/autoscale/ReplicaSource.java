package dev.autoscale;

import java.util.List;

/**
 * A rule of the caller's that proposes replicas beside the metrics: a ratio to another workload, a time window, a drain time,
 * a forecast. Implementations must be immutable and thread-safe, because one spec serves many autoscalers, and should
 * allocate nothing.
 *
 * <p>A source is a pure function of what {@link SourceInput} shows. If it has to remember something, it declares how many
 * longs that takes, reads them through its input and writes them in {@link #remember} only; they are part of snapshots. It
 * sees <em>observed</em> replicas of other workloads, as values, never proposals.
 */
public interface ReplicaSource {
    /** The answer that this source does not count now. When all abstain the count stays. */
    int ABSTAIN = -1;

    /** The answer that the source failed, so that nothing may shrink; prefer {@link SourceInput#failed}, which says why. */
    int FAILED = -2;

    /**
     * Says everything that the answers depend on beside time and data: two sources with equal ids answer alike. Part of the
     * spec's fingerprint and of explanations.
     *
     * @return a short text, always the same
     */
    String id();

    /**
     * Proposes replicas. An exception counts as failed; telling of it allocates.
     *
     * @param in what there is to know
     * @return replicas, at least 0, or {@link #ABSTAIN} or {@link #FAILED}; another negative number counts as failed
     */
    int replicas(SourceInput in);

    /**
     * Called after each decision that is to be remembered and for which {@link #replicas} was asked: the only place to write
     * memory. An exception leaves the decision, and what was written before, as they are.
     *
     * @param in what {@link #replicas} saw
     */
    default void remember(SourceInput in) {}

    /** {@return how many longs the source remembers per autoscaler; all are 0 at first} At least 0, always the same. */
    default int memorySize() {
        return 0;
    }

    /**
     * {@return whether the source reads a value of its own, set like any metric's} If so, it is asked only if there is
     * a usable one; otherwise it fails as a metric does. True by default, always the same.
     */
    default boolean readsValue() {
        return true;
    }

    /**
     * {@return the ids of other metrics of the spec whose values the source reads, as a rule {@linkplain
     * MetricSpec#signal signals}} It is asked only if all of them are usable. None by default, always the same.
     */
    default List<String> signals() {
        return List.of();
    }
}
