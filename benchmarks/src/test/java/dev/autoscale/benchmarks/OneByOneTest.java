package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneByOneTest {
    private static final int COUNT = 1_000;

    @Test
    void the_answers_are_the_replicas_of_the_next_tick() {
        for (int[] order : new int[][] {FleetPath.inOrder(COUNT), FleetPath.shuffled(COUNT)}) {
            AutoscalersTest.assertBringsAboutItsOwnInputs(new OneByOne(order), order);
        }
    }

    @Test
    void the_yardstick_grows_like_the_fleet() {
        int[] order = FleetPath.shuffled(COUNT);
        OneByOne path = new OneByOne(order);
        Autoscalers.Bare bare = Autoscalers.Bare.one(order);
        bare.settle();
        int grown = 0;
        for (int i = 0; i < 64 * COUNT; i++) {
            int current = path.cycle.replicas[path.cycle.step(Cycle.SETTLED + i / COUNT, order[i % COUNT])];
            int answer = path.once();
            int bareAnswer = bare.once();
            if (answer > current) {
                grown++;
                assertThat(answer).isEqualTo(bareAnswer);
            }
        }
        assertThat(grown).isPositive();
    }
}
