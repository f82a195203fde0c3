package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HundredPodsTest {
    private static final int STEPS = 200;

    private final PodInputs inputs = new PodInputs();

    @Test
    void proposes_what_the_sums_say() {
        HundredPods path = new HundredPods(Specs.pods(), inputs);
        Set<Integer> directions = new HashSet<>();
        for (int step = Cycle.SETTLED; step < STEPS; step++) {
            path.once();
            assertThat(path.decision().recommended()).as("step %d", step).isEqualTo(wanted(step));
            directions.add(Integer.signum(wanted(step) - PodInputs.PODS));
        }
        assertThat(directions).containsExactlyInAnyOrder(-1, 0, 1);
    }

    private int wanted(int step) {
        long used = 0;
        long requested = 0;
        for (int pod = 0; pod < PodInputs.PODS; pod++) {
            used += inputs.usageMilli(step, pod);
            requested += inputs.requestMilli[pod];
        }
        long percent = used * 100 / requested;
        boolean within = percent >= 63 && percent <= 77; // 10 % around 70
        return within ? PodInputs.PODS : (int) Math.ceil(percent / 70.0 * PodInputs.PODS);
    }

    @Test
    void without_window_the_answers_are_the_yardsticks() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 200)
                .metric(MetricSpec.resource("cpu").averageUtilization(Specs.CPU_PERCENT))
                .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ZERO))
                .build();
        HundredPods path = new HundredPods(spec, inputs);
        HundredPods.Bare bare = new HundredPods.Bare(inputs);
        bare.run(Cycle.SETTLED);
        for (int step = Cycle.SETTLED; step < STEPS; step++) {
            assertThat(path.once()).as("step %d", step).isEqualTo(bare.once());
        }
    }
}
