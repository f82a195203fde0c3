package dev.autoscale.testkit.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void from_zero_in_round_steps() {
        Axis axis = Axis.fromZero(10, 110, 37, true);
        assertThat(axis.ticks()).containsExactly(0, 10, 20, 30, 40);
        assertThat(axis.at(0)).isEqualTo(110);
        assertThat(axis.at(40)).isEqualTo(10);
        assertThat(axis.at(20)).isEqualTo(60);
        assertThat(axis.at(99)).isEqualTo(10);
    }

    @Test
    void equal_ratios_are_equal_distances() {
        Axis axis = Axis.logarithmic(0, 100, 0.5, 40);
        assertThat(axis.at(50)).isEqualTo(0);
        assertThat(axis.at(0.5)).isEqualTo(100);
        assertThat(axis.at(0)).isEqualTo(100);
        assertThat(axis.at(5)).isEqualTo(50, within(1e-9));
        assertThat(axis.ticks()).containsExactly(new double[] {1, 10}, within(1e-9));
    }

    @Test
    void a_narrow_range_has_ticks_within_a_decade() {
        double[] ticks = Axis.logarithmic(0, 120, 0.2, 1.7).ticks();
        assertThat(ticks).containsExactly(new double[] {0.2, 0.5, 1, 2}, within(1e-9));
    }

    @Test
    void every_range_has_ticks_inside() {
        for (double lowest = 1e-6; lowest < 1e6; lowest *= 3) {
            for (double peak = lowest; peak < 1e7; peak *= 2.3) {
                Axis axis = Axis.logarithmic(3, 127, lowest, peak);
                double[] ticks = axis.ticks();
                assertThat(ticks.length).as("%s to %s", lowest, peak).isBetween(1, 14);
                assertThat(Arrays.stream(ticks).map(axis::at)).allMatch(y -> y >= 3 - 1e-9 && y <= 127 + 1e-9);
                assertThat(axis.shows(peak)).isTrue();
            }
        }
    }
}
