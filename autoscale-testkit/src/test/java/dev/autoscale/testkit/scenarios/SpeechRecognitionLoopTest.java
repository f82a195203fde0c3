package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Speech recognition in a closed loop: calls of 10 s each, 5 of them per pod aimed at, 8 possible. */
class SpeechRecognitionLoopTest {
    private static final AutoscalerSpec ASR = AutoscalerSpec.builder(1, 20)
            .metric(external("asr_active_requests").averageValue(5))
            .scaleUp(rules().policy(pods(2).per(ofSeconds(15)))
                    .policy(percent(100).per(ofSeconds(15))))
            .scaleDown(rules().stabilizationWindow(ofSeconds(300)).policy(pods(1).per(ofSeconds(60))))
            .build();

    private static Load calls(double perSecond, Duration duration) {
        return Loads.even(perSecond, duration, ServiceTimes.fixed(ofSeconds(10)));
    }

    private static SimulatedScenario asr(int replicas, Load... loads) {
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(8)
                .initialReplicas(replicas)
                .startup(ofSeconds(10))
                .slo(ofSeconds(12), 0.95)
                .build();
        return Scenario.of(
                Simulation.of(Loads.concat(loads), environment),
                ScalingPolicy.of("asr", ASR, Map.of("asr_active_requests", WorkloadMetric.IN_SYSTEM)),
                1);
    }

    /**
     * 1.2 calls a second are 12 at a time and take ceil(12 / 5) = 3 pods. From 120 s on 9 a second are 90 at a time and take 18.
     * The decision at 120 s sees the first one only, the next one at least the 90 or what waits beside the 24 places: growth is
     * what the policies allow, max(3 + 2, 3 * 2) = 6, then 12, then what waits decides up to 20.
     */
    @Test
    void a_spike_is_answered_in_the_next_cycle_by_doubling() {
        asr(3, calls(1.2, ofMinutes(2)), calls(9, ofMinutes(10)))
                .between(ofSeconds(15), ofMinutes(2))
                .noChange()
                .at(ofMinutes(2))
                .expect(3)
                .now()
                .expect(6)
                .within(ofSeconds(15))
                .expect(12)
                .within(ofSeconds(30))
                .expectReady(18)
                .within(ofSeconds(60))
                .explainAt(ofSeconds(135))
                .says("ScaleUpLimit: +100 % in 15 s")
                .neverAbove(20)
                .noReversalWithin(ofMinutes(5))
                .run();
    }

    /** 0.2 calls a second are 2 at a time and take 1 pod; from there max(1 + 2, 1 * 2) = 3. */
    @Test
    void a_spike_is_answered_in_the_next_cycle_by_two_pods_if_that_is_more() {
        asr(1, calls(0.2, ofMinutes(2)), calls(9, ofMinutes(5)))
                .at(ofMinutes(2))
                .expect(1)
                .now()
                .expect(3)
                .within(ofSeconds(15))
                .expect(6)
                .within(ofSeconds(30))
                .explainAt(ofSeconds(135))
                .says("ScaleUpLimit: +2 in 15 s")
                .run();
    }

    /**
     * 4 calls a second are 40 at a time: the calls of (t - 10 s, t], so 8 pods. The load falls at 300 s; at 300 s the last 40 (39
     * that began before, and the first of the slower ones) are seen, at 315 s 10, which take 2 pods. The 8 of 300 s counts for
     * 300 s: the first pod goes at 600 s, then one a minute until 2 are left at 900 s.
     */
    @Test
    void a_decline_removes_no_pod_for_300_seconds_and_then_one_a_minute() {
        asr(8, calls(4, ofMinutes(5)), calls(1, ofMinutes(15)))
                .between(Duration.ZERO, ofSeconds(600))
                .noneRemoved()
                .atMostRemoved(1, ofMinutes(1))
                .at(ofSeconds(600))
                .expect(7)
                .now()
                .at(ofSeconds(660))
                .expect(6)
                .now()
                .at(ofSeconds(899))
                .expect(3)
                .now()
                .at(ofSeconds(900))
                .expect(2)
                .heldFor(ofMinutes(5))
                .now()
                .neverAbove(8)
                .atMost(Score.INTERRUPTED, 0)
                .run();
    }

    /** Nothing for 8 hours: 0 is wanted, the minimum is 1, and the first call of the morning finds a ready pod. */
    @Test
    void off_hours_keep_one_pod_and_the_first_call_finds_it() {
        asr(3, calls(1.2, ofMinutes(10)), Loads.silence(ofHours(8)), calls(0.4, ofMinutes(10)))
                .neverBelow(1)
                .at(ofMinutes(20))
                .expect(1)
                .heldFor(ofHours(7))
                .now()
                .explainAt(ofHours(8))
                .says("TooFewReplicas")
                .atMost(Score.COLD_STARTS, 0)
                .sloShareAtLeast(1)
                .run();
    }
}
