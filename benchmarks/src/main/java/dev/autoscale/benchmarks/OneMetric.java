package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;

/** Path: one External metric, 64 workloads in turn with warmed histories, filling included, answers carried out. */
final class OneMetric implements Operation {
    private final Cycle cycle;
    private final Autoscaler[] autoscalers = new Autoscaler[Cycle.WORKLOADS];
    private final Observation in;
    private final Decision out;
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    OneMetric(AutoscalerSpec spec, Cycle cycle) {
        this.cycle = cycle;
        in = spec.newObservation();
        out = spec.newDecision();
        for (int i = 0; i < autoscalers.length; i++) {
            autoscalers[i] = spec.newAutoscaler();
        }
        run(cycle.steps());
    }

    static OneMetric external() {
        AutoscalerSpec spec = Specs.external();
        return new OneMetric(spec, Cycle.one(spec));
    }

    static OneMetric legacy() {
        AutoscalerSpec spec = Specs.legacy();
        return new OneMetric(spec, Cycle.one(spec));
    }

    static OneMetric window(int seconds) {
        AutoscalerSpec spec = Specs.downscaleWindow(seconds);
        return new OneMetric(spec, Cycle.large(spec));
    }

    /** One decision; the next call goes on with the next workload. */
    int decide() {
        int current = cycle.replicas[step];
        in.at(nowMillis).replicas(current).value(0, cycle.values[step]);
        Autoscaler autoscaler = autoscalers[step & (Cycle.WORKLOADS - 1)];
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        advance();
        return out.replicas();
    }

    private void advance() {
        if ((++step & (Cycle.WORKLOADS - 1)) == 0) {
            nowMillis += Cycle.STEP_MILLIS;
            step = step == cycle.steps() ? 0 : step;
        }
    }

    @Override
    public int once() {
        return decide();
    }

    Autoscaler autoscaler(int workload) {
        return autoscalers[workload];
    }

    Cycle cycle() {
        return cycle;
    }
}
