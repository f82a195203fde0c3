package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MarginTest {
    private static final double WAIT = 0.2;

    private final Sizing sizing = new Sizing(0.01);
    private final Margin margin = new Margin(0, sizing);
    private final Remembering memory = new Remembering(margin.end());

    private double places(double load, double deviation, double peakedness, double wait) {
        double[] places = new double[1];
        memory.at(0, in -> places[0] = margin.places(in, load, deviation, peakedness, wait));
        return places[0];
    }

    private void keep(double load, double deviation, double peakedness, double wait) {
        memory.at(0, in -> margin.keep(in, load, deviation, peakedness, wait));
    }

    @Test
    void places_are_those_of_the_sizing_where_nothing_is_kept() {
        assertThat(places(30, 0, 1, WAIT)).isCloseTo(sizing.places(30, 0, WAIT), within(1e-9));
        assertThat(places(30, 0.2, 1, WAIT)).isCloseTo(sizing.places(30, 0.2, WAIT), within(1e-9));
        assertThat(places(0.01, 0.2, 1, 0)).isCloseTo(sizing.places(0.01, 0.2, 0), within(1e-9));
    }

    /** Ten at a time are a tenth as many that need ten times the places. */
    @Test
    void batches_count_as_fewer_and_larger_arrivals() {
        assertThat(places(30, 0, 10, WAIT)).isCloseTo(10 * sizing.places(3, 0, WAIT), within(1e-9));
        assertThat(places(30, 0, 10, WAIT)).isFinite().isGreaterThan(places(30, 0, 1, WAIT));
    }

    /** In deviations of what is in service, √(peakedness · load + (deviation · load)²). */
    @Test
    void near_what_is_kept_the_margin_is_as_many_deviations() {
        keep(100, 0, 1, WAIT);
        double deviations = (sizing.places(100, 0, WAIT) - 100) / 10;
        assertThat(places(100, 0, 1, WAIT)).isCloseTo(100 + 10 * deviations, within(1e-9));
        assertThat(places(109, 0, 1, WAIT)).isCloseTo(109 + Math.sqrt(109) * deviations, within(1e-9));
        assertThat(places(91, 0.01, 1, WAIT)).isCloseTo(91 + Math.sqrt(91 + 0.91 * 0.91) * deviations, within(1e-9));
        assertThat(places(100, 0, 1.05, 1.05 * WAIT)).isCloseTo(100 + Math.sqrt(105) * deviations, within(1e-9));
    }

    @Test
    void what_has_moved_away_is_sized_anew() {
        keep(100, 0.1, 1, WAIT);
        assertThat(places(111, 0.1, 1, WAIT)).isCloseTo(sizing.places(111, 0.1, WAIT), within(1e-9));
        assertThat(places(89, 0.1, 1, WAIT)).isCloseTo(sizing.places(89, 0.1, WAIT), within(1e-9));
        assertThat(places(100, 0.12, 1, WAIT)).isCloseTo(sizing.places(100, 0.12, WAIT), within(1e-9));
        assertThat(places(100, 0.1, 1.2, WAIT)).isCloseTo(1.2 * sizing.places(100 / 1.2, 0.1, WAIT), within(1e-9));
        assertThat(places(100, 0.1, 1, 0)).isCloseTo(sizing.places(100, 0.1, 0), within(1e-9));
    }

    @Test
    void what_is_near_is_not_kept_instead_and_so_does_not_creep() {
        keep(100, 0, 1, WAIT);
        double deviations = (sizing.places(100, 0, WAIT) - 100) / 10;
        keep(109, 0, 1, WAIT);
        assertThat(places(109, 0, 1, WAIT)).isCloseTo(109 + Math.sqrt(109) * deviations, within(1e-9));
        keep(118, 0, 1, WAIT);
        assertThat(places(118, 0, 1, WAIT)).isCloseTo(sizing.places(118, 0, WAIT), within(1e-9));
    }

    @Test
    void asking_keeps_nothing() {
        places(100, 0, 1, WAIT);
        assertThat(places(109, 0, 1, WAIT)).isCloseTo(sizing.places(109, 0, WAIT), within(1e-9));
    }
}
