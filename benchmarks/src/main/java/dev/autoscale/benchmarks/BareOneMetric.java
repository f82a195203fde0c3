package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import java.util.Arrays;

/** Yardstick of {@link OneMetric}: the same inputs into plain fields, the same arithmetic, no memory but the answers. */
final class BareOneMetric implements Operation {
    private final Cycle cycle;
    private final BareWorkload[] workloads = new BareWorkload[Cycle.WORKLOADS];
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    private long atMillis;
    private int specReplicas;
    private int statusReplicas;
    private long valueMilli;

    BareOneMetric(AutoscalerSpec spec, Cycle cycle) {
        this.cycle = cycle;
        BareWorkload.Settings settings = BareWorkload.Settings.of(spec, Bare.TOLERANCE);
        Arrays.setAll(workloads, i -> new BareWorkload(settings));
    }

    static BareOneMetric external() {
        AutoscalerSpec spec = Specs.external();
        return new BareOneMetric(spec, Cycle.one(spec));
    }

    static BareOneMetric legacy() {
        AutoscalerSpec spec = Specs.legacy();
        return new BareOneMetric(spec, Cycle.one(spec));
    }

    /** One decision; the next call goes on with the next workload. */
    int decide() {
        fill(nowMillis, cycle.replicas[step], cycle.values[step]);
        BareWorkload workload = workloads[step & (Cycle.WORKLOADS - 1)];
        int replicas = workload.decide(atMillis, specReplicas, statusReplicas, valueMilli);
        advance();
        return replicas;
    }

    private void fill(long epochMillis, int replicas, double value) {
        atMillis = epochMillis;
        specReplicas = replicas;
        statusReplicas = replicas;
        valueMilli = Bare.milli(value);
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
}
