package dev.autoscale.policies.preset;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;

/** An autoscaler whose answers are carried out at once, with workers that are ready at once unless a test says otherwise. */
final class Driver {
    final Autoscaler autoscaler;
    final Observation in;
    final Decision out;
    int replicas;

    Driver(AutoscalerSpec spec, int replicas) {
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
        this.replicas = replicas;
    }

    /** Decides with these values of the metrics in their order; NaN for one that fails. */
    int at(double seconds, double... values) {
        return readyAt(seconds, replicas, values);
    }

    int readyAt(double seconds, int ready, double... values) {
        long millis = Math.round(seconds * 1000);
        in.at(millis).replicas(replicas).readyReplicas(ready);
        for (int i = 0; i < values.length; i++) {
            in.value(i, values[i]);
        }
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        replicas = out.replicas();
        return replicas;
    }
}
