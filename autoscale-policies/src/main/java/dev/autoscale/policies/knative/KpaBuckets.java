package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The memory of a {@link KpaWindow}: a ring of sums by bucket, the first and the newest bucket, and the running total. Not
 * thread-safe. Buckets are numbers of spans since the epoch.
 */
final class KpaBuckets {
    /** A bucket so long ago that it is out of every window, and that no difference to it overflows. */
    static final long UNSET = Long.MIN_VALUE / 4;

    /** What is this many times smaller than a sum is less than a quarter of the distance to the sum's neighbour. */
    private static final double BEYOND_ROUNDING = 0x1p55;

    /** After how many buckets the exponential average looks whether the rest still matters. */
    private static final int STRIDE = 16;

    private static final int FIXED_BYTES = Integer.BYTES + 2 * Long.BYTES + Double.BYTES;

    private double[] ring;
    /** Where the newest bucket is; older ones lie before it. */
    private int newestSlot;

    private long newest = UNSET;
    private long first = UNSET;
    private double total;
    private final Peak peak = new Peak();

    KpaBuckets(int count) {
        ring = new double[count];
    }

    int count() {
        return ring.length;
    }

    long newest() {
        return newest;
    }

    double total() {
        return total;
    }

    /** How many buckets there are from the first to the newest; a great many if the first is not known. */
    long known() {
        return newest - first + 1;
    }

    /** Adds a value; returns false if the bucket has left the ring. */
    boolean add(long bucket, double value) {
        long passed = bucket - newest;
        if (passed <= -ring.length) {
            return false;
        }
        if (first == UNSET || first > bucket) {
            first = bucket;
        }
        if (passed > 0) {
            advance(bucket, passed);
        }
        int slot = passed < 0 ? slotBack((int) -passed) : newestSlot;
        double sum = ring[slot] + value;
        ring[slot] = sum;
        total += value;
        peak.see(sum);
        return true;
    }

    private void advance(long bucket, long passed) {
        if (passed >= ring.length) {
            first = bucket;
            Arrays.fill(ring, 0);
            total = 0;
            peak.restart(bucket);
        } else {
            // One subtraction per bucket: rounding errors are part of the answer.
            for (int i = 0; i < passed; i++) {
                newestSlot = slotAfter(newestSlot);
                total -= ring[newestSlot];
                ring[newestSlot] = 0;
            }
            peak.advance(bucket, ring.length);
        }
        newest = bucket;
    }

    /** A sum without the oldest buckets, those that expire when {@code from} to {@code to} buckets have passed. */
    double without(double sum, int from, int to) {
        double rest = sum;
        int slot = slotBack(ring.length - from);
        for (int i = from; i < to; i++) {
            slot = slotAfter(slot);
            rest -= ring[slot];
        }
        return rest;
    }

    /*
     * Sum and weights must be rounded step by step, newest bucket first, as Knative does. But once
     *
     *     |bucket| * weight * 2^55 <= |sum|    for the greatest |bucket|,
     *
     * no later term changes the sum: it is less than a quarter of the distance from the sum to the next double (and so less
     * than half of the distance on the other side, where the sum is a power of two), and rounding to nearest drops it. The
     * product on the left is exact but for the one rounding that every term has as well, and overflows to infinity at worst.
     */
    double weightedSum(int terms, double firstWeight, double keep) {
        double bound = peak.bound();
        double sum = 0;
        double weight = firstWeight;
        int slot = newestSlot;
        for (int left = terms; left > 0; ) {
            int strideEnd = Math.max(0, left - STRIDE);
            for (; left > strideEnd; left--) {
                sum += ring[slot] * weight;
                weight *= keep;
                slot = slot == 0 ? ring.length - 1 : slot - 1;
            }
            if (bound * weight * BEYOND_ROUNDING <= Math.abs(sum)) {
                return sum;
            }
        }
        return sum;
    }

    /** Takes another length: with the newest buckets as if the ring had been full, or, if all have expired, with none. */
    void resize(int count, boolean expired) {
        double[] resized = new double[count];
        double sum = 0;
        for (int back = 0; back < Math.min(ring.length, count) && !expired; back++) {
            double value = ring[slotBack(back)];
            resized[count - 1 - back] = value;
            sum += value;
        }
        first = expired ? UNSET : newest - (ring.length - 1);
        ring = resized;
        newestSlot = count - 1;
        total = sum;
        seeAll();
    }

