package dev.autoscale.testkit.simulation.load;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedArrivalsTest {
    private static final long MINUTE = 60_000_000;
    private static final Offset<Double> CLOSE = within(1e-6);

    @TempDir
    private Path directory;

    private static double until(Load load, long micros) {
        try (ExpectedArrivals expected = load.expect(SeededRandom.of(1))) {
            expected.passUntil(micros);
            return expected.arrivals();
        }
    }

    /** What comes by chance comes around what is expected: 200 draws of a load, at a time that no piece of it ends at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "poisson 2/s for 10m service exp 800ms",
                "even 2/s for 10m service 1s",
                "step 1/s 4m, 4/s 3m, 0/s 2m, 2/s 1m service lognormal 1s 0.5",
                "ramp 0..6/s for 10m service uniform 1s..3s",
                "diurnal 0..6/s every 7m for 10m service exp 1s",
                "burst 1..6/s every 4m lasting 1m for 10m service exp 1s",
                "flash 1..20/s at 2m rise 30s decay 90s for 10m service exp 1s",
                "onoff 0.2..8/s off 2m on 1m for 10m service exp 1s",
                "poisson 2/s for 10m service exp 800ms faster 3",
                "diurnal 0..6/s every 7m for 10m service exp 1s times 2.5",
                "diurnal 0..6/s every 7m for 20m service exp 1s from 4m to 9m",
                "poisson 2/s for 4m service 1s; then silence 1m; then ramp 0..6/s for 5m service 3s",
                "poisson 2/s for 4m service 1s; and onoff 0.2..8/s off 2m on 1m for 10m service exp 5s"
            })
    void chance_comes_around_it(String text) {
        Load load = Loads.parse(text);
        for (long micros : new long[] {MINUTE, 3 * MINUTE + 17_000_000, 7 * MINUTE + 1, 30 * MINUTE}) {
            double offArrivals = 0;
            double offService = 0;
            double arrivals = 0;
            double service = 0;
            for (int seed = 0; seed < 200; seed++) {
                try (ExpectedArrivals expected = load.expect(SeededRandom.of(seed));
                        Arrivals drawn = load.open(SeededRandom.of(seed))) {
                    expected.passUntil(micros);
                    arrivals += expected.arrivals();
                    service += expected.serviceMicros();
                    offArrivals -= expected.arrivals();
                    offService -= expected.serviceMicros();
                    while (drawn.next() && drawn.arrivalMicros() < micros) {
                        offArrivals++;
                        offService += drawn.serviceMicros();
                    }
                }
            }
            // Copies of the same arrival: twice the variance, and three times with 2.5.
            assertThat(offArrivals).isCloseTo(0, within(4 * Math.sqrt(3 * arrivals) + 200));
            assertThat(offService).isCloseTo(0, within(0.03 * service + 200e6));
        }
    }

    @Test
    void the_area_under_the_rate() {
        ServiceTimes second = ServiceTimes.fixed(ofSeconds(1));
        Load ramp = Loads.ramp(0, 6, ofMinutes(10), second);
        assertThat(until(ramp, 5 * MINUTE)).isCloseTo(3 * 300 / 2.0, CLOSE);
        Load day = Loads.diurnal(1, 5, ofMinutes(8), ofMinutes(16), second);
        assertThat(until(day, 8 * MINUTE)).isCloseTo(3 * 480, CLOSE);
        // The integral of 3 - 2 cos(2 pi t / 480 s) from 0 to 60 s.
        assertThat(until(day, MINUTE))
                .isCloseTo(180 - 2 * 480 / (2 * Math.PI) * Math.sin(2 * Math.PI / 8), within(1e-2));
        assertThat(until(day, 100 * MINUTE)).isCloseTo(3 * 960, CLOSE);
        assertThat(until(Loads.clip(day, ofMinutes(8), ofMinutes(16)), MINUTE)).isCloseTo(until(day, MINUTE), CLOSE);
        assertThat(until(Loads.faster(day, 8), MINUTE)).isCloseTo(until(day, 8 * MINUTE), CLOSE);
    }

    @Test
    void a_series_is_expected_as_it_stands() throws IOException {
        Path file = Files.writeString(directory.resolve("series.csv"), "t_ms,value\n60000,30\n120000,90\n");
        Load load = Loads.series(file, 2, ServiceTimes.exponential(ofSeconds(4)));
        assertThat(until(load, MINUTE)).isZero();
        assertThat(until(load, 2 * MINUTE)).isCloseTo(60, CLOSE);
        assertThat(until(load, 2 * MINUTE + MINUTE / 2)).isCloseTo(60 + 90, CLOSE);
        assertThat(until(load, 9 * MINUTE)).isCloseTo(60 + 180, CLOSE);
        try (ExpectedArrivals expected = load.expect(SeededRandom.of(1))) {
            expected.passUntil(MINUTE);
            assertThat(expected.endMicros()).isEqualTo(Long.MAX_VALUE);
            expected.passUntil(4 * MINUTE);
            assertThat(expected.endMicros()).isEqualTo(3 * MINUTE);
            assertThat(expected.serviceMicros()).isCloseTo(240 * 4e6, within(1.0));
        }
    }

    /** 10, 20, 30, 40, 50, 60, 70 in seven minutes: the mean of five, or of as many as there are. */
    @Test
    void recorded_arrivals_are_counted_over_five_minutes() throws IOException {
        Path file = recording();
        Load load = Loads.trace(file);
        assertThat(until(load, MINUTE)).isCloseTo(20, CLOSE);
        assertThat(until(load, 2 * MINUTE)).isCloseTo(20 + 25, CLOSE);
        assertThat(until(load, 3 * MINUTE)).isCloseTo(20 + 25 + 30, CLOSE);
        assertThat(until(load, 3 * MINUTE + MINUTE / 2)).isCloseTo(20 + 25 + 30 + 20, CLOSE);
        assertThat(until(load, 7 * MINUTE)).isCloseTo(20 + 25 + 30 + 40 + 50 + 55 + 60, within(1.5));
        assertThat(until(load, 99 * MINUTE)).isCloseTo(20 + 25 + 30 + 40 + 50 + 55 + 60, within(1.5));
        try (ExpectedArrivals expected = load.expect(SeededRandom.of(1))) {
            expected.passUntil(5 * MINUTE);
            assertThat(expected.serviceMicros()).isCloseTo(expected.arrivals() * 2e6, within(1.0));
            expected.passUntil(8 * MINUTE);
            assertThat(expected.endMicros()).isEqualTo(7 * MINUTE);
        }
    }

    /** What is made of them is counted anew: a minute of a faster recording is more of it. */
    @Test
    void derived_recordings_are_counted_anew() throws IOException {
        Load load = Loads.trace(recording());
        assertThat(until(Loads.faster(load, 7), 10 * MINUTE)).isCloseTo(280, within(1.0));
        assertThat(until(Loads.clip(load, ofMinutes(3), ofMinutes(5)), MINUTE)).isCloseTo(45, CLOSE);
        assertThat(until(Loads.scale(load, 2), MINUTE)).isCloseTo(40, CLOSE);
        assertThat(until(Loads.scale(load, 0), MINUTE)).isZero();
        Load joined = Loads.concat(load, Loads.poisson(1, ofMinutes(3), ServiceTimes.fixed(ofSeconds(1))));
        assertThat(until(joined, 99 * MINUTE)).isCloseTo(280 + 180, within(2.0));
    }

    private Path recording() throws IOException {
        StringBuilder rows = new StringBuilder("arrival_ms,service_ms\n");
        for (int minute = 0; minute < 7; minute++) {
            for (int i = 0; i < 10 * (minute + 1); i++) {
                rows.append(minute * 60_000 + i * 60_000 / (10 * (minute + 1))).append(",2000\n");
            }
        }
        return Files.writeString(directory.resolve("requests.csv"), rows);
    }

    @Test
    void a_load_of_ones_own_is_counted_and_a_single_arrival_is_no_division_by_zero() throws IOException {
        Path file = Files.writeString(directory.resolve("one.csv"), "arrival_ms,service_ms\n0,2000\n");
        assertThat(until(Loads.trace(file), MINUTE)).isGreaterThan(0).isLessThanOrEqualTo(1);
        Load own = NamedLoad.counted("own", Loads.trace(recording())::open);
        assertThat(until(own, MINUTE)).isCloseTo(20, CLOSE);
    }
}
