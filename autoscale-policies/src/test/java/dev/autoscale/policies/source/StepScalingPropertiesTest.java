package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.source.StepAdjustment.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/** Compares steps with decimal numbers of any size, and with themselves under other loads. */
class StepScalingPropertiesTest {
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    /** Bounds of whole numbers, and changes, both ascending: [b0, b1): c0, [b1, b2): c1, ... */
    private static StepScaling ascending(List<Integer> bounds, boolean isPercent) {
        int[] sorted = bounds.stream().mapToInt(Integer::intValue).sorted().toArray();
        StepScaling.Builder builder = StepScaling.builder();
        for (int i = 0; i + 1 < sorted.length; i++) {
            builder.between(sorted[i], sorted[i + 1], adjustment(change(i, sorted.length), isPercent));
        }
        return builder.from(sorted[sorted.length - 1], adjustment(change(sorted.length - 1, sorted.length), isPercent))
                .build();
    }

    /** About half of the steps shrink; none is 0. */
    private static int change(int step, int steps) {
        int change = step - steps / 2;
        return change >= 0 ? change + 1 : change;
    }

    private static StepAdjustment adjustment(int change, boolean isPercent) {
        return isPercent ? StepAdjustment.percentChangeInCapacity(change * 9) : StepAdjustment.changeInCapacity(change);
    }

    @Property
    void the_step_is_the_one_that_the_value_lies_in(
            @ForAll @Size(min = 1, max = 10) @UniqueElements List<@IntRange(min = -50, max = 50) Integer> bounds,
            @ForAll @IntRange(min = -60_000, max = 60_000) int milli,
            @ForAll @IntRange(min = 0, max = 100) int current,
            @ForAll @IntRange(min = 0, max = 100) int ready) {
        int[] sorted = bounds.stream().mapToInt(Integer::intValue).sorted().toArray();
        long step = Arrays.stream(sorted).filter(bound -> bound * 1000 <= milli).count() - 1;
        int change = change((int) step, sorted.length);
        int expected = step < 0
                ? current
                : change < 0 ? Math.max(0, current + change) : Math.max(current, Math.min(ready, current) + change);

        assertThat(ascending(bounds, false).replicasOf(milli, current, ready)).isEqualTo(expected);
    }

    /** From the lowest bound on: below it there is no change, which may be more than a step down. */
    @Property
    void more_load_never_means_fewer(
            @ForAll @Size(min = 2, max = 10) @UniqueElements List<@IntRange(min = -50, max = 50) Integer> bounds,
            @ForAll boolean isPercent,
            @ForAll @IntRange(min = -50_000, max = 60_000) int one,
            @ForAll @IntRange(min = -50_000, max = 60_000) int other,
            @ForAll @IntRange(min = 0) int current,
            @ForAll @IntRange(min = 0) int ready) {
        StepScaling steps = ascending(bounds, isPercent);
        int lowest = bounds.stream().mapToInt(Integer::intValue).min().getAsInt() * 1000;
        int low = Math.max(lowest, Math.min(one, other));
        int high = Math.max(lowest, Math.max(one, other));

        int fewer = steps.replicasOf(low, current, ready);
        assertThat(fewer).isNotNegative().isLessThanOrEqualTo(steps.replicasOf(high, current, ready));
    }

    @Provide
    Arbitrary<Integer> percents() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(-100, 200),
                        Arbitraries.integers().between(-100, 1_000_000))
                .filter(percent -> percent != 0);
    }

    @Property
    void percentages_are_exact(
            @ForAll("percents") int percent,
            @ForAll @IntRange(min = 1, max = 30) int least,
            @ForAll Rounding rounding,
            @ForAll @IntRange(min = 0) int current,
            @ForAll @IntRange(min = 0) int ready) {
        int base = percent > 0 ? Math.min(current, ready) : current;
        BigDecimal whole = BigDecimal.valueOf(base);
        BigDecimal exact = whole.multiply(BigDecimal.valueOf(percent)).movePointLeft(2);
        BigDecimal change = rounding == Rounding.TOWARDS_ZERO
                ? exact.setScale(0, RoundingMode.DOWN)
                : whole.add(exact)
                        .add(new BigDecimal("0.5"))
                        .setScale(0, RoundingMode.FLOOR)
                        .subtract(whole);
        change = change.abs().max(BigDecimal.valueOf(least));
        BigDecimal expected = percent > 0
                ? whole.add(change).min(MOST).max(BigDecimal.valueOf(current))
                : whole.subtract(change).max(BigDecimal.ZERO);

        StepAdjustment adjustment = StepAdjustment.percentChangeInCapacity(percent)
                .minAdjustmentMagnitude(least)
                .rounding(rounding);
        assertThat(adjustment.apply(current, ready)).isEqualTo(expected.intValueExact());
    }

    /** Whatever is wanted already, while the same replicas are ready the same step comes to the same count. */
    @Property
    void the_same_step_adds_nothing_while_its_replicas_start(
            @ForAll @IntRange(min = 1, max = 1_000) int change,
            @ForAll boolean isPercent,
            @ForAll @IntRange(min = 0, max = 1_000_000) int ready) {
        StepAdjustment adjustment = adjustment(change, isPercent);
        int wanted = adjustment.apply(ready, ready);
        assertThat(wanted).isGreaterThan(ready);
        assertThat(adjustment.apply(wanted, ready)).isEqualTo(wanted);
    }
}
