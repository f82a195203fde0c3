package dev.autoscale.policies.flink;

/**
 * Where a vertex has what in longs of the caller: what is known of it, what was decided about it, the last changes that were carried out,
 * and the recommendations to shrink that wait. Immutable and thread-safe: the longs are handed over in each call.
 *
 * <pre>
 * known and decided * WORDS | changes | (at, from and to, rate, expected rate) * historyMaxCount
 * | waiting | first at | (at, parallelism and flag) * WAITING
 * </pre>
 *
 * Recommendations are kept with parallelisms that fall from the oldest to the newest, so that the first one is the largest.
 */
final class FlinkBlock {
    // Known of the vertex, numbers as the bits of doubles.
    static final int CURRENT = 0;
    static final int MAX_PARALLELISM = 1;
    static final int PARTITIONS = 2;
    static final int HASHED = 3;
    static final int RATE = 4;
    static final int INCOMING = 5;
    static final int CATCH_UP = 6;
    static final int BACKLOG = 7;
    // Decided about it.
    static final int ANSWER = 8;
    static final int RECOMMENDED = 9;
    static final int OUTSIDE = 10;
    static final int LIMITED = 11;
    static final int INEFFECTIVE = 12;
    static final int FACTOR = 13;
    static final int EXPECTED = 14;
    static final int UP = 15;
    static final int DOWN = 16;

    private static final int WORDS = 17;

    /** Recommendations of one vertex that wait; when all places are taken, the two that differ least become one. */
    static final int WAITING = 64;

    private static final int CHANGE = 4;

    private final int first;
    private final int start;
    private final int maxChanges;
    private final int waiting;

    FlinkBlock(int first, int maxChanges) {
        this.first = first;
        this.start = first + WORDS;
        this.maxChanges = maxChanges;
        this.waiting = start + 1 + maxChanges * CHANGE;
    }

    static int size(int maxChanges) {
        return WORDS + 1 + maxChanges * CHANGE + 2 + 2 * WAITING;
    }

    /** Nothing is known yet. */
    void begin(long[] longs) {
        whole(longs, CURRENT, 1);
        whole(longs, MAX_PARALLELISM, 128);
        for (int word : new int[] {RATE, INCOMING, FACTOR, EXPECTED, UP, DOWN}) {
            number(longs, word, Double.NaN);
        }
    }

    int whole(long[] longs, int word) {
        return (int) longs[first + word];
    }

    void whole(long[] longs, int word, long value) {
        longs[first + word] = value;
    }

    boolean flag(long[] longs, int word) {
        return longs[first + word] != 0;
    }

    void flag(long[] longs, int word, boolean value) {
        longs[first + word] = value ? 1 : 0;
    }

    double number(long[] longs, int word) {
        return Double.longBitsToDouble(longs[first + word]);
    }

    void number(long[] longs, int word, double value) {
        longs[first + word] = Double.doubleToLongBits(value);
    }

    int changes(long[] longs) {
        return (int) longs[start];
    }

    int from(long[] longs, int change) {
        return (int) (longs[at(change) + 1] >> 32);
    }

    int to(long[] longs, int change) {
        return (int) longs[at(change) + 1];
    }

    double rate(long[] longs, int change) {
        return Double.longBitsToDouble(longs[at(change) + 2]);
    }

    double expected(long[] longs, int change) {
        return Double.longBitsToDouble(longs[at(change) + 3]);
    }

    private int at(int change) {
        return start + 1 + change * CHANGE;
    }

    /** Notes a change that was carried out; the oldest one makes room. */
    void change(long[] longs, long atMillis, int from, int to, double rate, double expected) {
        if (changes(longs) == maxChanges) {
            forgetOldest(longs);
        }
        int i = at(changes(longs));
        longs[i] = atMillis;
        longs[i + 1] = ((long) from << 32) | (to & 0xffff_ffffL);
        longs[i + 2] = Double.doubleToLongBits(rate);
        longs[i + 3] = Double.doubleToLongBits(expected);
        longs[start]++;
    }

