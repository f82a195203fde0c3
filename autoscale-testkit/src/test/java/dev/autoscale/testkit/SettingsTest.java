package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Fallback;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.budget.CapacityBudget;
import dev.autoscale.policies.cloudfoundry.CfPolicy;
import dev.autoscale.policies.cloudfoundry.CfRule;
import dev.autoscale.policies.flink.FlinkSettings;
import dev.autoscale.policies.flink.FlinkVertexPolicy;
import dev.autoscale.policies.forecast.SeasonalFloor;
import dev.autoscale.policies.forecast.SloSource;
import dev.autoscale.policies.keda.KubernetesWorkloadTrigger;
import dev.autoscale.policies.keda.RequestScale;
import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledJobSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KnativeRevision;
import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaWindow;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import dev.autoscale.policies.nomad.NomadSchedule;
import dev.autoscale.policies.nomad.NomadStrategy;
import dev.autoscale.policies.preset.FlyteApp;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.preset.SloTarget;
import dev.autoscale.policies.preset.TargetTracking;
import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.DecisionOrder;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.testkit.lint.WorkloadFacts;
import dev.autoscale.testkit.scenario.OpenScenario;
import dev.autoscale.testkit.scenario.Scenario;
import dev.autoscale.testkit.scenario.SimulatedScenario;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.TrialChoice;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever takes settings refuses bad ones as values: every builder, every raw shape, and what is made in one call. */
class SettingsTest {
    /** Methods with which settings are done. */
    private static final Set<String> FINISHERS = Set.of("build", "validate", "toSpec");

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(MetricSpec.external("queue").averageValue(5))
            .build();

    /** Settings that break a rule, and the rule as the message has it. */
    private record BadSettings(Class<?> of, ThrowingCallable use, String message) {
        @Override
        public String toString() {
            return ExportedTypes.name(of) + ": " + message;
        }
    }

    private static BadSettings bad(Class<?> of, ThrowingCallable use, String message) {
        return new BadSettings(of, use, message);
    }

    static Stream<BadSettings> cases() {
        return Stream.of(core(), sources(), knative(), keda(), nomad(), cloudFoundry(), presets(), testkit())
                .flatMap(List::stream);
    }

    private static List<BadSettings> core() {
        return List.of(
                bad(
                        AutoscalerSpec.Builder.class,
                        () -> SPEC.toBuilder().bounds(-1, 10).build(),
                        "minReplicas must be >= 0: minReplicas=-1"),
                bad(
                        MetricSpec.class,
                        () -> MetricSpec.external("queue").averageValue(Double.NaN),
                        "target must be a finite number: target=NaN"),
                bad(
                        Alignment.class,
                        () -> Alignment.multiplesOf(0),
                        "multiplesOf must be >= 1 and <= 1000000: multiplesOf=0"),
                bad(Combination.class, () -> Combination.votes(0, 1), "votes to grow must be >= 1: toGrow=0"),
                bad(Fallback.class, () -> Fallback.afterFailures(0, 1), "fallback failures must be >= 1: failures=0"));
    }

    private static List<BadSettings> sources() {
        return List.of(
                bad(
                        Backlog.Builder.class,
                        () -> Backlog.perReplica(0).build(),
                        "perReplica must be >= 0.001 and <= 1e12: perReplica=0.0"),
                bad(
                        QueueDelay.Builder.class,
                        () -> QueueDelay.longerThan(MINUTE).step(0).build(),
                        "step must be >= 1: step=0"),
                bad(
                        RatioTarget.Builder.class,
                        () -> RatioTarget.of("api").atLeast(2).atMost(1).build(),
                        "atMost must be >= atLeast: atMost=1, atLeast=2"),
                bad(
                        SeasonalFloor.Builder.class,
                        () -> SeasonalFloor.of(1).quantile(0).build(),
                        "quantile must be > 0 and <= 1: quantile=0.0"),
                bad(
                        SloSource.Builder.class,
                        () -> SloSource.wait(0.99, MINUTE).concurrency(0).build(),
                        "concurrency must be >= 0.001 and <= 1e6: concurrency=0.0"),
                bad(StepScaling.Builder.class, () -> StepScaling.builder().build(), "there must be a step: steps=[]"),
                bad(
                        WatermarkBand.Builder.class,
                        () -> WatermarkBand.ofAverage(2, 1).build(),
                        "high must be > low: low=2.0, high=1.0"),
                bad(
                        DecisionOrder.Builder.class,
                        () -> DecisionOrder.builder()
                                .add("api", SPEC)
                                .observed("api")
                                .build(),
                        "workload must not be both added and observed: workload=api"),
                bad(
                        CapacityBudget.Builder.class,
                        () -> CapacityBudget.builder(1).build(),
                        "there must be a workload: workloads=[]"),
                bad(
                        CronWindow.class,
                        () -> CronWindow.lasting(CronExpression.parse("0 8 * * *", ZoneOffset.UTC), Duration.ZERO),
                        "length must be at least 1 ms: length=PT0S"));
    }

