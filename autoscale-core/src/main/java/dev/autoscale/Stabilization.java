package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;

/**
 * The rules of the two stabilization windows, which hold the count against swings of the metrics. Works on the memory in a block.
 *
 * <p>What is remembered is the recommendation itself, before stabilization, limits and bounds; so windows stay right when
 * bounds change. Until the first recommendation the count of the first cycle stands in for it: a fresh autoscaler holds the
 * size for a whole window (rule of the Kubernetes HPA).
 */
final class Stabilization {
    private final boolean legacy;
    /** Most specs have no window for growing. */
    private final boolean holdsGrowth;

    /** Only where sums wrap a recommendation may be negative. */
    private final int leastRecommended;

    private final WindowRing up;
    private final WindowRing down;

    Stabilization(Layout layout, AutoscalerSpec spec) {
        legacy = spec.isLegacy();
        leastRecommended = spec.settings.kubernetesArithmetic ? Integer.MIN_VALUE : 0;
        // Without behavior a recommendation exactly as old as the window still counts.
        long downMillis = legacy ? spec.downscaleStabilizationMillis : spec.down.windowMillis - 1;
        long upMillis = legacy ? -1 : spec.up.windowMillis - 1;
        up = WindowRing.of(layout, false, upMillis, spec.historyCapacity(upMillis));
        holdsGrowth = up.hasMemory();
        down = WindowRing.of(layout, true, downMillis, spec.historyCapacity(downMillis));
    }

    int hold(Block memory, long nowMillis, int current, int recommended, Decision out) {
        int lowest = holdsGrowth ? up.extreme(memory, nowMillis, recommended) : recommended;
        int highest = down.extreme(memory, nowMillis, recommended);
        if (!memory.isStarted()) {
            lowest = holdsGrowth ? Math.min(lowest, current) : lowest;
            highest = down.hasMemory() ? Math.max(highest, current) : highest;
        }
        int stabilized = legacy ? highest : Math.min(Math.max(current, lowest), highest);
        if (stabilized == recommended) {
            return out.stabilized(stabilized, Reason.READY_FOR_NEW_SCALE);
        }
        boolean grows = !legacy && recommended >= current;
        return out.stabilized(stabilized, grows ? Reason.SCALE_UP_STABILIZED : Reason.SCALE_DOWN_STABILIZED);
    }

    /** Drops what no longer counts. */
    void forget(Block memory, long nowMillis) {
        if (holdsGrowth) {
            up.forget(memory, nowMillis);
        }
        down.forget(memory, nowMillis);
    }

    /** Remembers the count of the very first cycle, whatever that cycle decides. */
    void start(Block memory, long nowMillis, int current) {
        if (!memory.isStarted()) {
            memory.start();
            up.remember(memory, nowMillis, current);
            down.remember(memory, nowMillis, current);
        }
    }

    void remember(Block memory, long nowMillis, int current, int recommended) {
        // The first decision has a way of its own, so that it does not stand in the way of all others (1 ns).
        if (memory.isStarted()) {
            remember(memory, nowMillis, recommended);
        } else {
            start(memory, nowMillis, current);
            remember(memory, nowMillis, recommended);
        }
    }

    private void remember(Block memory, long nowMillis, int recommended) {
        down.remember(memory, nowMillis, recommended);
        if (holdsGrowth) {
            up.remember(memory, nowMillis, recommended);
        }
    }

    /** The count with which a workload comes back is held as if it had been recommended; it does not hold growth back. */
    void woken(Block memory, long nowMillis, int replicas) {
        down.remember(memory, nowMillis, replicas);
    }

    long nextExpiryMillis(Block memory, long nowMillis) {
        return Math.min(up.nextExpiryMillis(memory, nowMillis), down.nextExpiryMillis(memory, nowMillis));
    }

    /** Remembers that the current count is recommended, if no window makes another count of it. */
    boolean stay(Block memory, long nowMillis, int current) {
        boolean stays = down.isTopped(memory, current) && (!holdsGrowth || up.isTopped(memory, current));
        if (stays) {
            memory.start();
            if (holdsGrowth) {
                up.restart(memory, nowMillis, current);
            }
            down.restart(memory, nowMillis, current);
        }
        return stays;
    }

    /** Takes over what another block remembers under other rules. A window that had no memory before begins with the last recommendation. */
    void copyFrom(Block memory, Stabilization rules, Block from) {
        if (from.isStarted()) {
            memory.start();
        }
        copyAll(memory, up, from, rules.up);
        copyAll(memory, down, from, rules.down);
        if (!rules.up.hasMemory()) {
            copy(memory, up, from, rules.down, rules.down.size(from) - 1);
        }
        if (!rules.down.hasMemory()) {
            copy(memory, down, from, rules.up, rules.up.size(from) - 1);
        }
    }

    private static void copyAll(Block memory, WindowRing to, Block from, WindowRing rules) {
        for (int i = 0; i < rules.size(from); i++) {
            copy(memory, to, from, rules, i);
        }
    }

    private static void copy(Block memory, WindowRing to, Block from, WindowRing rules, int index) {
        if (index >= 0) {
            to.forget(memory, rules.timeMillis(from, index));
            to.remember(memory, rules.timeMillis(from, index), rules.recommended(from, index));
        }
    }

    /** The epoch of the block moves; what is remembered keeps its time. */
    void moveEpoch(Block memory, long move) {
        up.moveEpoch(memory, move);
        down.moveEpoch(memory, move);
    }

    void clear(Block memory) {
        up.clear(memory);
        down.clear(memory);
    }

    boolean isSpilled(Block memory) {
        return up.isSpilled(memory) || down.isSpilled(memory);
    }

    long sideBytes() {
        return up.store().bytes() + down.store().bytes();
    }

    long mostSideBytes() {
        return up.store().pageBytes() + down.store().pageBytes();
    }

    int snapshotSize(Block memory) {
        return up.snapshotSize(memory) + down.snapshotSize(memory);
    }

    void write(Block memory, ByteBuffer target) {
        up.write(memory, target);
        down.write(memory, target);
    }

    /** Whether the bytes from {@code position} on fit; returns the position after them, or -1. */
    int skip(ByteBuffer source, int position, long latestOffset) {
        int ups = skip(up, source, position, latestOffset, leastRecommended);
        return skip(down, source, ups, latestOffset, leastRecommended);
    }

    /**
     * Whether the bytes from {@code position} on are what a ring may hold; returns the position after them, or -1.
     *
     * @param latestOffset the latest time that an entry can have
     * @param least the least recommendation that there can be
     */
    static int skip(WindowRing ring, ByteBuffer source, int position, long latestOffset, int least) {
        int begin = position + Long.BYTES;
        if (position < 0 || begin > source.limit()) {
            return -1;
        }
        long entries = source.getLong(position);
        if (entries < 0 || entries > ring.capacity() || entries > (source.limit() - begin) / Long.BYTES) {
            return -1;
        }
        int beforeOffset = Block.LONG_AGO;
        long beforeKey = Long.MAX_VALUE;
        for (int i = 0; i < entries; i++) {
            long entry = source.getLong(begin + i * Long.BYTES);
            int key = ring.key(Block.lower(entry));
            boolean isInOrder = Block.upper(entry) >= beforeOffset && key < beforeKey;
            if (!isInOrder || Block.upper(entry) > latestOffset || Block.lower(entry) < least) {
                return -1;
            }
            beforeOffset = Block.upper(entry);
            beforeKey = key;
        }
        return begin + (int) entries * Long.BYTES;
    }

    void read(Block memory, ByteBuffer source) {
        up.read(memory, source);
        down.read(memory, source);
    }
}
