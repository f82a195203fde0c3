package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Little's law: those in service are what is done per second times how long it takes. */
class ServiceTimeTest {
    private final ServiceTime service = new ServiceTime(0);
    private final Remembering memory = new Remembering(service.end());
    private long steps;

    private double see(double rate, double inProgress, double places) {
        double[] learned = new double[1];
        memory.at(15_000 * steps, in -> {
            learned[0] = service.after(in, rate, 15, steps == 0 ? 0 : 15, inProgress, places);
            service.add(in, rate, 15, steps == 0 ? 0 : 15, inProgress, places);
            steps++;
        });
        return learned[0];
    }

    @Test
    void it_is_known_at_once_where_nobody_waits() {
        assertThat(see(10, 5, 100)).isEqualTo(0.5);
    }

    @Test
    void it_is_unknown_before_the_first_request() {
        assertThat(see(0, 0, 4)).isNaN();
        assertThat(see(10, 5, 4)).isFinite();
    }

    @Test
    void those_that_wait_are_not_in_service() {
        double waiting = 0;
        double learned = 0;
        // Eight places of half a second do 16 a second, and 20 arrive.
        for (int i = 0; i < 400; i++) {
            waiting += 4 * 15;
            learned = see(20, 8 + waiting, 8);
        }
        assertThat(learned).isCloseTo(0.5, within(0.02));
    }

    /** Of a queue that was there before it is not known how fast it grows. */
    @Test
    void a_queue_that_was_there_before_does_not_mislead() {
        assertThat(see(20, 500, 8)).isNaN();
        double waiting = 500;
        for (int i = 0; i < 5; i++) {
            waiting += 4 * 15;
            assertThat(see(20, 8 + waiting, 8)).isBetween(0.3, 1.0);
        }
    }

    @Test
    void a_change_is_known_after_an_hour_and_mostly_after_a_quarter() {
        for (int i = 0; i < 400; i++) {
            see(20, 10, 50);
        }
        for (int i = 0; i < 60; i++) {
            see(20, 20, 50);
        }
        assertThat(see(20, 20, 50)).isBetween(0.75, 1.0);
        for (int i = 0; i < 240; i++) {
            see(20, 20, 50);
        }
        assertThat(see(20, 20, 50)).isCloseTo(1, within(0.03));
    }
}