    private void seeAll() {
        peak.restart(newest);
        for (double value : ring) {
            peak.see(value);
        }
    }

    /** At most a whole ring back. */
    private int slotBack(int buckets) {
        int slot = newestSlot - buckets;
        return slot < 0 ? slot + ring.length : slot;
    }

    private int slotAfter(int slot) {
        return slot + 1 == ring.length ? 0 : slot + 1;
    }

    /** Takes over the memory of a ring of the same length. */
    void copyFrom(KpaBuckets other) {
        System.arraycopy(other.ring, 0, ring, 0, ring.length);
        newestSlot = other.newestSlot;
        newest = other.newest;
        first = other.first;
        total = other.total;
        peak.copyFrom(other.peak);
    }

    /** The buckets that can be other than zero: from the first to the newest. */
    private int inUse() {
        return first == UNSET ? 0 : (int) Math.min(ring.length, known());
    }

    int snapshotSize() {
        return FIXED_BYTES + Double.BYTES * inUse();
    }

    void write(ByteBuffer target) {
        int used = inUse();
        target.putInt(used).putLong(newest).putLong(first).putDouble(total);
        for (int back = 0; back < used; back++) {
            target.putDouble(ring[slotBack(back)]);
        }
    }

    /** Where the bytes that {@link #read} takes from a position on end; -1 if they do not fit, if no samples up to the latest bucket can have left
     * them, or if the position is -1. */
    int skip(ByteBuffer source, int position, int end, long latest) {
        if (position < 0 || position > end - FIXED_BYTES) {
            return -1;
        }
        int used = source.getInt(position);
        int room = Math.min(ring.length, (end - position - FIXED_BYTES) / Double.BYTES);
        if (used < 0 || used > room || !isPossible(source, position, used, latest)) {
            return -1;
        }
        int values = position + FIXED_BYTES;
        for (int i = 0; i < used; i++) {
            if (!Double.isFinite(source.getDouble(values + i * Double.BYTES))) {
                return -1;
            }
        }
        return values + Double.BYTES * used;
    }

    /** Whether the number of buckets is that of the times, none of which is after the latest one. */
    private boolean isPossible(ByteBuffer source, int position, int used, long latest) {
        long newestOf = source.getLong(position + Integer.BYTES);
        long firstOf = source.getLong(position + Integer.BYTES + Long.BYTES);
        double totalOf = source.getDouble(position + Integer.BYTES + 2 * Long.BYTES);
        boolean isOfTimes = firstOf == UNSET
                ? used == 0
                : firstOf <= newestOf && used == Math.min(ring.length, newestOf - firstOf + 1);
        return isOfTimes && newestOf >= UNSET && newestOf <= latest && Double.isFinite(totalOf);
    }

    void read(ByteBuffer source) {
        int used = source.getInt();
        newest = source.getLong();
        first = source.getLong();
        total = source.getDouble();
        Arrays.fill(ring, 0);
        newestSlot = ring.length - 1;
        for (int back = 0; back < used; back++) {
            ring[newestSlot - back] = source.getDouble();
        }
        seeAll();
    }

    /**
     * A bound on the magnitude of all buckets that a window still holds, in constant time.
     *
     * <p>Time is cut into generations of at least a window each. A bucket that still counts was last added to in this generation
     * or in the one before it, so the greater peak of both bounds it.
     */
    private static final class Peak {
        private double latest;
        private double earlier;
        private long sinceBucket;

        /** Forgets everything before. */
        void restart(long bucket) {
            latest = 0;
            earlier = 0;
            sinceBucket = bucket;
        }

        /** The newest bucket of a window of this many buckets is now this one. */
        void advance(long bucket, int buckets) {
            if (bucket - sinceBucket >= buckets) {
                earlier = latest;
                latest = 0;
                sinceBucket = bucket;
            }
        }

        /** A bucket has now this value. */
        void see(double value) {
            latest = Math.max(latest, Math.abs(value));
        }

        double bound() {
            return Math.max(latest, earlier);
        }

        void copyFrom(Peak other) {
            latest = other.latest;
            earlier = other.earlier;
            sinceBucket = other.sinceBucket;
        }
    }
}
