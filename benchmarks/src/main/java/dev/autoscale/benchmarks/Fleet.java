package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.SplittableRandom;

/**
 * Path: one tick for each of many autoscalers of 64 mixed specs, in an order that has nothing to do with the order in which they
 * were created, as in a controller that walks through a map. One operation is one decision, filling included, answers carried
 * out.
 */
final class Fleet implements Operation {
    private final Cycle cycle;
    private final Autoscaler[] autoscalers;
    private final int[] order;
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
        order = order(count);
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
        int number = order[next];
        int step = step(cycle, tick, number);
        int spec = number & (Specs.MIXED - 1);
        int current = cycle.replicas[step];
        Decision decision = out[spec];
        Observation observation = in[spec].at(nowMillis).replicas(current).value(0, cycle.values[step]);
        Autoscaler autoscaler = autoscalers[number];
        autoscaler.decide(observation, decision);
        autoscaler.scaled(decision);
        if (++next == autoscalers.length) {
            next = 0;
            tick++;
            nowMillis += Cycle.STEP_MILLIS;
        }
        return decision.replicas();
    }

    /** A fixed shuffle of the numbers below a count. */
    static int[] order(int count) {
        SplittableRandom random = new SplittableRandom(7);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
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
