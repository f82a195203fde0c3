package dev.autoscale;

/** A sum of longs that never overflows, in two parts: what is above 32 bits, and what is not. */
final class WideSum {
    private static final long LOW_BITS = 0xFFFF_FFFFL;
    /** So that a few sums, and their hundredfold, fit into a long too. */
    private static final int FITTING_BITS = 56;

    private long high;
    private long low;

    void clear() {
        high = 0;
        low = 0;
    }

    static long high(long value) {
        return value >> 32;
    }

    static long low(long value) {
        return value & LOW_BITS;
    }

    void add(long value) {
        add(high(value), low(value));
    }

    void add(WideSum other) {
        add(other.high, other.low);
    }

    /** Adds both parts of values that were added up part by part. */
    void add(long highs, long lows) {
        high += highs;
        low += lows;
    }

    /** By how many bits the sum must be cut to fit; 0 for nearly all. */
    int excessBits() {
        long top = high + (low >>> 32);
        long magnitude = top < 0 ? ~top : top;
        return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 32 - FITTING_BITS);
    }

    /** The sum divided by a power of two, cut to a whole number; without a cut it wraps around if it does not fit. */
    long cut(int bits) {
        if (bits <= 32) {
            long carried = high + (low >>> 32);
            return (carried << (32 - bits)) + ((low & LOW_BITS) >>> bits);
        }
        return (high + (low >>> 32)) >> (bits - 32);
    }
}
