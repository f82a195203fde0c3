package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Block.Row;
import dev.autoscale.Block.SideStore;
import java.nio.ByteBuffer;

/**
 * The rule of a {@link StabilizationWindow}, which works on the memory in a block. Owns the words of recommendations. Immutable, but for its
 * side store.
 */
final class WindowRing {
    /*
     * A monotonic queue. A recommendation that is followed by one at least as extreme can never be the extreme again, so it is
     * dropped at once; what remains is strictly less extreme from first to last, and the first is the answer until it expires:
     *
     *     highest:  5 [8 6 4 3] <- 5   gives   [8 6 5]
     *
     * The first entry has a word of its own, because most decisions look at no other; those after it are in a ring. In the blocks
     * of a fleet the ring is short until it needs to be long: most workloads never do, because a recommendation at least as
     * extreme as all others empties it.
     *
     * When decisions come so fast that the ring fills up, entries within one cell of a time grid are merged into the more
     * extreme value and the later time. Cells are fixed in time, so a value outlives its window by less than one cell,
     * and cells are sized so that a merge frees about half of the entries.
     */

    /** With fewer entries a merge might free none. */
    private static final int MIN_ENTRIES = 4;

    /** What most workloads need at most. */
    private static final int FEW = 5;

    /** A window of no length. */
    private static final WindowRing WITHOUT_MEMORY = new WindowRing();

    private static final long EMPTY = 0;
    private static final long ONE = 1;

    private final boolean highest;
    private final int oldestMillis;
    /** The most entries; one more than the ring can get. */
    private final int capacity;

    private final Row row;
    private final SideStore store;

    /** The word of the ring's state: its page in the side store, its head, and in the lowest bits how many entries there are in all. */
    private final int state;

    private final int first;
    private final int sizeBits;
    private final int sizeMask;

    private WindowRing() {
        highest = true;
        oldestMillis = -1;
        capacity = 0;
        sizeBits = 0;
        sizeMask = 0;
        state = 0;
        first = 0;
        store = new SideStore(0, 0);
        row = new Row(Layout.whole(), 0, store, 0);
    }

    private WindowRing(Layout layout, boolean highest, int oldestMillis, int entries) {
        this.highest = highest;
        this.oldestMillis = oldestMillis;
        capacity = entries;
        int inside = layout.inside(entries, FEW) - 1;
        sizeBits = Integer.SIZE - Integer.numberOfLeadingZeros(entries);
        sizeMask = (1 << sizeBits) - 1;
        store = new SideStore(entries - 1 - inside, Long.SIZE - 2 * sizeBits);
        state = layout.take(1);
        first = layout.take(1);
        row = new Row(layout, inside, store, 0);
    }

    /**
     * The rule of a window.
     *
     * @param highest whether the highest or the lowest recommendation is wanted
     * @param oldestMillis the greatest age at which a recommendation still counts; below 0 for a window without memory
     * @param capacity the most entries that it keeps
     */
    static WindowRing of(Layout layout, boolean highest, long oldestMillis, int capacity) {
        if (oldestMillis < 0) {
            return WITHOUT_MEMORY;
        }
        int oldest = (int) Math.min(oldestMillis, Block.MAX_OFFSET);
        return new WindowRing(layout, highest, oldest, Math.max(MIN_ENTRIES, capacity));
    }

    int extreme(Block memory, long nowMillis, int recommended) {
        if (capacity == 0 || memory.get(state) == EMPTY) {
            return recommended;
        }
        long nowOffset = memory.offsetOf(nowMillis);
        long entry = memory.get(first);
        return isExpired(entry, nowOffset)
                ? extremeAfter(memory, nowOffset, recommended)
                : key(Math.max(Block.lower(entry), key(recommended)));
    }

    /** The extreme when the first entry no longer counts. */
    private int extremeAfter(Block memory, long nowOffset, int recommended) {
        long ring = memory.get(state);
        int live = firstLive(memory, ring, nowOffset);
        return live == sizeIn(ring)
                ? recommended
                : key(Math.max(Block.lower(at(memory, ring, live)), key(recommended)));
    }

    /** Drops what no longer counts. */
    void forget(Block memory, long nowMillis) {
        if (capacity == 0 || memory.get(state) == EMPTY) {
            return;
        }
        long nowOffset = memory.offsetOf(nowMillis);
        if (isExpired(memory.get(first), nowOffset)) {
            forgetFirst(memory, nowOffset);
        }
    }

