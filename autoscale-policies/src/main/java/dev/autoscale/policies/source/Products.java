package dev.autoscale.policies.source;

/**
 * Products of two longs compared and divided exactly, though they need up to 126 bits. All arguments are at least 0, divisors
 * above 0. Thread-safe; nothing allocates.
 */
final class Products {
    private Products() {}

    /** Compares {@code a * b} with {@code c * d}: negative, 0 or positive. */
    static int compare(long a, long b, long c, long d) {
        int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }

    /** {@code floor(a * b / divisor)}, at most {@link Integer#MAX_VALUE}. */
    static int floorDiv(long a, long b, long divisor) {
        long product = a * b;
        if (product >= 0 && Math.multiplyHigh(a, b) == 0) {
            return (int) Math.min(Integer.MAX_VALUE, product / divisor);
        }
        int quotient = 0;
        for (int bit = 1 << 30; bit != 0; bit >>= 1) {
            if (compare(quotient | bit, divisor, a, b) <= 0) {
                quotient |= bit;
            }
        }
        return quotient;
    }

    /** {@code ceil(a * b / divisor)}, at most {@link Integer#MAX_VALUE}. */
    static int ceilDiv(long a, long b, long divisor) {
        int floor = floorDiv(a, b, divisor);
        boolean isExact = floor == Integer.MAX_VALUE || compare(floor, divisor, a, b) == 0;
        return isExact ? floor : floor + 1;
    }

    /** {@code a + b}, at most {@link Integer#MAX_VALUE}. */
    static int plus(int a, int b) {
        return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
    }
}
