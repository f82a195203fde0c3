package dev.autoscale.testkit.scenarios;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RunPod's serverless workers in a closed loop, second by second: a request takes 8 s, a worker 20 s to start. */
class RunPodLoopTest {
    private static final ServiceTimes REQUEST = ServiceTimes.fixed(ofSeconds(8));

    /** A request each 30 s for 10 minutes, one each 2 s for 4 minutes, one a minute for 8 minutes, then nothing. */
    private static SimulatedScenario endpoint(ServerlessWorkers workers, int initially) {
        Environment environment = Environment.builder()
                .inStep()
                .initialReplicas(initially)
                .startup(ofSeconds(20))
                .syncInterval(ofSeconds(1))
                .scrapeInterval(ofSeconds(1))
                .duration(ofMinutes(30))
                .build();
        Simulation simulation = Simulation.of(
                Loads.concat(
                        Loads.even(1 / 30.0, ofMinutes(10), REQUEST),
                        Loads.even(0.5, ofMinutes(4), REQUEST),
                        Loads.even(1 / 60.0, ofMinutes(8), REQUEST),
                        Loads.silence(ofMinutes(8))),
                environment);
        ScalingPolicy policy = ScalingPolicy.of(
                "endpoint",
                workers.initializationTime(ofSeconds(20)).toBuilder()
                        .historyCapacity(128)
                        .build(),
                Map.of("requests", WorkloadMetric.IN_SYSTEM));
        return Scenario.of(simulation, policy, 1);
    }

    /**
     * By queue delay, idle timeout 5 s, nothing idle. The request of 0 s wakes a worker, ready at 20 s, which serves it until
     * 28 s and the one of 30 s until 38 s. 37 s is the last decision that sees it, so 42 s ends the worker, and the request of 60
     * s begins all over: 10 cold starts in the quiet 10 minutes. In the burst the 10 requests of the first 20 s find no ready
     * worker either. One a minute is too seldom for the timeout: the last worker of the burst serves the request of 840 s, the 7
     * behind it are cold.
     */
    @Test
    void low_cost_pays_with_cold_starts() {
        endpoint(ServerlessWorkers.lowCost(8), 0)
                .expect(1)
                .heldFor(ofSeconds(42))
                .now()
                .at(ofSeconds(42))
                .expect(0)
                .heldFor(ofSeconds(18))
                .now()
                .zeroAfterLastRequest(ofSeconds(5))
                .neverAbove(8)
                .atLeast(Score.COLD_STARTS, 27)
                .atMost(Score.COLD_STARTS, 27)
                .atMost(Score.LOST, 0)
                .run();
    }

    /**
     * A worker per request, one at least and one beyond what is needed, which a request that is there alone needs: at rest 1
     * worker and 1 pre-warmed. A request each 30 s finds a ready one, and so does every one of the burst: no one meets an endpoint
     * without a ready worker.
     */
    @Test
    void high_performance_has_no_cold_starts() {
        endpoint(ServerlessWorkers.highPerformance(8), 2)
                .neverBelow(1)
                .neverAbove(8)
                .atMost(Score.COLD_STARTS, 0)
                .from(ofMinutes(26))
                .noChange()
                .run();
    }

    /** What is saved is waited for: the dearer a profile, the shorter the waits. */
    @Test
    void the_profiles_are_in_order() {
        Report low = endpoint(ServerlessWorkers.lowCost(8), 0).neverAbove(8).run();
        Report balanced =
                endpoint(ServerlessWorkers.balanced(8), 0).neverAbove(8).run();
        Report high =
                endpoint(ServerlessWorkers.highPerformance(8), 1).neverAbove(8).run();
        assertThat(low.score(Score.REPLICA_HOURS)).isLessThan(balanced.score(Score.REPLICA_HOURS));
        assertThat(balanced.score(Score.REPLICA_HOURS)).isLessThan(high.score(Score.REPLICA_HOURS));
        assertThat(low.waits().meanMillis())
                .isFinite()
                .isGreaterThan(balanced.waits().meanMillis());
        assertThat(balanced.waits().meanMillis())
                .isFinite()
                .isGreaterThan(high.waits().meanMillis());
    }

    /** By request count: 4 requests at a time per worker, at most 3 workers, the last one gone 5 s after the last request. */
    @Test
    void by_request_count_the_maximum_holds() {
        endpoint(ServerlessWorkers.between(0, 3).requestCount(4).idleTimeout(ofSeconds(5)), 0)
                .expect(1)
                .now()
                .neverAbove(3)
                .zeroAfterLastRequest(ofSeconds(5))
                .run();
    }
}