    private void forgetFirst(Block memory, long nowOffset) {
        long ring = memory.get(state);
        int size = sizeIn(ring);
        int head = headIn(ring);
        long entry;
        do {
            if (--size == 0) {
                clear(memory);
                return;
            }
            entry = row.get(memory, pageIn(ring), head);
            head = head + 1 == room(ring) ? 0 : head + 1;
        } while (isExpired(entry, nowOffset));
        memory.set(first, entry);
        memory.set(state, ring(pageIn(ring), head, size));
    }

    /** The time must fit after the block's epoch, and what no longer counts at this time must be forgotten. */
    void remember(Block memory, long nowMillis, int recommended) {
        if (capacity == 0) {
            return;
        }
        int key = key(recommended);
        long entry = Block.pack((int) memory.offsetOf(nowMillis), key);
        long ring = memory.get(state);
        if (ring == EMPTY || key >= Block.lower(memory.get(first))) {
            restart(memory, ring, entry);
        } else {
            append(memory, ring, entry);
        }
    }

    private boolean isExpired(long entry, long nowOffset) {
        return nowOffset - Block.upper(entry) > oldestMillis;
    }

    /** Remembers nothing but this recommendation, which {@linkplain #isTopped tops} all others. */
    void restart(Block memory, long nowMillis, int recommended) {
        if (capacity > 0) {
            restart(memory, memory.get(state), Block.pack((int) memory.offsetOf(nowMillis), key(recommended)));
        }
    }

    private void restart(Block memory, long ring, long entry) {
        memory.set(first, entry);
        if (ring != ONE) {
            releasePage(ring);
            memory.set(state, ONE);
        }
    }

    private void releasePage(long ring) {
        if (pageIn(ring) != SideStore.NO_PAGE) {
            store.release(pageIn(ring));
        }
    }

    /** Drops the entries that are no more extreme than a new one, which is less extreme than the first, and adds it. */
    private void append(Block memory, long before, long entry) {
        long ring = before;
        int size = sizeIn(ring);
        while (size > 1 && Block.lower(row.get(memory, pageIn(ring), slot(ring, size - 1))) <= Block.lower(entry)) {
            size--;
        }
        ring = resized(ring, size);
        if (size > room(ring)) {
            ring = makeRoom(memory, ring);
            size = sizeIn(ring);
        }
        row.set(memory, pageIn(ring), slot(ring, size), entry);
        memory.set(state, resized(ring, size + 1));
    }

    /** How many entries the ring has room for now. */
    private int room(long ring) {
        return pageIn(ring) == SideStore.NO_PAGE ? row.inside() : capacity - 1;
    }

    private long makeRoom(Block memory, long ring) {
        long longer = room(ring) < capacity - 1 ? spilled(memory, ring) : ring;
        return sizeIn(longer) > room(longer) ? merged(memory, longer) : longer;
    }

    /** Takes a page. The ring's end is elsewhere then, so it is turned until it begins with its first entry. */
    private long spilled(Block memory, long ring) {
        int page = store.take();
        if (page == SideStore.NO_PAGE) {
            return ring;
        }
        int inside = row.inside();
        for (int turns = slot(ring, 1); turns > 0; turns--) {
            long head = row.get(memory, page, 0);
            for (int i = 1; i < inside; i++) {
                row.set(memory, page, i - 1, row.get(memory, page, i));
            }
            row.set(memory, page, inside - 1, head);
        }
        return ring(page, 0, sizeIn(ring));
    }

    /** Merges the entries of each cell. */
    private long merged(Block memory, long ring) {
        long cellMillis = 2L * oldestMillis / (room(ring) + 1) + 1;
        long epochMillis = memory.epochMillis();
        int last = 0;
        for (int i = 1; i < sizeIn(ring); i++) {
            long entry = at(memory, ring, i);
            long lastEntry = at(memory, ring, last);
            long cell = Math.floorDiv(epochMillis + Block.upper(entry), cellMillis);
            boolean joins = cell == Math.floorDiv(epochMillis + Block.upper(lastEntry), cellMillis);
            last += joins ? 0 : 1;
            int key = Block.lower(joins ? lastEntry : entry);
            put(memory, ring, last, Block.pack(Block.upper(entry), key));
        }
        return resized(ring, last + 1);
    }

