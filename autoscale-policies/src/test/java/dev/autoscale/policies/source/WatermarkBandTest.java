package dev.autoscale.policies.source;

import static dev.autoscale.policies.source.WatermarkBand.Watermark.HIGH;
import static dev.autoscale.policies.source.WatermarkBand.Watermark.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.MetricSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatermarkBandTest {
    /** With the tolerance the band is 54 to 88. */
    private static final WatermarkBand AVERAGE = WatermarkBand.ofAverage(60, 80).build();

    private static final WatermarkBand TOTAL = WatermarkBand.ofTotal(60, 80).build();

    /** Ten replicas: 88.001 * 10 / 80 is 11.0001, and 53.999 * 10 / 60 is 8.9998. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "6000, 1",
        "11999, 2",
        "12000, 2",
        "53999, 8",
        "54000, 10",
        "54001, 10",
        "70000, 10",
        "87999, 10",
        "88000, 10",
        "88001, 12",
        "160000, 20",
        "160001, 21",
        "9223372036854775807, 2147483647"
    })
    void theAverageActsOutsideOfTheBandOnly(long milli, int replicas) {
        assertThat(AVERAGE.replicasOf(milli, 10, 10)).isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "539999, 8",
        "540000, 10",
        "540001, 10",
        "879999, 10",
        "880000, 10",
        "880001, 12",
        "960000, 12",
        "960001, 13",
        "9223372036854775807, 2147483647"
    })
    void aTotalIsSharedByTheReadyReplicas(long milli, int replicas) {
        assertThat(TOTAL.replicasOf(milli, 10, 10)).isEqualTo(replicas);
    }

    /** 119.999 / 60 alone would be 1 replica with 119.999, far above 80. */
    @ParameterizedTest
    @CsvSource({"119999, 2", "80001, 2", "80000, 1", "79999, 1", "1, 1"})
    void a_shrink_never_takes_the_average_above_the_high_watermark(long milli, int replicas) {
        WatermarkBand sharp = WatermarkBand.ofTotal(60, 80).tolerance(0).build();
        assertThat(sharp.replicasOf(milli, 2, 2)).isEqualTo(replicas);
        assertThat(sharp.replicasOf(milli, replicas, replicas)).isEqualTo(replicas);
    }

    @Test
    void starting_replicas_are_not_asked_for_again() {
        assertThat(TOTAL.replicasOf(400_000, 10, 4)).isEqualTo(10);
        assertThat(TOTAL.replicasOf(900_000, 10, 4)).isEqualTo(12);
        assertThat(TOTAL.replicasOf(300_000, 10, 4)).isEqualTo(10);
        assertThat(TOTAL.replicasOf(200_000, 10, 4)).isEqualTo(3);
        assertThat(AVERAGE.replicasOf(100_000, 10, 4)).isEqualTo(10);
        assertThat(AVERAGE.replicasOf(50_000, 10, 4)).isEqualTo(3);
    }

    @Test
    void what_is_on_its_way_out_never_makes_a_shrink_grow() {
        assertThat(TOTAL.replicasOf(500_000, 5, 10)).isEqualTo(5);
        assertThat(TOTAL.replicasOf(900_000, 5, 10)).isEqualTo(12);
    }

    @Test
    void without_ready_replicas_nothing_shrinks() {
        assertThat(TOTAL.replicasOf(0, 3, 0)).isEqualTo(3);
        assertThat(TOTAL.replicasOf(100_000, 3, 0)).isEqualTo(3);
        assertThat(TOTAL.replicasOf(400_000, 3, 0)).isEqualTo(5);
        assertThat(AVERAGE.replicasOf(0, 3, 0)).isEqualTo(3);
        assertThat(AVERAGE.replicasOf(500_000, 3, 0)).isEqualTo(3);
        WatermarkBand converging =
                WatermarkBand.ofTotal(60, 80).convergeTowards(HIGH, 1).build();
        assertThat(converging.replicasOf(0, 3, 0)).isEqualTo(3);
    }

    @Test
    void from_zero_a_total_wakes_and_an_average_only_above_the_band() {
        assertThat(TOTAL.replicasOf(0, 0, 0)).isZero();
        assertThat(TOTAL.replicasOf(1, 0, 0)).isEqualTo(1);
        assertThat(TOTAL.replicasOf(160_001, 0, 0)).isEqualTo(3);
        assertThat(TOTAL.replicasOf(160_001, 0, 7)).isEqualTo(3);
        assertThat(AVERAGE.replicasOf(0, 0, 0)).isZero();
        assertThat(AVERAGE.replicasOf(88_000, 0, 0)).isZero();
        assertThat(AVERAGE.replicasOf(88_001, 0, 0)).isEqualTo(2);
        assertThat(AVERAGE.replicasOf(88_001, 0, 7)).isEqualTo(2);
    }

    /** 9 * 80 = 720, 8 * 80 = 640. */
    @ParameterizedTest
    @CsvSource({"720000, 9, 10", "720001, 10, 10", "640000, 9, 8", "640001, 9, 10", "880000, 10, 10", "540000, 9, 8"})
    void it_converges_towards_the_high_watermark(long milli, int byOne, int byTwo) {
        WatermarkBand.Builder builder = WatermarkBand.ofTotal(60, 80);
        assertThat(builder.convergeTowards(HIGH, 1).build().replicasOf(milli, 10, 10))
                .isEqualTo(byOne);
        assertThat(builder.convergeTowards(HIGH, 2).build().replicasOf(milli, 10, 10))
                .isEqualTo(byTwo);
    }

    /** 11 * 60 = 660, 12 * 60 = 720. */
    @ParameterizedTest
    @CsvSource({
        "659999, 10, 10",
        "660000, 11, 10",
        "719999, 11, 10",
        "720000, 11, 12",
        "880000, 11, 12",
        "540000, 10, 10"
    })
    void itConvergesTowardsTheLowWatermark(long milli, int byOne, int byTwo) {
        WatermarkBand.Builder builder = WatermarkBand.ofTotal(60, 80);
        assertThat(builder.convergeTowards(LOW, 1).build().replicasOf(milli, 10, 10))
                .isEqualTo(byOne);
        assertThat(builder.convergeTowards(LOW, 2).build().replicasOf(milli, 10, 10))
                .isEqualTo(byTwo);
    }

    @Test
    void convergence_is_bounded() {
        WatermarkBand high =
                WatermarkBand.ofAverage(60, 80).convergeTowards(HIGH, 3).build();
        assertThat(high.replicasOf(60_000, 3, 3)).isEqualTo(3);
        assertThat(high.replicasOf(60_000, 0, 0)).isZero();
        assertThat(high.replicasOf(54_000, 12, 12)).isEqualTo(9);
        WatermarkBand low = WatermarkBand.ofAverage(60, 80)
                .convergeTowards(LOW, Integer.MAX_VALUE)
                .build();
        assertThat(low.replicasOf(80_000, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(low.replicasOf(80_000, 3, 3)).isEqualTo(3);
    }

    @Test
    void ids_say_everything() {
        WatermarkBand.Builder builder = WatermarkBand.ofTotal(0.0001, 1e12).tolerance(0.0519);
        assertThat(builder.build())
                .isEqualTo(builder.build())
                .hasToString("band(total 0.001..1000000000000, tolerance 0.051)");
        assertThat(builder.convergeTowards(LOW, 2).build())
                .hasToString("band(total 0.001..1000000000000, tolerance 0.051, towards LOW by 2)");
        assertThat(AVERAGE.id()).isEqualTo("band(average 60..80, tolerance 0.1)");
        assertThat(WatermarkBand.ofAverage(60, 80).asMetric("busy")).isEqualTo(MetricSpec.source("busy", AVERAGE));
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(WatermarkBand.ofAverage(80, 80).tolerance(1).convergeTowards(HIGH, 0)::build)
                .withMessage("high must be > low: low=80.0, high=80.0; tolerance must be >= 0 and < 1: tolerance=1.0; "
                        + "convergeTowards must be by >= 1: replicas=0");
        assertThatIllegalArgumentException()
                .isThrownBy(WatermarkBand.ofTotal(0, 2e12).tolerance(Double.NaN)::build)
                .withMessage("low must be > 0 and <= 1e12: low=0.0; high must be > 0 and <= 1e12: high=2.0E12; "
                        + "tolerance must be >= 0 and < 1: tolerance=NaN");
        assertThatNullPointerException()
                .isThrownBy(() -> WatermarkBand.ofTotal(1, 2).convergeTowards(null, 1));
    }
}
