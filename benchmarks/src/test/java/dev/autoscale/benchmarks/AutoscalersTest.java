package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AutoscalersTest {
    private static final int COUNT = 1_000;

    @Test
    void the_answers_are_the_replicas_of_the_next_tick() {
        assertBringsAboutItsOwnInputs(Autoscalers.mixed(COUNT), FleetPath.shuffled(COUNT));
        assertBringsAboutItsOwnInputs(Autoscalers.one(FleetPath.shuffled(COUNT)), FleetPath.shuffled(COUNT));
        assertBringsAboutItsOwnInputs(Autoscalers.one(FleetPath.inOrder(COUNT)), FleetPath.inOrder(COUNT));
    }

    static void assertBringsAboutItsOwnInputs(FleetPath path, int[] order) {
        for (int tick = Cycle.SETTLED; tick < Cycle.SETTLED + 80; tick++) {
            for (int number : order) {
                int expected = path.cycle.replicas[path.cycle.step(tick + 1, number)];
                assertThat(path.once()).as("tick %d, number %d", tick, number).isEqualTo(expected);
            }
        }
    }

    @Test
    void the_yardstick_grows_like_the_autoscalers() {
        Autoscalers path = Autoscalers.mixed(COUNT);
        Autoscalers.Bare bare = Autoscalers.Bare.mixed(COUNT);
        bare.settle();
        int[] order = FleetPath.shuffled(COUNT);
        int grown = 0;
        for (int i = 0; i < 64 * COUNT; i++) {
            int number = order[i % COUNT];
            int current = path.cycle.replicas[path.cycle.step(Cycle.SETTLED + i / COUNT, number)];
            int answer = path.once();
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
    void every_workload_has_its_turn_in_a_tick() {
        assertThat(FleetPath.inOrder(3)).containsExactly(0, 1, 2);
        assertThat(FleetPath.shuffled(COUNT))
                .containsExactlyInAnyOrder(FleetPath.inOrder(COUNT))
                .isNotEqualTo(FleetPath.inOrder(COUNT));
    }
}
