package dev.autoscale.testkit.simulation.load;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.ZeroAllocation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrivals come at the rates that the formulas say, as scattered as they say. */
class LoadShapesTest {
    private static final ServiceTimes EXP = ServiceTimes.exponential(ofMillis(800));
    private static final ServiceTimes FIXED = ServiceTimes.fixed(ofSeconds(1));
    private static final int SIGMAS = 4;

    static List<Load> all() {
        return List.of(
                Loads.poisson(20, ofMinutes(10), EXP),
                Loads.even(3, ofMinutes(10), EXP),
                Loads.rates(new double[] {5, 0, 50}, new Duration[] {ofMinutes(10), ofMinutes(5), ofMinutes(2)}, EXP),
                Loads.ramp(2, 40, ofMinutes(10), EXP),
                Loads.diurnal(0.5, 10, ofMinutes(10), ofMinutes(20), EXP),
                Loads.burst(2, 60, ofMinutes(4), ofSeconds(20), ofMinutes(20), EXP),
                Loads.flashCrowd(2, 60)
                        .at(ofMinutes(4))
                        .rise(ofSeconds(10))
                        .decay(ofMinutes(2))
                        .load(ofMinutes(20), EXP),
                Loads.onOff(1, 40, ofMinutes(2), ofSeconds(20), ofMinutes(20), EXP));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_seed_decides_alone_and_times_never_go_back(Load load) {
        Read read = Read.of(load, 11);
        assertThat(read.count()).isGreaterThan(300);
        assertThat(read.isInOrder()).isTrue();
        assertThat(Read.of(load, 11)).isEqualTo(read);
        assertThat(Read.of(load, 12)).isNotEqualTo(read);
        assertThat(Arrays.stream(read.services()).min().orElseThrow()).isNotNegative();
        assertThat(load.name()).endsWith("service exp 800ms").isEqualTo(load.toString());
    }

    @Test
    void poisson_gaps_are_exponential() {
        Read read = Read.of(Loads.poisson(20, ofHours(2), EXP), 3);
        isCloseTo(read, 0, 7_200, 20 * 7_200);
        double mean = 0;
        double squares = 0;
        for (int i = 1; i < read.count(); i++) {
            double gap = read.arrivals()[i] - read.arrivals()[i - 1];
            mean += gap / (read.count() - 1);
            squares += gap * gap / (read.count() - 1);
        }
        // The standard deviation of an exponential distribution is its mean.
        assertThat((squares - mean * mean) / (mean * mean)).isCloseTo(1, within(0.02));
        assertThat(dispersion(read, 7_200, 5)).isCloseTo(1, within(0.1));
    }

    @Test
    void even_ones_are_not_scattered() {
        Read read = Read.of(Loads.even(3, ofSeconds(1_000), FIXED), 3);
        assertThat(read.count()).isEqualTo(3_000);
        assertThat(read.arrivals()).startsWith(0, 333_333, 666_666, 1_000_000).endsWith(999_666_666);
        assertThat(dispersion(read, 1_000, 5)).isZero();
    }

    @Test
    void rates_hold_for_a_while_each() {
        Duration[] lengths = {ofMinutes(10), ofMinutes(5), Duration.ZERO, ofMinutes(10)};
        Load load = Loads.rates(new double[] {5, 0, 1_000, 50}, lengths, FIXED);
        Read read = Read.of(load, 5);
        assertThat(load.name()).isEqualTo("step 5/s 10m, 0/s 5m, 1000/s 0s, 50/s 10m service fixed 1s");
        isCloseTo(read, 0, 600, 3_000);
        assertThat(read.between(600, 900)).isZero();
        isCloseTo(read, 900, 1_500, 30_000);
        assertThat(read.between(1_500, 1e9)).isZero();
    }

    @Test
    void a_ramp_is_a_straight_line() {
        isLike(Loads.ramp(2, 40, ofMinutes(30), FIXED), 1_800, t -> 2 + 38 * t / 1_800);
        isLike(Loads.ramp(40, 0, ofMinutes(30), FIXED), 1_800, t -> 40 - 40 * t / 1_800);
    }

    @Test
    void days_and_nights_follow_a_cosine() {
        // A period that is no multiple of the pieces that bound it, down to the microsecond.
        Duration period = ofSeconds(997).plusNanos(3_000);
        isLike(
                Loads.diurnal(2, 40, period, ofSeconds(3_000), FIXED),
                3_000,
                t -> 21 - 19 * Math.cos(2 * Math.PI * t / 997.000_003));
    }

    @Test
    void bursts_end_each_period() {
        Load load = Loads.burst(2, 60, ofMinutes(5), ofSeconds(30), ofMinutes(33), FIXED);
        isLike(load, 1_980, t -> t % 300 < 270 ? 2 : 60);
        Read whole = Read.of(Loads.burst(2, 60, ofMinutes(5), ofMinutes(5), ofMinutes(10), FIXED), 1);
        isCloseTo(whole, 0, 600, 36_000);
        isCloseTo(Read.of(Loads.burst(2, 60, ofMinutes(5), ofMinutes(0), ofMinutes(10), FIXED), 1), 0, 600, 1_200);
    }

    @Test
    void a_flash_crowd_rises_and_decays() {
        Load load = Loads.flashCrowd(5, 200)
                .at(ofMinutes(5))
                .rise(ofSeconds(20))
                .decay(ofMinutes(2))
                .load(ofMinutes(120), FIXED);
        DoubleUnaryOperator rate = t -> t < 300 ? 5 : 5 + 195 * (t < 320 ? (t - 300) / 20 : Math.exp((320 - t) / 120));
        isLike(load, 7_200, rate);
        // Without a rise the peak is there at once.
        isLike(
                Loads.flashCrowd(5, 200)
                        .at(ofMinutes(5))
                        .rise(Duration.ZERO)
                        .decay(ofMinutes(2))
                        .load(ofMinutes(20), FIXED),
                1_200,
                t -> t < 300 ? 5 : 5 + 195 * Math.exp((300 - t) / 120));
    }

    @Test
    void on_and_off_are_as_scattered_as_theory_says() {
        int seconds = 400_000;
        Load load = Loads.onOff(1, 21, ofSeconds(30), ofSeconds(10), ofSeconds(seconds), FIXED);
        Read read = Read.of(load, 9);
        // Mean 6 per second; counts of a window scatter by the window's share of each state on top of Poisson.
        assertThat(read.count() / (double) seconds).isCloseTo(6, within(0.2));
        double window = 40;
        double change = 1 / 30.0 + 1 / 10.0;
        double statesVariance =
                2 * 20 * 20 * 0.25 * 0.75 * (window / change - (1 - Math.exp(-change * window)) / (change * change));
        double expected = 1 + statesVariance / (6 * window);
        assertThat(dispersion(read, seconds, window)).isCloseTo(expected, within(0.05 * expected));
    }

    @Test
    void silence_is_silent() {
        Load load = Loads.silence(ofMinutes(10));
        assertThat(load.name()).isEqualTo("silence 10m");
        assertThat(Read.of(load, 1).count()).isZero();
    }

    @Test
    void rules_are_named_all_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.poisson(-1, ofSeconds(-1), FIXED))
                .withMessage("perSecond must be > 0: perSecond=-1.0; duration must be >= 0: duration=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.rates(new double[] {1, Double.NaN}, new Duration[] {ofSeconds(1)}, FIXED))
                .withMessage("lengths must be as many as rates: perSecond.length=2, lengths.length=1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.rates(new double[] {-1}, new Duration[] {ofSeconds(-1)}, FIXED))
                .withMessage(
                        "perSecond[0] must be >= 0: perSecond[0]=-1.0;" + " lengths[0] must be >= 0: lengths[0]=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.rates(new double[0], new Duration[0], FIXED))
                .withMessage("must have rates: perSecond.length=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.diurnal(3, 2, Duration.ZERO, ofSeconds(1), FIXED))
                .withMessage("high must be >= low: high=2.0, low=3.0; period must be >= 1 microsecond: period=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.burst(1, 2, ofSeconds(1), ofSeconds(2), ofSeconds(1), FIXED))
                .withMessage("lasting must be <= every: lasting=PT2S, every=PT1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.ramp(Double.POSITIVE_INFINITY, Double.NaN, ofSeconds(1), FIXED))
                .withMessage("from must be >= 0: from=Infinity; to must be >= 0: to=NaN");
    }

    /** The longest durations there are neither overflow nor hang. */
    @Test
    void the_end_of_time_is_reached() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE / 1_000_000);
        for (Load load : List.of(
                Loads.poisson(1e-9, longest, FIXED),
                Loads.even(1e-9, longest, FIXED),
                Loads.onOff(0, 1e-9, Duration.ofDays(365_000), Duration.ofDays(365_000), longest, FIXED),
                Loads.burst(0, 1e-9, Duration.ofDays(365_000), Duration.ofDays(1_000), longest, FIXED),
                Loads.diurnal(0, 1e-9, Duration.ofDays(365_000), longest, FIXED),
                Loads.ramp(0, 1e-9, longest, FIXED),
                Loads.flashCrowd(0, 1e-9)
                        .at(longest)
                        .rise(longest)
                        .decay(longest)
                        .load(longest, FIXED))) {
            Read read = Read.of(load, 1);
            assertThat(read.isInOrder()).as(load.name()).isTrue();
            assertThat(read.count()).as(load.name()).isLessThan(20_000);
        }
    }

    /** Nothing per arrival, but for a scratch array in the cosine of newer JDKs. */
    @ParameterizedTest
    @MethodSource("all")
    void hardly_an_arrival_allocates(Load load) {
        int most = Read.of(load, 1).count() / 30;
        try (Arrivals arrivals = load.open(SeededRandom.of(1))) {
            long bytes = ZeroAllocation.fewestBytes(most, i -> arrivals.next());
            assertThat(bytes).isLessThanOrEqualTo(load.name().startsWith("diurnal") ? 200L * most : 0);
        }
    }

    /** Compares counts of fifty equal windows, and their sum, with the area under a rate. */
    private static void isLike(Load load, double seconds, DoubleUnaryOperator rate) {
        Read read = Read.of(load, 21);
        double window = seconds / 50;
        double chiSquare = 0;
        double all = 0;
        for (int i = 0; i < 50; i++) {
            double expected = area(rate, i * window, (i + 1) * window);
            double off = read.between(i * window, (i + 1) * window) - expected;
            chiSquare += off * off / expected;
            all += expected;
        }
        assertThat((double) read.count()).as(load.name()).isCloseTo(all, within(SIGMAS * Math.sqrt(all)));
        // Mean 50, standard deviation 10.
        assertThat(chiSquare).as(load.name()).isBetween(50.0 - 10 * SIGMAS, 50.0 + 10 * SIGMAS);
    }

    private static double area(DoubleUnaryOperator rate, double from, double to) {
        int slices = 10_000;
        double sum = 0;
        for (int i = 0; i < slices; i++) {
            sum += rate.applyAsDouble(from + (to - from) * (i + 0.5) / slices);
        }
        return sum * (to - from) / slices;
    }

    private static void isCloseTo(Read read, double from, double to, double expected) {
        assertThat((double) read.between(from, to)).isCloseTo(expected, within(SIGMAS * Math.sqrt(expected)));
    }

    /** The variance of the counts of windows by their mean: 1 for a Poisson process. */
    private static double dispersion(Read read, double seconds, double window) {
        int[] counts = new int[(int) (seconds / window)];
        for (long micros : read.arrivals()) {
            int at = (int) (micros / 1e6 / window);
            counts[Math.min(at, counts.length - 1)]++;
        }
        double mean = read.count() / (double) counts.length;
        double squares = 0;
        for (int count : counts) {
            squares += (count - mean) * (count - mean);
        }
        return squares / counts.length / mean;
    }
}
