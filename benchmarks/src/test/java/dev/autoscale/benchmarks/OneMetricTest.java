package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneMetricTest {
    @Test
    void the_answers_are_the_replicas_of_the_next_round() {
        assertBringsAboutItsOwnInputs(OneMetric.of(Specs.external()));
        assertBringsAboutItsOwnInputs(OneMetric.of(Specs.legacy()));
        assertBringsAboutItsOwnInputs(OneMetric.window(300));
        assertBringsAboutItsOwnInputs(OneMetric.window(3600));
    }

    private static void assertBringsAboutItsOwnInputs(OneMetric path) {
        Cycle cycle = path.cycle;
        for (int step = 0; step < cycle.steps(); step++) {
            int nextRound = (step + Cycle.WORKLOADS) % cycle.steps();
            assertThat(path.once()).as("step %d", step).isEqualTo(cycle.replicas[nextRound]);
        }
    }

    @Test
    void steps_grow_shrink_and_stay() {
        Cycle cycle = OneMetric.of(Specs.external()).cycle;
        long grow = countMoves(cycle, 1);
        long shrink = countMoves(cycle, -1);
        assertThat(grow).isGreaterThan(cycle.steps() / 50);
        assertThat(shrink).isGreaterThan(cycle.steps() / 100);
        assertThat(cycle.steps() - grow - shrink).isGreaterThan(cycle.steps() / 4);
        assertThat(cycle.replicas).contains(2, 10).doesNotContain(0, 11);
        double[] outside = IntStream.range(0, cycle.steps())
                .filter(step -> Math.abs(cycle.values[step] / (Specs.TARGET * cycle.replicas[step]) - 1) > 0.1)
                .mapToDouble(step -> cycle.values[step])
                .toArray();
        assertThat(outside.length).isBetween(cycle.steps() / 10, cycle.steps() * 9 / 10);
    }

    private static long countMoves(Cycle cycle, int sign) {
        return IntStream.range(0, cycle.steps())
                .filter(step ->
                        Integer.signum(cycle.replicas[(step + Cycle.WORKLOADS) % cycle.steps()] - cycle.replicas[step])
                                == sign)
                .count();
    }

    @Test
    void without_window_the_answers_are_the_yardsticks() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.external("requests").averageValue(Specs.TARGET))
                .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ZERO))
                .build();
        assertAgree(OneMetric.of(spec), new OneMetric.Bare(spec));
    }

    @Test
    void growth_is_the_yardsticks() {
        OneMetric path = OneMetric.of(Specs.external());
        OneMetric.Bare bare = new OneMetric.Bare(Specs.external());
        int grown = 0;
        for (int step = 0; step < path.cycle.steps(); step++) {
            int current = path.cycle.replicas[step];
            int answer = path.once();
            int bareAnswer = bare.once();
            assertThat(answer).isGreaterThanOrEqualTo(Math.min(current, bareAnswer));
            if (answer > current) {
                grown++;
                assertThat(answer).isEqualTo(bareAnswer);
            }
        }
        assertThat(grown).isPositive();
    }

    @Test
    void the_yardstick_computes_by_hand() {
        assertThat(decideByHand(37.0, 3, false)).isEqualTo(7); // wanted 8, at most 3 + 4
        assertThat(decideByHand(37.0, 3, true)).isEqualTo(6); // wanted 8, at most 2 * 3
        assertThat(decideByHand(16.1, 3, false)).isEqualTo(3); // 1.073 of the target
        assertThat(decideByHand(16.6, 3, false)).isEqualTo(4); // 1.107 of the target
        assertThat(decideByHand(0.0, 3, false)).isEqualTo(1); // wanted 0
        assertThat(decideByHand(90.0, 9, false)).isEqualTo(10); // wanted 18
        assertThat(Arithmetic.milli(16.1)).isEqualTo(16_100);
        assertThat(Arithmetic.milli(0.0001)).isEqualTo(1);
    }

    private static int decideByHand(double value, int current, boolean legacy) {
        BareWorkload workload = new BareWorkload(new BareWorkload.Settings(1, 10, 5_000, 0.1, legacy));
        int answer = workload.decide(Cycle.START_MILLIS, current, current, Arithmetic.milli(value));
        assertThat(workload.replicas()).isEqualTo(answer);
        assertThat(workload.decidedMillis()).isEqualTo(Cycle.START_MILLIS);
        return answer;
    }

    private static void assertAgree(OneMetric path, OneMetric.Bare bare) {
        for (int step = 0; step < path.cycle.steps(); step++) {
            assertThat(path.once()).as("step %d", step).isEqualTo(bare.once());
        }
    }
}
