package dev.autoscale;

/**
 * Milli-units: a value times 1000 as a long, the exact form in which the Kubernetes HPA computes. Thread-safe.
 *
 * <p>A Kubernetes quantity rounds up to the next milli-unit. A double stands for the shortest decimal that it is the nearest
 * double of, so 16.1 is 16100 although the double product 16.1 * 1000 lies a little above.
 */
public final class Milli {
    private static final double UNITS = 1000.0;

    private Milli() {}

    /**
     * Rounds up to milli-units as a Kubernetes quantity, saturating. O(1); allocates nothing.
     *
     * @param value any double; NaN becomes 0
     * @return milli-units
     */
    public static long ceil(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) <= Long.MAX_VALUE / 1000) {
            return whole * 1000;
        }
        double product = value * UNITS;
        double nearest = Math.rint(product);
        return (long) (nearest / UNITS == value ? nearest : Math.ceil(product));
    }

    /**
     * Rounds down to milli-units, saturating.
     *
     * @param value any double; NaN becomes 0
     * @return milli-units
     */
    public static long floor(double value) {
        long up = ceil(-value);
        return up == Long.MIN_VALUE ? Long.MAX_VALUE : -up;
    }

    /** {@code milli * count}, saturating. */
    static long times(long milli, int count) {
        long product = milli * count;
        boolean fits = Math.multiplyHigh(milli, count) == product >> 63;
        return fits ? product : (milli < 0) == (count < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /**
     * The value as a decimal number with up to three places. Allocates.
     *
     * @param milli milli-units
     * @return the text, without needless zeros
     */
    public static String text(long milli) {
        StringBuilder text = new StringBuilder();
        append(text, milli);
        return text.toString();
    }

    static void append(StringBuilder out, long milli) {
        long whole = milli / 1000;
        long rest = Math.abs(milli % 1000);
        if (milli < 0 && whole == 0) {
            out.append('-');
        }
        out.append(whole);
        if (rest != 0) {
            out.append('.').append((char) ('0' + rest / 100));
            if (rest % 100 != 0) {
                out.append((char) ('0' + rest / 10 % 10));
                if (rest % 10 != 0) {
                    out.append((char) ('0' + rest % 10));
                }
            }
        }
    }
}
