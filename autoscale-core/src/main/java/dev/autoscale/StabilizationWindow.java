package dev.autoscale;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The highest, or the lowest, recommendation of the last while: the memory that keeps an autoscaler from following every
 * swing of its metrics. Not thread-safe.
 *
 * <p>Reading and remembering cost O(1) amortised and allocate nothing, however long the window is. Source of the rule:
 * Kubernetes HPA {@code stabilizationWindowSeconds}.
 */
public final class StabilizationWindow {
    /*
     * A monotonic queue in a ring. A recommendation that is followed by one at least as extreme can never be the extreme
     * again, so it is dropped at once; what remains is strictly less extreme from head to tail, and the head is the answer
     * until it expires:
     *
     *     highest:  5 [8 6 4 3] <- 5   gives   [8 6 5]
     *
     * Times are kept as ints, in milliseconds since a base that moves along, which halves the memory.
     *
     * When decisions come so fast that the ring fills up, entries within one cell of a time grid are merged into the more
     * extreme value and the later time. Cells are fixed in time, so a value outlives its window by less than one cell,
     * and cells are sized so that a merge frees about half of the ring.
     */
    private static final int MAX_OFFSET = 1 << 30;

    /** With fewer entries a merge might free none. */
    private static final int MIN_ENTRIES = 4;

    /** A window of no length. It is never written to, so all autoscalers share it. */
    private static final StabilizationWindow WITHOUT_MEMORY = new StabilizationWindow(true, -1, 0);

    private final boolean highest;
    private final int oldestMillis;
    /** For each slot the time, as an offset from the base, and the key; side by side for the processor's cache. */
    private final int[] ring;

    private final int capacity;
    private long baseMillis;
    /** When the head stops counting; the end of time while there is none. */
    private long headUntilMillis = Long.MAX_VALUE;

    /** The head's key; below all others while there is none. */
    private int headKey = Integer.MIN_VALUE;

    private int head;
    private int size;

    private StabilizationWindow(boolean highest, int oldestMillis, int entries) {
        this.highest = highest;
        this.oldestMillis = oldestMillis;
        capacity = entries;
        ring = new int[2 * entries];
    }

    /**
     * An empty window.
     *
     * @param highest whether the highest or the lowest recommendation is wanted
     * @param oldestMillis the greatest age at which a recommendation still counts; below 0 for a window without memory
     * @param capacity the most entries that it keeps
     */
    static StabilizationWindow of(boolean highest, long oldestMillis, int capacity) {
        if (oldestMillis < 0) {
            return WITHOUT_MEMORY;
        }
        int oldest = (int) Math.min(oldestMillis, MAX_OFFSET);
        return new StabilizationWindow(highest, oldest, Math.max(MIN_ENTRIES, capacity));
    }

    /**
     * A window for shrinking, which holds the highest recommendation.
     *
     * @param window its length, at least 0; more than 12 days (2^30 ms) count as 12 days; a recommendation exactly
     *     this old no longer counts
     * @param capacity the most entries that it keeps; fewer than 4 count as 4
     * @return the empty window
     */
    public static StabilizationWindow highest(Duration window, int capacity) {
        return of(true, Times.millis(window) - 1, capacity);
    }

    /**
     * A window for growing, which holds the lowest recommendation.
     *
     * @param window its length, at least 0; more than 12 days (2^30 ms) count as 12 days; a recommendation exactly
     *     this old no longer counts
     * @param capacity the most entries that it keeps; fewer than 4 count as 4
     * @return the empty window
     */
    public static StabilizationWindow lowest(Duration window, int capacity) {
        return of(false, Times.millis(window) - 1, capacity);
    }

    /**
     * The extreme of a new recommendation and all remembered ones that still count. Remembers nothing.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the new recommendation
     * @return the extreme
     */
    public int extreme(long nowMillis, int recommended) {
        int greatest = headKey;
        if (nowMillis >= headUntilMillis) {
            int first = firstLive(nowMillis);
            greatest = first < size ? keyAt(first) : Integer.MIN_VALUE;
        }
        return key(Math.max(greatest, key(recommended)));
    }

    /**
     * Remembers a recommendation and forgets those that no longer count.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the recommendation
     */
    public void remember(long nowMillis, int recommended) {
        if (!hasMemory()) {
            return;
        }
        if (nowMillis >= headUntilMillis) {
            expire(nowMillis);
        }
        int key = key(recommended);
        if (key >= headKey) {
            restart(nowMillis, key);
            return;
        }
        int kept = size;
        while (keyAt(kept - 1) <= key) {
            kept--;
        }
        if (kept == capacity) {
            kept = merge();
        }
        put(kept, offsetOf(nowMillis), key);
        size = kept + 1;
    }

    /** Begins with one entry, on whose time the others are based. */
    private void restart(long nowMillis, int key) {
        baseMillis = nowMillis;
        headUntilMillis = Times.plus(nowMillis, oldestMillis + 1L);
        headKey = key;
        size = 1;
        put(0, 0, key);
    }

    private void expire(long nowMillis) {
        int expired = firstLive(nowMillis);
        head = slot(expired);
        size -= expired;
        readHead();
    }

    private void readHead() {
        headUntilMillis = size == 0 ? Long.MAX_VALUE : untilMillis(0);
        headKey = size == 0 ? Integer.MIN_VALUE : keyAt(0);
    }

