package dev.autoscale.testkit.scenarios;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions in memory in a closed loop: on memory with cpu as a safety valve, connections, business hours. */
class SessionsInMemoryLoopTest {
    private static final AutoscalerSpec MEMORY_FIRST = AutoscalerSpec.builder(2, 10)
            .metric(resource("memory").averageUtilization(70))
            .metric(resource("cpu").averageUtilization(90))
            .scaleDown(rules().stabilizationWindow(ofSeconds(300)))
            .build();

    private static Load lasting(double perSecond, Duration duration, Duration each) {
        return Loads.even(perSecond, duration, ServiceTimes.fixed(each));
    }

    private static SimulatedScenario sessions(int places) {
        // A session every 3 s that lasts 5 minutes: 100 at a time once 5 minutes have passed. 20 % and 2 % for each.
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(places)
                .interrupted(Environment.Interrupted.RESUMED)
                .memory(20, 2)
                .slo(ofSeconds(5), 0.99)
                .sloOnWait()
                .duration(ofHours(1))
                .build();
        return Scenario.of(
                Simulation.of(lasting(1 / 3.0, ofHours(1), ofMinutes(5)), environment),
                ScalingPolicy.of("memory first", MEMORY_FIRST),
                1);
    }

    /**
     * With n replicas memory is 20 + 200 / n percent. 4 replicas are at 70, the target; so are all counts within the tolerance: 3
     * are at 86 and ask for 4. Cpu: 100 busy of 4 * 60 places are 41 %.
     */
    @Test
    void memory_sets_the_size() {
        sessions(60)
                .at(ofMinutes(10))
                .expect(4)
                .heldFor(ofMinutes(49))
                .now()
                .noReversalWithin(ofHours(1))
                .explainAt(ofMinutes(30))
                .says("memory")
                .sloShareAtLeast(0.99)
                .run();
    }

    /**
     * Where sessions need more of the cpu, 20 at a time fill it: 4 replicas are at 100 % and ask for ceil(4 * 100 / 90) = 5, and
     * with 5 those 100 sessions are at 100 % again, until 6 have 83 %, and within the tolerance stay.
     */
    @Test
    void the_valve_opens_when_the_cpu_is_full() {
        sessions(20)
                .at(ofMinutes(20))
                .expect(6)
                .heldFor(ofMinutes(39))
                .now()
                .explainAt(ofMinutes(30))
                .says("cpu")
                .neverAbove(6)
                .run();
    }

    /**
     * Connections of 20 minutes each, and a rush that is over after 10: replicas that are no longer wanted have 30 minutes to
     * drain, and no connection is broken off; with 30 s some are.
     */
    @Test
    void long_connections_need_a_long_drain() {
        assertThat(rush(ofMinutes(30)).atMost(Score.INTERRUPTED, 0).run().changeCount())
                .isGreaterThan(2);
        rush(ofSeconds(30)).atLeast(Score.INTERRUPTED, 1).atMost(Score.LOST, 0).run();
    }

    private static SimulatedScenario rush(Duration drain) {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
                .metric(external("connections").averageValue(10))
                .build();
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(20)
                .interrupted(Environment.Interrupted.RESUMED)
                .drainTimeout(drain)
                .duration(ofHours(2))
                .build();
        Load load =
                Loads.concat(lasting(0.2, ofMinutes(10), ofMinutes(20)), lasting(0.01, ofMinutes(110), ofMinutes(20)));
        return Scenario.of(
                Simulation.of(load, environment),
                ScalingPolicy.of("connections", spec, Map.of("connections", WorkloadMetric.IN_SERVICE)),
                1);
    }

    /**
     * Half an hour of use, two hours of none, and use again, polled every 30 s; a pod takes 40 s. To zero more than 300 s after the last connection that was seen, so at the poll after 300 s, 330 s; the next user waits for a poll and a pod. A minimum of
     * one saves the wait and costs the two hours. Without a pod no one is connected: who counts the connections alone, and not those
     * who wait for one, never wakes.
     */
    @Test
    void zero_trades_a_cold_start_for_two_hours() {
        Report zero = evening(0, WorkloadMetric.IN_SYSTEM)
                .zeroAfterLastRequest(ofSeconds(330))
                .atLeast(Score.COLD_STARTS, 1)
                .run();
        Report one = evening(1, WorkloadMetric.IN_SYSTEM)
                .neverBelow(1)
                .atMost(Score.COLD_STARTS, 0)
                .run();
        assertThat(zero.waits().maxMillis()).isBetween(40_000.0, 71_000.0);
        assertThat(one.waits().maxMillis()).isZero();
        assertThat(one.score(Score.REPLICA_HOURS) - zero.score(Score.REPLICA_HOURS))
                .isBetween(1.75, 2.0);
        Report idle = evening(0, WorkloadMetric.IN_SERVICE)
                .from(ofMinutes(150))
                .neverAbove(0)
                .run();
        assertThat(idle.unfinished()).isEqualTo(36);
    }

