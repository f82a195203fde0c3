package dev.autoscale;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A source put together from lambdas. */
record TestSource(
        String id,
        ToIntFunction<ReplicaSource.Input> answer,
        Consumer<ReplicaSource.Input> memory,
        int memorySize,
        boolean readsValue,
        List<String> signals)
        implements ReplicaSource {
    static TestSource of(ToIntFunction<ReplicaSource.Input> answer) {
        return new TestSource("test", answer, in -> {}, 0, false, List.of());
    }

    TestSource reading(String... signals) {
        return new TestSource(id, answer, memory, memorySize, true, List.of(signals));
    }

    TestSource signals(String... signals) {
        return new TestSource(id, answer, memory, memorySize, readsValue, List.of(signals));
    }

    TestSource remembering(int longs, Consumer<ReplicaSource.Input> writer) {
        return new TestSource(id, answer, writer, longs, readsValue, signals);
    }

    TestSource id(String newId) {
        return new TestSource(newId, answer, memory, memorySize, readsValue, signals);
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        return answer.applyAsInt(in);
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        memory.accept(in);
    }
}
