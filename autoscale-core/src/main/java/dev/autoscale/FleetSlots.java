package dev.autoscale;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which slots of a group hold a workload, and in which generation; and the handles that name them: shard (8 bits), group (16),
 * generation (12), slot (28).
 */
final class FleetSlots {
    static final int MAX_SHARD = (1 << 8) - 1;
    static final int MAX_GROUPS = 1 << 16;
    static final int MAX_SLOTS = 1 << 28;
    /** Generations begin at 1, so that 0 is nobody's handle. */
    private static final int MAX_GENERATION = (1 << 12) - 1;

    private static final int GENERATION_AT = 28;
    private static final int GROUP_AT = GENERATION_AT + 12;
    private static final int SHARD_AT = GROUP_AT + 16;

    private final BitSet used = new BitSet();
    /** By slot; of the latest workload in it. */
    private short[] generations = new short[16];

    private int count;
    private int size;
    /** No slot below is free. */
    private int lowestFree;

    private int removals;

    static long handle(int shard, int group, int generation, int slot) {
        return (long) shard << SHARD_AT | (long) group << GROUP_AT | (long) generation << GENERATION_AT | slot;
    }

    static int shard(long handle) {
        return (int) (handle >>> SHARD_AT);
    }

    static int group(long handle) {
        return (int) (handle >>> GROUP_AT) & (MAX_GROUPS - 1);
    }

    static int generation(long handle) {
        return (int) (handle >>> GENERATION_AT) & MAX_GENERATION;
    }

    static int slot(long handle) {
        return (int) handle & (MAX_SLOTS - 1);
    }

    static boolean isGeneration(long number) {
        return number >= 1 && number <= MAX_GENERATION;
    }

    /** One more than the highest slot that was ever used. */
    int count() {
        return count;
    }

    /** How many slots are used. */
    int size() {
        return size;
    }

    /** How often a slot was freed. */
    int removals() {
        return removals;
    }

    boolean isUsed(int slot) {
        return slot >= 0 && (size == count ? slot < count : used.get(slot));
    }

    void requireUsed(int slot) {
        if (!isUsed(slot)) {
            throw new IllegalArgumentException("slot must be used: slot=" + slot + ", slots=" + count);
        }
    }

    /** The first used slot from this one on, or -1. */
    int next(int slot) {
        return used.nextSetBit(slot);
    }

    int generation(int slot) {
        return generations[slot];
    }

    /** Uses the lowest free slot, in its next generation. */
    int take() {
        int slot = used.nextClearBit(lowestFree);
        if (slot == MAX_SLOTS) {
            throw new IllegalStateException("a group must have at most " + MAX_SLOTS + " workloads");
        }
        use(slot, (slot < count ? generations[slot] : 0) % MAX_GENERATION + 1);
        lowestFree = slot + 1;
        return slot;
    }

    private void use(int slot, int generation) {
        ensureCapacity(slot + 1);
        generations[slot] = (short) generation;
        used.set(slot);
        count = Math.max(count, slot + 1);
        size++;
    }

    void free(int slot) {
        used.clear(slot);
        lowestFree = Math.min(lowestFree, slot);
        size--;
        removals++;
    }

    /** Adds the slot after the last one, as it was. */
    void restore(int generation, boolean isUsed) {
        if (isUsed) {
            use(count, generation);
        } else {
            ensureCapacity(count + 1);
            generations[count] = (short) generation;
            count++;
        }
    }

    long bytes() {
        return (long) generations.length * Short.BYTES + used.size() / Byte.SIZE;
    }

    private void ensureCapacity(int capacity) {
        if (capacity > generations.length) {
            generations = Arrays.copyOf(generations, capacity + (capacity >> 1));
        }
    }
}
