package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is decided at once for workloads of a fleet, batch by batch: columns of current counts and values, and of answers. Path and
 * yardstick fill the same columns in the same way, and read the same inputs from them.
 */
abstract class Columns {
    final AutoscalerSpec[] specs;
    /** Of all specs; in the fleet a group each. */
    final int workloads;

    final int[] current;
    final double[] values;
    final int[] answers;
    /** The slots of the batch, or null for all slots of its group in order. */
    final int @Nullable [] slots;

    long nowMillis = Cycle.START_MILLIS - Cycle.STEP_MILLIS;
    /** Of the batch. */
    int group;

    /** How many workloads the batch has. */
    int count;

    private int tick = -1;

    private Columns(AutoscalerSpec[] specs, int workloads, int length, boolean anySlots) {
        this.specs = specs;
        this.workloads = workloads;
        current = new int[length];
        values = new double[length];
        answers = new int[length];
        slots = anySlots ? new int[length] : null;
    }

    /** Goes on with the next batch. */
    abstract void next();

    final int nextTick() {
        nowMillis += Cycle.STEP_MILLIS;
        return ++tick;
    }

    final int tick() {
        return tick;
    }

    /** One spec, all slots in order; the load of {@link Cycle#one}. */
    static Columns active(int workloads) {
        return new Active(workloads);
    }

    /** One spec, all slots in order; the load stays at its target, nearly. */
    static Columns quiet(int workloads) {
        return new Quiet(workloads);
    }

    /** One spec, all slots in order; the load falls by one replica at each of so many ticks, far above what is allowed. */
    static Columns falling(int workloads, int ticks) {
        return new Falling(workloads, ticks);
    }

    /** One spec, all slots in an order that has nothing to do with theirs, some thousand at once; the load of {@link Cycle#one}. */
    static Columns anySlots(int workloads) {
        return new AnySlots(workloads);
    }

    /** 64 specs, all slots of one after the other in order; the load of {@link Cycle#mixed}. */
    static Columns mixed(int workloads) {
        return new Mixed(workloads);
    }

    /** The slot of an index in the columns. */
    final int slot(int index) {
        return slots == null ? index : slots[index];
    }

    private static AutoscalerSpec[] external() {
        return new AutoscalerSpec[] {Specs.external()};
    }

    private static final class Active extends Columns {
        private final Cycle cycle = Cycle.one(specs[0]);

        Active(int workloads) {
            super(external(), workloads, workloads, false);
            count = workloads;
        }

        @Override
        void next() {
            int tick = nextTick();
            for (int from = 0; from < count; ) {
                int step = cycle.step(tick, from);
                int length = Math.min(cycle.steps() - step, count - from);
                System.arraycopy(cycle.replicas, step, current, from, length);
                System.arraycopy(cycle.values, step, values, from, length);
                from += length;
            }
        }
    }

    /** Nothing changes, so there is nothing to fill. */
    private static final class Quiet extends Columns {
        Quiet(int workloads) {
            super(external(), workloads, workloads, false);
            count = workloads;
            Arrays.setAll(current, i -> 1 + i % 9);
            Arrays.setAll(values, i -> current[i] * Specs.TARGET + 0.1 * (i % 3));
        }

        @Override
        void next() {
            nextTick();
        }
    }

    private static final class Falling extends Columns {
        private final int ticks;

        Falling(int workloads, int ticks) {
            super(external(), workloads, workloads, false);
            this.ticks = ticks;
            count = workloads;
            Arrays.fill(current, specs[0].maxReplicas());
        }

        @Override
        void next() {
            int steps = Math.max(0, ticks - nextTick());
            Arrays.fill(values, (2 * specs[0].maxReplicas() + steps) * Specs.TARGET);
        }
    }

    private static final class AnySlots extends Columns {
        private static final int AT_ONCE = 4_096;

        private final Cycle cycle = Cycle.one(specs[0]);
        private final int[] order;
        private int done;

        AnySlots(int workloads) {
            super(external(), workloads, AT_ONCE, true);
            order = FleetPath.shuffled(workloads);
            done = workloads;
        }

        @Override
        void next() {
            if (done == workloads) {
                done = 0;
                nextTick();
            }
            count = Math.min(AT_ONCE, workloads - done);
            for (int i = 0; i < count; i++) {
                int slot = order[done + i];
                int step = cycle.step(tick(), slot);
                slots[i] = slot;
                current[i] = cycle.replicas[step];
                values[i] = cycle.values[step];
            }
            done += count;
        }
    }

    private static final class Mixed extends Columns {
        private final Cycle cycle = Cycle.mixed(specs);

        Mixed(int workloads) {
            super(Specs.mixed(), workloads, (workloads + Specs.MIXED - 1) / Specs.MIXED, false);
            group = Specs.MIXED - 1;
        }

        @Override
        void next() {
            if (++group == Specs.MIXED) {
                group = 0;
                nextTick();
            }
            count = groupSize(group);
            int step = cycle.step(tick(), group);
            for (int i = 0; i < count; i++) {
                current[i] = cycle.replicas[step];
                values[i] = cycle.values[step];
                step = (step + Specs.MIXED) & (cycle.steps() - 1);
            }
        }
    }

    /** How many workloads of a spec there are. */
    final int groupSize(int group) {
        return (workloads - group + specs.length - 1) / specs.length;
    }
}