    private static List<BadSettings> knative() {
        return List.of(
                bad(
                        KpaSpec.Builder.class,
                        () -> KpaSpec.builder().target(0).build(),
                        "target must be finite and >= 0.01: target=0.0"),
                bad(
                        KpaWindow.class,
                        () -> KpaWindow.of(KpaAggregation.LINEAR, MINUTE, Duration.ZERO),
                        "granularity must be whole seconds >= PT1S: granularity=PT0S"),
                bad(
                        KpaConfig.class,
                        () -> KpaConfig.of(Map.of("min-scale", "-1")).validate(),
                        "must be >= 0: min-scale=-1"),
                bad(
                        KnativeRevision.class,
                        () -> new KnativeRevision(KnativeRevision.Platform.KNATIVE, new KpaAnnotations(Map.of()), -1)
                                .toSpec(KpaConfig.of(Map.of())),
                        "must be 0 to 1000: containerConcurrency=-1"),
                bad(
                        KpaAnnotations.class,
                        () -> new KpaAnnotations(Map.of("autoscaling.knative.dev/min-scale", "-1"))
                                .validate(KpaConfig.of(Map.of())),
                        "must be >= 0: autoscaling.knative.dev/min-scale=-1"));
    }

    private static List<BadSettings> keda() {
        return List.of(
                bad(
                        HorizontalPodAutoscaler.class,
                        () -> new HorizontalPodAutoscaler(ObjectReference.deployment("web"), -1).validate(),
                        "must be > 0: spec.maxReplicas=-1"),
                bad(
                        Quantity.class,
                        () -> Quantity.parse("many"),
                        "must be a Kubernetes quantity such as 500m, 2 or 1.5Gi: quantity=many"),
                bad(
                        ScaledObject.class,
                        () -> ScaledObject.builder().build().validate(),
                        "must hold at least one trigger: spec.triggers=[]"),
                bad(
                        ScaledObject.Builder.class,
                        () -> ScaledObject.builder().build().toSpec(),
                        "must hold at least one trigger: spec.triggers=[]"),
                bad(
                        ScaledJobSpec.class,
                        () -> new ScaledJobSpec(null, null, null, null, null, null, null, List.of()).toScaledJob(),
                        "must hold at least one trigger: spec.triggers=[]"),
                bad(
                        ScaledJob.Builder.class,
                        () -> ScaledJob.builder().maxReplicaCount(0).build(),
                        "maxReplicaCount must be >= 1: maxReplicaCount=0"),
                bad(
                        RequestScale.class,
                        () -> RequestScale.of(
                                ScaledObject.builder().minReplicaCount(-1).build(), 0),
                        "must be >= 0: spec.minReplicaCount=-1"),
                bad(
                        KubernetesWorkloadTrigger.class,
                        () -> new KubernetesWorkloadTrigger(0, 0),
                        "value must be > 0: value=0.0"));
    }

    private static List<BadSettings> nomad() {
        NomadStrategy strategy = NomadStrategy.targetValue(1);
        return List.of(
                bad(
                        NomadStrategy.Builder.class,
                        () -> NomadStrategy.of(NomadStrategy.Type.FIXED_VALUE).build(),
                        "value must be given: value=\"\""),
                bad(
                        NomadCheck.Builder.class,
                        () -> NomadCheck.of("", strategy).build(),
                        "query must be given: query=\"\""),
                bad(NomadPolicy.Builder.class, () -> NomadPolicy.builder(-1, 1).build(), "min must be >= 0: min=-1"),
                bad(
                        NomadSchedule.Builder.class,
                        () -> NomadSchedule.builder()
                                .start("0 8 * * 8")
                                .duration("1h")
                                .build(),
                        "values must be from 0 to 7: start=day of week=8, character=9, expression=0 8 * * 8"));
    }

    private static List<BadSettings> cloudFoundry() {
        return List.of(
                bad(
                        CfPolicy.Builder.class,
                        () -> CfPolicy.builder(0, 1).build(),
                        "instanceMinCount must be >= 1: instanceMinCount=0"),
                bad(
                        CfRule.Builder.class,
                        () -> CfRule.of("cpu", ">", 80, "2").build(),
                        "adjustment must be such as +1, -2 or +10%: adjustment=2"));
    }

