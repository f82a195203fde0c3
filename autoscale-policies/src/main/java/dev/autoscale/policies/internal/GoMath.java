package dev.autoscale.policies.internal;

/** Arithmetic as the Go language does it, where Java's differs. Thread-safe; nothing allocates. */
public final class GoMath {
    /** Binary exponents beyond this are 0 or infinite, whatever follows. */
    private static final int MAX_EXPONENT = 4096;

    private GoMath() {}

    /**
     * A power as Go's {@code math.Pow} computes it: the whole part of the exponent by squaring the base's fraction, with its
     * binary exponent kept apart, the rest by exp and log. Whole exponents agree with Go to the last bit, others to about 1e-15.
     */
    public static double pow(double base, double exponent) {
        if (exponent == 0 || base == 1) {
            return 1;
        }
        if (Double.isNaN(base) || Double.isNaN(exponent)) {
            return Double.NaN;
        }
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        if (base == 0 || Double.isInfinite(base) || Double.isInfinite(exponent)) {
            return Math.pow(base, exponent); // these are exact, and the same everywhere
        }
        if (exponent == 1) {
            return base;
        }
        if (Math.abs(exponent) == 0.5) {
            return exponent > 0 ? Math.sqrt(base) : 1 / Math.sqrt(base);
        }
        return finite(base, exponent);
    }

    private static double finite(double base, double exponent) {
        double magnitude = Math.abs(exponent);
        double whole = Math.floor(magnitude);
        double rest = magnitude - whole;
        if (rest != 0 && base < 0) {
            return Double.NaN;
        }
        if (whole >= 0x1p63) {
            boolean isGrowing = Math.abs(base) > 1 == exponent > 0;
            return base == -1 ? 1 : isGrowing ? Double.POSITIVE_INFINITY : 0;
        }
        long times = (long) whole;
        double product = 1;
        if (rest != 0) {
            if (rest > 0.5) {
                rest--;
                times++;
            }
            product = Math.exp(rest * Math.log(base));
        }
        return raised(base, times, product, exponent < 0);
    }

    /** A product times a whole power of a finite base that is not 0, or the inverse of that. */
    private static double raised(double base, long times, double first, boolean inverse) {
        int scale = Math.abs(base) < Double.MIN_NORMAL ? 54 : 0;
        double scaled = Math.scalb(base, scale);
        int exponent = Math.getExponent(scaled) + 1;
        double fraction = Math.scalb(scaled, -exponent);
        exponent -= scale;
        double product = first;
        int productExponent = 0;
        for (long i = times; i != 0; i >>= 1) {
            if (Math.abs(exponent) > MAX_EXPONENT) {
                productExponent += exponent;
                break;
            }
            if ((i & 1) != 0) {
                product *= fraction;
                productExponent += exponent;
            }
            fraction *= fraction;
            exponent <<= 1;
            if (fraction < 0.5) {
                fraction += fraction;
                exponent--;
            }
        }
        return inverse ? Math.scalb(1 / product, -productExponent) : Math.scalb(product, productExponent);
    }
}
