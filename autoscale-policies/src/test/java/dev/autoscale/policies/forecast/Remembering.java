package dev.autoscale.policies.forecast;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import java.util.function.Consumer;

/** A source that does in each cycle what a test says: parts of sources are tried with the memory that an engine gives them. */
final class Remembering implements ReplicaSource {
    private final int memorySize;
    private final Autoscaler autoscaler;
    private final Observation in;
    private final Decision out;
    private Consumer<ReplicaSource.Input> use = input -> {};

    Remembering(int memorySize) {
        this.memorySize = memorySize;
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 1_000)
                .metric(MetricSpec.source("test", this))
                .build();
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    void at(long millis, Consumer<ReplicaSource.Input> newUse) {
        at(millis, 1, 1, newUse);
    }

    void at(long millis, int existing, int ready, Consumer<ReplicaSource.Input> newUse) {
        use = newUse;
        in.at(millis).replicas(existing).readyReplicas(ready);
        autoscaler.decide(in, out);
    }

    @Override
    public String id() {
        return "remembering";
    }

    @Override
    public boolean readsValue() {
        return false;
    }

    @Override
    public int memorySize() {
        return memorySize;
    }

    @Override
    public int replicas(ReplicaSource.Input input) {
        return 1;
    }

    @Override
    public void remember(ReplicaSource.Input input) {
        try {
            use.accept(input);
        } catch (RuntimeException e) {
            throw new AssertionError(e); // An engine bears exceptions, errors it lets through.
        }
    }
}