    private static List<BadSettings> presets() {
        return List.of(
                bad(
                        FlinkVertexPolicy.class,
                        () -> FlinkVertexPolicy.of(FlinkSettings.builder().build(), 0, 0, false),
                        "maxParallelism must be >= 1 and <= 32768: maxParallelism=0"),
                bad(
                        FlinkSettings.Builder.class,
                        () -> FlinkSettings.builder().utilizationTarget(0).build(),
                        "utilizationTarget must be > 0 and <= 1: utilizationTarget=0.0"),
                bad(FlyteApp.class, () -> FlyteApp.replicas(-1, 1).toSpec(), "replicas must have min >= 0: min=-1"),
                bad(
                        RayServe.Builder.class,
                        () -> RayServe.builder().maxReplicas(0).build(),
                        "maxReplicas must be >= 1: maxReplicas=0"),
                bad(
                        ServerlessWorkers.class,
                        () -> ServerlessWorkers.between(-1, 1).toSpec(),
                        "minWorkers must be >= 0: minWorkers=-1"),
                bad(
                        SloTarget.class,
                        () -> SloTarget.between(1, 2).wait(MINUTE).share(100).toSpec(),
                        "share must be > 0 and < 100: share=100.0"),
                bad(
                        TargetTracking.class,
                        () -> TargetTracking.averagePerInstance(" ", 5).toSpec(),
                        "metric must not be blank: metric=\" \""),
                bad(
                        WatermarkPodAutoscaler.Builder.class,
                        () -> WatermarkPodAutoscaler.builder(1).build(),
                        "metrics must be at least one: metrics=0"));
    }

    private static List<BadSettings> testkit() {
        Simulation simulation = Simulation.of(
                Loads.silence(MINUTE),
                Environment.builder().inStep().duration(MINUTE).build());
        return List.of(
                bad(
                        Environment.Builder.class,
                        () -> Environment.builder().inStep().concurrency(0).build(),
                        "concurrency must be >= 1: concurrency=0"),
                bad(
                        Environment.Builder.class,
                        () -> Environment.builder().inStep().syncInterval(Duration.ZERO),
                        "syncInterval must be >= PT0.001S: syncInterval=PT0S"),
                bad(
                        WorkloadFacts.Builder.class,
                        () -> WorkloadFacts.builder().peakLoad(1).meanLoad(2).build(),
                        "peakLoad must be >= meanLoad: peakLoad=1.0, meanLoad=2.0"),
                bad(
                        Fault.class,
                        () -> new Fault(Fault.Kind.CRASH, 2, 1, 1),
                        "toMicros must be >= fromMicros: toMicros=1, fromMicros=2"),
                bad(Loads.class, () -> Loads.silence(MINUTE.negated()), "duration must be >= 0: duration=PT-1M"),
                bad(
                        Loads.class,
                        () -> Loads.rates(new double[] {1}, new Duration[0], ServiceTimes.fixed(MINUTE)),
                        "lengths must be as many as rates: perSecond.length=1, lengths.length=0"),
                bad(ServiceTimes.class, () -> ServiceTimes.logNormal(MINUTE, -1), "sigma must be >= 0: sigma=-1.0"),
                bad(ScalingPolicy.class, () -> ScalingPolicy.fixed(-1), "replicas must be >= 0: replicas=-1"),
                bad(League.class, () -> League.of(simulation).run(), "policies must be at least one: policies=0"),
                bad(TrialChoice.class, () -> TrialChoice.of(List.of(), 99), "trials must be at least one: trials=0"),
                bad(
                        OpenScenario.class,
                        () -> Scenario.of(SPEC).replicas(-1).run(),
                        "replicas must be >= 0: replicas=-1"),
                bad(
                        SimulatedScenario.class,
                        () -> Scenario.of(simulation, ScalingPolicy.fixed(1), 1)
                                .atMostChanges(-1)
                                .run(),
                        "changes must be >= 0: changes=-1"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bad_settings_are_refused_as_values(BadSettings settings) {
        InvalidSettingsException e = catchThrowableOfType(InvalidSettingsException.class, settings.use());
        assertThat(e).isNotNull();
        assertThat(e.violations()).extracting(Violation::toString).first().isEqualTo(settings.message());
        assertThat(e.violations()).allSatisfy(violation -> {
            assertThat(violation.path()).isNotBlank();
            assertThat(violation.rule()).isNotBlank().doesNotContain(": ");
            assertThat(violation.value()).isNotBlank();
        });
    }

    @Test
    void no_builder_and_no_raw_shape_is_left_out() {
        Set<Class<?>> tried = cases().map(BadSettings::of).collect(Collectors.toSet());
        assertThat(ExportedTypes.all().stream().filter(SettingsTest::takesSettings))
                .hasSizeGreaterThan(18)
                .isSubsetOf(tried);
    }

    private static boolean takesSettings(Class<?> type) {
        return type.getSimpleName().endsWith("Builder")
                || Arrays.stream(type.getMethods())
                        .anyMatch(method ->
                                FINISHERS.contains(method.getName()) && !Modifier.isStatic(method.getModifiers()));
    }
}
