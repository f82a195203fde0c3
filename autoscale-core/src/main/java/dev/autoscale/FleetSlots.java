package dev.autoscale;

import java.util.BitSet;

/**
 * Which slots of a group hold a workload; and the handles that name them: shard (8 bits), group (16), generation (12), slot (28).
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

    /** Slots that were used before and are not now. */
    private final BitSet free = new BitSet();

    private int count;
    private int freeCount;
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

    /** The generation after one; 0 before the first. */
    static int nextGeneration(int generation) {
        return generation % MAX_GENERATION + 1;
    }

    /** One more than the highest slot that was ever used. */
    int count() {
        return count;
    }

    /** How many slots are used. */
    int size() {
        return count - freeCount;
    }

    /** How often a slot was freed. */
    int removals() {
        return removals;
    }

    boolean isUsed(int slot) {
        return slot >= 0 && slot < count && (freeCount == 0 || !free.get(slot));
    }

    void requireUsed(int slot) {
        if (!isUsed(slot)) {
            throw new IllegalArgumentException("slot must be used: slot=" + slot + ", slots=" + count);
        }
    }

    /** The first used slot from this one on, or -1. */
    int next(int slot) {
        int next = free.nextClearBit(slot);
        return next < count ? next : -1;
    }

    /** Uses the lowest free slot. */
    int take() {
        if (freeCount == 0) {
            if (count == MAX_SLOTS) {
                throw new IllegalStateException("a group must have at most " + MAX_SLOTS + " workloads");
            }
            return count++;
        }
        int slot = free.nextSetBit(0);
        free.clear(slot);
        freeCount--;
        return slot;
    }

    void free(int slot) {
        free.set(slot);
        freeCount++;
        removals++;
    }

    /** Adds the slot after the last one, as it was. */
    int restore(boolean isUsed) {
        if (!isUsed) {
            free.set(count);
            freeCount++;
        }
        return count++;
    }

    long bytes() {
        return free.size() / Byte.SIZE;
    }
}
