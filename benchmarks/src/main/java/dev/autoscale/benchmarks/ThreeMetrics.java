package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;

/** Path: cpu utilization, an External average value and an Object value; otherwise as {@link OneMetric}. */
final class ThreeMetrics implements Operation {
    private final Cycle cycle;
    private final Autoscaler[] autoscalers = new Autoscaler[Cycle.WORKLOADS];
    private final Observation in;
    private final Decision out;
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    ThreeMetrics(AutoscalerSpec spec, Cycle cycle) {
        this.cycle = cycle;
        in = spec.newObservation();
        out = spec.newDecision();
        for (int i = 0; i < autoscalers.length; i++) {
            autoscalers[i] = spec.newAutoscaler();
        }
        run(cycle.steps());
    }

    static ThreeMetrics create() {
        AutoscalerSpec spec = Specs.three();
        return new ThreeMetrics(spec, Cycle.three(spec));
    }

    /** One decision; the next call goes on with the next workload. */
    int decide() {
        int current = cycle.replicas[step];
        int first = 3 * step;
        in.at(nowMillis).replicas(current);
        in.value(0, cycle.values[first]).value(1, cycle.values[first + 1]).value(2, cycle.values[first + 2]);
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

    Cycle cycle() {
        return cycle;
    }
}
