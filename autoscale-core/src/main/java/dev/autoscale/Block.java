package dev.autoscale;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of one workload: a run of longs, in an array of its own or in one that it shares with other workloads of a {@link
 * Fleet}. What the longs mean is known to the rules that own them: each takes its words from a {@link Layout} when it is built, and
 * reads and writes them in the block that it is given.
 */
class Block {
    /* The words that every workload has. */
    private static final int LATEST = 0;
    private static final int EPOCH = 1;
    /** Conditions in the upper half, the status' desired count in the lower. */
    private static final int STATUS = 2;
    /** The count that was asked for last in the upper half, the one that is known in the lower. */
    private static final int COUNTS = 3;
    /** The tag in the upper bits, then whether anything was recommended, then the time of the newest change in the lower half. */
    private static final int CLOCK = 4;

    private static final int HEADER = 5;

    private static final long STARTED = 1L << 32;
    private static final int TAG_SHIFT = 33;
    private static final long UNTAGGED = (1L << TAG_SHIFT) - 1;
    private static final long LOWER = 0xFFFF_FFFFL;

    /**
     * Times of recommendations and changes are kept as ints: milliseconds after the block's epoch, which moves along before they grow
     * beyond this. What lies further back than an int reaches counts as that old, which is older than anything looks.
     */
    static final long MAX_OFFSET = 1L << 30;

    static final int LONG_AGO = Integer.MIN_VALUE;
    private static final long FOREVER = 1L << 40;

    long[] words;
    int at;

    Block(long[] words, int at) {
        this.words = words;
        this.at = at;
    }

    final long get(int word) {
        return words[at + word];
    }

    final void set(int word, long value) {
        words[at + word] = value;
    }

    static long pack(int upper, int lower) {
        return ((long) upper << Integer.SIZE) | (lower & LOWER);
    }

    static int upper(long word) {
        return (int) (word >> Integer.SIZE);
    }

    static int lower(long word) {
        return (int) word;
    }

    /** Forgets all that every workload has, but for the tag. */
    final void clearHeader() {
        set(LATEST, Long.MIN_VALUE);
        set(EPOCH, Long.MIN_VALUE);
        set(STATUS, 0);
        set(COUNTS, pack(Overrides.NOT_AT_COUNT, Decision.UNKNOWN_REPLICAS));
        set(CLOCK, tagged(LONG_AGO & LOWER));
    }

    final long latestMillis() {
        return get(LATEST);
    }

    final void latestMillis(long millis) {
        set(LATEST, millis);
    }

    final int conditions() {
        return upper(get(STATUS));
    }

    final int desired() {
        return lower(get(STATUS));
    }

    final void status(int conditions, int desired) {
        set(STATUS, pack(conditions, desired));
    }

    /**
     * The other count that the last decision asked for, with the sign bit if a pause did; {@link Overrides#NOT_AT_COUNT} if it asked for
     * none.
     */
    final int asked() {
        return upper(get(COUNTS));
    }

    /** The count as it was last seen or carried out. Unknown before the first decision. */
    final int knownReplicas() {
        return lower(get(COUNTS));
    }

    final void counts(int asked, int known) {
        set(COUNTS, pack(asked, known));
    }

    /** Whether a first count or recommendation is remembered. */
    final boolean isStarted() {
        return (get(CLOCK) & STARTED) != 0;
    }

    final void start() {
        set(CLOCK, get(CLOCK) | STARTED);
    }

    /** What a fleet notes about the slot that the block lies in. */
    final int tag() {
        return tagIn(words, at);
    }

    static int tagIn(long[] words, int at) {
        return (int) (words[at + CLOCK] >>> TAG_SHIFT);
    }

    final void tag(int tag) {
        set(CLOCK, ((long) tag << TAG_SHIFT) | (get(CLOCK) & UNTAGGED));
    }

    private long tagged(long clock) {
        return (get(CLOCK) & ~UNTAGGED) | (clock & UNTAGGED);
    }

    /** When the newest change was, after the epoch. */
    final int newestOffset() {
        return lower(get(CLOCK));
    }

