package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.ReplicaSource.Input;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private static final double CYCLE = 15;

    private final Levels levels = new Levels(0);
    private final Remembering memory = new Remembering(levels.end());
    private long millis;

    /** Takes a rate in for so many cycles; the first ever is where the means begin. */
    private void add(int cycles, double rate, double courseNow) {
        for (int i = 0; i < cycles; i++) {
            boolean isFirst = millis == 0;
            memory.at(millis, in -> levels.add(in, rate, CYCLE, isFirst, courseNow));
            millis += 15_000;
        }
    }

    private double read(ToDoubleFunction<Input> what) {
        double[] read = new double[1];
        memory.at(millis, in -> read[0] = what.applyAsDouble(in));
        return read[0];
    }

    /** What is left of a difference of 10 after so long, e^(-time / memory). */
    private static double left(double seconds, double memorySeconds) {
        return 10 * Math.exp(-seconds / memorySeconds);
    }

    @Test
    void means_begin_with_the_first_rate_and_fade_towards_what_comes() {
        add(1, 10, Double.NaN);
        assertThat(read(in -> levels.reference(in, 10, CYCLE))).isEqualTo(10);
        assertThat(read(in -> levels.hour(in, 10, CYCLE))).isEqualTo(10);
        assertThat(read(in -> levels.reference(in, 0, CYCLE))).isCloseTo(left(15, 360), within(1e-12));
        assertThat(read(in -> levels.hour(in, 0, 60))).isCloseTo(left(60, 3_600), within(1e-12));
        add(24, 0, Double.NaN);
        assertThat(read(in -> levels.reference(in, 0, 0))).isCloseTo(left(360, 360), within(1e-9));
    }

    @Test
    void asking_changes_nothing() {
        add(1, 10, Double.NaN);
        double first = read(in -> levels.reference(in, 0, 300));
        assertThat(read(in -> levels.reference(in, 0, 300))).isEqualTo(first);
    }

    /** After four cycles of nothing: 45 s, 2 and 20 minutes, each relative to six minutes. */
    @Test
    void signs_are_how_much_higher_other_means_are_than_the_reference() {
        add(1, 10, Double.NaN);
        add(3, 0, Double.NaN);
        double reference = left(60, 360);
        double[] memories = {45, 120, 1_200};
        for (int sign = 0; sign < memories.length; sign++) {
            double expected = (left(60, memories[sign]) - reference) / (reference + 0.05);
            int which = sign;
            assertThat(read(in -> levels.sign(in, which, 0, CYCLE))).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void a_sign_goes_no_further_than_four_and_next_to_nothing_is_no_sign() {
        add(1, 0, Double.NaN);
        assertThat(read(in -> levels.sign(in, 0, 1_000, CYCLE))).isEqualTo(4);
        assertThat(read(in -> levels.sign(in, 0, 0, CYCLE))).isZero();
        // 45 s have taken 28 % of it in, six minutes 4 %.
        double expected =
                0.001 * (Math.exp(-15 / 360.0) - Math.exp(-15 / 45.0)) / (0.001 * (1 - Math.exp(-15 / 360.0)) + 0.05);
        assertThat(read(in -> levels.sign(in, 0, 0.001, CYCLE))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void the_course_carries_the_reference_on() {
        add(1, 10, 5);
        // Today has twice the usual; then usually three times as much comes as now.
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 15))).isCloseTo(20 / 10.05, within(1e-12));
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 5))).isCloseTo(0, within(1e-12));
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 500))).isEqualTo(4);
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 0))).isCloseTo(-10 / 10.05, within(1e-12));
    }

    @Test
    void a_course_that_is_not_known_says_nothing_and_begins_with_what_is_known_first() {
        add(1, 10, Double.NaN);
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, Double.NaN, 15))).isZero();
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, Double.NaN))).isZero();
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 0, 15))).isZero();
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 10))).isCloseTo(10 / 10.05, within(1e-12));
        add(1, 10, 8);
        double course = 5 + (8 - 5) * Math.exp(-15 / 360.0);
        assertThat(read(in -> levels.courseSign(in, 10, CYCLE, 5, 10)))
                .isCloseTo((100 / course - 10) / 10.05, within(1e-12));
    }

    @Test
    void the_highest_45_seconds_fade_over_six_hours() {
        add(1, 10, Double.NaN);
        assertThat(read(in -> levels.highest(in, 0, CYCLE))).isCloseTo(left(15, 21_600), within(1e-12));
        add(240, 0, Double.NaN);
        assertThat(read(in -> levels.highest(in, 0, 0))).isCloseTo(left(3_600, 21_600), within(1e-9));
        // 45 s have taken 28 % of it in.
        double mean = 100 * (1 - Math.exp(-15 / 45.0));
        assertThat(read(in -> levels.highest(in, 100, CYCLE))).isCloseTo(mean, within(1e-9));
    }
}
