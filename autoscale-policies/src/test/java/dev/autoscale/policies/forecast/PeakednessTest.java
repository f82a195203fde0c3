package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class PeakednessTest {
    private final SplittableRandom random = new SplittableRandom(3);

    /** After so many cycles of 15 s, and whether it may be batches. */
    private static double after(
            int cycles, double serviceSeconds, IntToDoubleFunction inProgress, boolean[] mayBeBatches) {
        Peakedness peakedness = new Peakedness(0);
        Remembering memory = new Remembering(peakedness.end());
        double[] found = new double[1];
        for (int i = 0; i < cycles; i++) {
            int cycle = i;
            memory.at(cycle * 15_000L, in -> {
                peakedness.add(in, inProgress.applyAsDouble(cycle), 15, serviceSeconds);
                found[0] = peakedness.get(in);
                mayBeBatches[0] = peakedness.mayBeBatches(in);
            });
        }
        return found[0];
    }

    @Test
    void arrivals_on_their_own_have_one() {
        boolean[] batches = new boolean[1];
        assertThat(after(2_000, 1, i -> Poisson.next(random, 30), batches)).isEqualTo(1);
        assertThat(batches[0]).isFalse();
    }

    @Test
    void batches_of_ten_have_about_ten() {
        boolean[] batches = new boolean[1];
        assertThat(after(2_000, 1, i -> 10 * Poisson.next(random, 5), batches)).isBetween(6.0, 15.0);
        assertThat(batches[0]).isTrue();
    }

    @Test
    void a_load_that_rises_evenly_counts_as_one() {
        assertThat(after(2_000, 1, i -> i, new boolean[1])).isEqualTo(1);
    }

    @Test
    void before_an_hour_is_over_it_may_always_be_batches() {
        boolean[] batches = new boolean[1];
        after(239, 1, i -> 5, batches);
        assertThat(batches[0]).isTrue();
        after(240, 1, i -> 5, batches);
        assertThat(batches[0]).isFalse();
    }

    @Test
    void without_a_service_time_nothing_is_learned() {
        assertThat(after(2_000, 0, i -> 100 * Poisson.next(random, 1), new boolean[1]))
                .isEqualTo(1);
    }
}
