package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AutoscalerSpecTest {
    private static AutoscalerSpec.Builder builder() {
        return AutoscalerSpec.builder(1, 10)
                .metric(external("queue").averageValue(5))
                .metric(resource("cpu").averageUtilization(70));
    }

    @Test
    void names_every_broken_rule_at_once() {
        AutoscalerSpec.Builder broken = AutoscalerSpec.builder(5, 3)
                .metric(external("queue").averageValue(0))
                .metric(external("queue").averageUtilization(50))
                .metric(MetricSpec.pods("load").value(3).maxAge(Duration.ZERO))
                .metric(MetricSpec.unknown("strange"))
                .tolerance(-0.1)
                .downscaleStabilization(Duration.ofDays(8))
                .cpuInitializationPeriod(ofSeconds(-1))
                .initialReadinessDelay(ofSeconds(-1))
                .legacyScaleUpFactor(Double.NaN)
                .historyCapacity(1)
                .scaleUp(rules().policies(List.of()).stabilizationWindow(ofSeconds(-1)))
                .scaleDown(rules().policy(pods(0).per(Duration.ZERO)).tolerance(Double.NaN));
        assertThatThrownBy(broken::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "maxReplicas must be >= minReplicas: maxReplicas=3, minReplicas=5",
                        "target must be > 0: queue.target=0",
                        "target must suit the metric kind External: queue.target=UTILIZATION",
                        "metric ids must differ (id(...) renames): id=queue",
                        "target must suit the metric kind Pods: load.target=VALUE",
                        "maxAge must be > 0: load.maxAge=0 ms",
                        "target must suit the metric kind Unknown: strange.target=NONE",
                        "tolerance must be >= 0: tolerance=-0.1",
                        "downscaleStabilization must be >= 0 and <= 7 days: downscaleStabilization=PT192H",
                        "cpuInitializationPeriod must be >= 0: cpuInitializationPeriod=PT-1S",
                        "initialReadinessDelay must be >= 0: initialReadinessDelay=PT-1S",
                        "legacyScaleUpFactor must be >= 1: legacyScaleUpFactor=NaN",
                        "historyCapacity must be >= 2 and <= 1048576: historyCapacity=1",
                        "policies must be >= 1 and <= 64: scaleUp.policies=0",
                        "stabilizationWindow must be >= 0 and <= 7 days: scaleUp.stabilizationWindow=-1000 ms",
                        "value must be > 0: scaleDown.policies[0].value=0",
                        "period must be >= 1 ms and <= 1 day: scaleDown.policies[0].period=PT0S",
                        "tolerance must be >= 0: scaleDown.tolerance=NaN");
    }

    @Test
    void zero_replicas_need_a_metric_that_works_without_pods() {
        assertThatThrownBy(() -> AutoscalerSpec.builder(0, 3)
                        .metric(resource("cpu").averageUtilization(50))
                        .build())
                .hasMessageContaining("minReplicas 0 needs an Object or External metric");
        assertThatThrownBy(() -> AutoscalerSpec.builder(0, 3)
                        .metric(external("queue").averageValue(5))
                        .scaleToZero(false)
                        .build())
                .hasMessage("minReplicas 0 needs scaleToZero: scaleToZero=false");
        assertThat(AutoscalerSpec.builder(0, 3)
                        .metric(external("queue").averageValue(5))
                        .build()
                        .minReplicas())
                .isZero();
    }

    @Test
    void needs_a_metric_and_a_maximum() {
        assertThatThrownBy(() -> AutoscalerSpec.builder(-1, 0).build())
                .hasMessage("minReplicas must be >= 0: minReplicas=-1; maxReplicas must be >= 1: maxReplicas=0; "
                        + "metrics must be >= 1 and <= 64: metrics=0");
    }

    @Test
    void legacy_takes_no_scaling_rules() {
        assertThatThrownBy(
                        () -> builder().scaleUp(rules().tolerance(0.2)).legacy().build())
                .hasMessage("legacy must be without scaleUp and scaleDown rules: legacy=true");
    }

    @Test
    void a_target_must_be_a_number() {
        assertThatThrownBy(() -> external("queue").averageValue(Double.NaN))
                .hasMessage("target must be a finite number: target=NaN");
    }

    @Test
    void specs_that_say_the_same_are_equal() {
        AutoscalerSpec spec = builder().build();
        assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
        ScalingRules spelledOut = rules().stabilizationWindow(Duration.ZERO)
                .select(ScalingRules.SelectPolicy.MAX)
                .policy(pods(4).per(ofSeconds(15)))
                .policy(percent(100).per(ofSeconds(15)));
        assertThat(builder().scaleUp(spelledOut).build()).isEqualTo(spec);
    }

    @Test
    void every_setting_tells_specs_apart() {
        List<UnaryOperator<AutoscalerSpec.Builder>> changes = List.of(
                b -> b.bounds(2, 10),
                b -> b.bounds(1, 11),
                b -> b.metric(external("more").value(1)),
                AutoscalerSpec.Builder::legacy,
                b -> b.tolerance(0.2),
                b -> b.downscaleStabilization(ofMinutes(6)),
                b -> b.cpuInitializationPeriod(ofMinutes(6)),
                b -> b.initialReadinessDelay(ofMinutes(6)),
                b -> b.legacyScaleUpFactor(3),
                b -> b.scaleToZero(false),
                AutoscalerSpec.Builder::kubernetesArithmetic,
                b -> b.historyCapacity(50),
                b -> b.scaleUp(rules().select(ScalingRules.SelectPolicy.MIN)),
                b -> b.scaleDown(rules().policy(percent(10).per(ofSeconds(60)))));
        AutoscalerSpec spec = builder().build();
        for (UnaryOperator<AutoscalerSpec.Builder> change : changes) {
            AutoscalerSpec changed = change.apply(spec.toBuilder()).build();
            assertThat(changed).isNotEqualTo(spec);
            assertThat(changed.fingerprint()).isNotEqualTo(spec.fingerprint());
        }
    }

    @Test
    void finds_metrics_by_id() {
        AutoscalerSpec spec = builder()
                .metric(MetricSpec.containerResource("cpu", "main").averageUtilization(50))
                .build();
        assertThat(spec.metricIndex("queue")).isZero();
        assertThat(spec.metricIndex("cpu/main")).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.metricIndex("nothing"))
                .withMessageMatching("metric must be one of queue, .*cpu/main.*: metric=nothing");

        Decision byId = spec.newDecision();
        Decision byIndex = spec.newDecision();
        spec.newAutoscaler()
                .decide(
                        spec.newObservation()
                                .at(0)
                                .replicas(2)
                                .value("queue", 40)
                                .failed("cpu/main"),
                        byId);
        spec.newAutoscaler()
                .decide(spec.newObservation().at(0).replicas(2).value(0, 40).failed(2), byIndex);
        assertThat(byId.toString()).isEqualTo(byIndex.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.newObservation().at(0).value("queu", 1))
                .withMessageEndingWith(": metric=queu");
    }

    @Test
    void says_what_a_workload_of_a_fleet_takes() {
        AutoscalerSpec defaults = builder().build();
        assertThat(defaults.bytesPerWorkload()).isEqualTo(128);
        // 16 more recommendations, and one more change in each direction.
        assertThat(defaults.mostBytesPerWorkload()).isEqualTo(128 + 16 * 8 + 2 * 8);
        AutoscalerSpec longer =
                defaults.toBuilder().downscaleStabilization(Duration.ofHours(1)).build();
        assertThat(longer.bytesPerWorkload()).isEqualTo(128);
        assertThat(longer.mostBytesPerWorkload()).isGreaterThan(1_900);
    }
}
