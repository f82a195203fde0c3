package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.Fleet;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodRequests;
import dev.autoscale.RateLimits;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.StabilizationWindow;
import dev.autoscale.TargetOwnership;
import dev.autoscale.policies.budget.CapacityBudget;
import dev.autoscale.policies.keda.KedaFallback;
import dev.autoscale.policies.keda.RequestScale;
import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaStatus;
import dev.autoscale.policies.knative.KpaWindow;
import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.TargetTracking;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.testkit.lint.Lint;
import dev.autoscale.testkit.lint.WorkloadFacts;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.score.Report;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a debugger and a log line show of each public value: its essentials, in one line. */
class ToStringTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Half a sentence, which is asked for nothing but its end. */
    private static final Set<String> ON_THE_WAY = Set.of(
            "MetricSpec.NeedsTarget",
            "Scenario.CountStage",
            "Scenario.ExplanationStage",
            "DecisionAssert",
            "ReportAssert");

    private static final MetricSpec QUEUE = MetricSpec.external("queue").averageValue(5);
    private static final AutoscalerSpec SPEC =
            AutoscalerSpec.builder(1, 10).metric(QUEUE).legacy().build();
    private static final String SPEC_TEXT =
            "AutoscalerSpec[minReplicas=1, maxReplicas=10, metrics=[queue (External AVERAGE_VALUE 5)], legacy]";

    private record Sample(Object value, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static Sample sample(Object value, String text) {
        return new Sample(value, text);
    }

    static Stream<Sample> samples() {
        return Stream.of(settings(), engine(), policies(), testkit()).flatMap(List::stream);
    }

    private static List<Sample> settings() {
        ScalingRules rules = ScalingRules.rules()
                .policy(RatePolicy.pods(4).per(MINUTE))
                .select(ScalingRules.SelectPolicy.MIN)
                .stabilizationWindow(Duration.ZERO)
                .tolerance(0.2);
        CronWindow night = CronWindow.lasting(CronExpression.parse("0 22 * * *", ZoneOffset.UTC), MINUTE);
        return List.of(
                sample(
                        rules,
                        "ScalingRules[stabilizationWindow=PT0S, policies=[RatePolicy[unit=PODS, value=4, period=PT1M]], select=MIN, tolerance=0.2]"),
                sample(
                        rules.cooldown(MINUTE),
                        "ScalingRules[stabilizationWindow=PT0S, policies=[RatePolicy[unit=PODS, value=4, period=PT1M]], select=MIN, tolerance=0.2, DampingRules[sustained=Rule[forMillis=0, breaches=1, decisions=1], cooldown=Rule[sameMillis=60000, anyMillis=0, allowsLarger=false], gain=1.0]]"),
                sample(ScalingRules.rules(), "ScalingRules[]"),
                sample(Activation.cooldown(MINUTE), "Activation[cooldown=PT1M, initialCooldown=PT1M]"),
                sample(
                        Activation.cooldown(MINUTE)
                                .initialCooldown(Duration.ZERO)
                                .idleReplicas(1)
                                .idleTtl(MINUTE)
                                .activationReplicas(2),
                        "Activation[cooldown=PT1M, initialCooldown=PT0S, idleReplicas=1, idleTtl=PT1M, activationReplicas=2]"),
                sample(
                        Activation.cooldown(MINUTE).keepAfterWaking(MINUTE).zeroDelay(MINUTE),
                        "Activation[cooldown=PT1M, initialCooldown=PT1M, keepAfterWaking=PT1M, zeroDelay=PT1M]"),
                sample(
                        Schedule.of(ScheduleWindow.floor("night", night, 3)),
                        "Schedule[night (FLOOR 3, 0 22 * * * for PT1M, Z)]"),
                sample(SPEC, SPEC_TEXT),
                sample(
                        AutoscalerSpec.builder(0, 4)
                                .metric(QUEUE)
                                .scaleUp(rules)
                                .combination(Combination.SUM)
                                .activation(Activation.cooldown(MINUTE))
                                .flapBudget(FlapBudget.per(MINUTE).replicas(2))
                                .alignment(Alignment.multiplesOf(2))
                                .rolloutHold()
                                .build(),
                        "AutoscalerSpec[minReplicas=0, maxReplicas=4, metrics=[queue (External AVERAGE_VALUE 5)], scaleUp=ScalingRules[stabilizationWindow=PT0S, policies=[RatePolicy[unit=PODS, value=4, period=PT1M]], select=MIN, tolerance=0.2], scaleDown=ScalingRules[stabilizationWindow=PT5M, policies=[RatePolicy[unit=PERCENT, value=100, period=PT15S]], select=MAX, tolerance=0.1], combination=sum, rules={ALIGNED=multiples of 2, BUDGETED=2 replicas per 60 s, ACTIVATED=Activation[cooldown=PT1M, initialCooldown=PT1M]}, rolloutHold]"));
    }

    private static List<Sample> engine() {
        Autoscaler autoscaler = SPEC.newAutoscaler();
        Autoscaler fresh = SPEC.newAutoscaler();
        Observation in = SPEC.newObservation().at(1_000).replicas(3).value(0, 37);
        Decision out = SPEC.newDecision();
        autoscaler.decide(in, out);
        RateLimits limits =
                RateLimits.of(AutoscalerSpec.builder(1, 10).metric(QUEUE).build());
        limits.scaled(1_000, 1, 2);
        TargetOwnership owners = new TargetOwnership();
        Observation ordered = SPEC.newObservation().at(0);
        ordered.overrides().pauseAt(2).freezeScaleUp(5).removable(1).shadow();
        Observation reordered = SPEC.newObservation().at(0);
        reordered.overrides().pause().freezeScaleDown(6).forceActivation();
        Fleet fleet = new Fleet(3);
        fleet.remove(fleet.add(SPEC));
        fleet.group(SPEC.toBuilder().bounds(1, 11).build());
        Fleet.Group group = fleet.group(SPEC);
        return List.of(
                sample(fresh, "Autoscaler[no decision yet, spec=" + SPEC_TEXT + ']'),
                sample(autoscaler, "Autoscaler[latestMillis=1000, spec=" + SPEC_TEXT + ']'),
                sample(in, "Observation[epochMillis=1000, replicas=3, queue=37]"),
                sample(SPEC.newObservation(), "Observation[epochMillis=0, replicas=unknown]"),
                sample(
                        SPEC.newObservation().at(5).failed(0),
                        "Observation[epochMillis=5, replicas=unknown, queue unusable]"),
                sample(ordered.overrides(), "Overrides[paused at 2, scale-up frozen until 5, removable=1, shadow]"),
                sample(reordered.overrides(), "Overrides[paused, scale-down frozen until 6, forced active]"),
                sample(SPEC.newObservation().overrides(), "Overrides[]"),
                sample(out.metric(0), "queue: 8"),
                sample(SPEC.newDecision().metric(0), "queue: not evaluated"),
                sample(SPEC.calculator(0), "MetricCalculator[queue (External AVERAGE_VALUE 5)]"),
                sample(SPEC.newObservation().ensureCapacity(2).pods(), "PodSamples[pods=0]"),
                sample(
                        new PodRequests()
                                .container(PodRequests.ContainerKind.APP, "app")
                                .request("cpu", 500),
                        "PodRequests[containers=1, requests=1]"),
                sample(
                        limits,
                        "RateLimits[up=[RatePolicy[unit=PODS, value=4, period=PT15S], RatePolicy[unit=PERCENT, value=100, period=PT15S]], down=[RatePolicy[unit=PERCENT, value=100, period=PT15S]], changes=1]"),
                sample(
                        StabilizationWindow.highest(MINUTE, 6),
                        "StabilizationWindow[highest of PT1M, entries=0, capacity=6]"),
                sample(owners, "TargetOwnership{}"),
                sample(fleet, "Fleet[shard=3, groups=2, size=0]"),
                sample(group, "Group[size=0, slots=1, spec=" + SPEC_TEXT + ']'),
                sample(group.newBatch(), "Batch[all slots, spec=" + SPEC_TEXT + ']'),
                sample(group.newBatch().slots(new int[4], 2), "Batch[2 slots, spec=" + SPEC_TEXT + ']'));
    }

    private static List<Sample> policies() {
        KedaFallback.MetricType average = KedaFallback.MetricType.AVERAGE_VALUE;
        CapacityBudget pool = CapacityBudget.builder(3)
                .workload(CapacityBudget.Workload.named("a").ceiling(9))
                .build();
        return List.of(
                sample(pool, "CapacityBudget[capacity=3, hysteresis=1, workloads=1]"),
                sample(
                        pool.workloads().get(0),
                        "Workload[a, unitsPerReplica=1, floor=0, ceiling=9, guaranteed=1, weight=1, priority=0]"),
                sample(
                        KedaFallback.of("queue", average, 5, new ScaledObject.Fallback(3, 2, null)),
                        "KedaFallback[metric=queue, target=5.0 AVERAGE_VALUE, Fallback[failureThreshold=3, replicas=2, behavior=null]]"),
                sample(
                        KedaFallback.of("queue", average, 5, null),
                        "KedaFallback[metric=queue, target=5.0 AVERAGE_VALUE, without a fallback]"),
                sample(
                        new KedaFallback.Input(),
                        "KedaFallback.Input[failed, failures=-1, replicas=-1, readyPods=-1, otherFallsBack=false]"),
                sample(
                        RequestScale.of(
                                ScaledObject.builder().idleReplicaCount(1).build(), 0),
                        "RequestScale[minReplicaCount=0, idleReplicaCount=1, cooldownMillis=300000]"),
                sample(
                        new RequestScale.Input(),
                        "RequestScale.Input[replicas=unreadable, active=false, failed=false, paused=false, lastActiveEpochMillis=-9223372036854775808]"),
                sample(
                        ScaledJob.builder().maxReplicaCount(5).build(),
                        "ScaledJob[minReplicaCount=0, maxReplicaCount=5, strategy=DEFAULT, combination=MAX]"),
                sample(
                        new ScaledJob.Input(1).jobs(2, 1).trigger(5, 1, true),
                        "ScaledJob.Input[unfinished=2, pending=1, activeTriggers=1, failed=false]"),
                sample(
                        KpaSpec.builder().build(),
                        "KpaSpec[aggregation=LINEAR, stableWindow=PT1M, panicWindow=PT6S, target=70.0, total=100.0, targetBurstCapacity=211.0, panicThreshold=2.0, maxScaleUpRate=1000.0, maxScaleDownRate=2.0, scaleDownDelay=PT0S, activationScale=0, isReachable=true, scaleToZero=null]"),
                sample(
                        KpaSpec.builder().build().newAutoscaler(0, 1),
                        "KpaAutoscaler[latestMillis=0, spec=KpaSpec[aggregation=LINEAR, stableWindow=PT1M, panicWindow=PT6S, target=70.0, total=100.0, targetBurstCapacity=211.0, panicThreshold=2.0, maxScaleUpRate=1000.0, maxScaleDownRate=2.0, scaleDownDelay=PT0S, activationScale=0, isReachable=true, scaleToZero=null]]"),
                sample(
                        KpaSpec.builder().build().newObservation().at(7),
                        "KpaObservation[epochMillis=7, replicas=unknown, readyPods=unknown, metric=WINDOWS, samples=0]"),
                sample(new KpaStatus(3), "KpaStatus[NEW since 3, initialized=false, desiredScale=-1, actualScale=-1]"),
                sample(KpaWindow.linear(MINUTE), "KpaWindow[LINEAR over PT1M, granularity=PT1S]"),
                sample(FlyteApp.replicas(1, 3), "FlyteApp[replicas=1..3, scaledownAfter=PT5M]"),
                sample(
                        ServerlessWorkers.between(0, 5),
                        "ServerlessWorkers[minWorkers=0, maxWorkers=5, idleTimeout=PT5S, initializationTime=PT0S, prewarmed=0]"),
                sample(
                        TargetTracking.averagePerInstance("cpu", 50),
                        "TargetTracking[cpu at 50.0, capacity=1..1, scaleOutCooldown=PT5M, scaleInCooldown=PT5M, alarmsAfter=PT3M and PT15M, instanceWarmup=PT0S]"));
    }

    private static List<Sample> testkit() {
        Environment world = Environment.builder().inStep().duration(MINUTE).build();
        Simulation simulation = Simulation.of(Loads.silence(MINUTE), world);
        ScalingPolicy two = ScalingPolicy.fixed(2);
        Report report = simulation.run(two, 1);
        return List.of(
                sample(
                        world,
                        "Environment[concurrency=1, SHARED_QUEUE, startup=fixed 0s, scheduling=fixed 0s, slo=2s, faults=[]]"),
                sample(
                        simulation,
                        "Simulation of silence 1m in Environment[concurrency=1, SHARED_QUEUE, startup=fixed 0s, scheduling=fixed 0s, slo=2s, faults=[]]"),
                sample(report, "fixed 2 on silence 1m, seed 1"),
                sample(report.timeline(), "Timeline[spans=4, spanMicros=15000000]"),
                sample(report.latencies(), "Latencies[count=0, mean=0.0 ms, p95=0.0 ms, max=0.0 ms]"),
                sample(
                        League.of(simulation).add(two),
                        "League[[fixed 2] in Simulation of silence 1m in Environment[concurrency=1, SHARED_QUEUE, startup=fixed 0s, scheduling=fixed 0s, slo=2s, faults=[]], seeds=1]"),
                sample(
                        League.of(simulation).add(two).run(),
                        "Standings[fixed 2: 100.0 % within the SLO, 0.03333333333333333 replica-hours, oracle: 100.0 % within the SLO, 0.0 replica-hours, clairvoyant: 100.0 % within the SLO, 0.0 replica-hours, fixed at peak: 100.0 % within the SLO, 0.0 replica-hours]"),
                sample(
                        WorkloadFacts.builder().startup(MINUTE).build(),
                        "WorkloadFacts[decisionsEvery=PT15S, known={STARTUP=60000.0}]"),
                sample(
                        Lint.of(SPEC, WorkloadFacts.NONE),
                        "Lint[findings=[min-without-redundancy], unchecked={STARTUP=[idle-timeout-shorter-than-startup, shrinks-sooner-than-startup, steps-faster-than-startup, lead-shorter-than-startup, startup-beyond-what-is-told], INITIALIZATION=[no-allowance-for-initialization], WORK_TIME=[shrinks-busy-workers, work-shorter-than-decisions], SAMPLE_INTERVAL=[max-age-shorter-than-samples], RISE_TIME=[peak-out-of-reach-in-time], CAPACITY_PER_REPLICA=[target-above-capacity, no-headroom], LIMIT_TO_REQUEST=[utilization-out-of-reach], PEAK_LOAD=[max-below-peak], MEAN_LOAD=[min-costly, fallback-below-load]}]"),
                sample(Scenario.of(SPEC).replicas(2).load(3), "OpenScenario[metrics=[queue], replicas=2, steps=1]"),
                sample(
                        Scenario.of(simulation, two, 1),
                        "SimulatedScenario[fixed 2 in Simulation of silence 1m in Environment[concurrency=1, SHARED_QUEUE, startup=fixed 0s, scheduling=fixed 0s, slo=2s, faults=[]], seed 1]"),
                sample(ManualClock.at(5).drift(1), "ManualClock[5, drift=1 ppm]"),
                sample(SeededRandom.of(7), "SeededRandom[7]"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_value_says_its_essentials_in_one_line(Sample sample) {
        assertThat(sample.value()).hasToString(sample.text());
        assertThat(sample.text()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void a_decision_says_its_steps_a_line_each() {
        assertThat(new RequestScale.Decision()).hasToString("""
                nothing to write
                  action  NONE: nothing is decided yet
                  ready   True, ScaledObjectReady
                  active  as before
                """);
        assertThat(new ScaledJob.Decision()).hasToString("nothing is decided yet\n");
        assertThat(new KedaFallback.Decision()).hasToString("""
                an error
                  outcome   QUERY_FAILED: the query failed, and there is no fallback, or not yet
                  failures  not counted
                """);
        assertThat(new KpaScaleToZero.Decision()).hasToString("""
                nothing to write
                  wanted    unknown  nothing is decided yet
                  requests  are buffered
                  recheck   not needed
                  status    Active=Unknown
                """);
    }

    @Test
    void no_public_value_inherits_the_text_of_any_object() {
        List<Class<?>> values =
                ExportedTypes.all().stream().filter(ToStringTest::isValue).toList();
        assertThat(values).hasSizeGreaterThan(100);
        assertThat(values.stream().filter(ToStringTest::inherits)).isEmpty();
    }

    private static boolean inherits(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** What has instances but is neither thrown, nor still collects what a value will be. */
    private static boolean isValue(Class<?> type) {
        boolean hasInstances = Arrays.stream(type.getDeclaredMethods())
                .map(Method::getModifiers)
                .anyMatch(modifiers -> !Modifier.isStatic(modifiers));
        return hasInstances
                && !Modifier.isAbstract(type.getModifiers())
                && !Throwable.class.isAssignableFrom(type)
                && !type.getSimpleName().endsWith("Builder")
                && !ON_THE_WAY.contains(ExportedTypes.name(type));
    }
}
