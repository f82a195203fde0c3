package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.queueing.ErlangC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizingTest {
    private static final double[] LOADS = {0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 100, 300, 1_000, 2_000};
    private static final double[] WAITS = {0, 0.1, 1, 5};
    private static final double[] SHARES = {0.1, 0.05, 0.01, 0.001};

    @Test
    void a_load_that_is_known_takes_what_the_exact_sum_says() {
        for (double load : LOADS) {
            for (double wait : WAITS) {
                for (double share : SHARES) {
                    double places = new Sizing(share).places(load, 0, wait);
                    int exact = ErlangC.servers(load, wait, share);
                    // Places need not be whole: those of the exact sum are the next whole number, and one of them is
                    // the rounding.
                    assertThat(places)
                            .as("load %s, wait %s, share %s", load, wait, share)
                            .isBetween(exact - 1.15, exact + 0.15);
                }
            }
        }
    }

    /** As a memory may hold them that was damaged. */
    @Test
    void enormous_numbers_take_enormous_places_and_no_longer() {
        double[] enormous = {0, 1, 1e20, 1e160, 1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
        for (double load : enormous) {
            for (double deviation : enormous) {
                for (double wait : enormous) {
                    if (load > 0) {
                        assertThat(new Sizing(0.01).places(load, deviation, wait) < load)
                                .as("too few for load %s, deviation %s, wait %s", load, deviation, wait)
                                .isFalse();
                    }
                }
            }
        }
        assertThat(new Sizing(0.01).places(100, 1e300, 1)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 3, 10, 100, 2_000})
    void the_share_of_waits_is_that_of_the_exact_sum(double load) {
        for (int more = 1; more < 4 * Math.sqrt(load) + 2; more++) {
            int places = (int) load + more;
            double exact = ErlangC.waitProbability(places, load);
            assertThat(Sizing.waitShare(places, load, 0))
                    .as("%s places", places)
                    .isBetween(exact * 0.9, exact * 1.1);
        }
    }

    @Test
    void more_load_a_stricter_promise_and_a_shorter_wait_take_no_fewer_places() {
        for (double deviation : new double[] {0, 0.1, 0.5}) {
            for (double wait : WAITS) {
                double before = 0;
                for (double load : LOADS) {
                    double places = new Sizing(0.01).places(load, deviation, wait);
                    assertThat(places).isGreaterThan(before);
                    assertThat(places).isLessThanOrEqualTo(new Sizing(0.001).places(load, deviation, wait) + 0.02);
                    assertThat(places + 0.02)
                            .isGreaterThanOrEqualTo(new Sizing(0.01).places(load, deviation, wait + 1));
                    before = places;
                }
            }
        }
    }

    @Test
    void forecasts_that_are_off_by_more_take_more_places() {
        for (double load : LOADS) {
            double before = 0;
            for (double deviation = 0; deviation <= 1; deviation += 0.05) {
                double places = new Sizing(0.01).places(load, deviation, 1);
                assertThat(places).as("load %s off by %s", load, deviation).isGreaterThanOrEqualTo(before - 0.02);
                before = places;
            }
            assertThat(before).isGreaterThan(1.5 * load);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-6, 1e6, 1e9, 1e12, 1e15, 1e18, 1e21})
    void any_load_has_a_number_of_places(double load) {
        for (double deviation : new double[] {0, 0.2, 1}) {
            for (double wait : new double[] {0, 1, 1e6}) {
                double places = new Sizing(0.01).places(load, deviation, wait);
                assertThat(places).as("off by %s, wait %s", deviation, wait).isBetween(load, 7 * load + 3);
            }
        }
    }
}
