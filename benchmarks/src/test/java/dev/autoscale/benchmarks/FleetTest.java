package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetTest {
    private static final int COUNT = 1_000;

    @Test
    void the_answers_are_the_replicas_of_the_next_tick() {
        Fleet fleet = Fleet.of(COUNT);
        Cycle cycle = fleet.cycle;
        for (int tick = Cycle.SETTLED; tick < Cycle.SETTLED + 80; tick++) {
            for (int number : Fleet.order(COUNT)) {
                int expected = cycle.replicas[Fleet.step(cycle, tick + 1, number)];
                assertThat(fleet.once()).as("tick %d, number %d", tick, number).isEqualTo(expected);
            }
        }
    }

    @Test
    void the_yardstick_grows_like_the_fleet() {
        Fleet fleet = Fleet.of(COUNT);
        Fleet.Bare bare = Fleet.Bare.of(COUNT);
        bare.run(Cycle.SETTLED * COUNT);
        int[] order = Fleet.order(COUNT);
        int grown = 0;
        for (int i = 0; i < 64 * COUNT; i++) {
            int number = order[i % COUNT];
            int current = fleet.cycle.replicas[Fleet.step(fleet.cycle, Cycle.SETTLED + i / COUNT, number)];
            int answer = fleet.once();
            int bareAnswer = bare.once();
            boolean defaultBehavior = number % 8 != 3 && number % 8 != 7;
            if (defaultBehavior && answer > current) {
                grown++;
                assertThat(answer).isEqualTo(bareAnswer);
            }
        }
        assertThat(grown).isPositive();
    }

    @Test
    void an_autoscaler_takes_some_heap() {
        assertThat(Fleet.bytesPerAutoscaler(20_000)).isBetween(100.0, 1_000.0);
    }
}
