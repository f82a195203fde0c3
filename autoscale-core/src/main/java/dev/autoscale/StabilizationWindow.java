package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Block.Row;
import dev.autoscale.Block.SideStore;
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
    private final Ring ring;
    private final Block memory;

    /** @param oldestMillis the greatest age at which a recommendation still counts; below 0 for a window without memory */
    StabilizationWindow(boolean highest, long oldestMillis, int capacity) {
        Layout layout = Layout.whole();
        ring = Ring.of(layout, highest, oldestMillis, capacity);
        memory = new Block(new long[layout.words()], 0);
        memory.clearHeader();
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
        return new StabilizationWindow(true, Times.millis(window) - 1, capacity);
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
        return new StabilizationWindow(false, Times.millis(window) - 1, capacity);
    }

    /**
     * The extreme of a new recommendation and all remembered ones that still count. Remembers nothing.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the new recommendation
     * @return the extreme
     */
    public int extreme(long nowMillis, int recommended) {
        return ring.extreme(memory, nowMillis, recommended);
    }

    /**
     * Remembers a recommendation and forgets those that no longer count.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the recommendation
     */
    public void remember(long nowMillis, int recommended) {
        long move = memory.epochMove(nowMillis);
        if (move != 0) {
            ring.moveEpoch(memory, move);
            memory.moveEpoch(nowMillis);
        }
        ring.remember(memory, nowMillis, recommended);
    }

    /** The first time after this one at which an entry stops counting, or the end of time. */
    long nextExpiryMillis(long nowMillis) {
        return ring.nextExpiryMillis(memory, nowMillis);
    }

    /** {@return how many bytes {@link #write} would write now} */
    public int snapshotSize() {
        return Long.BYTES + ring.snapshotSize(memory);
    }

    /**
     * Writes what is remembered. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them
     * @throws java.nio.BufferOverflowException if there is too little room
     */
    public void write(ByteBuffer target) {
        target.putLong(memory.epochMillis());
        ring.write(memory, target);
    }

    /**
     * Where the bytes end that {@link #read} would take from a position on. Changes nothing.
     *
     * @param source holds what {@link #write} wrote, in the same byte order
     * @param position where the bytes begin, at least 0
     * @return the position after them; -1 if they hold more than fits into this window, or are cut off at the beginning
     */
    public int skip(ByteBuffer source, int position) {
        return ring.skip(source, position + Long.BYTES);
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
                    "window must fit and be whole: capacity=" + ring.capacity + ", remaining=" + source.remaining());
        }
        memory.epochMillis(source.getLong());
        ring.read(memory, source);
    }

    /** {@return what the window looks for, how far back, and how much it remembers} */
    @Override
    public String toString() {
        return "StabilizationWindow[" + (ring.highest ? "highest" : "lowest") + " of "
                + Duration.ofMillis(ring.oldestMillis + 1L) + ", entries=" + ring.size(memory) + ", capacity="
                + ring.capacity + ']';
    }

    /** The rule of a window, which works on the memory in a block. Immutable, but for its side store. */
    static final class Ring {
        /*
         * A monotonic queue in a ring. A recommendation that is followed by one at least as extreme can never be the extreme
         * again, so it is dropped at once; what remains is strictly less extreme from head to tail, and the head is the answer
         * until it expires:
         *
         *     highest:  5 [8 6 4 3] <- 5   gives   [8 6 5]
         *
         * When decisions come so fast that the ring fills up, entries within one cell of a time grid are merged into the more
         * extreme value and the later time. Cells are fixed in time, so a value outlives its window by less than one cell,
         * and cells are sized so that a merge frees about half of the ring.
         *
         * In the blocks of a fleet a ring is short until it needs to be long: most workloads never do, because a recommendation at
         * least as extreme as all others empties it.
         */

        /** With fewer entries a merge might free none. */
        private static final int MIN_ENTRIES = 4;

        /** A window of no length. */
        private static final Ring WITHOUT_MEMORY = new Ring();

        private final boolean highest;
        private final int oldestMillis;
        private final int capacity;
        private final int inside;
        private final Row row;
        private final SideStore store;

        /** The word of the ring's state: the page in the side store, the head, and the size in the lowest bits. */
        private final int state;

        private final int sizeBits;
        private final int sizeMask;

        private Ring() {
            highest = true;
            oldestMillis = -1;
            capacity = 0;
            inside = 0;
            sizeBits = 0;
            sizeMask = 0;
            state = 0;
            Layout none = Layout.whole();
            store = new SideStore(0, 0);
            row = new Row(none, 0, store, 0);
        }

        private Ring(Layout layout, boolean highest, int oldestMillis, int entries) {
            this.highest = highest;
            this.oldestMillis = oldestMillis;
            capacity = entries;
            inside = layout.inside(entries, MIN_ENTRIES);
            sizeBits = Integer.SIZE - Integer.numberOfLeadingZeros(entries);
            sizeMask = (1 << sizeBits) - 1;
            store = new SideStore(entries - inside, Long.SIZE - 2 * sizeBits);
            state = layout.take(1);
            row = new Row(layout, inside, store, 0);
        }

        /**
         * The rule of a window.
         *
         * @param highest whether the highest or the lowest recommendation is wanted
         * @param oldestMillis the greatest age at which a recommendation still counts; below 0 for a window without memory
         * @param capacity the most entries that it keeps
         */
        static Ring of(Layout layout, boolean highest, long oldestMillis, int capacity) {
            if (oldestMillis < 0) {
                return WITHOUT_MEMORY;
            }
            int oldest = (int) Math.min(oldestMillis, Block.MAX_OFFSET);
            return new Ring(layout, highest, oldest, Math.max(MIN_ENTRIES, capacity));
        }

        int extreme(Block memory, long nowMillis, int recommended) {
            if (capacity == 0) {
                return recommended;
            }
            long ring = memory.get(state);
            int first = firstLive(memory, ring, memory.offsetOf(nowMillis));
            return first == sizeIn(ring) ? recommended : key(Math.max(keyAt(memory, ring, first), key(recommended)));
        }

        /** The time must fit after the block's epoch. */
        void remember(Block memory, long nowMillis, int recommended) {
            if (capacity == 0) {
                return;
            }
            long ring = memory.get(state);
            int offset = (int) memory.offsetOf(nowMillis);
            int key = key(recommended);
            int first = firstLive(memory, ring, offset);
            int kept = sizeIn(ring) - first;
            if (kept == 0 || key >= keyAt(memory, ring, first)) {
                restart(memory, ring, Block.pack(offset, key));
                return;
            }
            ring = ring(pageIn(ring), slot(ring, first), kept);
            while (keyAt(memory, ring, kept - 1) <= key) {
                kept--;
            }
            append(memory, resized(ring, kept), Block.pack(offset, key));
        }

        private void restart(Block memory, long ring, long entry) {
            if (pageIn(ring) != SideStore.NO_PAGE) {
                store.release(pageIn(ring));
            }
            row.set(memory, SideStore.NO_PAGE, 0, entry);
            memory.set(state, ring(SideStore.NO_PAGE, 0, 1));
        }

        private void append(Block memory, long before, long entry) {
            long ring = before;
            if (sizeIn(ring) == room(ring)) {
                ring = room(ring) < capacity ? spill(memory, ring) : ring;
                ring = sizeIn(ring) == room(ring) ? merged(memory, ring) : ring;
            }
            int size = sizeIn(ring);
            row.set(memory, pageIn(ring), slot(ring, size), entry);
            memory.set(state, resized(ring, size + 1));
        }

        /** How many entries there is room for now. */
        private int room(long ring) {
            return pageIn(ring) == SideStore.NO_PAGE ? inside : capacity;
        }

        /** Takes a page. The ring's end is elsewhere then, so it is turned until it begins with the first entry. */
        private long spill(Block memory, long ring) {
            int page = store.take();
            if (page == SideStore.NO_PAGE) {
                return ring;
            }
            for (int turns = headIn(ring); turns > 0; turns--) {
                long first = row.get(memory, page, 0);
                for (int i = 1; i < inside; i++) {
                    row.set(memory, page, i - 1, row.get(memory, page, i));
                }
                row.set(memory, page, inside - 1, first);
            }
            return ring(page, 0, sizeIn(ring));
        }

        /** Merges the entries of each cell. */
        private long merged(Block memory, long ring) {
            long cellMillis = 2L * oldestMillis / room(ring) + 1;
            long epochMillis = memory.epochMillis();
            int last = 0;
            for (int i = 1; i < sizeIn(ring); i++) {
                long entry = at(memory, ring, i);
                long lastEntry = at(memory, ring, last);
                long cell = Math.floorDiv(epochMillis + Block.upper(entry), cellMillis);
                boolean joins = cell == Math.floorDiv(epochMillis + Block.upper(lastEntry), cellMillis);
                last += joins ? 0 : 1;
                int key = Block.lower(joins ? lastEntry : entry);
                row.set(memory, pageIn(ring), slot(ring, last), Block.pack(Block.upper(entry), key));
            }
            return resized(ring, last + 1);
        }

        /** The epoch of the block moves; the entries keep their times. */
        void moveEpoch(Block memory, long move) {
            long ring = capacity == 0 ? 0 : memory.get(state);
            for (int i = 0; i < sizeIn(ring); i++) {
                row.set(memory, pageIn(ring), slot(ring, i), Block.movedEntry(at(memory, ring, i), move));
            }
        }

        void clear(Block memory) {
            if (capacity > 0) {
                int page = pageIn(memory.get(state));
                if (page != SideStore.NO_PAGE) {
                    store.release(page);
                }
                memory.set(state, 0);
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

        private int slot(long ring, int distance) {
            int slot = headIn(ring) + distance;
            int room = room(ring);
            return slot >= room ? slot - room : slot;
        }

        private long at(Block memory, long ring, int distance) {
            return row.get(memory, pageIn(ring), slot(ring, distance));
        }

        private int keyAt(Block memory, long ring, int distance) {
            return Block.lower(at(memory, ring, distance));
        }

        /** Recommendations ordered so that the more extreme one is the greater. */
        private int key(int recommended) {
            return highest ? recommended : ~recommended;
        }

        /** The first entry that still counts, as a distance from the head; the size if there is none. */
        private int firstLive(Block memory, long ring, long nowOffset) {
            int size = sizeIn(ring);
            int i = 0;
            while (i < size && nowOffset - Block.upper(at(memory, ring, i)) > oldestMillis) {
                i++;
            }
            return i;
        }

        /** The first time after {@code nowMillis} at which an entry stops counting, or the end of time. */
        long nextExpiryMillis(Block memory, long nowMillis) {
            if (capacity == 0) {
                return Long.MAX_VALUE;
            }
            long ring = memory.get(state);
            int first = firstLive(memory, ring, memory.offsetOf(nowMillis));
            return first == sizeIn(ring) ? Long.MAX_VALUE : Times.plus(timeAt(memory, ring, first), oldestMillis + 1L);
        }

        private long timeAt(Block memory, long ring, int distance) {
            return Times.plus(memory.epochMillis(), Block.upper(at(memory, ring, distance)));
        }

        boolean hasMemory() {
            return capacity > 0;
        }

        /** Whether nothing but one recommendation is remembered. */
        boolean remembersOnly(Block memory, int recommended) {
            if (capacity == 0) {
                return true;
            }
            long ring = memory.get(state);
            return sizeIn(ring) == 1 && keyAt(memory, ring, 0) == key(recommended);
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

        /** Entries oldest first: for another window, whatever its kind. */
        long timeMillis(Block memory, int index) {
            return timeAt(memory, memory.get(state), index);
        }

        int recommended(Block memory, int index) {
            return key(keyAt(memory, memory.get(state), index));
        }

        int snapshotSize(Block memory) {
            return Long.BYTES + size(memory) * Long.BYTES;
        }

        void write(Block memory, ByteBuffer target) {
            long ring = capacity == 0 ? 0 : memory.get(state);
            target.putLong(sizeIn(ring));
            for (int i = 0; i < sizeIn(ring); i++) {
                long entry = at(memory, ring, i);
                target.putLong(Block.pack(Block.upper(entry), key(Block.lower(entry))));
            }
        }

        int skip(ByteBuffer source, int position) {
            if (position < 0 || position > source.limit() - Long.BYTES) {
                return -1;
            }
            long entries = source.getLong(position);
            return entries < 0 || entries > capacity ? -1 : position + Long.BYTES + (int) entries * Long.BYTES;
        }

        void read(Block memory, ByteBuffer source) {
            int entries = (int) source.getLong();
            clear(memory);
            long ring = 0;
            for (int i = 0; i < entries; i++) {
                long entry = source.getLong();
                append(memory, ring, Block.pack(Block.upper(entry), key(Block.lower(entry))));
                ring = memory.get(state);
            }
        }
    }
}
