package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.preset.SloTarget;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promise about waits in a closed loop: days and nights, the first of them to learn from. */
class PromiseTest {
    private static final String DAYS = "diurnal 1..6/s every 24h for 36h service exp 4s";
    private static final int PLACES = 4;

    private static Report run(ScalingPolicy policy, Duration startup) {
        Environment environment = Environment.builder()
                .concurrency(PLACES)
                .startup(startup)
                .slo(Duration.ofSeconds(2), 0.99)
                .sloOnWait()
                .drainTimeout(Duration.ofMinutes(5))
                .scoredFrom(Duration.ofHours(24))
                .build();
        return Simulation.of(Loads.parse(DAYS), environment).run(policy, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 60, 180})
    void it_is_kept_for_less_than_a_target_of_70_percent(int startupSeconds) {
        Duration startup = Duration.ofSeconds(startupSeconds);
        Report promise = run(
                ScalingPolicy.of(
                        "promise",
                        SloTarget.between(1, 40)
                                .wait(Duration.ofSeconds(2))
                                .share(99)
                                .concurrency(PLACES)
                                .startup(startup)
                                .toSpec()),
                startup);
        AutoscalerSpec target = AutoscalerSpec.builder(1, 40)
                .metric(external("in_progress").averageValue(0.7 * PLACES))
                .build();
        Report usual =
                run(ScalingPolicy.of("target", target, Map.of("in_progress", WorkloadMetric.IN_SYSTEM)), startup);
        assertThat(promise.score(Score.SLO_SHARE)).isGreaterThanOrEqualTo(99);
        assertThat(promise.score(Score.REPLICA_HOURS)).isLessThan(0.9 * usual.score(Score.REPLICA_HOURS));
        assertThat(promise.score(Score.REVERSALS)).isLessThanOrEqualTo(1.5 * usual.score(Score.REVERSALS));
    }
}
