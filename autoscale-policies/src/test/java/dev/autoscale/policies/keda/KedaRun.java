package dev.autoscale.policies.keda;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.function.Consumer;

/** A workload under a ScaledObject: what is decided is carried out at once. */
final class KedaRun {
    final AutoscalerSpec spec;
    final Autoscaler autoscaler;
    final Observation in;
    final Decision out;
    long nowMillis;
    int replicas;

    KedaRun(ScaledObject.Builder object, long nowMillis, int replicas) {
        spec = object.build().toSpec();
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
        this.nowMillis = nowMillis;
        this.replicas = replicas;
    }

    /** Lets time pass and decides on the values, one per trigger; NaN is a failure. */
    int after(long seconds, double... values) {
        return after(seconds, observed -> {
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) {
                    observed.failed(i);
                } else {
                    observed.value(i, values[i]);
                }
            }
        });
    }

    int after(long seconds, Consumer<Observation> observe) {
        nowMillis += seconds * 1000;
        observe.accept(in.at(nowMillis).replicas(replicas));
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        replicas = out.replicas();
        return replicas;
    }
}