    private static SimulatedScenario evening(int min, WorkloadMetric feed) {
        AutoscalerSpec spec = ScaledObject.builder()
                .pollingInterval(30)
                .cooldownPeriod(300)
                .minReplicaCount(min)
                .maxReplicaCount(20)
                .trigger(KedaTrigger.prometheus("connections", 10, 0))
                .build()
                .toSpec();
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(20)
                .initialReplicas(1)
                .startup(ofSeconds(40))
                .syncInterval(ofSeconds(30))
                .scrapeInterval(ofSeconds(30))
                .duration(ofMinutes(180))
                .build();
        Load use = lasting(0.02, ofMinutes(30), ofMinutes(2));
        return Scenario.of(
                Simulation.of(Loads.concat(use, Loads.silence(ofHours(2)), use), environment),
                ScalingPolicy.of("evening", spec, Map.of(spec.metric(0).id(), feed)),
                1);
    }

    private static SimulatedScenario day(AutoscalerSpec spec) {
        ZonedDateTime monday = ZonedDateTime.of(2026, 1, 5, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
        Environment environment = Environment.builder()
                .inStep()
                .concurrency(20)
                .initialReplicas(2)
                .startsAt(monday.toInstant().toEpochMilli())
                .duration(ofHours(24))
                .build();
        // A connection every 50 s that lasts 600 s: 12 at a time take 2 replicas.
        return Scenario.of(
                Simulation.of(lasting(0.02, ofHours(24), ofMinutes(10)), environment),
                ScalingPolicy.of("business hours", spec, Map.of("connections", WorkloadMetric.IN_SERVICE)),
                1);
    }

    /**
     * KEDA's cron trigger and 12 connections: 2, at 8 o'clock max(2 + 4, 2 * 2) allow the 5 at once, and the 5 of 17:59:45 counts
     * for 300 s. At first there are fewer connections, so that one replica is enough from 300 s on until the 11th comes at 500 s.
     */
    @Test
    void the_cron_trigger_holds_its_replicas_for_a_window_longer() {
        AutoscalerSpec trigger = ScaledObject.builder()
                .minReplicaCount(1)
                .maxReplicaCount(20)
                .trigger(KedaTrigger.prometheus("connections", 10, 0))
                .trigger(KedaTrigger.cron("business-hours", "Europe/Berlin", "0 8 * * 1-5", "0 18 * * 1-5", 5))
                .behavior(new HpaBehavior(null, null))
                .build()
                .toSpec();
        day(trigger)
                .between(ofMinutes(30), ofHours(8))
                .noChange()
                .at(ofHours(8))
                .expect(5)
                .heldFor(ofSeconds(36_285))
                .now()
                .at(ofSeconds(18 * 3_600 + 285))
                .expect(2)
                .heldFor(ofHours(5))
                .now()
                .run();
    }

    /** The floor with a lead of ten minutes is there at 7:50 and gone at 18:00. */
    @Test
    void the_floor_is_there_earlier_and_ends_on_the_minute() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        CronWindow hours = CronWindow.between(
                CronExpression.parse("0 8 * * 1-5", berlin), CronExpression.parse("0 18 * * 1-5", berlin));
        AutoscalerSpec floor = AutoscalerSpec.builder(1, 20)
                .metric(external("connections").averageValue(10))
                .schedule(Schedule.of(
                        ScheduleWindow.floor("business hours", hours, 5).lead(ofMinutes(10))))
                .build();
        day(floor)
                .at(ofMinutes(470))
                .expect(5)
                .heldFor(ofMinutes(610))
                .now()
                .explainAt(ofMinutes(470))
                .says("ScheduledFloor")
                .at(ofHours(18))
                .expect(2)
                .heldFor(ofHours(5))
                .now()
                .run();
    }
}
