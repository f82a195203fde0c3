package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;

/** Yardstick of {@link Fleet}: one small object each, which knows its settings and keeps its last answer. */
final class BareFleet implements Operation {
    private final Cycle cycle;
    private final BareWorkload[] workloads;
    private final int[] order;
    private long nowMillis = Cycle.START_MILLIS;
    private int tick;
    private int next;

    private long atMillis;
    private int specReplicas;
    private int statusReplicas;
    private long valueMilli;

    BareFleet(AutoscalerSpec[] specs, Cycle cycle, int count) {
        this.cycle = cycle;
        BareWorkload.Settings[] settings = new BareWorkload.Settings[specs.length];
        for (int i = 0; i < specs.length; i++) {
            settings[i] = BareWorkload.Settings.of(specs[i], Specs.mixedTolerance(i));
        }
        order = Fleet.order(count);
        workloads = new BareWorkload[count];
        for (int i = 0; i < count; i++) {
            workloads[i] = new BareWorkload(settings[i % specs.length]);
        }
    }

    static BareFleet of(int count) {
        AutoscalerSpec[] specs = Specs.mixed();
        return new BareFleet(specs, Cycle.mixed(specs), count);
    }

    /** One decision; the next call goes on with the next workload. */
    int decide() {
        int number = order[next];
        int step = Fleet.step(cycle, tick, number);
        fill(nowMillis, cycle.replicas[step], cycle.values[step]);
        int replicas = workloads[number].decide(atMillis, specReplicas, statusReplicas, valueMilli);
        if (++next == workloads.length) {
            next = 0;
            tick++;
            nowMillis += Cycle.STEP_MILLIS;
        }
        return replicas;
    }

    private void fill(long epochMillis, int replicas, double value) {
        atMillis = epochMillis;
        specReplicas = replicas;
        statusReplicas = replicas;
        valueMilli = Bare.milli(value);
    }

    @Override
    public int once() {
        return decide();
    }
}
