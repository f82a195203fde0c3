package dev.autoscale.policies.flink;

/**
 * What is remembered of a vertex, in longs of the caller: the last changes that were carried out, and the recommendations to shrink
 * that wait.
 *
 * <pre>
 * changes | (at, from and to, rate, expected rate) * historyMaxCount | waiting | first at | (at, parallelism and flag) * WAITING
 * </pre>
 *
 * Recommendations are kept with parallelisms that fall from the oldest to the newest, so that the first one is the largest.
 */
final class FlinkMemory {
    /** Recommendations of one vertex that wait; when all places are taken, the two that differ least become one. */
    static final int WAITING = 64;

    private static final int CHANGE = 4;

    private final long[] longs;
    private final int start;
    private final int maxChanges;
    private final int waiting;

    FlinkMemory(long[] longs, int start, int maxChanges) {
        this.longs = longs;
        this.start = start;
        this.maxChanges = maxChanges;
        this.waiting = start + 1 + maxChanges * CHANGE;
    }

    static int size(int maxChanges) {
        return 1 + maxChanges * CHANGE + 2 + 2 * WAITING;
    }

    int changes() {
        return (int) longs[start];
    }

    int from(int change) {
        return (int) (longs[at(change) + 1] >> 32);
    }

    int to(int change) {
        return (int) longs[at(change) + 1];
    }

    double rate(int change) {
        return Double.longBitsToDouble(longs[at(change) + 2]);
    }

    double expected(int change) {
        return Double.longBitsToDouble(longs[at(change) + 3]);
    }

    private int at(int change) {
        return start + 1 + change * CHANGE;
    }

    /** Notes a change that was carried out; the oldest one makes room. */
    void change(long atMillis, int from, int to, double rate, double expected) {
        if (changes() == maxChanges) {
            forgetOldest();
        }
        int i = at(changes());
        longs[i] = atMillis;
        longs[i + 1] = ((long) from << 32) | (to & 0xffff_ffffL);
        longs[i + 2] = Double.doubleToLongBits(rate);
        longs[i + 3] = Double.doubleToLongBits(expected);
        longs[start]++;
    }

    /** Forgets changes that are older than this. */
    void trim(long nowMillis, long maxAgeMillis) {
        while (changes() > 0 && elapsed(longs[at(0)], nowMillis) > maxAgeMillis) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        longs[start]--;
        System.arraycopy(longs, at(1), longs, at(0), changes() * CHANGE);
    }

    void forgetWaiting() {
        longs[waiting] = 0;
    }

    /**
     * Remembers a recommendation to shrink.
     *
     * @return whether a whole interval has passed since the first one
     */
    boolean remember(long nowMillis, int parallelism, boolean isOutside, long intervalMillis) {
        int count = (int) longs[waiting];
        if (count == 0) {
            longs[waiting + 1] = nowMillis;
        }
        while (count > 0 && parallelism(count - 1) <= parallelism) {
            count--;
        }
        count = count == WAITING ? merge() : count;
        set(count, nowMillis, ((long) parallelism << 1) | (isOutside ? 1 : 0));
        longs[waiting] = count + 1L;
        return elapsed(longs[waiting + 1], nowMillis) >= intervalMillis;
    }

    /** Forgets recommendations older than the interval; the newest is not, so that there is always one left. */
    void slide(long nowMillis, long intervalMillis) {
        while (elapsed(longs[waiting + 2], nowMillis) > intervalMillis) {
            remove(0);
        }
    }

    int largest() {
        return parallelism(0);
    }

    boolean isLargestOutside() {
        return (longs[waiting + 3] & 1) != 0;
    }

    /** When the vertex may shrink, if recommendations wait. */
    long dueMillis(long intervalMillis) {
        long first = longs[waiting + 1];
        return first > Long.MAX_VALUE - intervalMillis ? Long.MAX_VALUE : first + intervalMillis;
    }

    boolean isWaiting() {
        return longs[waiting] != 0;
    }

    private int parallelism(int i) {
        return (int) (longs[waiting + 3 + 2 * i] >> 1);
    }

    private void set(int i, long atMillis, long parallelismAndFlag) {
        longs[waiting + 2 + 2 * i] = atMillis;
        longs[waiting + 3 + 2 * i] = parallelismAndFlag;
    }

    /** The larger of the two, and the later time: what waits never lets a vertex shrink earlier or further. */
    private int merge() {
        int least = 0;
        for (int i = 1; i < WAITING - 1; i++) {
            if (parallelism(i) - parallelism(i + 1) < parallelism(least) - parallelism(least + 1)) {
                least = i;
            }
        }
        longs[waiting + 2 + 2 * least] = longs[waiting + 4 + 2 * least];
        remove(least + 1);
        return WAITING - 1;
    }

    private void remove(int i) {
        int left = (int) --longs[waiting];
        System.arraycopy(longs, waiting + 4 + 2 * i, longs, waiting + 2 + 2 * i, 2 * (left - i));
    }

    /** Whether this could have been written here: counts in range, times that do not fall, parallelisms that do. */
    boolean isPossible() {
        boolean isPossible =
                longs[start] >= 0 && longs[start] <= maxChanges && longs[waiting] >= 0 && longs[waiting] <= WAITING;
        for (int i = 1; isPossible && i < changes(); i++) {
            isPossible = longs[at(i)] >= longs[at(i - 1)];
        }
        for (int i = 0; isPossible && i < longs[waiting]; i++) {
            long time = longs[waiting + 2 + 2 * i];
            long before = i == 0 ? longs[waiting + 1] : longs[waiting + 2 * i];
            boolean falls = i == 0 || parallelism(i) < parallelism(i - 1);
            isPossible = time >= before && falls && parallelism(i) >= 0 && longs[waiting + 3 + 2 * i] >> 33 == 0;
        }
        return isPossible;
    }

    private static long elapsed(long from, long to) {
        long millis = to - from;
        boolean isBeyond = millis < 0;
        return to < from ? -1 : isBeyond ? Long.MAX_VALUE : millis;
    }
}
