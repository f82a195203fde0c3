package dev.autoscale.benchmarks;

import java.util.SplittableRandom;

/**
 * Ticks of many workloads of 64 mixed specs, in an order that has nothing to do with the order in which they were created, as in a
 * controller that walks through a map. One operation is one decision.
 */
abstract class FleetPath implements Operation {
    final Cycle cycle;
    long nowMillis = Cycle.START_MILLIS;
    private final int[] order;
    private int tick;
    private int next;

    FleetPath(Cycle cycle, int count) {
        this.cycle = cycle;
        order = order(count);
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

    /** Where the inputs of a workload stand: those of its spec, shifted in time by its number. */
    static int step(Cycle cycle, int tick, int number) {
        int round = (tick + number / Specs.MIXED) & (cycle.rounds - 1);
        return round * Cycle.WORKLOADS + (number & (Specs.MIXED - 1));
    }

    /** The number of the workload whose turn it is. */
    final int number() {
        return order[next];
    }

    final int step(int number) {
        return step(cycle, tick, number);
    }

    /** The next operation goes on with the next workload. */
    final void advance() {
        if (++next == order.length) {
            next = 0;
            tick++;
            nowMillis += Cycle.STEP_MILLIS;
        }
    }
}
