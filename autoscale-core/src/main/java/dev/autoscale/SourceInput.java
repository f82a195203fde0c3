package dev.autoscale;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ReplicaSource} is told: the time, the replicas, its values and its memory. Not thread-safe; only valid during
 * the call that it was given to.
 */
public final class SourceInput {
    private @Nullable Observation in;
    private @Nullable Inputs inputs;
    private @Nullable MetricProposal out;
    private @Nullable MetricCalculator calculator;
    private int metric;
    private int[] signals = {};
    private long nowMillis;
    private long validUntilMillis;
    private long[] memory = {};
    private int memoryBegin;
    private int memorySize;
    private boolean writable;
    private @Nullable String failure;

    SourceInput() {}

    SourceInput about(
            int newMetric,
            AutoscalerSpec spec,
            Inputs newInputs,
            Observation newIn,
            long newNowMillis,
            MetricProposal newOut) {
        inputs = newInputs;
        metric = newMetric;
        calculator = spec.calculator(newMetric);
        signals = spec.inputs().signals(newMetric);
        in = newIn;
        nowMillis = newNowMillis;
        out = newOut;
        validUntilMillis = Long.MAX_VALUE;
        failure = null;
        return this;
    }

    SourceInput memory(long[] longs, int begin, int size, boolean isWritable) {
        memory = longs;
        memoryBegin = begin;
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

    private long valueMilli(int of) {
        return Objects.requireNonNull(inputs).valueMilli(of, nowMillis, observation());
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
        return Objects.requireNonNull(calculator).fromTotalPerReplica(totalMilli, targetMilli, existing);
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
        return memory[at(index)];
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
        memory[at(index)] = value;
    }

    private int at(int index) {
        if (index < 0 || index >= memorySize) {
            throw new IndexOutOfBoundsException("memory index must be >= 0 and < " + memorySize + ": index=" + index);
        }
        return memoryBegin + index;
    }

    private Observation observation() {
        return Objects.requireNonNull(in, "the input must be read during the call it was given to");
    }

    long validUntilMillis() {
        return validUntilMillis;
    }

    @Nullable
    String failure() {
        return failure;
    }
}
