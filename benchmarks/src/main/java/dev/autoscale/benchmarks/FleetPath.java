package dev.autoscale.benchmarks;

import java.util.SplittableRandom;

/**
 * Ticks of many workloads, one after the other: in the order in which they were created, or in one that has nothing to do with it, as
 * in a controller that walks through a map. One operation is one decision.
 */
abstract class FleetPath implements Operation {
    final Cycle cycle;
    long nowMillis = Cycle.START_MILLIS;
    private final int[] order;
    private int tick;
    private int next;

    FleetPath(Cycle cycle, int[] order) {
        this.cycle = cycle;
        this.order = order;
    }

    /** The numbers below a count. */
    static int[] inOrder(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /** A fixed shuffle of the numbers below a count. */
    static int[] shuffled(int count) {
        SplittableRandom random = new SplittableRandom(7);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The number of the workload whose turn it is. */
    final int number() {
        return order[next];
    }

    final int step(int number) {
        return cycle.step(tick, number);
    }

    /** The next operation goes on with the next workload. */
    final void advance() {
        if (++next == order.length) {
            next = 0;
            tick++;
            nowMillis += Cycle.STEP_MILLIS;
        }
    }

    /** A whole tick. */
    @Override
    public final int atOnce() {
        return order.length;
    }

    final void settle() {
        for (int i = 0; i < Cycle.SETTLED; i++) {
            run(order.length);
        }
    }
}
