package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonTest {
    private static final long BUCKET = Season.BUCKET_MILLIS;
    private static final long DAY = 288 * BUCKET;
    private static final long LEAD = 600_000;

    private final Season season = new Season(0, LEAD);
    private final Remembering memory = new Remembering(season.end());

    /** A minute at a time, up to an instant; a rate of NaN is not seen. */
    private void see(long fromMillis, long toMillis, LongToDoubleFunction rate) {
        for (long at = fromMillis + 60_000; at <= toMillis; at += 60_000) {
            double perSecond = rate.applyAsDouble(at - 30_000);
            if (!Double.isNaN(perSecond)) {
                long now = at;
                memory.at(now, in -> season.add(in, now, perSecond * 60, 60));
            }
        }
    }

    private double at(long millis, long now) {
        double[] rate = new double[1];
        memory.at(now, in -> rate[0] = season.at(in, millis));
        return rate[0];
    }

    private static double ofDay(long millis) {
        return Math.floorMod(Math.floorDiv(millis, DAY), 100L);
    }

    @Test
    void nothing_is_known_on_the_first_day() {
        see(0, DAY / 2, millis -> 7);
        assertThat(at(DAY / 2, DAY / 2)).isNaN();
    }

    /** Days of rates 0, 1 and 2, the later the weightier: (2 + 0.85 · 1 + 0.85² · 0) / (1 + 0.85 + 0.85²). */
    @ParameterizedTest
    @ValueSource(longs = {0, -2 * 288 * 300_000L, 19_000 * 288 * 300_000L})
    void usual_is_the_weighted_mean_of_earlier_days(long from) {
        long now = from + 3 * DAY + DAY / 2;
        see(from, now, millis -> Math.floorDiv(millis - from, DAY));
        assertThat(at(now, now)).isCloseTo(2.85 / (1 + 0.85 + 0.7225), within(1e-5));
    }

    @Test
    void a_day_without_requests_counts_and_one_without_data_does_not() {
        long now = 2 * DAY + DAY / 2;
        see(0, now, millis -> millis < DAY ? 8 : 0);
        assertThat(at(now, now)).isCloseTo(8 * 0.85 / 1.85, within(1e-5));

        Remembering other = new Remembering(season.end());
        for (long at = 60_000; at <= now; at += 60_000) {
            long millis = at;
            if (millis <= DAY || millis > 2 * DAY) {
                other.at(millis, in -> season.add(in, millis, 8 * 60, 60));
            }
        }
        other.at(now, in -> assertThat(season.at(in, now)).isCloseTo(8, within(1e-5)));
    }

    @Test
    void two_weeks_are_kept() {
        long now = 20 * DAY + DAY / 2;
        see(0, now, SeasonTest::ofDay);
        double sum = 0;
        double weights = 0;
        for (int day = 1; day <= 13; day++) {
            sum += Math.pow(0.85, day - 1) * (20 - day);
            weights += Math.pow(0.85, day - 1);
        }
        assertThat(at(now, now)).isCloseTo(sum / weights, within(1e-4));
    }

    @Test
    void half_a_bucket_that_was_seen_is_enough() {
        long gap = DAY / 2;
        see(
                0,
                DAY + gap,
                millis -> millis > gap && millis < gap + BUCKET && millis % BUCKET > BUCKET / 2 ? Double.NaN : 4);
        assertThat(at(DAY + gap + BUCKET / 2, DAY + gap)).isCloseTo(4, within(1e-5));
    }

    @Test
    void a_gap_of_a_fortnight_forgets_all() {
        see(0, DAY, millis -> 5);
        see(16 * DAY, 16 * DAY + BUCKET, millis -> 5);
        long now = 16 * DAY + BUCKET;
        assertThat(at(now, now)).isNaN();
    }

    @Test
    void between_middles_it_is_straight() {
        long now = 2 * DAY + DAY / 2 + 77_000;
        see(0, now, millis -> 10 + 5 * Math.sin(2 * Math.PI * (millis % (4 * BUCKET)) / (4 * BUCKET)));
        memory.at(now, in -> {
            double before = season.at(in, now);
            for (long ahead = 1_000; ahead <= LEAD; ahead += 1_000) {
                double rate = season.at(in, now + ahead);
                assertThat(rate).isCloseTo(before, within(0.1));
                before = rate;
            }
        });
    }

    @Test
    void both_ends_of_time_are_times() {
        for (long start : new long[] {Long.MIN_VALUE, Long.MAX_VALUE - 2 * BUCKET}) {
            Remembering other = new Remembering(season.end());
            for (int i = 0; i < 20; i++) {
                long now = start + i * 15_000L;
                other.at(now, in -> {
                    season.add(in, now, 15, 15);
                    assertThat(season.at(in, now)).isNaN();
                });
            }
        }
    }
}
