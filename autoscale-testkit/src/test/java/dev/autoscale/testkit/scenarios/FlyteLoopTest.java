package dev.autoscale.testkit.scenarios;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Flyte app in a closed loop: a request of 5 s each 20 s, a replica that takes 30 s to start. */
class FlyteLoopTest {
    private static SimulatedScenario app(int min) {
        // 31 requests, at 0, 20 ... 600 s but the last one excluded: 30; then nothing for ten minutes.
        var load = Loads.concat(
                Loads.even(0.05, ofMinutes(10), ServiceTimes.fixed(ofSeconds(5))), Loads.silence(ofMinutes(10)));
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(10)
                .initialReplicas(min)
                .startup(ofSeconds(30))
                .duration(ofMinutes(20))
                .slo(ofSeconds(6), 0.9)
                .build();
        return Scenario.of(
                Simulation.of(load, environment),
                ScalingPolicy.of(
                        "app",
                        FlyteApp.replicas(min, 3)
                                .concurrency(10)
                                .scaledownAfter(ofMinutes(5))
                                .toSpec(),
                        Map.of("concurrency", WorkloadMetric.IN_SYSTEM)),
                1);
    }

    /**
     * The request of 0 s is seen at once and its replica is ready at 30 s, so it and the one of 20 s meet a cold start. The last
     * one, of 580 s, is served until 585 s and leaves at that moment, before the scrape of the same instant. A request is seen
     * if it is there at a multiple of 15 s: at 540 s the one of 540 s is the last that is, as 555, 570 and 585 s find none.
     */
    @Test
    void rests_exactly_scaledown_after_behind_the_last_request_that_it_saw() {
        app(0).zeroAfterLastRequest(ofMinutes(5))
                .expect(1)
                .heldFor(ofSeconds(840))
                .now()
                .at(ofSeconds(840))
                .expect(0)
                .now()
                .from(ofSeconds(840))
                .neverAbove(0)
                .atMostChanges(2)
                .atMost(Score.COLD_STARTS, 2)
                .atLeast(Score.COLD_STARTS, 2)
                .run();
    }

    /** One replica always: no cold start, and every request is served in 5 s. */
    @Test
    void a_minimum_of_one_pays_for_no_cold_start() {
        app(1).noChange()
                .atMost(Score.COLD_STARTS, 0)
                .p95Within(ofSeconds(6))
                .sloShareAtLeast(1)
                .run();
    }
}
