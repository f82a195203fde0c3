package dev.autoscale;

import java.util.Arrays;

/**
 * What the workloads of a group remember: a block each, by slot, in arrays that they share, and what does not fit a block in the side
 * stores of the {@link Memory}. Grows chunk by chunk; nothing is copied but the last chunk,
 * while it is not full.
 */
final class FleetSlab {
    /** So many words make lines of the cache of an array's elements, where the array itself begins with a line, as large ones do. */
    private static final int FIRST_WORD = 6;

    /**
     * A chunk is an array of 2 MiB at most, its header included: one that is a little longer than the regions of a collector's heap takes as
     * much room as one twice as long.
     */
    private static final int CHUNK_WORDS = (1 << 18) - 2 - FIRST_WORD;

    /** Most specs have blocks of this length. Dividing by a number that the compiler knows is cheaper. */
    private static final int SHORT_WORDS = 16;

    private static final int SHORT_BLOCKS = CHUNK_WORDS / SHORT_WORDS;
    private static final int FIRST_BLOCKS = 16;
    /** The last chunk grows by so many blocks at most. */
    private static final int MORE_BLOCKS = 2_048;
    /** How many blocks are read ahead. */
    private static final int TOUCHED = 24;

    final FleetSlots slots = new FleetSlots();
    private Memory memory;
    private int chunkBlocks;
    private long[][] chunks = {};
    /** Kept so that nobody takes reading ahead for needless. */
    @SuppressWarnings("unused")
    private long touchedWords;

    /** Stands for the workload that is asked. */
    private Autoscaler view;

    FleetSlab(AutoscalerSpec spec) {
        memory = Memory.spilling(spec);
        chunkBlocks = Math.max(1, CHUNK_WORDS / memory.words());
        view = new Autoscaler(memory, new long[0]);
    }

    AutoscalerSpec spec() {
        return memory.spec;
    }

    /** Adds a workload that has seen nothing yet; its slot. */
    int add() {
        int slot = slots.take();
        begin(slot, FleetSlots.nextGeneration(ensureBlock(slot).tag()));
        return slot;
    }

    private void begin(int slot, int generation) {
        Autoscaler workload = ensureBlock(slot);
        memory.clear(workload);
        workload.tag(generation);
    }

    private Autoscaler ensureBlock(int slot) {
        int chunk = chunk(slot);
        int block = block(slot);
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new long[0];
        }
        if (wordOf(slot) >= chunks[chunk].length) {
            int first = chunk == 0 ? FIRST_BLOCKS : MORE_BLOCKS;
            int blocks = block + Math.max(first, Math.min(block, MORE_BLOCKS));
            int words = Math.min(blocks, chunkBlocks) * memory.words();
            chunks[chunk] = Arrays.copyOf(chunks[chunk], FIRST_WORD + words);
        }
        return moveTo(slot);
    }

    private int chunk(int slot) {
        return chunkBlocks == SHORT_BLOCKS ? slot / SHORT_BLOCKS : slot / chunkBlocks;
    }

    private int block(int slot) {
        return chunkBlocks == SHORT_BLOCKS ? slot % SHORT_BLOCKS : slot % chunkBlocks;
    }

    private int wordOf(int slot) {
        return FIRST_WORD + block(slot) * memory.words();
    }

    /** The generation of the latest workload in a slot. */
    int generation(int slot) {
        return Block.tagIn(chunks[chunk(slot)], wordOf(slot));
    }

    /** Adds a workload that another slab has, under this one's spec; its slot. */
    int add(FleetSlab from, int fromSlot, long epochMillis) {
        int slot = add();
        Autoscaler moved = new Autoscaler(from.memory, from.chunks[0]);
        from.moveTo(moved, fromSlot).copyTo(moveTo(slot), epochMillis);
        return slot;
    }

    /** Adds the slot after the last one, as a snapshot says; the slot. */
    int restore(int generation, boolean isUsed) {
        int slot = slots.restore(isUsed);
        begin(slot, generation);
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
        any.moveTo(chunks[chunk(slot)], wordOf(slot));
        return any;
    }

    void respec(AutoscalerSpec newSpec, long epochMillis) {
        FleetSlab next = new FleetSlab(newSpec);
        for (int slot = 0; slot < slots.count(); slot++) {
            next.begin(slot, generation(slot));
            if (slots.isUsed(slot)) {
                moveTo(slot).copyTo(next.view, epochMillis);
            }
            if (slot + 1 < slots.count() && chunk(slot + 1) > chunk(slot)) {
                chunks[chunk(slot)] = new long[0]; // so that there is never much more than one copy
            }
        }
        memory = next.memory;
        chunkBlocks = next.chunkBlocks;
        chunks = next.chunks;
        view = next.view;
    }

    /** Decides for so many indices, which have their columns; how many answers are changes. */
    int decide(FleetColumns columns, int count, Observation in, Decision out) {
        if (columns.slots == null) {
            return decide(columns, 0, count, in, out);
        }
        int changed = 0;
        for (int from = 0; from < count; from += TOUCHED) {
            int to = Math.min(from + TOUCHED, count);
            touch(columns.slots, from, to);
            changed += decide(columns, from, to, in, out);
        }
        return changed;
    }

    /**
     * Reads blocks that may lie anywhere, so that they are near when their turn comes. In a loop that does nothing else the processor waits
     * for many of them at once; between decisions it would wait for each.
     */
    private void touch(int[] asked, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            long[] chunk = chunks[chunk(asked[i])];
            int at = wordOf(asked[i]);
            sum += chunk[at] + chunk[at + memory.words() - 1];
        }
        touchedWords = sum;
    }

    private int decide(FleetColumns columns, int from, int to, Observation in, Decision out) {
        int changed = 0;
        for (int i = stayFrom(from, columns, to); i < to; i = stayFrom(i + 1, columns, to)) {
            moveTo(columns.slotAt(i)).decide(columns.fill(in, i), out);
            columns.answer(i, out);
            changed += columns.isChanged(i) ? 1 : 0;
        }
        return changed;
    }

    /** Decides from an index on as long as every workload stays where it is; the first one that may not, or the end. */
    private int stayFrom(int from, FleetColumns columns, int to) {
        boolean isSure = columns.slots != null;
        for (int i = from; i < to; i++) {
            int slot = columns.slotAt(i);
            if (isSure || slots.isUsed(slot)) {
                int current = columns.currentAt(i);
                if (!columns.keeps(i, memory.spec) || !moveTo(slot).stay(columns.epochMillis, current)) {
                    return i;
                }
                columns.answer(i, current, Reason.AT_TARGET);
            }
        }
        return to;
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
