package dev.autoscale.policies.source;

import java.math.BigInteger;

/**
 * {@code round((n * multiplier + offset) / divisor)}, exactly. Immutable; constant time, nothing allocates. All in lowest terms.
 *
 * @param multiplier 1 to {@link #MOST}
 * @param divisor 1 to {@link #MOST}
 * @param offset at most {@link #MOST} times the divisor
 * @param rounding how a fraction becomes a whole replica
 */
record Proportion(long multiplier, long divisor, long offset, RatioTarget.Rounding rounding)
        implements RatioTarget.Rule {
    /** The greatest multiplier and divisor, and the offset is at most this many replicas: sums then fit into a long. */
    static final int MOST = 1_000_000_000;

    /** Whatever is at least this, times the least multiplier and less the greatest offset, is more than any count. */
    private static final long MORE_THAN_ANY = 4L * MOST;

    @Override
    public long replicas(long milli) {
        long whole = Math.floorDiv(milli, 1000L);
        long thousandths = Math.floorMod(milli, 1000L);
        // Each product is of a remainder and a factor, so that only the first, of the whole groups, could overflow.
        long groups = Math.max(-MORE_THAN_ANY, Math.min(MORE_THAN_ANY, Math.floorDiv(whole, divisor)));
        long rest = multiplier * Math.floorMod(whole, divisor) + offset;
        long parts = Math.floorMod(rest, divisor) * 1000 + multiplier * thousandths;
        return multiplier * groups + Math.floorDiv(rest, divisor) + rounded(parts, 1000 * divisor);
    }

    private long rounded(long parts, long unit) {
        return switch (rounding) {
            case CEIL -> (parts + unit - 1) / unit;
            case FLOOR -> parts / unit;
            case HALF_UP -> (2 * parts + unit) / (2 * unit);
        };
    }

    @Override
    public String text(String workload) {
        String factor = fraction(multiplier);
        String times = factor.equals("1") ? "" : factor.startsWith("1/") ? " / " + factor.substring(2) : " * " + factor;
        String plus = offset == 0 ? "" : (offset < 0 ? " - " : " + ") + fraction(Math.abs(offset));
        String function = switch (rounding) {
            case CEIL -> "ceil";
            case FLOOR -> "floor";
            case HALF_UP -> "round";
        };
        return function + '(' + workload + times + plus + ')';
    }

    private String fraction(long numerator) {
        long common =
                BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(divisor)).longValue();
        return numerator / common + (divisor == common ? "" : "/" + divisor / common);
    }
}
