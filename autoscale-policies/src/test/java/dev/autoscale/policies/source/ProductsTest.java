package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Compares with integers of any size; jqwik tries the ends of each range and small numbers more often than others. */
class ProductsTest {
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    @Property
    void comparisons_are_exact(
            @ForAll @LongRange(min = 0) long a,
            @ForAll @LongRange(min = 0) long b,
            @ForAll @LongRange(min = 0) long c,
            @ForAll @LongRange(min = 0) long d) {
        assertThat(Integer.signum(Products.compare(a, b, c, d)))
                .isEqualTo(big(a).multiply(big(b)).compareTo(big(c).multiply(big(d))));
        assertThat(Products.compare(a, b, b, a)).isZero();
    }

    @Property
    void quotients_are_exact(
            @ForAll @LongRange(min = 0) long a,
            @ForAll @LongRange(min = 0) long b,
            @ForAll @LongRange(min = 1) long divisor) {
        BigInteger[] parts = big(a).multiply(big(b)).divideAndRemainder(big(divisor));
        assertThat(Products.floorDiv(a, b, divisor))
                .isEqualTo(parts[0].min(MOST).intValueExact());
        assertThat(Products.ceilDiv(a, b, divisor))
                .isEqualTo(parts[0].add(big(parts[1].signum())).min(MOST).intValueExact());
    }

    /** Products just below, at and just above a multiple of the divisor, most of them beyond 63 bits. */
    @Property
    void multiples_of_the_divisor_are_exact(
            @ForAll @LongRange(min = 1) long divisor,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int count) {
        assertThat(Products.floorDiv(divisor, count, divisor)).isEqualTo(count);
        assertThat(Products.ceilDiv(divisor, count, divisor)).isEqualTo(count);
        assertThat(Products.floorDiv(divisor - 1, count, divisor)).isLessThan(count);
        assertThat(Products.ceilDiv(divisor, count, Math.max(1, divisor - 1))).isGreaterThanOrEqualTo(count);
    }

    @Property
    void sums_saturate(@ForAll @IntRange(min = 0) int a, @ForAll @IntRange(min = 0) int b) {
        assertThat(Products.plus(a, b)).isEqualTo(big(a).add(big(b)).min(MOST).intValueExact());
    }
}
