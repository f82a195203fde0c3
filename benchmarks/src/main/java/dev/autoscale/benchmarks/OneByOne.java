package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.Observation;
import java.util.Arrays;

/** Path: one tick for each workload of a fleet of one spec, one by one by handle, filling included, answers carried out. */
final class OneByOne extends FleetPath {
    private final Fleet fleet = new Fleet();
    private final long[] handles;
    private final Observation in;
    private final Decision out;

    OneByOne(int[] order) {
        this(Specs.external(), order);
    }

    private OneByOne(AutoscalerSpec spec, int[] order) {
        super(Cycle.one(spec), order);
        in = spec.newObservation();
        out = spec.newDecision();
        handles = new long[order.length];
        Arrays.setAll(handles, i -> fleet.add(spec));
        settle();
    }

    /** Valid until the next one is asked for. */
    Autoscaler workload(int number) {
        return fleet.at(handles[number]);
    }

    @Override
    public int once() {
        int number = number();
        int step = step(number);
        in.at(nowMillis).replicas(cycle.replicas[step]).value(0, cycle.values[step]);
        long handle = handles[number];
        fleet.decide(handle, in, out);
        fleet.scaled(handle, out);
        advance();
        return out.replicas();
    }
}
