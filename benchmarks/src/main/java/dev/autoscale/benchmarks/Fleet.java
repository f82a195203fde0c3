package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;

/**
 * Path: one tick for each of many autoscalers of 64 mixed specs, in the order in which they were created. One operation is one
 * decision, filling included, answers carried out.
 */
final class Fleet implements Operation {
    private final Cycle cycle;
    private final Autoscaler[] autoscalers;
    private final Observation[] in = new Observation[Specs.MIXED];
    private final Decision[] out = new Decision[Specs.MIXED];
    private long nowMillis = Cycle.START_MILLIS;
    private int tick;
    private int next;

    Fleet(AutoscalerSpec[] specs, Cycle cycle, int count) {
        this.cycle = cycle;
        for (int i = 0; i < specs.length; i++) {
            in[i] = specs[i].newObservation();
            out[i] = specs[i].newDecision();
        }
        autoscalers = new Autoscaler[count];
        for (int i = 0; i < count; i++) {
            autoscalers[i] = specs[i % specs.length].newAutoscaler();
        }
        for (int i = 0; i < Cycle.SETTLED; i++) {
            run(count);
        }
    }

    static Fleet of(int count) {
        AutoscalerSpec[] specs = Specs.mixed();
        return new Fleet(specs, Cycle.mixed(specs), count);
    }

    /** One decision; the next call goes on with the next autoscaler. */
    int decide() {
        int step = step(cycle, tick, next);
        int spec = next & (Specs.MIXED - 1);
        int current = cycle.replicas[step];
        Decision decision = out[spec];
        Observation observation = in[spec].at(nowMillis).replicas(current).value(0, cycle.values[step]);
        Autoscaler autoscaler = autoscalers[next];
        autoscaler.decide(observation, decision);
        int replicas = decision.replicas();
        if (replicas != current) {
            autoscaler.scaled(nowMillis, current, replicas);
        }
        if (++next == autoscalers.length) {
            next = 0;
            tick++;
            nowMillis += Cycle.STEP_MILLIS;
        }
        return replicas;
    }

    /** Where the inputs of an autoscaler stand: those of its spec, shifted in time by its number. */
    static int step(Cycle cycle, int tick, int number) {
        int round = (tick + number / Specs.MIXED) & (cycle.rounds - 1);
        return round * Cycle.WORKLOADS + (number & (Specs.MIXED - 1));
    }

    @Override
    public int once() {
        return decide();
    }

    Cycle cycle() {
        return cycle;
    }
}
