package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows as pictures: a column per second, a digit is a sample, the average is asked in the last column. */
class KpaWindowTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private static double average(KpaWindow window, long startMillis, String picture) {
        for (int second = 0; second < picture.length(); second++) {
            if (picture.charAt(second) != '.') {
                assertThat(window.record(startMillis + second * 1000L, picture.charAt(second) - '0'))
                        .isTrue();
            }
        }
        return window.average(startMillis + (picture.length() - 1) * 1000L);
    }

    private static double linear(String picture) {
        return average(KpaWindow.linear(TEN), 0, picture);
    }

    @Test
    void divides_by_the_seconds_since_the_first_sample_until_the_window_is_full() {
        assertThat(linear("6")).isEqualTo(6);
        assertThat(linear("66")).isEqualTo(6);
        assertThat(linear("60")).isEqualTo(3);
        assertThat(linear("9999999999")).isEqualTo(9);
        assertThat(linear("9999955555555")).as("three seconds have left").isEqualTo(5.8);
    }

    @Test
    void gaps_between_samples_count_as_zeros() {
        assertThat(linear("6....6")).isEqualTo(2);
    }

    @Test
    void silence_after_the_last_sample_shrinks_the_divisor() {
        assertThat(linear("88888....")).isEqualTo(8);
        assertThat(linear("8888888888..")).isEqualTo(8);
        assertThat(linear("88888.........")).as("9 s after the last sample").isEqualTo(8);
        assertThat(linear("88888..........")).as("10 s after it").isZero();
    }

    @Test
    void silence_and_then_a_sample_drops_the_average() {
        assertThat(linear("88888.....4")).isEqualTo((8 * 4 + 4) / 10.0);
    }

    @Test
    void at_exactly_the_length_the_average_is_zero_and_the_window_not_empty() {
        KpaWindow window = KpaWindow.linear(TEN);
        assertThat(window.isEmpty(0)).isTrue();
        window.record(0, 5);
        assertThat(window.isEmpty(10_999)).isFalse();
        assertThat(window.average(9_999)).isEqualTo(5);
        assertThat(window.average(10_000)).isZero();
        assertThat(window.isEmpty(11_000)).isTrue();
    }

    @Test
    void late_samples_count_in_their_own_second_as_long_as_it_is_in_the_window() {
        KpaWindow window = KpaWindow.linear(TEN);
        window.record(10_000, 4);
        assertThat(window.record(0, 9)).as("as old as the window").isFalse();
        assertThat(window.record(1_000, 16)).isTrue();
        assertThat(window.average(10_000)).isEqualTo(2);
        assertThat(window.average(11_000)).as("what came late leaves first").isEqualTo(0.444444);
    }

    @Test
    void questions_in_any_order_are_answered_alike() {
        KpaWindow window = KpaWindow.linear(TEN);
        average(window, 0, "1234567898");
        double at12 = window.average(12_000);
        double at15 = window.average(15_000);
        assertThat(window.average(12_000)).isEqualTo(at12);
        assertThat(window.average(9_000)).isEqualTo(5.3);
        assertThat(window.average(-50_000)).as("a question about the past").isEqualTo(5.3);
        assertThat(window.average(15_000)).isEqualTo(at15);
        window.record(4_000, 100);
        assertThat(window.average(15_000)).as("a late sample that had left").isEqualTo(at15);
        window.record(6_000, 100);
        assertThat(window.average(15_000)).isEqualTo(at15 + 25);
    }

    @Test
    void rounding_errors_of_large_samples_stay_in_the_sum() {
        KpaWindow window = KpaWindow.linear(Duration.ofSeconds(2));
        window.record(0, 1e20);
        window.record(1_000, 7);
        assertThat(window.average(2_000)).as("the 7 was lost beside 1e20").isZero();
        assertThat(average(KpaWindow.linear(Duration.ofSeconds(2)), 0, "07.")).isEqualTo(7);
    }

    @Test
    void averages_are_rounded_half_away_from_zero_and_keep_the_sign_of_zero() {
        assertThat(of(0.0000005)).isEqualTo(1e-6);
        assertThat(of(-0.0000005)).isEqualTo(-1e-6);
        assertThat(of(0.00000049999999999999)).isEqualTo(0.0);
        assertThat(Double.doubleToRawLongBits(of(-0.0000001))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(of(1e17)).isEqualTo(1e17 * 1e6 / 1e6);
    }

    private static double of(double sample) {
        KpaWindow window = KpaWindow.linear(TEN);
        window.record(0, sample);
        return window.average(0);
    }

    @Test
    void the_exponential_average_weighs_new_buckets_more_and_is_not_normalised() {
        assertThat(average(KpaWindow.weighted(Duration.ofSeconds(60)), 0, "5.")).isEqualTo(5 * (0.2 * 0.8));
        KpaWindow fresh = KpaWindow.weighted(Duration.ofSeconds(60));
        fresh.record(0, 5);
        assertThat(fresh.average(0)).isEqualTo(1);
        KpaWindow steady = KpaWindow.weighted(Duration.ofSeconds(60));
        for (int second = 0; second < 600; second++) {
            steady.record(second * 1000L, 100);
        }
        assertThat(steady.average(599_000)).isBetween(99.9, 99.999999);
        assertThat(steady.average(659_000)).isZero();
        assertThat(steady.average(660_000)).isZero();
        assertThat(steady.isEmpty(659_000)).isFalse();
    }

    @Test
    void a_resized_window_counts_as_full() {
        KpaWindow window = KpaWindow.linear(TEN);
        average(window, 0, "666");
        window.resize(2_000, Duration.ofSeconds(20));
        assertThat(window.average(2_000)).as("18 over the old 10 s").isEqualTo(1.8);
        window.resize(2_000, Duration.ofSeconds(2));
        assertThat(window.average(2_000)).isEqualTo(6);
        window.resize(4_001, Duration.ofSeconds(5));
        assertThat(window.average(2_000))
                .as("not yet expired at exactly its length")
                .isEqualTo(6);
        window.resize(8_000, Duration.ofSeconds(6));
        assertThat(window.average(2_000)).as("all had expired").isZero();
        assertThat(window.isEmpty(8_000))
                .as("but when they came is still known")
                .isFalse();
        assertThat(window.record(3_000, 6)).isTrue();
        assertThat(window.average(3_000)).isEqualTo(6);
    }

    @Test
    void samples_that_are_no_numbers_are_left_out() {
        KpaWindow window = KpaWindow.linear(TEN);
        window.record(0, 3);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e200}) {
            assertThat(window.record(5_000, bad)).isFalse();
        }
        assertThat(window.average(0)).isEqualTo(3);
        for (int i = 0; i < 1_000; i++) {
            assertThat(window.record(0, KpaWindow.MAX_SAMPLE)).isTrue();
        }
        assertThat(window.average(0)).isFinite();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -14_500, 0, 1_763_800_000_000L, Long.MAX_VALUE - 20_000})
    void counts_in_the_same_way_at_any_time(long start) {
        long second = Math.floorDiv(start, 1000L) * 1000 + (start == Long.MIN_VALUE ? 1000 : 0);
        KpaWindow window = KpaWindow.linear(TEN);
        assertThat(window.isEmpty(start)).isTrue();
        assertThat(window.average(start)).isZero();
        assertThat(average(window, second, "88888....")).isEqualTo(8);
        assertThat(average(KpaWindow.linear(TEN), second, "88888.....4")).isEqualTo(3.6);
        KpaWindow weighted = KpaWindow.weighted(Duration.ofSeconds(60));
        assertThat(average(weighted, second, "5.")).isEqualTo(5 * (0.2 * 0.8));
        assertThat(weighted.average(Long.MAX_VALUE)).isBetween(0.0, 0.9);
        window.resize(second + 4_000, Duration.ofSeconds(5));
        assertThat(window.average(second + 4_000)).isEqualTo(8);
    }

    @Test
    void a_step_from_one_end_of_time_to_the_other_only_empties_it() {
        KpaWindow window = KpaWindow.linear(TEN);
        window.record(Long.MIN_VALUE, 5);
        assertThat(window.average(Long.MIN_VALUE)).isEqualTo(5);
        assertThat(window.record(Long.MAX_VALUE, 7)).isTrue();
        assertThat(window.average(Long.MAX_VALUE)).isEqualTo(7);
        assertThat(window.record(Long.MIN_VALUE, 5)).isFalse();
        assertThat(window.isEmpty(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void buckets_may_be_longer_than_a_second_and_the_window_no_multiple_of_them() {
        KpaWindow window = KpaWindow.of(KpaAggregation.LINEAR, Duration.ofMillis(5_500), Duration.ofSeconds(2));
        window.record(0, 1);
        window.record(1_999, 2);
        window.record(2_000, 3);
        assertThat(window.average(2_000)).isEqualTo(3);
        assertThat(window.average(4_000)).as("two whole buckets fit").isEqualTo(3);
        assertThat(window.isEmpty(7_999)).isFalse();
        assertThat(window.isEmpty(8_000)).isTrue();
    }

    @Test
    void lengths_out_of_range_are_refused() {
        KpaWindow window = KpaWindow.linear(Duration.ofHours(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KpaWindow.linear(Duration.ZERO))
                .withMessage("window must be > 0 and at most PT1H: window=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.resize(0, Duration.ofMillis(3_600_001)))
                .withMessage("window must be > 0 and at most PT1H: window=PT1H0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KpaWindow.of(KpaAggregation.LINEAR, TEN, Duration.ofMillis(1_500)))
                .withMessage("granularity must be whole seconds >= PT1S: granularity=PT1.5S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.decay(-1))
                .withMessage("buckets must be >= 0: buckets=-1");
    }
}
