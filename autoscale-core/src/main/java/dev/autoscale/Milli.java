package dev.autoscale;

/**
 * Milli-units: a value times 1000 as a long, the exact form in which the Kubernetes HPA computes. Thread-safe.
 *
 * <p>A Kubernetes quantity rounds up to the next milli-unit. A double stands for the shortest decimal that it is the nearest
 * double of, so 16.1 is 16100 although the double product 16.1 * 1000 lies a little above.
 */
final class Milli {
    private static final double UNITS = 1000.0;

    private Milli() {}

    /** Rounds a finite value up to milli-units, saturating. */
    static long ceil(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) <= Long.MAX_VALUE / 1000) {
            return whole * 1000;
        }
        double product = value * UNITS;
        double nearest = Math.rint(product);
        return (long) (nearest / UNITS == value ? nearest : Math.ceil(product));
    }

    /**
     * Rounds a positive finite value to the nearest milli-unit, a half to the even one, saturating. The product is computed
     * exactly, as the sum of two doubles: 0.0005 lies a little above a half, 0.0305 below.
     */
    static long nearest(double value) {
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

    /** The value as a decimal number with up to three places, for messages. */
    static String text(long milli) {
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
