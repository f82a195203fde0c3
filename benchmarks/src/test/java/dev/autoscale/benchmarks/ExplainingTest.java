package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainingTest {
    private final Explaining explaining = new Explaining();

    @Test
    void explains_each_decision_in_turn() {
        int[] expected = {3, 3, 4, 5, 7, 7, 7, 7}; // of 4, 11, 18 ... 53, at 5 each: at most 3 + 4
        for (int replicas : expected) {
            int length = explaining.once();
            String answer = replicas == 3 ? "3" : "3 -> " + replicas;
            assertThat(explaining.text().toString()).hasSize(length).startsWith(answer);
        }
        explaining.once();
        assertThat(explaining.text().toString()).contains("4 of 5 per replica");
    }
}
