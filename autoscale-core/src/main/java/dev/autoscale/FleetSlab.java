package dev.autoscale;

import java.util.Arrays;

/**
 * What the workloads of a group remember: a block each, by slot, in arrays that they share, and what does not fit a block in the side
 * stores of the {@link Memory}. Grows chunk by chunk; nothing is copied but the first, short one.
 */
final class FleetSlab {
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_BLOCKS = 1 << CHUNK_SHIFT;
    private static final int FIRST_BLOCKS = 16;
    /** How many indices ahead blocks are read. */
    private static final int AHEAD = 32;

    final FleetSlots slots = new FleetSlots();
    private Memory memory;
    private long[][] chunks = {};
    /** Kept so that nobody takes reading ahead for needless. */
    @SuppressWarnings("unused")
    private long touchedWords;

    /** Stands for the workload that is asked. */
    private Autoscaler view;

    FleetSlab(AutoscalerSpec spec) {
        memory = Memory.spilling(spec);
        view = new Autoscaler(memory, new long[0]);
    }

    AutoscalerSpec spec() {
        return memory.spec;
    }

    /** Adds a workload that has seen nothing yet; its slot. */
    int add() {
        int slot = slots.take();
        begin(slot);
        return slot;
    }

    private void begin(int slot) {
        ensureBlock(slot);
        memory.clear(moveTo(slot));
    }

    private void ensureBlock(int slot) {
        int chunk = slot >> CHUNK_SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new long[(chunk == 0 ? FIRST_BLOCKS : CHUNK_BLOCKS) * memory.words()];
        }
        long length = (long) (slot & (CHUNK_BLOCKS - 1)) * memory.words();
        if (length == chunks[chunk].length) {
            chunks[chunk] = Arrays.copyOf(chunks[chunk], Math.min(2 * (int) length, CHUNK_BLOCKS * memory.words()));
        }
    }

    /** Adds a workload that another slab has, under this one's spec; its slot. */
    int add(FleetSlab from, int fromSlot, long epochMillis) {
        int slot = add();
        Autoscaler moved = new Autoscaler(from.memory, from.chunks[fromSlot >> CHUNK_SHIFT]);
        from.moveTo(moved, fromSlot).copyTo(moveTo(slot), epochMillis);
        return slot;
    }

    /** Adds the slot after the last one, as a snapshot says; the slot. */
    int restore(int generation, boolean isUsed) {
        int slot = slots.count();
        slots.restore(generation, isUsed);
        begin(slot);
        return slot;
    }

    void remove(int slot) {
        slots.free(slot);
        memory.clear(moveTo(slot));
    }

    Autoscaler at(int slot) {
        slots.requireUsed(slot);
        return moveTo(slot);
    }

    private Autoscaler moveTo(int slot) {
        return moveTo(view, slot);
    }

    private Autoscaler moveTo(Autoscaler any, int slot) {
        any.moveTo(chunks[slot >> CHUNK_SHIFT], (slot & (CHUNK_BLOCKS - 1)) * memory.words());
        return any;
    }

    void respec(AutoscalerSpec newSpec, long epochMillis) {
        FleetSlab next = new FleetSlab(newSpec);
        for (int slot = 0; slot < slots.count(); slot++) {
            next.ensureBlock(slot);
            next.memory.clear(next.moveTo(slot));
            if (slots.isUsed(slot)) {
                moveTo(slot).copyTo(next.view, epochMillis);
            }
            if ((slot & (CHUNK_BLOCKS - 1)) == CHUNK_BLOCKS - 1) {
                chunks[slot >> CHUNK_SHIFT] = new long[0]; // so that there is never much more than one copy
            }
        }
        memory = next.memory;
        chunks = next.chunks;
        view = next.view;
    }

    /** Decides for so many indices, which have their columns; how many answers are changes. */
    int decide(FleetColumns columns, int count, Observation in, Decision out) {
        int changed = 0;
        for (int i = stayFrom(0, columns, count); i < count; i = stayFrom(i + 1, columns, count)) {
            moveTo(columns.slotAt(i)).decide(columns.fill(in, i), out);
            columns.answer(i, out);
            changed += columns.isChanged(i) ? 1 : 0;
        }
        return changed;
    }

    /** Decides from an index on as long as every workload stays where it is; the first one that may not, or the count. */
    private int stayFrom(int index, FleetColumns columns, int count) {
        boolean inOrder = columns.slots == null;
        long touched = 0;
        int i = index;
        for (; i < count; i++) {
            int slot = columns.slotAt(i);
            touched += inOrder ? 0 : touch(columns, i + AHEAD, count);
            if (!inOrder || slots.isUsed(slot)) {
                int current = columns.currentAt(i);
                if (!columns.keeps(i, memory.spec) || !moveTo(slot).stay(columns.epochMillis, current)) {
                    break;
                }
                columns.answer(i, current, Reason.AT_TARGET);
            }
        }
        touchedWords = touched;
        return i;
    }

    /** Reads the block of a later index, whose slot may be anywhere, so that it is near when its turn comes. */
    private long touch(FleetColumns columns, int index, int count) {
        if (index >= count) {
            return 0;
        }
        int slot = columns.slotAt(index);
        long[] chunk = chunks[slot >> CHUNK_SHIFT];
        int at = (slot & (CHUNK_BLOCKS - 1)) * memory.words();
        return chunk[at] + chunk[at + memory.words() - 1];
    }

    void scaled(FleetColumns columns, int count) {
        for (int i = 0; i < count; i++) {
            int slot = columns.slotAt(i);
            if (slots.isUsed(slot) && columns.isChanged(i)) {
                moveTo(slot).scaled(columns.epochMillis, columns.currentAt(i), columns.answerAt(i));
            }
        }
    }

    long bytes() {
        long words = 0;
        for (long[] chunk : chunks) {
            words += chunk.length;
        }
        return words * Long.BYTES + slots.bytes() + memory.sideBytes();
    }

    int spilled() {
        int spilled = 0;
        for (int slot = slots.next(0); slot >= 0; slot = slots.next(slot + 1)) {
            spilled += memory.isSpilled(moveTo(slot)) ? 1 : 0;
        }
        return spilled;
    }
}