    /** Forgets changes that are older than this. */
    void trim(long[] longs, long nowMillis, long maxAgeMillis) {
        while (changes(longs) > 0 && elapsed(longs[at(0)], nowMillis) > maxAgeMillis) {
            forgetOldest(longs);
        }
    }

    private void forgetOldest(long[] longs) {
        longs[start]--;
        System.arraycopy(longs, at(1), longs, at(0), changes(longs) * CHANGE);
    }

    void forgetWaiting(long[] longs) {
        longs[waiting] = 0;
    }

    /**
     * Remembers a recommendation to shrink.
     *
     * @return whether a whole interval has passed since the first one
     */
    boolean remember(long[] longs, long nowMillis, int parallelism, boolean isOutside, long intervalMillis) {
        int count = (int) longs[waiting];
        if (count == 0) {
            longs[waiting + 1] = nowMillis;
        }
        while (count > 0 && parallelism(longs, count - 1) <= parallelism) {
            count--;
        }
        count = count == WAITING ? merge(longs) : count;
        set(longs, count, nowMillis, ((long) parallelism << 1) | (isOutside ? 1 : 0));
        longs[waiting] = count + 1L;
        return elapsed(longs[waiting + 1], nowMillis) >= intervalMillis;
    }

    /** Forgets recommendations older than the interval; the newest is not, so that there is always one left. */
    void slide(long[] longs, long nowMillis, long intervalMillis) {
        while (elapsed(longs[waiting + 2], nowMillis) > intervalMillis) {
            remove(longs, 0);
        }
    }

    int largest(long[] longs) {
        return parallelism(longs, 0);
    }

    boolean isLargestOutside(long[] longs) {
        return (longs[waiting + 3] & 1) != 0;
    }

    private int parallelism(long[] longs, int i) {
        return (int) (longs[waiting + 3 + 2 * i] >> 1);
    }

    private void set(long[] longs, int i, long atMillis, long parallelismAndFlag) {
        longs[waiting + 2 + 2 * i] = atMillis;
        longs[waiting + 3 + 2 * i] = parallelismAndFlag;
    }

    /** The larger of the two, and the later time: what waits never lets a vertex shrink earlier or further. */
    private int merge(long[] longs) {
        int least = 0;
        for (int i = 1; i < WAITING - 1; i++) {
            if (parallelism(longs, i) - parallelism(longs, i + 1)
                    < parallelism(longs, least) - parallelism(longs, least + 1)) {
                least = i;
            }
        }
        longs[waiting + 2 + 2 * least] = longs[waiting + 4 + 2 * least];
        remove(longs, least + 1);
        return WAITING - 1;
    }

    private void remove(long[] longs, int i) {
        int left = (int) --longs[waiting];
        System.arraycopy(longs, waiting + 4 + 2 * i, longs, waiting + 2 + 2 * i, 2 * (left - i));
    }

    /** Whether this could have been written here: counts in range, times that do not fall, parallelisms that do. */
    boolean isPossible(long[] longs) {
        boolean isPossible =
                longs[start] >= 0 && longs[start] <= maxChanges && longs[waiting] >= 0 && longs[waiting] <= WAITING;
        for (int i = 1; isPossible && i < changes(longs); i++) {
            isPossible = longs[at(i)] >= longs[at(i - 1)];
        }
        for (int i = 0; isPossible && i < longs[waiting]; i++) {
            long time = longs[waiting + 2 + 2 * i];
            long before = i == 0 ? longs[waiting + 1] : longs[waiting + 2 * i];
            boolean falls = i == 0 || parallelism(longs, i) < parallelism(longs, i - 1);
            isPossible = time >= before && falls && parallelism(longs, i) >= 0 && longs[waiting + 3 + 2 * i] >> 33 == 0;
        }
        return isPossible;
    }

    private static long elapsed(long from, long to) {
        long millis = to - from;
        boolean isBeyond = millis < 0;
        return to < from ? -1 : isBeyond ? Long.MAX_VALUE : millis;
    }
}
