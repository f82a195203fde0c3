package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KedaManifestTest {
    private static final Map<String, Object> QUEUE =
            Map.of("type", "aws-sqs-queue", "name", "orders", "metadata", Map.of("queueLength", "20"));

    private static Map<String, Object> document(String kind, Map<String, Object> spec) {
        return new LinkedHashMap<>(Map.of(
                "apiVersion", "keda.sh/v1alpha1", "kind", kind, "metadata", Map.of("name", "orders"), "spec", spec));
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> object(Map<String, Object> more) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("scaleTargetRef", Map.of("name", "orders"));
        spec.put("triggers", List.of(QUEUE));
        spec.putAll(more);
        return document("ScaledObject", spec);
    }

    private static Map<String, Object> trigger(Map<String, Object> trigger) {
        return object(Map.of("triggers", List.of(trigger)));
    }

    private static Map<String, Object> job(Map<String, Object> more) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("jobTargetRef", Map.of("template", Map.of("spec", Map.of())));
        spec.put("triggers", List.of(QUEUE));
        spec.putAll(more);
        return document("ScaledJob", spec);
    }

    private static void refused(Map<String, Object> document, String... messages) {
        Function<Map<String, ?>, Object> reader =
                "ScaledJob".equals(document.get("kind")) ? ScaledJobSpec::read : ScaledObject::read;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.apply(document))
                .withMessage(String.join("; ", messages));
    }

    @Test
    void every_field_finds_its_place_and_comes_back() {
        Map<String, Object> policy = Map.of("type", "Pods", "value", 4, "periodSeconds", 30);
        Map<String, Object> document = object(Map.of(
                "scaleTargetRef",
                Map.of("apiVersion", "apps/v1", "kind", "StatefulSet", "name", "x", "envSourceContainerName", "y"),
                "pollingInterval",
                10,
                "cooldownPeriod",
                20,
                "initialCooldownPeriod",
                30,
                "idleReplicaCount",
                0,
                "minReplicaCount",
                2,
                "maxReplicaCount",
                8,
                "fallback",
                Map.of("failureThreshold", 3, "replicas", 6, "behavior", "currentReplicas"),
                "advanced",
                Map.of(
                        "restoreToOriginalReplicaCount",
                        true,
                        "scalingModifiers",
                        Map.of(
                                "formula",
                                "orders",
                                "target",
                                "5",
                                "activationTarget",
                                "1",
                                "metricType",
                                "AverageValue"),
                        "horizontalPodAutoscalerConfig",
                        Map.of(
                                "name",
                                "z",
                                "behavior",
                                Map.of(
                                        "scaleUp",
                                        Map.of("policies", List.of(policy)),
                                        "scaleDown",
                                        Map.of("tolerance", "200m"))))));
        Manifest<ScaledObject> manifest = ScaledObject.read(document);

        assertThat(manifest.spec())
                .isEqualTo(ScaledObject.builder()
                        .scaleTargetRef(new ObjectReference("apps/v1", "StatefulSet", "x"))
                        .pollingInterval(10)
                        .cooldownPeriod(20)
                        .initialCooldownPeriod(30)
                        .idleReplicaCount(0)
                        .minReplicaCount(2)
                        .maxReplicaCount(8)
                        .fallback(3, 6, "currentReplicas")
                        .scalingModifiers(new ScaledObject.ScalingModifiers("orders", "5", "1", "AverageValue"))
                        .behavior(new HpaBehavior(
                                HpaBehavior.Rules.rules().withPolicies(HpaBehavior.Policy.pods(4, 30)),
                                HpaBehavior.Rules.rules().withTolerance(Quantity.parse("0.2"))))
                        .trigger(KedaTrigger.of("aws-sqs-queue", "orders", Map.of("queueLength", "20"), null))
                        .build());
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.spec().violations()).isEmpty();
        assertThat(manifest.notes())
                .containsExactly(
                        "no decision depends on it: spec.scaleTargetRef.envSourceContainerName=y",
                        "no decision depends on it: spec.advanced.restoreToOriginalReplicaCount=true",
                        "no decision depends on it: spec.advanced.horizontalPodAutoscalerConfig.name=z");
    }

    @Test
    void what_a_trigger_has_beside_is_kept_and_named() {
        Map<String, Object> document =
                trigger(with(with(QUEUE, "authenticationRef", Map.of("name", "secret")), "useCachedMetrics", true));
        Manifest<ScaledObject> manifest = ScaledObject.read(document);
        assertThat(manifest.notes())
                .containsExactly(
                        "no decision depends on it: spec.triggers[0].authenticationRef={...}",
                        "no decision depends on it: spec.triggers[0].useCachedMetrics=true");
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.name()).isEqualTo("orders");
    }

    @Test
    void an_unknown_field_is_named() {
        assertThat(ScaledObject.read(object(Map.of("maxReplicas", 5))).notes())
                .singleElement()
                .asString()
                .startsWith("unknown field")
                .endsWith(": spec.maxReplicas=5");
    }

    @ParameterizedTest
    @CsvSource({
        "paused, true, 1",
        "paused, no, 1",
        "paused, false, 0",
        "paused-replicas, 3, 1",
        "paused-scale-in, true, 1",
        "paused-scale-out, true, 1",
        "force-activation, 1, 1",
        "pausd, true, 1"
    })
    void annotations_that_switch_are_named(String name, String value, int notes) {
        Map<String, Object> document = object(Map.of());
        document.put("metadata", Map.of("annotations", Map.of("autoscaling.keda.sh/" + name, value)));
        assertThat(ScaledObject.read(document).notes())
                .hasSize(notes)
                .allMatch(note -> note.endsWith(": metadata.annotations.autoscaling.keda.sh/" + name + '=' + value));
    }

    @Test
    void what_is_no_scaled_object_is_refused() {
        refused(
                with(object(Map.of()), "apiVersion", "keda.k8s.io/v1alpha1"),
                "must be keda.sh/v1alpha1, as KEDA 2 serves nothing else; its scaleTargetRef.deploymentName is "
                        + "scaleTargetRef.name now: apiVersion=keda.k8s.io/v1alpha1");
        refused(
                with(object(Map.of()), "apiVersion", "keda.sh/mesh"),
                "must be keda.sh/v1alpha1: apiVersion=keda.sh/mesh");
        assertThatIllegalArgumentException().isThrownBy(() -> ScaledObject.read(job(Map.of())));
        refused(
                document("ScaledObject", Map.of("maxReplicaCount", 5)),
                "must be given; without it and triggers this looks like a patch: spec.scaleTargetRef=null");
        refused(
                document("ScaledObject", Map.of("triggers", List.of(QUEUE))),
                "must be given: spec.scaleTargetRef=null");
        refused(
                object(Map.of("scaleTargetRef", Map.of("deploymentName", "orders"))),
                "must be given, which KEDA 1 called deploymentName: spec.scaleTargetRef.name=null");
    }

    @Test
    void what_the_server_takes_for_another_type_is_refused() {
        refused(
                trigger(with(QUEUE, "metadata", Map.of("queueLength", 20))),
                "must be a text (in quotes if it looks like a number or true): spec.triggers[0].metadata.queueLength=20");
        refused(
                object(Map.of("maxReplicaCount", "20")),
                "must be a whole number of 32 bits, not in quotes: spec.maxReplicaCount=\"20\"");
        refused(
                object(Map.of("fallback", Map.of("replicas", 2))),
                "must be given: spec.fallback.failureThreshold=null");
        refused(trigger(Map.of("type", "kafka")), "must be given: spec.triggers[0].metadata=null");
        refused(
                trigger(Map.of("type", "cpu", "metadata", Map.of(), "useCachedMetrics", true)),
                "must not be true for cpu, memory and cron: spec.triggers[0].useCachedMetrics=true");
    }

    @Test
    void targets_from_outside_find_their_triggers() {
        Map<String, Object> external = Map.of("type", "external", "metadata", Map.of("scalerAddress", "x:80"));
        ScaledObject object =
                ScaledObject.read(trigger(external), Map.of("s0-external", 7.0)).spec();
        assertThat(object.toSpec().metric(0))
                .isEqualTo(ScaledObject.builder()
                        .trigger(KedaTrigger.of("external", "", Map.of(), null).withTarget(7))
                        .build()
                        .toSpec()
                        .metric(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScaledObject.read(trigger(external), Map.of("x", 7.0)))
                .withMessage("must be the target of one of [s0-external]: target of x=7.0");
        Map<String, Object> cpu = Map.of("type", "cpu", "metricType", "Utilization", "metadata", Map.of("value", "50"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScaledObject.read(trigger(cpu), Map.of("cpu", 7.0)))
                .withMessageContaining("must not be given a target from outside: spec.triggers[0].type=cpu");
    }

    @Test
    void a_trigger_about_one_container_is_named() {
        Map<String, Object> cpu = Map.of(
                "type", "cpu", "metricType", "Utilization", "metadata", Map.of("value", "50", "containerName", "x"));
        assertThat(ScaledObject.read(trigger(cpu)).notes())
                .containsExactly("it is about one container, so its usage and requests are to be fed: "
                        + "spec.triggers[0].metadata.containerName=x");
    }

    @Test
    void a_changed_shape_is_written_with_the_rest() {
        Map<String, Object> document = object(Map.of("minReplicaCount", 1));
        Manifest<ScaledObject> manifest = ScaledObject.read(document);
        ScaledObject changed = ScaledObject.builder()
                .scaleTargetRef(manifest.spec().scaleTargetRef())
                .minReplicaCount(3)
                .trigger(manifest.spec().triggers().get(0).withTarget(5))
                .build();
        Map<String, Object> queue = with(QUEUE, "metadata", Map.of("queueLength", "5"));
        assertThat(manifest.with(changed).toMap())
                .isEqualTo(object(Map.of("minReplicaCount", 3, "triggers", List.of(queue))));
    }

    @Test
    void a_scaled_job_is_read_and_comes_back() {
        Map<String, Object> document = job(Map.of(
                "pollingInterval",
                10,
                "minReplicaCount",
                1,
                "maxReplicaCount",
                20,
                "successfulJobsHistoryLimit",
                5,
                "rollout",
                Map.of("strategy", "gradual"),
                "scalingStrategy",
                Map.of(
                        "strategy",
                        "custom",
                        "customScalingQueueLengthDeduction",
                        2,
                        "customScalingRunningJobPercentage",
                        "0.5",
                        "multipleScalersCalculation",
                        "sum",
                        "pendingPodConditions",
                        List.of("Ready"))));
        Manifest<ScaledJobSpec> manifest = ScaledJobSpec.read(document);
        assertThat(manifest.spec().toScaledJob())
                .hasToString(ScaledJob.builder()
                        .minReplicaCount(1)
                        .maxReplicaCount(20)
                        .custom(2, 0.5)
                        .combination(ScaledJob.Combination.SUM)
                        .build()
                        .toString());
        assertThat(manifest.spec().targets()).containsExactly(new ScaledJobSpec.Target("orders", 20, 0));
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.notes()).hasSize(3).allMatch(note -> note.startsWith("no decision depends on it: spec."));
        assertThat(manifest.spec().warnings()).isEmpty();
    }

    @Test
    void what_is_no_scaled_job_is_refused() {
        refused(
                document("ScaledJob", Map.of("maxReplicaCount", 5)),
                "must be given; without it and triggers this looks like a patch: spec.jobTargetRef=null");
        ScaledJobSpec broken = ScaledJobSpec.of(job(Map.of(
                "scalingStrategy",
                Map.of("strategy", "Accurate"),
                "maxReplicaCount",
                0,
                "triggers",
                List.of(
                        with(QUEUE, "metricType", "AverageValue"),
                        Map.of("type", "cpu", "metadata", Map.of("value", "50"))))));
        assertThat(broken.violations().stream().map(each -> each.path()))
                .containsExactly(
                        "spec.maxReplicaCount",
                        "spec.scalingStrategy.strategy",
                        "spec.triggers[0].metricType",
                        "spec.triggers[1].type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 0.5", "50%", "inf"})
    void a_percentage_that_is_no_number_makes_another_strategy(String share) {
        ScaledJobSpec spec = ScaledJobSpec.of(job(
                Map.of("scalingStrategy", Map.of("strategy", "custom", "customScalingRunningJobPercentage", share))));
        assertThat(spec.warnings())
                .containsExactly("custom is default unless it is a number such as 0.5: "
                        + "spec.scalingStrategy.customScalingRunningJobPercentage=" + share);
        assertThat(spec.toScaledJob()).hasToString(ScaledJob.builder().build().toString());
    }

    @Test
    void what_has_no_effect_on_jobs_is_told() {
        ScaledJobSpec spec = ScaledJobSpec.of(job(Map.of(
                "minReplicaCount",
                5,
                "maxReplicaCount",
                3,
                "scalingStrategy",
                Map.of("customScalingQueueLengthDeduction", 1))));
        assertThat(spec.warnings()).hasSize(2);
    }
}
