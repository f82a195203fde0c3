package dev.autoscale;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the workloads of a group remember, by slot. */
final class FleetSlab {
    final FleetSlots slots = new FleetSlots();
    private AutoscalerSpec spec;
    private @Nullable Autoscaler[] workloads = new Autoscaler[16];

    FleetSlab(AutoscalerSpec spec) {
        this.spec = spec;
    }

    AutoscalerSpec spec() {
        return spec;
    }

    /** Adds a workload that has seen nothing yet; its slot. */
    int add() {
        int slot = slots.take();
        hold(slot, spec.newAutoscaler());
        return slot;
    }

    /** Adds a workload that another slab has, under this one's spec; its slot. */
    int add(FleetSlab from, int fromSlot, long epochMillis) {
        int slot = slots.take();
        Autoscaler moved = from.at(fromSlot);
        moved.respec(spec, epochMillis);
        hold(slot, moved);
        return slot;
    }

    /** Adds the slot after the last one, as a snapshot says. */
    void restore(int generation, @Nullable Autoscaler workload) {
        slots.restore(generation, workload != null);
        if (workload != null) {
            hold(slots.count() - 1, workload);
        }
    }

    private void hold(int slot, Autoscaler workload) {
        if (slot >= workloads.length) {
            workloads = Arrays.copyOf(workloads, slot + (slot >> 1));
        }
        workloads[slot] = workload;
    }

    void remove(int slot) {
        slots.free(slot);
        workloads[slot] = null;
    }

    Autoscaler at(int slot) {
        slots.requireUsed(slot);
        return Objects.requireNonNull(workloads[slot]);
    }

    void respec(AutoscalerSpec newSpec, long epochMillis) {
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            at(slot).respec(newSpec, epochMillis);
        }
        spec = newSpec;
    }

    /** Decides for so many indices, which have their columns; how many answers are changes. */
    int decide(FleetColumns columns, int count, Observation in, Decision out) {
        int changed = 0;
        for (int i = 0; i < count; i++) {
            int slot = columns.slotAt(i);
            if (slots.isUsed(slot)) {
                at(slot).decide(columns.fill(in, i), out);
                columns.answer(i, out);
                changed += columns.isChanged(i) ? 1 : 0;
            }
        }
        return changed;
    }

    void scaled(FleetColumns columns, int count) {
        for (int i = 0; i < count; i++) {
            int slot = columns.slotAt(i);
            if (slots.isUsed(slot) && columns.isChanged(i)) {
                at(slot).scaled(columns.epochMillis, columns.currentAt(i), columns.answerAt(i));
            }
        }
    }

    long bytes() {
        return 0;
    }

    int spilled() {
        return 0;
    }
}
