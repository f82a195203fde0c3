package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.source.RatioTarget.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Compares ratios with decimal numbers of any size, and ladders with a sorted map. */
class RatioTargetPropertiesTest {
    private static final int BILLION = 1_000_000_000;
    private static final Map<Rounding, RoundingMode> MODES = Map.of(
            Rounding.CEIL, RoundingMode.CEILING,
            Rounding.FLOOR, RoundingMode.FLOOR,
            Rounding.HALF_UP, RoundingMode.HALF_UP);

    /** One call of a builder. */
    record Step(String call, int number) {
        void apply(RatioTarget.Builder to) {
            switch (call) {
                case "times" -> to.times(number);
                case "dividedBy" -> to.dividedBy(number);
                default -> to.plus(number);
            }
        }
    }

    /** A fraction that is never reduced. */
    record Fraction(BigInteger numerator, BigInteger denominator) {
        Fraction after(Step step) {
            BigInteger number = BigInteger.valueOf(step.number);
            return switch (step.call) {
                case "times" -> new Fraction(numerator.multiply(number), denominator);
                case "dividedBy" -> new Fraction(numerator, denominator.multiply(number));
                default -> new Fraction(numerator.add(denominator.multiply(number)), denominator);
            };
        }
    }

    @Provide
    Arbitrary<Long> counts() {
        return Arbitraries.oneOf(
                Arbitraries.longs(),
                Arbitraries.longs().between(0, 100_000),
                Arbitraries.longs().between(-5, 10_000).map(whole -> whole * 1000),
                Arbitraries.longs().between(-3000, 3000).map(near -> Integer.MAX_VALUE * 1000L + near),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L));
    }

    @Provide
    Arbitrary<List<Step>> formulas() {
        Arbitrary<Integer> factors = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 30_000));
        Arbitrary<Step> scaled = Combinators.combine(Arbitraries.of("times", "dividedBy"), factors)
                .as(Step::new);
        Arbitrary<Step> moved = Arbitraries.integers().between(-20, 20).map(number -> new Step("plus", number));
        return Arbitraries.oneOf(scaled, moved).list().ofMaxSize(4).filter(steps -> isInRange(steps));
    }

    /** Where the library would refuse the whole, there is nothing to compare. */
    private static boolean isInRange(List<Step> steps) {
        BigInteger most = BigInteger.valueOf(BILLION);
        Fraction offset = fraction(0, steps);
        BigInteger product = BigInteger.ONE;
        for (Step step : steps) {
            product = step.call.equals("times") ? product.multiply(BigInteger.valueOf(step.number)) : product;
        }
        return product.compareTo(most) <= 0
                && offset.denominator.compareTo(most) <= 0
                && offset.numerator.abs().compareTo(offset.denominator.multiply(most)) <= 0;
    }

    private static Fraction fraction(long milli, List<Step> steps) {
        Fraction fraction = new Fraction(BigInteger.valueOf(milli), BigInteger.valueOf(1000));
        for (Step step : steps) {
            fraction = fraction.after(step);
        }
        return fraction;
    }

    @Property
    void ratios_are_exact(
            @ForAll("counts") long milli,
            @ForAll("formulas") List<Step> steps,
            @ForAll Rounding rounding,
            @ForAll @IntRange(min = 0, max = 50) int atLeast,
            @ForAll @IntRange(min = 50) int atMost) {
        RatioTarget.Builder builder =
                RatioTarget.of("w").rounding(rounding).atMost(atMost).atLeast(atLeast);
        steps.forEach(step -> step.apply(builder));

        assertThat(builder.build().replicasOf(milli)).isEqualTo(expected(milli, steps, rounding, atLeast, atMost));
    }

    @Property
    void the_largest_ratios_are_exact(
            @ForAll("counts") long milli,
            @ForAll @IntRange(min = 1, max = BILLION) int multiplier,
            @ForAll @IntRange(min = 1, max = BILLION) int divisor,
            @ForAll @IntRange(min = -BILLION, max = BILLION) int offset,
            @ForAll Rounding rounding) {
        List<Step> steps =
                List.of(new Step("times", multiplier), new Step("dividedBy", divisor), new Step("plus", offset));
        RatioTarget.Builder builder = RatioTarget.of("w").rounding(rounding);
        steps.forEach(step -> step.apply(builder));

        assertThat(builder.build().replicasOf(milli)).isEqualTo(expected(milli, steps, rounding, 0, Integer.MAX_VALUE));
    }

    private static int expected(long milli, List<Step> steps, Rounding rounding, int atLeast, int atMost) {
        Fraction fraction = fraction(milli, steps);
        return new BigDecimal(fraction.numerator)
                .divide(new BigDecimal(fraction.denominator), 0, MODES.get(rounding))
                .min(BigDecimal.valueOf(atMost))
                .max(BigDecimal.valueOf(atLeast))
                .intValueExact();
    }

    @Property
    void more_of_the_other_never_means_less(
            @ForAll("counts") long one,
            @ForAll("counts") long other,
            @ForAll("formulas") List<Step> steps,
            @ForAll Rounding rounding) {
        RatioTarget.Builder builder = RatioTarget.of("w").rounding(rounding);
        steps.forEach(step -> step.apply(builder));
        RatioTarget ratio = builder.build();

        assertThat(ratio.replicasOf(Math.min(one, other))).isLessThanOrEqualTo(ratio.replicasOf(Math.max(one, other)));
    }

    /** Steps at random values, with random counts. */
    @Property
    void ladders_are_sorted_maps(
            @ForAll @Size(min = 1, max = 20) Map<@IntRange(min = 0) Integer, @IntRange(min = 0) Integer> steps,
            @ForAll("counts") long milli) {
        NavigableMap<Integer, Integer> sorted = new TreeMap<>(steps);
        RatioTarget.Builder builder = RatioTarget.ladder("nodes");
        sorted.forEach(builder::step);
        RatioTarget ladder = builder.build();

        long whole = Math.floorDiv(milli, 1000L);
        int n = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, whole));
        Map.Entry<Integer, Integer> step = sorted.floorEntry(n);
        assertThat(ladder.replicasOf(milli)).isEqualTo(step == null ? 0 : step.getValue());
    }

    @Property
    void equal_ids_answer_alike(
            @ForAll("formulas") List<Step> one, @ForAll("formulas") List<Step> other, @ForAll("counts") long milli) {
        RatioTarget.Builder first = RatioTarget.of("w");
        one.forEach(step -> step.apply(first));
        RatioTarget.Builder second = RatioTarget.of("w");
        other.forEach(step -> step.apply(second));

        // Two formulas are the same line if and only if they agree at two points.
        boolean sameLine =
                isEqual(fraction(0, one), fraction(0, other)) && isEqual(fraction(1, one), fraction(1, other));
        assertThat(first.build().equals(second.build())).isEqualTo(sameLine);
        if (sameLine) {
            assertThat(first.build().replicasOf(milli)).isEqualTo(second.build().replicasOf(milli));
        }
    }

    private static boolean isEqual(Fraction one, Fraction other) {
        return one.numerator.multiply(other.denominator).equals(other.numerator.multiply(one.denominator));
    }
}