    final void newestOffset(int offset) {
        set(CLOCK, (get(CLOCK) & ~LOWER) | (offset & LOWER));
    }

    final long epochMillis() {
        return get(EPOCH);
    }

    final void epochMillis(long millis) {
        set(EPOCH, millis);
    }

    /** How long after the block's epoch a time is, as far as it matters. */
    final long offsetOf(long nowMillis) {
        long offset = nowMillis - get(EPOCH);
        return offset >= 0 && offset < FOREVER ? offset : offsetFarFrom(nowMillis);
    }

    private long offsetFarFrom(long nowMillis) {
        return Math.min(Times.between(get(EPOCH), nowMillis), FOREVER);
    }

    /** Whether a time is near enough to the epoch to be kept. */
    final boolean reaches(long nowMillis) {
        return offsetOf(nowMillis) <= MAX_OFFSET;
    }

    final void moveEpoch(long nowMillis) {
        newestOffset(moved(newestOffset(), offsetOf(nowMillis)));
        set(EPOCH, nowMillis);
    }

    /** An offset after the epoch has moved. */
    static int moved(int offset, long move) {
        return (int) Math.max(LONG_AGO, offset - move);
    }

    /** An entry of a {@link Row}, after the epoch has moved. */
    static long movedEntry(long entry, long move) {
        return pack(moved(upper(entry), move), lower(entry));
    }

    /** Takes over what every workload has, but for whether anything was recommended and the tag. */
    final void copyHeader(Block from) {
        set(LATEST, from.get(LATEST));
        set(EPOCH, from.get(EPOCH));
        set(STATUS, from.get(STATUS));
        set(COUNTS, from.get(COUNTS));
    }

    static int headerBytes() {
        return HEADER * Long.BYTES;
    }

    final void writeHeader(ByteBuffer target) {
        target.putLong(get(LATEST)).putLong(get(EPOCH)).putLong(get(STATUS)).putLong(get(COUNTS));
        target.putLong(get(CLOCK) & UNTAGGED);
    }

    final void readHeader(ByteBuffer source) {
        set(LATEST, source.getLong());
        set(EPOCH, source.getLong());
        set(STATUS, source.getLong());
        set(COUNTS, source.getLong());
        set(CLOCK, tagged(source.getLong()));
    }

    /** A word of a block in bytes that begin with its first word. */
    static long saved(ByteBuffer source, int position, int word) {
        return source.getLong(position + word * Long.BYTES);
    }

    static long latestMillisIn(ByteBuffer source, int position) {
        return saved(source, position, LATEST);
    }

    static int newestOffsetIn(ByteBuffer source, int position) {
        return lower(saved(source, position, CLOCK));
    }

    /** How long after its epoch the latest time of a header is. */
    static long latestOffsetIn(ByteBuffer source, int position) {
        return Times.between(saved(source, position, EPOCH), saved(source, position, LATEST));
    }

    /** Whether the bytes from a position on are what {@link #writeHeader} may write. */
    static boolean isHeader(ByteBuffer source, int position) {
        long latestOffset = latestOffsetIn(source, position);
        boolean hasEpoch = saved(source, position, EPOCH) <= saved(source, position, LATEST);
        long status = saved(source, position, STATUS);
        boolean isStatus = Condition.isWellFormed(upper(status)) && lower(status) >= 0;
        boolean isKnown = lower(saved(source, position, COUNTS)) >= Decision.UNKNOWN_REPLICAS;
        long clock = saved(source, position, CLOCK);
        boolean isClock = (clock & ~UNTAGGED) == 0 && lower(clock) <= latestOffset;
        return hasEpoch && latestOffset <= MAX_OFFSET && isStatus && isKnown && isClock;
    }

    /**
     * Hands out the words of a block while the rules that own them are built. First come the words that every decision reads, then the rows:
     * in a block of a fleet the former are one line of the processor's cache for a spec of the Kubernetes HPA's defaults, and so are the
     * latter.
     */
    static final class Layout {
        private static final int LINE_WORDS = 8;