    /** The epoch of the block moves; the entries keep their times. */
    void moveEpoch(Block memory, long move) {
        long ring = capacity == 0 ? EMPTY : memory.get(state);
        for (int i = 0; i < sizeIn(ring); i++) {
            put(memory, ring, i, Block.movedEntry(at(memory, ring, i), move));
        }
    }

    void clear(Block memory) {
        if (capacity > 0) {
            releasePage(memory.get(state));
            memory.set(state, EMPTY);
        }
    }

    private long ring(int page, int head, int size) {
        return ((((long) page << sizeBits) | head) << sizeBits) | size;
    }

    private long resized(long ring, int size) {
        return (ring & ~(long) sizeMask) | size;
    }

    private int sizeIn(long ring) {
        return (int) ring & sizeMask;
    }

    private int headIn(long ring) {
        return (int) (ring >>> sizeBits) & sizeMask;
    }

    private int pageIn(long ring) {
        return (int) (ring >>> sizeBits >>> sizeBits);
    }

    /** The slot in the ring of an entry after the first. */
    private int slot(long ring, int distance) {
        int slot = headIn(ring) + distance - 1;
        int room = room(ring);
        return slot >= room ? slot - room : slot;
    }

    private long at(Block memory, long ring, int distance) {
        return distance == 0 ? memory.get(first) : row.get(memory, pageIn(ring), slot(ring, distance));
    }

    private void put(Block memory, long ring, int distance, long entry) {
        if (distance == 0) {
            memory.set(first, entry);
        } else {
            row.set(memory, pageIn(ring), slot(ring, distance), entry);
        }
    }

    /** Recommendations ordered so that the more extreme one is the greater. */
    int key(int recommended) {
        return highest ? recommended : ~recommended;
    }

    /** The first entry that still counts; the size if there is none. Entries are in the order of their times. */
    private int firstLive(Block memory, long ring, long nowOffset) {
        int low = 0;
        int high = sizeIn(ring);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isExpired(at(memory, ring, middle), nowOffset)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first time after {@code nowMillis} at which an entry stops counting, or the end of time. */
    long nextExpiryMillis(Block memory, long nowMillis) {
        if (capacity == 0) {
            return Long.MAX_VALUE;
        }
        long ring = memory.get(state);
        int live = firstLive(memory, ring, memory.offsetOf(nowMillis));
        return live == sizeIn(ring) ? Long.MAX_VALUE : Times.plus(timeMillis(memory, live), oldestMillis + 1L);
    }

    boolean isHighest() {
        return highest;
    }

    int oldestMillis() {
        return oldestMillis;
    }

    int capacity() {
        return capacity;
    }

    boolean hasMemory() {
        return capacity > 0;
    }

    /** Whether a recommendation is at least as extreme as everything remembered, whether that counts still or not. */
    boolean isTopped(Block memory, int recommended) {
        return capacity == 0 || memory.get(state) == EMPTY || Block.lower(memory.get(first)) <= key(recommended);
    }

    int size(Block memory) {
        return capacity == 0 ? 0 : sizeIn(memory.get(state));
    }

    boolean isSpilled(Block memory) {
        return capacity > 0 && pageIn(memory.get(state)) != SideStore.NO_PAGE;
    }

    SideStore store() {
        return store;
    }

    /** The time of an entry, the oldest one first. */
    long timeMillis(Block memory, int index) {
        return Times.plus(memory.epochMillis(), Block.upper(at(memory, memory.get(state), index)));
    }

    int recommended(Block memory, int index) {
        return key(Block.lower(at(memory, memory.get(state), index)));
    }

    int snapshotSize(Block memory) {
        return Long.BYTES + size(memory) * Long.BYTES;
    }

    void write(Block memory, ByteBuffer target) {
        long ring = capacity == 0 ? EMPTY : memory.get(state);
        target.putLong(sizeIn(ring));
        for (int i = 0; i < sizeIn(ring); i++) {
            long entry = at(memory, ring, i);
            target.putLong(Block.pack(Block.upper(entry), key(Block.lower(entry))));
        }
    }

    void read(Block memory, ByteBuffer source) {
        int entries = (int) source.getLong();
        clear(memory);
        for (int i = 0; i < entries; i++) {
            long entry = source.getLong();
            long own = Block.pack(Block.upper(entry), key(Block.lower(entry)));
            if (i == 0) {
                restart(memory, EMPTY, own);
            } else {
                append(memory, memory.get(state), own);
            }
        }
    }
}
