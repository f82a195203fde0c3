package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SloDecisionTest {
    /** A peak of 225 requests in service takes about 56 replicas of 4 places each, its valley 6. */
    @Test
    void replicas_follow_the_days_by_what_is_known_of_them() {
        SloDecision path = SloDecision.after(4);
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        int seasonal = 0;
        for (int step = 0; step < SloDecision.STEPS_A_DAY; step++) {
            int replicas = path.once();
            seasonal += path.decision().toString().contains("usual day counts 0.00") ? 0 : 1;
            fewest = Math.min(fewest, replicas);
            most = Math.max(most, replicas);
            path.run(Cycle.WORKLOADS - 1);
        }
        assertThat(fewest).isBetween(6, 12);
        assertThat(most).isBetween(54, 62);
        assertThat(seasonal).isGreaterThan(SloDecision.STEPS_A_DAY / 2);
    }
}
