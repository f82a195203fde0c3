package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.scenario.OpenScenario;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Document parsing in a closed loop: a backend on cpu and memory, parse workers on a queue, and OCR beside the parse workers. */
class DocumentParsingLoopTest {
    private static final AutoscalerSpec BACKEND = AutoscalerSpec.builder(2, 8)
            .metric(resource("cpu").averageUtilization(40))
            .metric(resource("memory").averageUtilization(60))
            .build();

    private static SimulatedScenario backend(double perSecond, Duration service, double perRequestPercent) {
        Environment environment = Environment.builder()
                .inStep()
                .initialReplicas(2)
                .serving(Environment.Serving.SHARED_CPU)
                .memory(30, perRequestPercent)
                .startup(ofSeconds(10))
                .duration(ofMinutes(20))
                .build();
        return Scenario.of(
                Simulation.of(
                        Loads.concat(
                                Loads.silence(ofSeconds(15)),
                                Loads.even(perSecond, ofMinutes(20), ServiceTimes.fixed(service))),
                        environment),
                ScalingPolicy.of("backend", BACKEND),
                1);
    }

    /**
     * From 15 s on 24 requests a second of 0.1 s of a core are 240 % of it: 240 / 40 = 6 replicas. The two at the beginning are at
     * 100 % by 30 s: 5, which are ready at 40 s. Until 45 s the two have worked for 15 s and the three for 5 s at 80 %, together
     * 42 s of 15: 280 / 5 = 56 % ask for 7. From then on 240 / 7 = 34 % ask for ceil(7 * 34 / 40) = 6, and get them when the 7 of
     * 45 s is 300 s old. Memory, 30 % of 60 %, never has a say.
     */
    @Test
    void the_backend_settles_where_the_cpu_is_on_target() {
        backend(24, ofMillis(100), 0)
                .at(ofSeconds(30))
                .expect(5)
                .now()
                .at(ofSeconds(45))
                .expect(7)
                .heldFor(ofMinutes(5))
                .now()
                .at(ofSeconds(345))
                .expect(6)
                .heldFor(ofMinutes(14))
                .now()
                .atMostChanges(3)
                .neverBelow(2)
                .explainAt(ofSeconds(60))
                .says("(cpu)")
                .run();
    }

    /**
     * 3 requests a second of 2 s each, mostly waiting: here a place for every one, so that memory counts. 6 at a time are 6 * 30 %
     * beside the 30 % that each replica needs anyway: with n replicas 30 + 180 / n percent. 2 are at 120 % and may become 4 at once,
     * 4 are at 75 % and ask for 5, and 5 are at 66 %, which is 1.1 of 60 % and so just within the tolerance.
     */
    @Test
    void memory_decides_where_requests_are_many_and_idle() {
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(20)
                .memory(30, 30)
                .duration(ofMinutes(20))
                .build();
        Scenario.of(
                        Simulation.of(Loads.even(3, ofMinutes(20), ServiceTimes.fixed(ofSeconds(2))), environment),
                        ScalingPolicy.of("backend", BACKEND),
                        1)
                .at(ofSeconds(15))
                .expect(4)
                .now()
                .at(ofSeconds(30))
                .expect(5)
                .heldFor(ofMinutes(19))
                .now()
                .explainAt(ofSeconds(30))
                .says("(memory)")
                .run();
    }

    private static ScaledObject.Builder queue() {
        return ScaledObject.builder()
                .cooldownPeriod(120)
                .maxReplicaCount(10)
                .trigger(KedaTrigger.queue("parse-jobs", 20, 0));
    }

    private static ScalingPolicy workers(int min, WorkloadMetric feed) {
        AutoscalerSpec spec = queue().minReplicaCount(min).build().toSpec();
        return ScalingPolicy.of("parse workers", spec, Map.of(spec.metric(0).id(), feed));
    }

    /** 150 jobs at a thousand a second, then nothing. */
    private static Simulation burst(Duration job, Environment.Builder environment) {
        return Simulation.of(
                Loads.concat(Loads.even(1_000, ofMillis(150), ServiceTimes.fixed(job)), Loads.silence(ofMinutes(30))),
                environment.initialReplicas(1).duration(ofMinutes(30)).build());
    }

    /**
     * At 15 s one job is in progress and 149 wait: ceil(149 / 20) = 8, by way of max(2 * 1, 4) = 4. At 30 s 145 wait, still 8.
     * With 8 workers and jobs of 30 s the rest takes about 9 minutes; without behavior the count falls when the last higher wish
     * is older than 300 s. The minimum of 1 remains.
     */
    @Test
    void a_queue_is_shared_out_and_one_worker_kept() {
        Scenario.of(burst(ofSeconds(30), Environment.builder().inStep()), workers(1, WorkloadMetric.QUEUED), 1)
                .at(ofSeconds(15))
                .expect(4)
                .now()
                .at(ofSeconds(30))
                .expect(8)
                .heldFor(ofMinutes(5))
                .now()
                .neverAbove(10)
                .neverBelow(1)
                .at(ofMinutes(20))
                .expect(1)
                .heldFor(ofMinutes(10))
                .now()
                .atMost(Score.LOST, 0)
                .run();
    }

    /**
     * A job in progress does not wait. One of 8 minutes, alone: with the waiting ones counted its worker is taken away 30 s (the
     * drain timeout) behind the cooldown, again and again, and it is never done. Counted while it is in progress it is seen at
     * 465 s last; more than 120 s behind that is 600 s.
     */
    @Test
    void the_cooldown_ends_jobs_in_progress_unless_they_are_counted() {
        Simulation one = Simulation.of(
                Loads.concat(
                        Loads.even(1_000, ofMillis(1), ServiceTimes.fixed(ofMinutes(8))), Loads.silence(ofHours(1))),
                Environment.builder().inStep().duration(ofHours(1)).build());
        Report waiting = Scenario.of(one, workers(0, WorkloadMetric.QUEUED), 1)
                .atLeast(Score.INTERRUPTED, 10)
                .run();
        assertThat(waiting.changeCount()).isGreaterThan(20);
        Scenario.of(one, workers(0, WorkloadMetric.IN_SYSTEM), 1)
                .zeroAfterLastRequest(ofSeconds(135))
                .at(ofSeconds(600))
                .expect(0)
                .now()
                .atMostChanges(1)
                .atMost(Score.INTERRUPTED, 0)
                .run();
    }

    /** OCR takes min(3, ceil(parse workers / 3)) of the workers that the queue brought: 1, 4, 8 ... are 1, 2, 3 ... */
    @Test
    void ocr_follows_the_workers_of_the_loop() {
        Report parse = Scenario.of(
                        burst(ofSeconds(30), Environment.builder().inStep()), workers(1, WorkloadMetric.QUEUED), 1)
                .neverBelow(1)
                .run();
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 3)
                .metric(RatioTarget.of("parse-workers").dividedBy(3).atMost(3).asMetric())
                .scaleDown(rules().stabilizationWindow(ZERO))
                .build();
        OpenScenario ocr = Scenario.of(spec).load(1).lasting(ofMinutes(30)).neverAbove(3);
        assertThat(parse.changes()).hasSizeGreaterThan(2);
        for (Change change : parse.changes()) {
            ocr.at(ofMillis(change.atMillis()))
                    .load(change.to())
                    .expect(Math.min(3, (change.to() + 2) / 3))
                    .now();
        }
        ocr.atMostChanges(parse.changes().size()).run();
    }
}