        private final boolean spills;
        private final List<Row> rows = new ArrayList<>();
        private int words = HEADER;

        private Layout(boolean spills) {
            this.spills = spills;
        }

        /** Every row is as long as it can get. */
        static Layout whole() {
            return new Layout(false);
        }

        /** Rows are short and go on in side stores. */
        static Layout spilling() {
            return new Layout(true);
        }

        int take(int count) {
            int begin = words;
            words += count;
            return begin;
        }

        /** How many entries of a row lie in the block. */
        int inside(int capacity, int few) {
            return spills ? Math.min(capacity, few) : capacity;
        }

        /** Puts the rows that were built until now behind the words that were taken until now. */
        Layout withRows() {
            for (Row row : rows) {
                row.begin = take(row.inside);
            }
            rows.clear();
            return this;
        }

        /** Blocks that share an array are whole lines. */
        int words() {
            return spills ? (words + LINE_WORDS - 1) / LINE_WORDS * LINE_WORDS : words;
        }

        boolean spills() {
            return spills;
        }
    }

    /**
     * Entries with a time each (an offset from the epoch, upper half) and a number (lower half). The first few lie in the block, the rest on
     * a page of the side store, if the block has one. Immutable once it has its place in the {@link Layout}.
     */
    static final class Row {
        private int begin;
        private final int inside;
        private final SideStore store;
        private final int pageBegin;

        /** @param pageBegin where the row goes on within a page */
        Row(Layout layout, int inside, SideStore store, int pageBegin) {
            layout.rows.add(this);
            this.inside = inside;
            this.store = store;
            this.pageBegin = pageBegin;
        }

        long get(Block block, int page, int index) {
            return index < inside ? block.words[block.at + begin + index] : store.get(page, pageBegin + index - inside);
        }

        void set(Block block, int page, int index, long entry) {
            if (index < inside) {
                block.words[block.at + begin + index] = entry;
            } else {
                store.set(page, pageBegin + index - inside, entry);
            }
        }

        int inside() {
            return inside;
        }
    }

    /**
     * What does not fit into the blocks of a fleet: pages of one length, numbered from 1. It grows in chunks while blocks ask for pages; at
     * the end of its range it has none left, and rows make do with what lies in the block.
     */
    static final class SideStore {
        static final int NO_PAGE = 0;
        private static final int CHUNK_SHIFT = 10;
        private static final int CHUNK_PAGES = 1 << CHUNK_SHIFT;

        private final int pageWords;
        private final int mostPages;
        private long[][] chunks = {};
        private int pages;
        private int freePage = NO_PAGE;

        /** @param pageBits how many bits a page's number may have */
        SideStore(int pageWords, int pageBits) {
            this.pageWords = pageWords;
            mostPages = pageBits >= Integer.SIZE - 1 ? Integer.MAX_VALUE : (1 << pageBits) - 1;
        }

        /** A page of its own, with anything in it; {@link #NO_PAGE} if there is none left. */
        int take() {
            int page = freePage;
            if (page != NO_PAGE) {
                freePage = (int) get(page, 0);
            } else if (pages < mostPages) {
                page = ++pages;
                if ((page - 1) >> CHUNK_SHIFT == chunks.length) {
                    chunks = Arrays.copyOf(chunks, chunks.length + 1);
                    chunks[chunks.length - 1] = new long[CHUNK_PAGES * pageWords];
                }
            } else {
                return NO_PAGE;
            }
            return page;
        }

        void release(int page) {
            set(page, 0, freePage);
            freePage = page;
        }

        long get(int page, int index) {
            int number = page - 1;
            return chunks[number >> CHUNK_SHIFT][(number & (CHUNK_PAGES - 1)) * pageWords + index];
        }

        void set(int page, int index, long value) {
            int number = page - 1;
            chunks[number >> CHUNK_SHIFT][(number & (CHUNK_PAGES - 1)) * pageWords + index] = value;
        }

        long pageBytes() {
            return (long) pageWords * Long.BYTES;
        }

        long bytes() {
            return (long) chunks.length * CHUNK_PAGES * pageWords * Long.BYTES;
        }
    }
}
