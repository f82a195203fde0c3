package dev.autoscale.testkit.proof;

import dev.autoscale.MetricProposal;
import dev.autoscale.ReplicaSource;
import java.util.Arrays;
import java.util.List;

/**
 * Stands in for a source in a spec, asks it, and fails as soon as it breaks its contract. A failure is an {@link AssertionError},
 * which engines let through. Not thread-safe: of one autoscaler at a time.
 */
final class SourceProbe implements ReplicaSource {
    private final ReplicaSource source;
    private final ReplicaSource twin;
    private final String id;
    private final int memorySize;
    private final int noteCount;
    private final boolean readsValue;
    private final List<String> signals;
    private int asked;
    private int answered;
    private long digest = 1;

    SourceProbe(ReplicaSource source, ReplicaSource twin) {
        this.source = source;
        this.twin = twin;
        id = source.id();
        memorySize = source.memorySize();
        noteCount = source.noteCount();
        readsValue = source.readsValue();
        signals = List.copyOf(source.signals());
        require(!id.isBlank(), "an id must say something", "id=" + id);
        require(memorySize >= 0, "memorySize must be >= 0", "memorySize=" + memorySize);
        require(signals.stream().distinct().count() == signals.size(), "signals must differ", "signals=" + signals);
        checkConstants();
    }

    private AssertionError broken(String rule, String found) {
        return new AssertionError("source " + id + ": " + rule + ": " + found);
    }

    private void require(boolean holds, String rule, String found) {
        if (!holds) {
            throw broken(rule, found);
        }
    }

    /** Of what must always be the same, for equal sources too. */
    void checkConstants() {
        for (ReplicaSource one : new ReplicaSource[] {source, twin}) {
            require(one.id().equals(id), "id must always be the same", one.id());
            require(one.memorySize() == memorySize, "memorySize must always be the same", "" + one.memorySize());
            require(one.noteCount() == noteCount, "noteCount must always be the same", "" + one.noteCount());
            require(one.readsValue() == readsValue, "readsValue must always be the same", "" + one.readsValue());
            require(one.signals().equals(signals), "signals must always be the same", "" + one.signals());
        }
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        int answer = ask(source, in);
        require(
                answer >= ABSTAIN || answer == FAILED,
                "an answer must be replicas >= 0, ABSTAIN or FAILED",
                "answer=" + answer + told(in));
        int again = ask(source, in);
        require(answer == again, "the same input must give the same answer", answer + ", then " + again + told(in));
        int twins = ask(twin, in);
        require(answer == twins, "sources of equal id must answer alike", answer + " and " + twins + told(in));
        asked++;
        answered += answer >= 0 ? 1 : 0;
        digest = 31 * digest + answer;
        return answer;
    }

    private int ask(ReplicaSource one, ReplicaSource.Input in) {
        try {
            return one.replicas(in);
        } catch (RuntimeException e) {
            AssertionError thrown = broken("replicas must not throw", e + told(in));
            thrown.initCause(e);
            throw thrown;
        }
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        long[] before = memory(in);
        remember(source, in);
        long[] after = memory(in);
        for (int i = 0; i < memorySize; i++) {
            in.remember(i, before[i]);
        }
        remember(twin, in);
        require(
                Arrays.equals(after, memory(in)),
                "the same input must be remembered alike",
                Arrays.toString(after) + " and " + Arrays.toString(memory(in)) + told(in));
        digest = 31 * digest + Arrays.hashCode(after);
    }

    private void remember(ReplicaSource one, ReplicaSource.Input in) {
        try {
            one.remember(in);
        } catch (RuntimeException e) {
            AssertionError thrown = broken("remember must not throw", e + told(in));
            thrown.initCause(e);
            throw thrown;
        }
    }

    private long[] memory(ReplicaSource.Input in) {
        long[] memory = new long[memorySize];
        for (int i = 0; i < memorySize; i++) {
            memory[i] = in.memory(i);
        }
        return memory;
    }

    private String told(ReplicaSource.Input in) {
        long[] values = new long[signals.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.signalMilli(i);
        }
        return ", at=" + in.epochMillis() + ", currentReplicas=" + in.currentReplicas() + ", existingReplicas="
                + in.existingReplicas() + ", readyReplicas=" + in.readyReplicas() + ", valueMilli=" + in.valueMilli()
                + ", signalsMilli=" + Arrays.toString(values) + ", memory=" + Arrays.toString(memory(in));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int memorySize() {
        return memorySize;
    }

    @Override
    public int noteCount() {
        return noteCount;
    }

    @Override
    public String explain(MetricProposal proposal) {
        return source.explain(proposal);
    }

    @Override
    public boolean readsValue() {
        return readsValue;
    }

    @Override
    public List<String> signals() {
        return signals;
    }

    /** How often the source was asked. */
    int asked() {
        return asked;
    }

    /** How often it proposed replicas. */
    int answered() {
        return answered;
    }

    /** Of all answers and all that was remembered. */
    long digest() {
        return digest;
    }
}
