package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.Arrays;

/** Autoscalers of one spec for 64 workloads, with warmed histories once they have run through the cycle; answers are carried out. */
abstract class AutoscalerPath extends CyclePath {
    final Observation in;
    private final Decision out;
    private final Autoscaler[] autoscalers = new Autoscaler[Cycle.WORKLOADS];

    AutoscalerPath(AutoscalerSpec spec, Cycle cycle) {
        super(cycle);
        in = spec.newObservation();
        out = spec.newDecision();
        Arrays.setAll(autoscalers, i -> spec.newAutoscaler());
    }

    final Autoscaler autoscaler(int workload) {
        return autoscalers[workload];
    }

    /** Decides from the filled observation, carries the answer out and goes on. */
    final int decide() {
        Autoscaler autoscaler = autoscalers[workload()];
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        advance();
        return out.replicas();
    }
}
