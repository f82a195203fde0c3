package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.ReplicaSource.Input;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The record of forecasts that say the mean, of loads that are drawn around it. */
class TrackRecordTest {
    private static final long LEAD_MILLIS = 75_000;
    private static final int PER_MINUTE = 4;

    private final Correction correction = new Correction(0);
    private final TrackRecord record = new TrackRecord(correction.end(), 2, correction);
    private final Remembering memory = new Remembering(record.end());
    private final SplittableRandom random = new SplittableRandom(7);
    private long last;

    private void run(int minutes, IntToDoubleFunction rateOfMinute, double forecast) {
        for (int step = 1; step <= minutes * PER_MINUTE; step++) {
            double arrivals = Poisson.next(random, 15 * rateOfMinute.applyAsDouble((step - 1) / PER_MINUTE));
            long now = step * 15_000L;
            memory.at(now, in -> {
                record.add(in, now, arrivals, 15);
                if (record.asks(in, now, LEAD_MILLIS)) {
                    record.say(in, forecast, forecast);
                }
            });
            last = now;
        }
    }

    private double of(ToDoubleFunction<Input> what) {
        double[] is = new double[1];
        memory.at(last, in -> is[0] = what.applyAsDouble(in));
        return is[0];
    }

    @Test
    void a_steady_load_is_off_by_chance_only() {
        run(2_880, minute -> 20, 20);
        assertThat(of(record::deviation)).isLessThan(0.03);
        assertThat(TrackRecord.ofADay(of(record::covered), 2_800)).isBetween(0.94, 0.99);
        assertThat(of(record::bias)).isCloseTo(0, within(0.01));
        assertThat(of(record::seen)).isBetween(2_870.0, 2_880.0);
    }

    @Test
    void cycles_of_minutes_judge_whatever_minute_was_asked_about() {
        for (int step = 1; step <= 1_000; step++) {
            long now = step * 120_000L;
            memory.at(now, in -> {
                record.add(in, now, 20 * 60, 60);
                if (record.asks(in, now, 135_000)) { // in the middle of the next minute but one, in which nobody looks
                    record.say(in, 20, 20);
                }
            });
            last = now;
        }
        assertThat(of(record::seen)).isFinite().isGreaterThan(990);
        assertThat(of(record::deviation)).isLessThan(0.1);
    }

    @Test
    void nothing_is_judged_by_what_came_after_a_gap() {
        run(10, minute -> 20, 20);
        double before = of(record::seen);
        long after = last + 3_600_000;
        memory.at(after, in -> record.add(in, after, 1_000, 60));
        last = after;
        assertThat(of(record::seen)).isEqualTo(before);
    }

    @Test
    void the_deviation_is_what_forecasts_are_off_by() {
        double[] rates = new double[2_880];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = 100 * (random.nextBoolean() ? 1.3 : 0.7);
        }
        run(rates.length, minute -> rates[minute], 100);
        assertThat(of(record::deviation)).isCloseTo(0.3, within(0.05));
    }

    @Test
    void more_than_comes_is_a_bias() {
        run(1_000, minute -> 80, 100);
        assertThat(of(record::bias)).isCloseTo(0.2, within(0.01));
        assertThat(of(record::deviation)).isCloseTo(0.2, within(0.02));
    }

    @Test
    void nothing_is_judged_before_its_minute_has_come() {
        run(1, minute -> 10, 10);
        assertThat(of(record::seen)).isZero();
        assertThat(of(record::deviation)).isEqualTo(0.2);
        assertThat(of(record::bias)).isZero();
    }

    @Test
    void what_comes_out_of_nothing_is_off_by_no_more_than_all_of_it() {
        run(200, minute -> minute < 100 ? 0 : 1_000, 0);
        assertThat(of(record::deviation)).isEqualTo(1);
        assertThat(of(record::bias)).isZero();
    }
}
