package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.source.WatermarkBand.Watermark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares bands with decimal numbers of any size, and looks at what the average becomes. */
class WatermarkBandPropertiesTest {
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    /** All in thousandths. */
    record Band(boolean isTotal, long low, long high, int tolerance) {
        WatermarkBand.Builder builder() {
            double least = low / 1000.0;
            double most = high / 1000.0;
            WatermarkBand.Builder builder =
                    isTotal ? WatermarkBand.ofTotal(least, most) : WatermarkBand.ofAverage(least, most);
            return builder.tolerance(tolerance / 1000.0);
        }
    }

    record Seen(long milli, int current, int ready) {
        BigDecimal load(Band band) {
            return BigDecimal.valueOf(milli).multiply(BigDecimal.valueOf(band.isTotal ? 1 : ready));
        }
    }

    @Provide
    Arbitrary<Band> bands() {
        Arbitrary<Long> marks = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 1_000),
                Arbitraries.longs().between(1, 1_000_000),
                Arbitraries.longs().between(1, 1_000_000_000_000L));
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        marks,
                        Arbitraries.oneOf(Arbitraries.longs().between(1, 300), marks),
                        Arbitraries.integers().between(0, 999))
                .as((isTotal, low, more, tolerance) -> new Band(isTotal, low, low + more, tolerance));
    }

    /** Replicas, some of them ready, and a value that is often near those of the band. */
    @Provide
    Arbitrary<Seen> seen() {
        Arbitrary<Long> values = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2_000),
                Arbitraries.longs().between(0, 3_000_000),
                Arbitraries.longs().between(0, Long.MAX_VALUE));
        Arbitrary<Integer> counts = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20), Arbitraries.integers().between(1, Integer.MAX_VALUE));
        return Combinators.combine(values, counts, counts).as(Seen::new);
    }

    @Property(tries = 5_000)
    void bands_are_exact(@ForAll("bands") Band band, @ForAll("seen") Seen seen) {
        assertThat(band.builder().build().replicasOf(seen.milli, seen.current, seen.ready))
                .isEqualTo(expected(band, seen));
    }

    private static int expected(Band band, Seen seen) {
        BigDecimal load = seen.load(band);
        BigDecimal ready = BigDecimal.valueOf(seen.ready);
        BigDecimal low = BigDecimal.valueOf(band.low);
        BigDecimal high = BigDecimal.valueOf(band.high);
        BigDecimal current = BigDecimal.valueOf(seen.current);
        BigDecimal belowHigh = load.divide(high, 0, RoundingMode.CEILING);
        if (load.compareTo(high.multiply(BigDecimal.valueOf(1000 + band.tolerance, 3))
                        .multiply(ready))
                > 0) {
            return current.max(belowHigh).min(MOST).intValueExact();
        }
        if (load.compareTo(low.multiply(BigDecimal.valueOf(1000 - band.tolerance, 3))
                        .multiply(ready))
                < 0) {
            BigDecimal aboveLow = load.divide(low, 0, RoundingMode.FLOOR);
            return BigDecimal.ONE.max(aboveLow).max(belowHigh).min(current).intValueExact();
        }
        return seen.current;
    }

    @Property
    void more_load_never_means_fewer(
            @ForAll("bands") Band band, @ForAll("seen") Seen seen, @ForAll("seen") Seen other) {
        WatermarkBand watermarks = band.builder().build();
        long low = Math.min(seen.milli, other.milli);
        long high = Math.max(seen.milli, other.milli);
        assertThat(watermarks.replicasOf(low, seen.current, seen.ready))
                .isNotNegative()
                .isLessThanOrEqualTo(watermarks.replicasOf(high, seen.current, seen.ready));
    }

    /** Once a shrink is carried out, the same load keeps that count, or shrinks on: it never grows. */
    @Property(tries = 5_000)
    void a_shrink_is_never_taken_back(@ForAll("bands") Band band, @ForAll("seen") Seen seen) {
        Band total = new Band(true, band.low, band.high, band.tolerance);
        WatermarkBand watermarks = total.builder().build();
        int shrunk = watermarks.replicasOf(seen.milli, seen.current, seen.current);
        if (shrunk < seen.current) {
            assertThat(BigDecimal.valueOf(seen.milli))
                    .isLessThanOrEqualTo(BigDecimal.valueOf(band.high).multiply(BigDecimal.valueOf(shrunk)));
            assertThat(watermarks.replicasOf(seen.milli, shrunk, shrunk)).isLessThanOrEqualTo(shrunk);
        }
    }

    /** The same load, again and again: the count comes to rest, on one side, inside the watermark it moves towards. */
    @Property
    void convergence_comes_to_rest_inside_the_watermark(@ForAll("bands") Band band, @ForAll Watermark towards) {
        Band total = new Band(true, band.low, band.high, band.tolerance);
        WatermarkBand watermarks = total.builder().convergeTowards(towards, 1).build();
        long milli = (band.low + band.high) / 2 * 8;
        int replicas = 8;
        for (int i = 0; i < 1_000; i++) {
            int next = watermarks.replicasOf(milli, replicas, replicas);
            if (next == replicas) {
                break;
            }
            BigDecimal load = BigDecimal.valueOf(milli);
            BigDecimal shared = BigDecimal.valueOf(next);
            if (towards == Watermark.HIGH) {
                assertThat(next).isEqualTo(replicas - 1);
                assertThat(load).isLessThanOrEqualTo(shared.multiply(BigDecimal.valueOf(band.high)));
            } else {
                assertThat(next).isEqualTo(replicas + 1);
                assertThat(load).isGreaterThanOrEqualTo(shared.multiply(BigDecimal.valueOf(band.low)));
            }
            replicas = next;
        }
    }
}
