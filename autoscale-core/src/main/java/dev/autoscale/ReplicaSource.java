package dev.autoscale;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the caller's that proposes replicas alongside the metrics: a ratio to another workload, a time window, a drain time,
 * a forecast. Implementations must be immutable and thread-safe, because one spec serves many autoscalers, and should
 * allocate nothing.
 *
 * <pre>{@code
 * record PerShard(int shards) implements ReplicaSource {
 *     public String id() {
 *         return "per-shard/" + shards;
 *     }
 *
 *     public int replicas(ReplicaSource.Input in) {
 *         return Math.max(1, (int) (in.valueMilli() / 1000 / shards));
 *     }
 * }
 * AutoscalerSpec.builder(1, 20).metric(MetricSpec.source("shards", new PerShard(4))).build();
 * }</pre>
 *
 * <p>A source is a pure function of what {@link Input} shows. If it has to remember something, it declares how many
 * longs that takes, reads them through its input and writes them in {@link #remember} only; they are part of snapshots. It
 * sees <em>observed</em> replicas of other workloads, as values, never proposals.
 */
public interface ReplicaSource {
    /** The answer with which a source abstains. When all abstain the count stays. */
    int ABSTAIN = -1;

    /** The answer that the source failed, so that nothing may shrink; prefer {@link Input#failed}, which says why. */
    int FAILED = -2;

    /**
     * Says everything that the answers depend on besides time and data: two sources with equal ids answer alike. Part of the
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
    int replicas(Input in);

    /**
     * Called after each decision that is to be remembered and for which {@link #replicas} was asked: the only place to write
     * memory. An exception leaves the decision, and what was written before, as they are.
     *
     * @param in what {@link #replicas} saw
     */
    default void remember(Input in) {}

    /** {@return how many longs the source remembers per autoscaler; all are 0 at first} At least 0, always the same. */
    default int memorySize() {
        return 0;
    }

    /**
     * {@return how many numbers {@link #replicas} {@linkplain Input#note notes} about its answer, for explanations} At least 0, always
     * the same.
     */
    default int noteCount() {
        return 0;
    }

    /**
     * Words what was noted, for an operator. Only asked when an explanation is read.
     *
     * @param proposal what became of the source in a decision that asked it, with its {@linkplain MetricProposal#note notes}
     * @return a few words, in one line; empty if there is nothing to say
     */
    default String explain(MetricProposal proposal) {
        return "";
    }

    /**
     * {@return whether the source reads a value of its own, set like any metric's} If so, it is asked only if there is
     * a usable one; otherwise it fails as a metric does. True by default, always the same.
     */
    default boolean readsValue() {
        return true;
    }

    /**
     * {@return whether the value is an average over the ready replicas, or a share of what they can do} A {@link LookBack} then
     * remembers what all of them had together, so that old averages are not applied to a count of today. False by default, always
     * the same.
     */
    default boolean valueIsPerReplica() {
        return false;
    }

    /**
     * {@return the ids of other metrics of the spec whose values the source reads, as a rule {@linkplain
     * MetricSpec#signal signals}} It is asked only if all of them are usable. None by default, always the same.
     */
    default List<String> signals() {
        return List.of();
    }

    /**
     * {@return whether the source is asked also while some of its {@link #signals} cannot be used} It must then look with
     * {@link Input#hasSignal}, and a signal that it reads fails nothing by itself. False by default, always the same.
     */
    default boolean readsMissingSignals() {
        return false;
    }

    /**
     * What a {@link ReplicaSource} is told: the time, the replicas, its values and its memory. Not thread-safe; only valid during
     * the call that it was given to.
     */
    final class Input {
        private @Nullable Observation in;
        private @Nullable Inputs inputs;
        private @Nullable MetricProposal out;
        private @Nullable MetricCalculator calculator;
        private int metric;
        private int[] signals = {};
        private long nowMillis;
        private long validUntilMillis;
        private @Nullable Block memory;
        /** The longs that the memory lies in; those of the block, without a way over it for each word. */
        private long[] words = {};

        private int memoryBegin;
        private int memorySize;
        private boolean writable;
        private @Nullable String failure;
        private boolean isWithinTolerance;

        Input() {}

        Input about(
                int newMetric,
                AutoscalerSpec spec,
                Inputs newInputs,
                Observation newIn,
                long newNowMillis,
                MetricProposal newOut) {
            inputs = newInputs;
            metric = newMetric;
            calculator = spec.calculator(newMetric);
            signals = spec.inputs.signals(newMetric);
            in = newIn;
            nowMillis = newNowMillis;
            out = newOut;
            validUntilMillis = Long.MAX_VALUE;
            failure = null;
            isWithinTolerance = false;
            return this;
        }

        Input memory(Block block, int begin, int size, boolean isWritable) {
            memory = block;
            words = block.words;
            memoryBegin = block.at + begin;
            memorySize = size;
            writable = isWritable;
            return this;
        }

        /** {@return the time of the decision} Epoch milliseconds; never goes back. */
        public long epochMillis() {
            return nowMillis;
        }

        /** {@return the replicas that are wanted now} At least 0. */
        public int currentReplicas() {
            return observation().specReplicas();
        }

        /** {@return the replicas that exist now} At least 0. */
        public int existingReplicas() {
            return observation().statusReplicas();
        }

        /**
         * {@return the ready replicas: those of the listed pods, else as the caller counted them, else the existing ones}
         * At least 0.
         */
        public int readyReplicas() {
            return observation().countReady();
        }

        /** {@return the source's own value; 0 if it reads none} Thousandths. */
        public long valueMilli() {
            return valueMilli(metric);
        }

        /**
         * The value of one of the source's {@link ReplicaSource#signals}.
         *
         * @param signal its index in that list
         * @return thousandths
         */
        public long signalMilli(int signal) {
            return valueMilli(signals[signal]);
        }

        /**
         * Whether the value of one of the source's {@link ReplicaSource#signals} can be used; always true unless the source
         * {@linkplain ReplicaSource#readsMissingSignals reads missing ones}.
         *
         * @param signal its index in that list
         * @return false while it is missing, failed, too old or no valid number
         */
        public boolean hasSignal(int signal) {
            return observation().valueStatus(signals[signal], nowMillis) == MetricProposal.Status.PROPOSED;
        }

        private long valueMilli(int of) {
            return Objects.requireNonNull(inputs)
                    .valueMilli(Objects.requireNonNull(memory), of, nowMillis, observation());
        }

        /**
         * Proposes as the Kubernetes HPA does for a total with a target average value, tolerance included. The total then shows in
         * the explanation.
         *
         * @param totalMilli the total in thousandths
         * @param targetMilli the target per replica in thousandths, above 0
         * @return replicas, at least 0
         */
        public int averageValue(long totalMilli, long targetMilli) {
            int existing = existingReplicas();
            measured(totalMilli);
            MetricCalculator rule = Objects.requireNonNull(calculator);
            isWithinTolerance = rule.isWithin(totalMilli, targetMilli, existing);
            return rule.fromTotalPerReplica(totalMilli, targetMilli, existing);
        }

        /**
         * Proposes as the Kubernetes HPA does for a total with a target value, tolerance included: the ratio of the two scales the
         * ready replicas. The total then shows in the explanation.
         *
         * @param totalMilli the total in thousandths
         * @param targetMilli the target in thousandths, above 0
         * @return replicas, at least 0
         */
        public int value(long totalMilli, long targetMilli) {
            measured(totalMilli);
            return Objects.requireNonNull(calculator).fromTotal(totalMilli, targetMilli, observation());
        }

        /**
         * Shows a number that the proposal was worked out from in the explanation.
         *
         * @param totalMilli thousandths
         */
        public void measured(long totalMilli) {
            if (out != null) {
                out.measured(totalMilli, MetricProposal.UNSET, Long.MAX_VALUE);
            }
        }

        /**
         * Notes a number that the answer was worked out from, for {@link ReplicaSource#explain}.
         *
         * @param index at least 0, below {@link ReplicaSource#noteCount}
         * @param value the number
         * @throws IndexOutOfBoundsException if there is no such note
         */
        public void note(int index, long value) {
            if (out != null) {
                out.note(index, value);
            }
        }

        /**
         * Reads what was noted, such as in {@link ReplicaSource#remember} what {@link ReplicaSource#replicas} has worked out
         * already.
         *
         * @param index at least 0, below {@link ReplicaSource#noteCount}
         * @return the number; what an earlier decision noted if this one did not
         * @throws IndexOutOfBoundsException if there is no such note
         */
        public long noted(int index) {
            return Objects.requireNonNull(out).note(index);
        }

        /**
         * Says until when the answer is the same with the same data; without it, for ever.
         *
         * @param epochMillis the first instant at which it may differ
         */
        public void validUntil(long epochMillis) {
            validUntilMillis = Math.min(validUntilMillis, epochMillis);
        }

        /**
         * Says why the source fails.
         *
         * @param why words for an operator
         * @return {@link ReplicaSource#FAILED}
         */
        public int failed(String why) {
            failure = why;
            return ReplicaSource.FAILED;
        }

        /**
         * Reads a long of the source's memory.
         *
         * @param index at least 0, below {@link ReplicaSource#memorySize}
         * @return the long, 0 at first
         * @throws IndexOutOfBoundsException if there is no such long
         */
        public long memory(int index) {
            return words[at(index)];
        }

        /**
         * Writes a long of the source's memory; only in {@link ReplicaSource#remember}.
         *
         * @param index at least 0, below {@link ReplicaSource#memorySize}
         * @param value the long
         * @throws IndexOutOfBoundsException if there is no such long
         * @throws IllegalStateException outside of {@link ReplicaSource#remember}
         */
        public void remember(int index, long value) {
            if (!writable) {
                throw new IllegalStateException("memory must be written in remember(...) only");
            }
            words[at(index)] = value;
        }

        private int at(int index) {
            if (index < 0 || index >= memorySize) {
                throw new IndexOutOfBoundsException(
                        "memory index must be >= 0 and < " + memorySize + ": index=" + index);
            }
            return memoryBegin + index;
        }

        private Observation observation() {
            return Objects.requireNonNull(in, "the input must be read during the call it was given to");
        }

        long validUntilMillis() {
            return validUntilMillis;
        }

        /** Whether an answer is the existing replicas only because the tolerance hides the difference. */
        boolean isWithinTolerance(int answer) {
            return isWithinTolerance && answer == existingReplicas();
        }

        @Nullable
        String failure() {
            return failure;
        }

        /** {@return what the source is told, in one line} */
        @Override
        public String toString() {
            return "Input["
                    + (in == null
                            ? ""
                            : "epochMillis=" + nowMillis + ", currentReplicas=" + currentReplicas() + ", valueMilli="
                                    + valueMilli())
                    + ']';
        }
    }
}
