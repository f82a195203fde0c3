package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThreeMetricsTest {
    @Test
    void the_answers_are_the_replicas_of_the_next_round() {
        ThreeMetrics path = new ThreeMetrics(Specs.three());
        Cycle cycle = path.cycle;
        for (int step = 0; step < cycle.steps(); step++) {
            int nextRound = (step + Cycle.WORKLOADS) % cycle.steps();
            assertThat(path.once()).as("step %d", step).isEqualTo(cycle.replicas[nextRound]);
        }
        assertThat(Arrays.stream(cycle.replicas).distinct()).contains(5, 10);
    }

    @Test
    void without_window_the_answers_are_the_yardsticks() {
        AutoscalerSpec spec = Specs.three().toBuilder()
                .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ZERO))
                .build();
        ThreeMetrics path = new ThreeMetrics(spec);
        ThreeMetrics.Bare bare = new ThreeMetrics.Bare(spec);
        for (int step = 0; step < path.cycle.steps(); step++) {
            assertThat(path.once()).as("step %d", step).isEqualTo(bare.once());
        }
    }
}
