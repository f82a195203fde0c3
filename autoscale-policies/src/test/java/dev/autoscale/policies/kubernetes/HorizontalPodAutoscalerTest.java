package dev.autoscale.policies.kubernetes;

import static dev.autoscale.policies.kubernetes.HpaBehavior.Rules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HorizontalPodAutoscalerTest {
    private static final Target HALF = Target.averageUtilization(50);
    private static final Target TWENTY = Target.averageValue(Quantity.parse("20"));
    private static final ObjectReference SERVICE = new ObjectReference("v1", "Service", "s");

    private static HorizontalPodAutoscaler web() {
        return new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10);
    }

    private static HorizontalPodAutoscaler of(ObjectReference target) {
        return new HorizontalPodAutoscaler(target, 10);
    }

    private static List<String> broken(HorizontalPodAutoscaler spec) {
        return spec.violations(false).stream()
                .map(violation -> violation.path() + '=' + violation.type())
                .toList();
    }

    @Nested
    class Defaults {
        @Test
        void fills_in_count_and_metric_but_no_behavior() {
            HorizontalPodAutoscaler complete = web().withDefaults();

            assertThat(complete.minReplicas()).isEqualTo(1);
            assertThat(complete.metrics()).containsExactly(HpaMetric.resource("cpu", Target.averageUtilization(80)));
            assertThat(complete.behavior()).isNull();
        }

        @Test
        void an_empty_behavior_gets_both_directions() {
            HorizontalPodAutoscaler complete =
                    web().withBehavior(new HpaBehavior(null, null)).withDefaults();

            Rules up = new Rules(0, "Max", List.of(Policy.pods(4, 15), Policy.percent(100, 15)), null);
            Rules down = new Rules(null, "Max", List.of(Policy.percent(100, 15)), null);
            assertThat(complete.behavior()).isEqualTo(new HpaBehavior(up, down));
        }

        @Test
        void what_is_given_stays() {
            Rules given = new Rules(7, "Min", List.of(), Quantity.parse("50m"));
            HorizontalPodAutoscaler spec = web().withMinReplicas(0)
                    .withMetrics(HpaMetric.pods("queue", TWENTY))
                    .withBehavior(new HpaBehavior(given, given));

            assertThat(spec.withDefaults()).isEqualTo(spec);
        }

        @Test
        void rules_are_completed_field_by_field() {
            Rules up = rules().withSelectPolicy("Disabled").withTolerance(Quantity.parse("0"));
            Rules down = rules().withStabilizationWindowSeconds(60).withPolicies(Policy.pods(1, 30));

            assertThat(web().withBehavior(new HpaBehavior(up, down))
                            .withDefaults()
                            .behavior())
                    .isEqualTo(new HpaBehavior(
                            new Rules(
                                    0,
                                    "Disabled",
                                    List.of(Policy.pods(4, 15), Policy.percent(100, 15)),
                                    Quantity.parse("0")),
                            new Rules(60, "Max", List.of(Policy.pods(1, 30)), null)));
        }
    }

    @Nested
    class ScaleTargetRules {
        @ParameterizedTest
        @CsvSource({
            "apps/v1, Deployment",
            "argoproj.io/v1alpha1, Rollout",
            "v1, ReplicationController",
            "'', ReplicationController",
            "apps/, Deployment"
        })
        void accepts(String apiVersion, String kind) {
            assertThat(broken(of(new ObjectReference(apiVersion, kind, "web")))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "v1", "/v1", "apps"})
        void needs_an_api_group(String apiVersion) {
            assertThat(broken(of(new ObjectReference(apiVersion, "Deployment", "web"))))
                    .containsExactly("spec.scaleTargetRef.apiVersion=FieldValueInvalid");
        }

        @ParameterizedTest
        @ValueSource(strings = {"apps/v1/x", "/v1/x", "//"})
        void needs_group_and_version_only(String apiVersion) {
            assertThat(broken(of(new ObjectReference(apiVersion, "Deployment", "web"))))
                    .containsExactly("spec.scaleTargetRef.apiVersion=FieldValueInvalid");
        }

        @Test
        void needs_kind_then_name() {
            assertThat(broken(of(new ObjectReference("apps/v1", "", ""))))
                    .containsExactly(
                            "spec.scaleTargetRef.kind=FieldValueRequired",
                            "spec.scaleTargetRef.name=FieldValueRequired");
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "..", "a/b", "a%b", "/a", "%a"})
        void names_must_be_one_segment_of_a_path(String name) {
            assertThat(broken(of(new ObjectReference("apps/v1", name, name))))
                    .containsExactly(
                            "spec.scaleTargetRef.kind=FieldValueInvalid", "spec.scaleTargetRef.name=FieldValueInvalid");
        }

        @ParameterizedTest
        @ValueSource(strings = {"...", "a.b", "a b", "web-1"})
        void other_names_are_fine(String name) {
            assertThat(broken(of(ObjectReference.deployment(name)))).isEmpty();
        }

        @Test
        void comes_after_the_counts_and_before_the_metrics() {
            HorizontalPodAutoscaler spec = new HorizontalPodAutoscaler(
                    ObjectReference.deployment(""), 0, 0, List.of(HpaMetric.resource("", HALF)), null);

            assertThat(broken(spec))
                    .containsExactly(
                            "spec.minReplicas=FieldValueInvalid",
                            "spec.maxReplicas=FieldValueRequired",
                            "spec.scaleTargetRef.name=FieldValueRequired",
                            "spec.metrics[0].resource.name=FieldValueRequired",
                            "spec.metrics=FieldValueForbidden");
        }
    }

    @Nested
    class MetricRules {
        @Test
        void type_must_be_given_and_known() {
            HpaMetric untyped = new HpaMetric("", null, null, null, null, null);
            HpaMetric bogus = new HpaMetric("Bogus", null, null, null, null, null);

            assertThat(broken(web().withMetrics(untyped, bogus)))
                    .containsExactly(
                            "spec.metrics[0].type=FieldValueRequired",
                            "spec.metrics[0].type=FieldValueNotSupported",
                            "spec.metrics[1].type=FieldValueNotSupported");
        }

        @ParameterizedTest
        @CsvSource({
            "Object, object",
            "Pods, pods",
            "Resource, resource",
            "ContainerResource, containerResource",
            "External, external"
        })
        void theSourceOfTheTypeMustBeGiven(String type, String field) {
            assertThat(broken(web().withMetrics(new HpaMetric(type, null, null, null, null, null))))
                    .containsExactly("spec.metrics[0]." + field + "=FieldValueRequired");
        }

        @Test
        void no_other_source_may_be_given() {
            HpaMetric all = new HpaMetric(
                    "Resource",
                    HpaMetric.object(SERVICE, "m", TWENTY).object(),
                    HpaMetric.pods("m", TWENTY).pods(),
                    HpaMetric.resource("cpu", HALF).resource(),
                    HpaMetric.containerResource("cpu", "main", HALF).containerResource(),
                    HpaMetric.external("m", TWENTY).external());

            assertThat(broken(web().withMetrics(all)))
                    .containsExactly(
                            "spec.metrics[0].object=FieldValueForbidden",
                            "spec.metrics[0].pods=FieldValueForbidden",
                            "spec.metrics[0].containerResource=FieldValueForbidden",
                            "spec.metrics[0].external=FieldValueForbidden");
        }

        @ParameterizedTest
        @CsvSource({"'', FieldValueRequired", ".., FieldValueInvalid", "a/b, FieldValueInvalid"})
        void metric_names_must_be_one_segment_of_a_path(String name, String type) {
            assertThat(broken(web().withMetrics(
                                    HpaMetric.object(SERVICE, name, TWENTY),
                                    HpaMetric.pods(name, TWENTY),
                                    HpaMetric.external(name, TWENTY))))
                    .containsExactly(
                            "spec.metrics[0].object.metric.name=" + type,
                            "spec.metrics[1].pods.metric.name=" + type,
                            "spec.metrics[2].external.metric.name=" + type);
        }

        @Test
        void every_broken_rule_of_a_name_is_named() {
            assertThat(web().withMetrics(HpaMetric.pods("a/b%c", TWENTY)).violations(false))
                    .extracting(Violation::toString)
                    .containsExactly(
                            "must not contain /: spec.metrics[0].pods.metric.name=a/b%c",
                            "must not contain %: spec.metrics[0].pods.metric.name=a/b%c");
        }

        @Test
        void container_resources_need_resource_and_container() {
            assertThat(broken(web().withMetrics(HpaMetric.containerResource("", "", new Target("", null, null, null)))))
                    .containsExactly(
                            "spec.metrics[0].containerResource.name=FieldValueRequired",
                            "spec.metrics[0].containerResource.container=FieldValueRequired",
                            "spec.metrics[0].containerResource.target.type=FieldValueRequired",
                            "spec.metrics[0].containerResource.target.type=FieldValueInvalid",
                            "spec.metrics[0].containerResource.target.averageUtilization=FieldValueRequired");
        }

        @Test
        void described_objects_need_no_api_group() {
            assertThat(broken(web().withMetrics(
                                    HpaMetric.object(SERVICE, "m", TWENTY),
                                    HpaMetric.object(new ObjectReference("", "Service", "s"), "m", TWENTY))))
                    .isEmpty();
            assertThat(broken(web().withMetrics(HpaMetric.object(new ObjectReference("a/b/c", "", "."), "", HALF))))
                    .containsExactly(
                            "spec.metrics[0].object.describedObject.kind=FieldValueRequired",
                            "spec.metrics[0].object.describedObject.name=FieldValueInvalid",
                            "spec.metrics[0].object.describedObject.apiVersion=FieldValueInvalid",
                            "spec.metrics[0].object.metric.name=FieldValueRequired",
                            "spec.metrics[0].object.target.averageValue=FieldValueRequired");
        }

        @Test
        void objects_may_have_both_values_under_any_target_type() {
            Target both = new Target("Utilization", Quantity.parse("1"), Quantity.parse("1"), null);

            assertThat(broken(web().withMetrics(HpaMetric.object(SERVICE, "m", both))))
                    .isEmpty();
        }

        @Test
        void a_tiny_target_is_above_zero() {
            assertThat(broken(web().withMetrics(HpaMetric.pods("m", Target.averageValue(Quantity.parse("1n"))))))
                    .isEmpty();
        }
    }

    @Nested
    class ZeroReplicas {
        private final HorizontalPodAutoscaler onExternal =
                web().withMinReplicas(0).withMetrics(HpaMetric.external("queue", TWENTY));

        @Test
        void need_the_gate() {
            assertThat(broken(onExternal)).containsExactly("spec.minReplicas=FieldValueInvalid");
            assertThat(onExternal.violations(true)).isEmpty();
        }

        @Test
        void need_a_metric_that_exists_without_pods() {
            assertThat(onExternal.withMetrics(HpaMetric.pods("m", TWENTY)).violations(true))
                    .extracting(Violation::toString)
                    .containsExactly("must hold an Object or External metric to start again from zero replicas:"
                            + " spec.metrics=[Pods]");
        }
    }

    @Test
    void validate_names_every_broken_rule_in_one_message() {
        HorizontalPodAutoscaler spec = new HorizontalPodAutoscaler(ObjectReference.deployment(""), 3)
                .withMinReplicas(5)
                .withBehavior(new HpaBehavior(
                        rules().withSelectPolicy("Sum").withTolerance(Quantity.parse("-1m")),
                        rules().withPolicies().withStabilizationWindowSeconds(3601)));

        assertThatIllegalArgumentException()
                .isThrownBy(spec::validate)
                .withMessage("must be >= minReplicas: spec.maxReplicas=3, spec.minReplicas=5; "
                        + "must be given: spec.scaleTargetRef.name=\"\"; "
                        + "must be one of Max, Min, Disabled: spec.behavior.scaleUp.selectPolicy=Sum; "
                        + "must be >= 0: spec.behavior.scaleUp.tolerance=-1m; "
                        + "must be 0 to 3600: spec.behavior.scaleDown.stabilizationWindowSeconds=3601; "
                        + "must hold at least one policy: spec.behavior.scaleDown.policies=[]");
    }

    @Test
    void disabled_directions_are_checked_too() {
        Rules disabled = rules().withSelectPolicy("Disabled").withPolicies(Policy.pods(0, 1801));

        assertThat(broken(web().withBehavior(new HpaBehavior(null, disabled))))
                .containsExactly(
                        "spec.behavior.scaleDown.policies[0].value=FieldValueInvalid",
                        "spec.behavior.scaleDown.policies[0].periodSeconds=FieldValueInvalid");
    }

    @Test
    void lists_are_copied() {
        List<HpaMetric> metrics = new ArrayList<>(List.of(HpaMetric.pods("m", TWENTY)));
        List<Policy> policies = new ArrayList<>(List.of(Policy.pods(1, 15)));
        HorizontalPodAutoscaler spec =
                new HorizontalPodAutoscaler(ObjectReference.deployment("web"), null, 10, metrics, null);
        Rules rules = new Rules(null, null, policies, null);

        metrics.clear();
        policies.clear();

        assertThat(spec.metrics()).hasSize(1);
        assertThat(rules.policies()).hasSize(1);
    }

    @Test
    void null_is_refused_where_not_given_has_another_form() {
        assertThatNullPointerException().isThrownBy(() -> of(null)).withMessage("scaleTargetRef");
        assertThatNullPointerException()
                .isThrownBy(() -> new Target(null, null, null, null))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> new ObjectReference("apps/v1", null, "web"))
                .withMessage("kind");
    }
}
