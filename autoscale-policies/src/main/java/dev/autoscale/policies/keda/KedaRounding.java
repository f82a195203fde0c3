package dev.autoscale.policies.keda;

/**
 * How KEDA publishes a metric: the double's exact binary value to the nearest milli-unit, a half to the even one. Thread-safe.
 */
public final class KedaRounding {
    /** A milli-unit as KEDA's doubles have it: a product with this, not a quotient, which differs in the last digit. */
    static final double UNIT = 0.001;

    private static final double UNITS = 1000.0;

    private KedaRounding() {}

    /**
     * Converts a value. O(1); allocates nothing.
     *
     * @param value any double; NaN, infinite and negative values become 0
     * @return milli-units, at most {@link Long#MAX_VALUE}
     */
    public static long toMilli(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY ? nearest(value) : 0;
    }

    /**
     * Rounds a positive finite value to the nearest milli-unit, a half to the even one, saturating. The product is computed
     * exactly, as the sum of two doubles: 0.0005 lies a little above a half, 0.0305 below.
     */
    private static long nearest(double value) {
        double product = value * UNITS;
        double error = Math.fma(value, UNITS, -product);
        if (product > 0x1p63 || (product == 0x1p63 && error >= 0)) {
            return Long.MAX_VALUE;
        }
        if (product == 0x1p63) {
            return Long.MAX_VALUE + (long) (error + 1); // doubles of this size are whole, and so is the error
        }
        long floor = (long) product;
        double rest = product - floor;
        if (product >= 0x1p52) { // no fraction of its own: all of it is in the error
            double more = Math.floor(error);
            floor += (long) more;
            rest = error - more;
            error = 0.0;
        }
        double aboveHalf = rest - 0.5 + error;
        boolean up = aboveHalf > 0 || (aboveHalf == 0 && (floor & 1) != 0);
        return up ? floor + 1 : floor;
    }
}
