package dev.autoscale.testkit.scenarios;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** A workload in a cluster that carries every answer out at once. Not thread-safe. */
final class Workload {
    private final AutoscalerSpec spec;
    private final Autoscaler autoscaler;
    private final Observation in;
    private final Decision out;
    private int replicas;

    private Workload(AutoscalerSpec spec, int replicas) {
        this.spec = spec;
        this.replicas = replicas;
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    static Workload of(AutoscalerSpec spec, int replicas) {
        return new Workload(spec, replicas);
    }

    /** Decides with a value for each of the first metrics; answers the count from then on. */
    int decide(long epochSecond, double... values) {
        return decide(epochSecond, observation -> {
            for (int i = 0; i < values.length; i++) {
                observation.value(i, values[i]);
            }
        });
    }

    /** Decides with whatever is filled in; answers the count from then on. */
    int decide(long epochSecond, Consumer<Observation> measured) {
        measured.accept(in.at(epochSecond * 1000).replicas(replicas));
        autoscaler.decide(in, out);
        DecisionInvariants.check(spec, out);
        autoscaler.scaled(out);
        replicas = out.replicas();
        return replicas;
    }

    /** Decides again and again, until the last second (inclusive); answers at which seconds the count became what. */
    Map<Long, Integer> decideEvery(
            int periodSeconds, long firstSecond, long lastSecond, ObjLongConsumer<Observation> measured) {
        Map<Long, Integer> changes = new LinkedHashMap<>();
        for (long second = firstSecond; second <= lastSecond; second += periodSeconds) {
            long now = second;
            int before = replicas;
            if (decide(second, observation -> measured.accept(observation, now)) != before) {
                changes.put(second, replicas);
            }
        }
        return changes;
    }

    int replicas() {
        return replicas;
    }

    /** The last decision. */
    Decision decision() {
        return out;
    }
}
