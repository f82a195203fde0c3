package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.proof.ZeroAllocation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A long simulation holds no more than a short one. */
class FlatMemoryTest {
    private static long bytes(int hours) {
        Load load = Loads.poisson(5, ofHours(hours), ServiceTimes.exponential(ofSeconds(1)));
        Simulation simulation = Simulation.of(
                load, Environment.builder().inStep().concurrency(2).build());
        ScalingPolicy policy = ScalingPolicy.fixed(4);
        return ZeroAllocation.fewestBytes(1, i -> simulation.run(policy, i));
    }

    /** Not even what is given back at once grows: 20 times as many arrivals allocate what the longest queue alone asks for. */
    @Test
    void arrivals_and_decisions_leave_nothing_behind() {
        assertThat(bytes(20)).isLessThan(bytes(1) + 50_000);
    }

    @Test
    void what_is_reported_is_bounded() {
        AutoscalerSpec restless = AutoscalerSpec.builder(1, 30)
                .metric(MetricSpec.external("requests").averageValue(2))
                .scaleDown(ScalingRules.rules().stabilizationWindow(ofSeconds(0)))
                .build();
        Load load = Loads.poisson(1, ofHours(30), ServiceTimes.exponential(ofSeconds(4)));
        Report report = Simulation.of(load, Environment.builder().inStep().build())
                .run(ScalingPolicy.of("restless", restless, Map.of("requests", WorkloadMetric.IN_SYSTEM)), 1);
        assertThat(report.changeCount()).isGreaterThan(2_000);
        assertThat(report.changes()).hasSize(2_000);
        // 7,200 slots of 15 s do not fit: twice doubled.
        assertThat(report.timeline().spanMillis()).isEqualTo(60_000);
        assertThat(report.timeline().size()).isEqualTo(1_800);
        long arrived = 0;
        for (int i = 0; i < report.timeline().size(); i++) {
            arrived += report.timeline().arrived(i);
        }
        assertThat(arrived).isEqualTo(report.arrivals());
    }
}
