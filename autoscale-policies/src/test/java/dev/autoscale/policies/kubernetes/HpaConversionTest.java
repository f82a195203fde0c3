package dev.autoscale.policies.kubernetes;

import static dev.autoscale.policies.kubernetes.HpaBehavior.Rules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import dev.autoscale.policies.kubernetes.HpaVectors.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HpaConversionTest {
    private static final Quantity ONE = Quantity.parse("1");
    private static final Quantity TWO = Quantity.parse("2");
    private static final ObjectReference SERVICE = new ObjectReference("v1", "Service", "s");
    private static final Target HALF = Target.averageUtilization(50);

    private static HorizontalPodAutoscaler web() {
        return new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10);
    }

    private static MetricSpec converted(HpaMetric metric) {
        return web().withMetrics(metric).toBuilder().buildUnchecked().metric(0);
    }

    private static String described(HpaMetric metric) {
        return web().withMetrics(metric).description(0);
    }

    @Test
    void without_behavior_the_spec_is_legacy() {
        assertThat(web().toSpec())
                .isEqualTo(AutoscalerSpec.builder(1, 10)
                        .metric(MetricSpec.resource("cpu").averageUtilization(80))
                        .legacy()
                        .scaleToZero(false)
                        .build());
    }

    @Test
    void an_empty_behavior_is_the_librarys_default() {
        assertThat(web().withMinReplicas(2)
                        .withBehavior(new HpaBehavior(null, null))
                        .toSpec())
                .isEqualTo(AutoscalerSpec.builder(2, 10)
                        .metric(MetricSpec.resource("cpu").averageUtilization(80))
                        .scaleToZero(false)
                        .build());
    }

    @Test
    void maps_every_part_of_a_behavior() {
        HorizontalPodAutoscaler spec = web().withBehavior(new HpaBehavior(
                rules().withStabilizationWindowSeconds(30)
                        .withSelectPolicy("Min")
                        .withPolicies(Policy.pods(3, 60), Policy.percent(50, 90))
                        .withTolerance(Quantity.parse("118m")),
                rules().withSelectPolicy("Disabled")));

        assertThat(spec.toSpec())
                .isEqualTo(AutoscalerSpec.builder(1, 10)
                        .metric(MetricSpec.resource("cpu").averageUtilization(80))
                        .scaleUp(ScalingRules.rules()
                                .stabilizationWindow(Duration.ofSeconds(30))
                                .select(ScalingRules.SelectPolicy.MIN)
                                .policy(RatePolicy.pods(3).per(Duration.ofSeconds(60)))
                                .policy(RatePolicy.percent(50).per(Duration.ofSeconds(90)))
                                .tolerance(118 * 0.001))
                        .scaleDown(ScalingRules.rules().select(ScalingRules.SelectPolicy.DISABLED))
                        .scaleToZero(false)
                        .build());
    }

    @Test
    void rules_of_a_direction_can_take_more() {
        HpaBehavior behavior = new HpaBehavior(
                rules(), rules().withPolicies(Policy.pods(3, 60)).withStabilizationWindowSeconds(30));
        AutoscalerSpec plain = web().withBehavior(behavior).toSpec();

        assertThat(plain.toBuilder()
                        .scaleUp(behavior.scaleUp().toScalingRules())
                        .scaleDown(behavior.scaleDown().toScalingRules())
                        .build())
                .isEqualTo(plain);
        assertThat(plain.toBuilder()
                        .scaleDown(behavior.scaleDown().toScalingRules().cooldown(Duration.ofSeconds(90)))
                        .build())
                .isEqualTo(plain.toBuilder()
                        .scaleDown(ScalingRules.rules()
                                .policy(RatePolicy.pods(3).per(Duration.ofSeconds(60)))
                                .stabilizationWindow(Duration.ofSeconds(30))
                                .cooldown(Duration.ofSeconds(90)))
                        .build())
                .isNotEqualTo(plain);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules().withSelectPolicy("max").toScalingRules())
                .withMessage("must be one of Max, Min, Disabled: selectPolicy=max");
    }

    @Test
    void an_open_scale_down_window_is_left_to_the_controller() {
        HorizontalPodAutoscaler spec = web().withBehavior(new HpaBehavior(null, null));

        assertThat(spec.toBuilder()
                        .downscaleStabilization(Duration.ofSeconds(60))
                        .build())
                .isEqualTo(AutoscalerSpec.builder(1, 10)
                        .metric(MetricSpec.resource("cpu").averageUtilization(80))
                        .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ofSeconds(60)))
                        .downscaleStabilization(Duration.ofSeconds(60))
                        .scaleToZero(false)
                        .build());
    }

    @Test
    void zero_replicas_need_the_gate() {
        HorizontalPodAutoscaler spec =
                web().withMinReplicas(0).withMetrics(HpaMetric.external("queue", Target.averageValue(TWO)));

        assertThat(spec.toSpec(true))
                .isEqualTo(AutoscalerSpec.builder(0, 10)
                        .metric(MetricSpec.external("queue").averageValueMilli(2000))
                        .legacy()
                        .scaleToZero(true)
                        .build());
        assertThatIllegalArgumentException().isThrownBy(spec::toSpec).withMessage("must be >= 1: spec.minReplicas=0");
    }

    @Test
    void unknown_choices_have_no_form() {
        HpaBehavior sum = new HpaBehavior(rules().withSelectPolicy("Sum"), null);
        HpaBehavior nodes = new HpaBehavior(rules().withPolicies(new Policy("Nodes", 1, 15)), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> web().withBehavior(sum).toBuilder())
                .withMessage("must be one of Max, Min, Disabled: selectPolicy=Sum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> web().withBehavior(nodes).toBuilder())
                .withMessage("must be one of Pods, Percent: type=Nodes");
    }

    @Test
    void ids_are_unique() {
        AutoscalerSpec spec = web().withMetrics(
                        HpaMetric.pods("a", Target.averageValue(ONE)),
                        HpaMetric.external("a#2", Target.averageValue(ONE)),
                        HpaMetric.external("a", Target.averageValue(ONE)),
                        HpaMetric.external("a", Target.averageValue(TWO)),
                        HpaMetric.containerResource("cpu", "main", HALF),
                        HpaMetric.containerResource("cpu", "side", HALF))
                .toSpec();

        List<String> ids = IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).id())
                .toList();
        assertThat(ids).containsExactly("a", "a#2", "a#3", "a#4", "cpu/main", "cpu/side");
        assertThat(spec.metric(3).name()).isEqualTo("a");
    }

    static Stream<Row> accepted() {
        return HpaVectors.rows().stream().filter(Row::valid);
    }

    /** What the API accepts converts, but for Object metrics that Kubernetes accepts and can never compute. */
    @ParameterizedTest
    @MethodSource("accepted")
    void what_the_api_accepts_converts(Row row) {
        HorizontalPodAutoscaler complete = row.spec().withDefaults();
        boolean works = IntStream.range(0, complete.metrics().size())
                .noneMatch(metric -> complete.description(metric).isEmpty());

        if (works) {
            AutoscalerSpec spec = row.spec().toSpec(row.scaleToZeroGate());
            assertThat(spec.metricCount()).isEqualTo(complete.metrics().size());
            assertThat(spec.isLegacy()).isEqualTo(row.spec().behavior() == null);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> row.spec().toSpec(row.scaleToZeroGate()))
                    .withMessageContaining("target must suit the metric kind Object");
        }
    }

    @Nested
    class WhichTargetDecides {
        private final Target all = new Target("Bogus", ONE, TWO, 50);
        private final Target none = new Target("Utilization", null, null, null);

        @Test
        void resources_prefer_the_average_value() {
            assertThat(converted(HpaMetric.resource("cpu", all)))
                    .isEqualTo(MetricSpec.resource("cpu").averageValueMilli(2000));
            assertThat(converted(HpaMetric.resource("cpu", new Target("", ONE, null, 50))))
                    .isEqualTo(MetricSpec.resource("cpu").averageUtilization(50));
            assertThat(converted(HpaMetric.containerResource("cpu", "main", all)))
                    .isEqualTo(MetricSpec.containerResource("cpu", "main").averageValueMilli(2000));
            assertThat(converted(HpaMetric.containerResource("cpu", "main", HALF)))
                    .isEqualTo(MetricSpec.containerResource("cpu", "main").averageUtilization(50));
            assertThat(converted(HpaMetric.resource("cpu", none)))
                    .isEqualTo(MetricSpec.resource("cpu").withoutTarget());
        }

        @Test
        void pods_take_the_average_value_only() {
            assertThat(converted(HpaMetric.pods("m", all)))
                    .isEqualTo(MetricSpec.pods("m").averageValueMilli(2000));
            assertThat(converted(HpaMetric.pods("m", Target.value(ONE))))
                    .isEqualTo(MetricSpec.pods("m").withoutTarget());
        }

        @Test
        void objects_need_type_and_field() {
            assertThat(converted(HpaMetric.object(SERVICE, "m", new Target("Value", ONE, TWO, null))))
                    .isEqualTo(MetricSpec.object("m").valueMilli(1000));
            assertThat(converted(HpaMetric.object(SERVICE, "m", new Target("AverageValue", ONE, TWO, null))))
                    .isEqualTo(MetricSpec.object("m").averageValueMilli(2000));
            assertThat(List.of(
                            converted(HpaMetric.object(SERVICE, "m", new Target("Value", null, TWO, null))),
                            converted(HpaMetric.object(SERVICE, "m", new Target("AverageValue", ONE, null, null))),
                            converted(HpaMetric.object(SERVICE, "m", new Target("Utilization", ONE, TWO, 50)))))
                    .containsOnly(MetricSpec.object("m").withoutTarget());
        }

        @Test
        void externals_prefer_the_average_value_whatever_the_type() {
            assertThat(converted(HpaMetric.external("m", all)))
                    .isEqualTo(MetricSpec.external("m").averageValueMilli(2000));
            assertThat(converted(HpaMetric.external("m", new Target("Utilization", ONE, null, 50))))
                    .isEqualTo(MetricSpec.external("m").valueMilli(1000));
            assertThat(converted(HpaMetric.external("m", HALF)))
                    .isEqualTo(MetricSpec.external("m").withoutTarget());
        }

        @Test
        void targets_below_a_thousandth_round_up() {
            assertThat(converted(HpaMetric.external("m", Target.value(Quantity.parse("1n")))))
                    .isEqualTo(MetricSpec.external("m").valueMilli(1));
        }

        @Test
        void unknown_types_and_missing_sources_are_kept_as_metrics_that_fail() {
            assertThat(converted(new HpaMetric("Bogus", null, null, null, null, null)))
                    .isEqualTo(MetricSpec.unknown("Bogus"));
            assertThat(converted(new HpaMetric(
                            "Pods",
                            null,
                            null,
                            null,
                            null,
                            HpaMetric.external("m", Target.value(ONE)).external())))
                    .isEqualTo(MetricSpec.unknown("Pods"));
        }
    }

    @Nested
    class Descriptions {
        @Test
        void resources() {
            assertThat(web().description(0)).isEqualTo("cpu resource utilization (percentage of request)");
            assertThat(described(HpaMetric.containerResource("cpu", "main", HALF)))
                    .isEqualTo("cpu container resource utilization (percentage of request)");
            assertThat(described(HpaMetric.resource("memory", Target.averageValue(ONE))))
                    .isEqualTo("memory resource");
            assertThat(described(HpaMetric.containerResource("cpu", "main", Target.averageValue(ONE))))
                    .isEqualTo("cpu resource");
        }

        @Test
        void pods() {
            assertThat(described(HpaMetric.pods("queue", Target.averageValue(ONE))))
                    .isEqualTo("pods metric queue");
        }

        @Test
        void objects_say_external_for_an_average_value() {
            assertThat(described(HpaMetric.object(SERVICE, "hits", Target.value(ONE))))
                    .isEqualTo("Service metric hits");
            assertThat(described(HpaMetric.object(SERVICE, "hits", Target.averageValue(ONE))))
                    .isEqualTo("external metric hits(nil)");
        }

        @Test
        void externals_show_their_selector() {
            assertThat(described(HpaMetric.external("queue", Target.value(ONE))))
                    .isEqualTo("external metric queue(nil)");
            LabelSelector selector = new LabelSelector(
                    Map.of("b", "2", "a", "1"),
                    List.of(
                            new LabelSelector.Requirement("zone", "In", List.of("x", "y")),
                            new LabelSelector.Requirement("spot", "Exists", List.of())));
            assertThat(described(HpaMetric.external(new Identifier("queue", selector), Target.averageValue(ONE))))
                    .isEqualTo("external metric queue(&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},"
                            + "MatchExpressions:[]LabelSelectorRequirement{"
                            + "LabelSelectorRequirement{Key:zone,Operator:In,Values:[x y],},"
                            + "LabelSelectorRequirement{Key:spot,Operator:Exists,Values:[],},},})");
        }

        @Test
        void what_cannot_be_computed_has_none() {
            assertThat(described(new HpaMetric("Bogus", null, null, null, null, null)))
                    .isEmpty();
            assertThat(described(HpaMetric.object(SERVICE, "hits", HALF))).isEmpty();
        }

        @Test
        void refuses_other_indexes() {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> web().description(1));
        }
    }

    @Test
    void a_minimum_of_zero_is_good_by_default_from_1_37_on() {
        HorizontalPodAutoscaler onQueue = new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10)
                .withMinReplicas(0)
                .withMetrics(HpaMetric.external("queue", Target.averageValue(Quantity.parse("10"))));
        assertThat(onQueue.violations(KubernetesRelease.V1_36)).hasSize(1);
        assertThat(onQueue.violations(KubernetesRelease.V1_37)).isEmpty();
        assertThat(onQueue.toSpec(KubernetesRelease.V1_37)).isEqualTo(onQueue.toSpec(true));
        HorizontalPodAutoscaler onCpu = onQueue.withMetrics(HpaMetric.resource("cpu", Target.averageUtilization(60)));
        assertThat(onCpu.violations(KubernetesRelease.V1_37)).hasSize(1);
    }
}