    /** Recommendations ordered so that the more extreme one is the greater. */
    private int key(int recommended) {
        return highest ? recommended : ~recommended;
    }

    /** When an entry stops counting. */
    private long untilMillis(int distance) {
        return Times.plus(Times.plus(baseMillis, offsetAt(distance)), oldestMillis + 1L);
    }

    /** The first entry that still counts, as a distance from the head; {@code size} if there is none. */
    private int firstLive(long nowMillis) {
        long elapsed = Times.between(baseMillis, nowMillis);
        int i = 0;
        while (i < size && elapsed - offsetAt(i) > oldestMillis) {
            i++;
        }
        return i;
    }

    private int slot(int distance) {
        int slot = head + distance;
        return slot >= capacity ? slot - capacity : slot;
    }

    private int offsetAt(int distance) {
        return ring[2 * slot(distance)];
    }

    private int keyAt(int distance) {
        return ring[2 * slot(distance) + 1];
    }

    private void put(int distance, int offset, int key) {
        int at = 2 * slot(distance);
        ring[at] = offset;
        ring[at + 1] = key;
    }

    private int offsetOf(long nowMillis) {
        long offset = Times.between(baseMillis, nowMillis);
        if (offset > MAX_OFFSET) {
            int shift = offsetAt(0);
            baseMillis += shift;
            for (int i = 0; i < size; i++) {
                put(i, offsetAt(i) - shift, keyAt(i));
            }
            offset -= shift;
        }
        return (int) offset;
    }

    /** Merges the entries of each cell; returns how many are left. */
    private int merge() {
        long cellMillis = 2L * oldestMillis / capacity + 1;
        int last = 0;
        for (int i = 1; i < capacity; i++) {
            long cell = Math.floorDiv(baseMillis + offsetAt(i), cellMillis);
            long lastCell = Math.floorDiv(baseMillis + offsetAt(last), cellMillis);
            int key = cell == lastCell ? keyAt(last) : keyAt(i);
            last += cell == lastCell ? 0 : 1;
            put(last, offsetAt(i), key);
        }
        headUntilMillis = untilMillis(0);
        return last + 1;
    }

    /** The first time after {@code nowMillis} at which an entry stops counting, or the end of time. */
    long nextExpiryMillis(long nowMillis) {
        int first = firstLive(nowMillis);
        return first == size ? Long.MAX_VALUE : untilMillis(first);
    }

    /** Takes over what another window of the same kind remembers. */
    void rememberAll(StabilizationWindow other) {
        for (int i = 0; i < other.size; i++) {
            rememberEntry(other, i);
        }
    }

    /** Takes over the last recommendation that a window of either kind remembers: a window's tail is always the newest. */
    void rememberLast(StabilizationWindow other) {
        if (other.size > 0) {
            rememberEntry(other, other.size - 1);
        }
    }

    private void rememberEntry(StabilizationWindow other, int distance) {
        remember(Times.plus(other.baseMillis, other.offsetAt(distance)), other.key(other.keyAt(distance)));
    }

    boolean hasMemory() {
        return capacity > 0;
    }

    /** {@return how many bytes {@link #write} would write now} */
    public int snapshotSize() {
        return Integer.BYTES + Long.BYTES + size * 2 * Integer.BYTES;
    }

    /**
     * Writes what is remembered. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them
     * @throws java.nio.BufferOverflowException if there is too little room
     */
    public void write(ByteBuffer target) {
        target.putInt(size).putLong(baseMillis);
        for (int i = 0; i < size; i++) {
            target.putInt(offsetAt(i)).putInt(key(keyAt(i)));
        }
    }

    /**
     * Where the bytes end that {@link #read} would take from a position on. Changes nothing.
     *
     * @param source holds what {@link #write} wrote, in the same byte order
     * @param position where the bytes begin, at least 0
     * @return the position after them; -1 if they hold more than fits into this window, or are cut off at the beginning
     */
    public int skip(ByteBuffer source, int position) {
        if (position > source.limit() - Integer.BYTES) {
            return -1;
        }
        int entries = source.getInt(position);
        return entries < 0 || entries > capacity
                ? -1
                : position + Integer.BYTES + Long.BYTES + entries * 2 * Integer.BYTES;
    }

    /**
     * Replaces what is remembered. Allocates nothing. The bytes are not checked beyond {@link #skip}.
     *
     * @param source holds what a window of the same kind, length and capacity wrote, from its position on, which moves past it
     * @throws IllegalArgumentException if the bytes do not fit into this window or are cut off; nothing is changed then
     */
    public void read(ByteBuffer source) {
        int end = skip(source, source.position());
        if (end < 0 || end > source.limit()) {
            throw new IllegalArgumentException(
                    "window must fit and be whole: capacity=" + capacity + ", remaining=" + source.remaining());
        }
        int entries = source.getInt();
        long base = source.getLong();
        if (!hasMemory()) {
            return;
        }
        head = 0;
        size = entries;
        baseMillis = base;
        for (int i = 0; i < size; i++) {
            put(i, source.getInt(), key(source.getInt()));
        }
        readHead();
    }

    /** {@return what the window looks for, how far back, and how much it remembers} */
    @Override
    public String toString() {
        return "StabilizationWindow[" + (highest ? "highest" : "lowest") + " of " + Duration.ofMillis(oldestMillis + 1L)
                + ", entries=" + size + ", capacity=" + capacity + ']';
    }
}
