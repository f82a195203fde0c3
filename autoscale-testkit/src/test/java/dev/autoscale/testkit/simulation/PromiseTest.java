package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.preset.SloTarget;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A promise about waits in a closed loop: days and nights, the first of them to learn from. */
class PromiseTest {
    private static final String DAYS = "diurnal 1..6/s every 24h for 36h service exp 4s";
    private static final int PLACES = 4;

    /** Replicas that keep 99 % of 3/s with 10 s of service (exponential) below 2 s, and of 10/s with 3 s: Erlang's C. */
    private static final int NEED = 10;

    private static ScalingPolicy promise(Duration startup) {
        return ScalingPolicy.of(
                "promise",
                SloTarget.between(1, 400)
                        .wait(Duration.ofSeconds(2))
                        .share(99)
                        .concurrency(PLACES)
                        .startup(startup)
                        .toSpec());
    }

    /** What waits since a level rose has to be drained, too: the longer a start takes, the more. */
    @ParameterizedTest
    @CsvSource({
        "silence 6h; then poisson 3/s for 2h service exp 10s, 5, 3",
        "silence 6h; then poisson 3/s for 2h service exp 10s, 60, 5",
        "silence 6h; then poisson 3/s for 2h service exp 10s, 180, 7",
        "'step 1/s 4h, 10/s 2h service exp 3s', 5, 3",
        "'step 1/s 4h, 10/s 2h service exp 3s', 60, 5",
        "'step 1/s 4h, 10/s 2h service exp 3s', 180, 7",
    })
    void a_load_out_of_nothing_is_not_answered_with_many_times_the_need(
            String load, int startupSeconds, int mostTimes) {
        Duration startup = Duration.ofSeconds(startupSeconds);
        Environment environment = Environment.builder()
                .concurrency(PLACES)
                .startup(startup)
                .slo(Duration.ofSeconds(2), 0.99)
                .sloOnWait()
                .drainTimeout(Duration.ofMinutes(5))
                .build();
        Report report = Simulation.of(Loads.parse(load), environment).run(promise(startup), 1);
        assertThat(report.changes().stream().mapToInt(Change::to).max().orElseThrow())
                .isBetween(NEED, mostTimes * NEED);
        long calmMillis = report.durationMillis() - 3_600_000;
        assertThat(report.changes().stream()
                        .filter(change -> change.atMillis() > calmMillis)
                        .mapToInt(Change::to)
                        .max()
                        .orElse(NEED))
                .isLessThanOrEqualTo(2 * NEED);
    }

    private static Report run(ScalingPolicy policy, Duration startup) {
        return run(policy, startup, Duration.ofSeconds(15));
    }

    private static Report run(ScalingPolicy policy, Duration startup, Duration cycle) {
        Environment environment = Environment.builder()
                .concurrency(PLACES)
                .startup(startup)
                .syncInterval(cycle)
                .scrapeInterval(cycle)
                .slo(Duration.ofSeconds(2), 0.99)
                .sloOnWait()
                .drainTimeout(Duration.ofMinutes(5))
                .scoredFrom(Duration.ofHours(24))
                .build();
        return Simulation.of(Loads.parse(DAYS), environment).run(policy, 7);
    }

    /** Each value is the mean since the last decision. */
    @ParameterizedTest
    @CsvSource({"5, 2", "60, 2", "180, 2", "5, 5", "60, 5", "180, 5"})
    void cycles_of_minutes_keep_it_at_about_the_same_cost(int startupSeconds, int cycleMinutes) {
        Duration startup = Duration.ofSeconds(startupSeconds);
        Report usual = run(promise(startup), startup);
        Report slow = run(promise(startup), startup, Duration.ofMinutes(cycleMinutes));
        assertThat(slow.score(Score.SLO_SHARE)).isGreaterThanOrEqualTo(99.5);
        assertThat(slow.score(Score.REPLICA_HOURS)).isLessThan(1.05 * usual.score(Score.REPLICA_HOURS));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 60, 180})
    void it_is_kept_for_less_than_a_target_of_70_percent(int startupSeconds) {
        Duration startup = Duration.ofSeconds(startupSeconds);
        Report promise = run(promise(startup), startup);
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
