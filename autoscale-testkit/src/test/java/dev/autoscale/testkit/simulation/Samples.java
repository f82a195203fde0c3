package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.load.Load;
import java.util.ArrayList;
import java.util.List;

/** Writes down when samples that reach the controller were taken, and one signal of each; another policy decides. */
final class Samples implements ScalingPolicy {
    private final ScalingPolicy policy;
    private final WorkloadMetric signal;
    private final List<String> seen = new ArrayList<>();

    Samples(ScalingPolicy policy, WorkloadMetric signal) {
        this.policy = policy;
        this.signal = signal;
    }

    /** What reaches a controller of one replica. */
    static List<String> of(Load load, Environment environment, WorkloadMetric signal) {
        Samples samples = new Samples(ScalingPolicy.fixed("fixed", 1), signal);
        Simulation.of(load, environment).run(samples, 1);
        return samples.seen();
    }

    /** Of each sample: epoch millis, colon, value. */
    List<String> seen() {
        return seen;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return policy.firstReplicas(start);
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        Scaler scaler = policy.newScaler(start);
        return new Scaler() {
            @Override
            public long cycleMillis() {
                return scaler.cycleMillis();
            }

            @Override
            public long scrapeMillis() {
                return scaler.scrapeMillis();
            }

            @Override
            public void measured(Measurement sample) {
                seen.add(sample.sampledMillis() + ": " + sample.value(signal));
            }

            @Override
            public int decide(long epochMillis, ReplicaCounts counts) {
                return scaler.decide(epochMillis, counts);
            }

            @Override
            public String reason() {
                return scaler.reason();
            }

            @Override
            public String explanation() {
                return scaler.explanation();
            }
        };
    }
}
