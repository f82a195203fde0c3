package dev.autoscale.policies.kubernetes;

import static dev.autoscale.policies.kubernetes.HpaBehavior.Rules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaMetric.ExternalSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.ObjectSource;
import dev.autoscale.policies.kubernetes.HpaMetric.PodsSource;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HpaReaderTest {
    private static final Map<String, Object> WEB = map("apiVersion", "apps/v1", "kind", "Deployment", "name", "web");
    private static final LabelSelector IN = LabelSelector.of("queue", "in");
    private static final Quantity FIVE = Quantity.parse("5");

    private static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static List<Object> list(@Nullable Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }

    private static Map<String, Object> hpa(String version, @Nullable Object... spec) {
        Map<String, Object> all = map("scaleTargetRef", WEB, "maxReplicas", 10);
        all.putAll(map(spec));
        return map(
                "apiVersion",
                "autoscaling/" + version,
                "kind",
                "HorizontalPodAutoscaler",
                "metadata",
                map("name", "web"),
                "spec",
                all);
    }

    private static Map<String, Object> metric(String version, String type, String source, @Nullable Object... fields) {
        return hpa(version, "metrics", list(map("type", type, source, map(fields))));
    }

    private static HpaMetric only(Map<String, Object> document) {
        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);
        assertThat(manifest.spec().metrics()).hasSize(1);
        assertThat(HorizontalPodAutoscaler.of(manifest.toMap())).isEqualTo(manifest.spec());
        return manifest.spec().metrics().get(0);
    }

    private static List<String> refused(Map<String, ?> document) {
        List<String> said = new ArrayList<>();
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> HorizontalPodAutoscaler.read(document))
                .satisfies(e -> e.violations().stream().map(Violation::toString).forEach(said::add));
        return said;
    }

    @Test
    void reads_what_it_writes() {
        Map<String, Object> document = hpa(
                "v2",
                "minReplicas",
                2,
                "metrics",
                list(
                        map(
                                "type",
                                "Resource",
                                "resource",
                                map("name", "cpu", "target", map("type", "Utilization", "averageUtilization", 60))),
                        map(
                                "type",
                                "ContainerResource",
                                "containerResource",
                                map(
                                        "name",
                                        "memory",
                                        "container",
                                        "app",
                                        "target",
                                        map("type", "AverageValue", "averageValue", "500Mi")))),
                "behavior",
                map(
                        "scaleUp",
                        map(
                                "stabilizationWindowSeconds",
                                0,
                                "selectPolicy",
                                "Max",
                                "policies",
                                list(map("type", "Pods", "value", 4, "periodSeconds", 60)),
                                "tolerance",
                                "50m"),
                        "scaleDown",
                        map()));

        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);

        assertThat(manifest.spec())
                .isEqualTo(new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10)
                        .withMinReplicas(2)
                        .withMetrics(
                                HpaMetric.resource("cpu", Target.averageUtilization(60)),
                                HpaMetric.containerResource(
                                        "memory", "app", Target.averageValue(Quantity.parse("500Mi"))))
                        .withBehavior(new HpaBehavior(
                                rules().withStabilizationWindowSeconds(0)
                                        .withSelectPolicy("Max")
                                        .withPolicies(Policy.pods(4, 60))
                                        .withTolerance(Quantity.parse("0.05")),
                                rules())));
        assertThat(manifest.notes()).isEmpty();
        assertThat(manifest.toMap()).isEqualTo(document);
    }

    @Test
    void the_object_as_a_server_prints_it_reads_without_noise() {
        Map<String, Object> document = hpa("v2");
        document.put(
                "metadata",
                map(
                        "annotations",
                        map("kubectl.kubernetes.io/last-applied-configuration", "{\"spec\": \"<any> ${X}\"}"),
                        "creationTimestamp",
                        null,
                        "generation",
                        3L,
                        "labels",
                        map("app", "web"),
                        "managedFields",
                        list(map("manager", "kubectl", "fieldsV1", map("f:spec", map()))),
                        "name",
                        "web",
                        "namespace",
                        "shop",
                        "ownerReferences",
                        list(map("kind", "ScaledObject")),
                        "resourceVersion",
                        "12",
                        "uid",
                        "0-1"));
        document.put("status", map("currentReplicas", 2, "currentMetrics", list(map("type", "Resource"))));

        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);

        assertThat(manifest.notes()).isEmpty();
        assertThat(manifest.name()).isEqualTo("web");
        assertThat(manifest.namespace()).isEqualTo("shop");
        if (document.get("metadata") instanceof Map<?, ?> metadata) {
            metadata.remove("creationTimestamp");
        }
        assertThat(manifest.toMap()).isEqualTo(document);
    }

    @Test
    void what_a_server_would_refuse_for_its_values_is_read() {
        Map<String, Object> document = hpa("v2", "maxReplicas", -1, "minReplicas", 0, "metrics", list((Object) null));

        HorizontalPodAutoscaler read = HorizontalPodAutoscaler.of(document);

        assertThat(read.minReplicas()).isZero();
        assertThat(read.metrics()).containsExactly(new HpaMetric("", null, null, null, null, null));
        assertThat(read.violations(false))
                .extracting(Violation::path)
                .contains("spec.maxReplicas", "spec.metrics[0].type");
    }

    @Test
    void a_patch_is_told_by_its_missing_target() {
        Map<String, Object> document = hpa("v2");
        document.put("spec", map("minReplicas", 3));

        HorizontalPodAutoscaler read = HorizontalPodAutoscaler.of(document);

        assertThat(read.violations(false))
                .extracting(Violation::toString)
                .contains("must be given: spec.maxReplicas=0")
                .contains(
                        "must be given; without it this looks like a patch of an overlay (kustomize), which has to be merged"
                                + " first: spec.scaleTargetRef.kind=\"\"");
    }

    @Test
    void refuses_other_documents() {
        assertThat(refused(Map.of()))
                .containsExactly(
                        "must be HorizontalPodAutoscaler: kind=\"\"",
                        "must be one of autoscaling/v2, autoscaling/v1, autoscaling/v2beta2, autoscaling/v2beta1:"
                                + " apiVersion=\"\"");
        assertThat(refused(map("apiVersion", "extensions/v1beta1", "kind", "HorizontalPodAutoscaler")))
                .hasSize(1);
        assertThat(refused(map("apiVersion", "autoscaling/v2", "kind", "HorizontalPodAutoscaler")))
                .containsExactly("must be given: spec=\"\"");
        assertThat(refused(map("apiVersion", "autoscaling/v2", "kind", "HorizontalPodAutoscaler", "spec", list())))
                .contains("must be an object: spec=[...]");
    }

    @Test
    void names_every_field_of_another_type() {
        Map<String, Object> document = hpa(
                "v2",
                "minReplicas",
                "2",
                "maxReplicas",
                "${MAX}",
                "scaleTargetRef",
                map("kind", "Deployment", "name", 7),
                "metrics",
                list(map("type", "Pods", "pods", map("metric", map("name", "rps"), "target", "5"))),
                "behavior",
                map("scaleDown", map("policies", map())));
        document.put("metadata", map("name", "<APP>", "labels", map("version", 1.5)));

        assertThat(refused(document))
                .containsExactlyInAnyOrder(
                        "holds a placeholder; put the text in its place: metadata.name=\"<APP>\"",
                        "must be a text (in quotes if it looks like a number or true): metadata.labels.version=1.5",
                        "must be an object: spec.metrics[0].pods.target=\"5\"",
                        "must be a list: spec.behavior.scaleDown.policies={...}",
                        "must be a text (in quotes if it looks like a number or true): spec.scaleTargetRef.name=7",
                        "must be a whole number of 32 bits, not in quotes: spec.minReplicas=\"2\"",
                        "is a placeholder; put a whole number of 32 bits, not in quotes in its place:"
                                + " spec.maxReplicas=\"${MAX}\"");
    }

    @Test
    void unknown_fields_are_named_and_kept() {
        Map<String, Object> document = hpa("v2", "maxReplica", 5, "behaviour", map("scaleUp", map()));
        document.put("metdata", map());

        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);

        assertThat(manifest.notes())
                .containsExactly(
                        "unknown field, which kubectl refuses and a server drops; did you mean maxReplicas?:"
                                + " spec.maxReplica=5",
                        "unknown field, which kubectl refuses and a server drops; did you mean behavior?:"
                                + " spec.behaviour={...}",
                        "unknown field, which kubectl refuses and a server drops; did you mean metadata?:"
                                + " metdata={...}");
        assertThat(manifest.toMap()).isEqualTo(document);
    }

    @Test
    void a_part_that_the_spec_gave_up_does_not_come_back() {
        Map<String, Object> document = hpa("v2", "behavior", map("scaleUp", map("selectPolicies", "Max")));

        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);
        Map<String, Object> without =
                manifest.with(manifest.spec().withBehavior(null)).toMap();

        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(without).isEqualTo(hpa("v2"));
    }

    @Test
    void selectors_come_back_with_other_metrics() {
        Map<String, Object> selector = map(
                "matchLabels",
                map("queue", "in"),
                "matchExpressions",
                list(map("key", "zone", "operator", "In", "values", list("a", "b"))));
        Map<String, Object> document = metric(
                "v2",
                "External",
                "external",
                "metric",
                map("name", "depth", "selector", selector),
                "target",
                map("type", "Value", "value", 5));
        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);
        HpaMetric cpu = HpaMetric.resource("cpu", Target.averageUtilization(70));
        HpaMetric external = manifest.spec().metrics().get(0);

        Map<String, Object> changed =
                manifest.with(manifest.spec().withMetrics(cpu, external)).toMap();

        assertThat(HorizontalPodAutoscaler.of(changed).metrics()).containsExactly(cpu, external);
        assertThat(changed.toString()).contains(selector.toString());
    }

    @Nested
    class Older_versions {
        @Test
        void flat_targets_of_resources() {
            assertThat(only(metric("v2beta1", "Resource", "resource", "name", "cpu", "targetAverageUtilization", 60)))
                    .isEqualTo(HpaMetric.resource("cpu", Target.averageUtilization(60)));
            assertThat(only(metric("v2beta1", "Resource", "resource", "name", "cpu", "targetAverageValue", 5)))
                    .isEqualTo(HpaMetric.resource("cpu", Target.averageValue(FIVE)));
            assertThat(only(metric(
                            "v2beta1",
                            "ContainerResource",
                            "containerResource",
                            "name",
                            "cpu",
                            "container",
                            "app",
                            "targetAverageUtilization",
                            60)))
                    .isEqualTo(HpaMetric.containerResource("cpu", "app", Target.averageUtilization(60)));
        }

        @Test
        void flat_targets_of_other_metrics() {
            Map<String, Object> labels = map("matchLabels", map("queue", "in"));
            assertThat(only(metric(
                            "v2beta1",
                            "Pods",
                            "pods",
                            "metricName",
                            "rps",
                            "selector",
                            labels,
                            "targetAverageValue",
                            "5")))
                    .isEqualTo(new HpaMetric(
                            "Pods",
                            null,
                            new PodsSource(new Identifier("rps", IN), Target.averageValue(FIVE)),
                            null,
                            null,
                            null));
            assertThat(only(metric(
                            "v2beta1", "Object", "object", "metricName", "rps", "target", WEB, "targetValue", "5")))
                    .isEqualTo(HpaMetric.object(ObjectReference.deployment("web"), "rps", Target.value(FIVE)));
            assertThat(only(metric(
                            "v2beta1", "Object", "object", "metricName", "rps", "target", WEB, "averageValue", "5")))
                    .isEqualTo(new HpaMetric(
                            "Object",
                            new ObjectSource(
                                    ObjectReference.deployment("web"),
                                    new Identifier("rps", null),
                                    Target.averageValue(FIVE)),
                            null,
                            null,
                            null,
                            null));
            assertThat(only(metric(
                            "v2beta1",
                            "External",
                            "external",
                            "metricName",
                            "depth",
                            "metricSelector",
                            labels,
                            "targetValue",
                            5.0)))
                    .isEqualTo(HpaMetric.external(new Identifier("depth", IN), Target.value(FIVE)));
            assertThat(only(metric("v2beta1", "External", "external", "metricName", "depth", "targetAverageValue", "5"))
                            .external())
                    .isEqualTo(new ExternalSource(new Identifier("depth", null), Target.averageValue(FIVE)));
        }

        @Test
        void say_that_no_cluster_serves_them() {
            assertThat(HorizontalPodAutoscaler.read(hpa("v2beta1")).notes())
                    .containsExactly(
                            "no cluster since Kubernetes 1.25 serves this version, autoscaling/v2 says the same:"
                                    + " apiVersion=autoscaling/v2beta1");
            assertThat(HorizontalPodAutoscaler.read(hpa("v2beta2")).notes())
                    .containsExactly(
                            "no cluster since Kubernetes 1.26 serves this version, autoscaling/v2 says the same:"
                                    + " apiVersion=autoscaling/v2beta2");
            assertThat(HorizontalPodAutoscaler.read(hpa("v1")).notes()).isEmpty();
        }

        @Test
        void fields_of_another_version_are_refused() {
            for (String version : List.of("v2", "v2beta2")) {
                assertThat(refused(
                                metric(version, "Resource", "resource", "name", "cpu", "targetAverageUtilization", 60)))
                        .containsExactly("is no field of autoscaling/" + version
                                + ", which has target: {type: Utilization, averageUtilization: ...}:"
                                + " spec.metrics[0].resource.targetAverageUtilization=...");
            }
            assertThat(refused(metric(
                            "v2beta1", "Resource", "resource", "name", "cpu", "target", map("type", "Utilization"))))
                    .containsExactly("is no field of autoscaling/v2beta1, which has targetAverageUtilization and"
                            + " targetAverageValue: spec.metrics[0].resource.target=...");
            assertThat(refused(hpa("v2", "targetCPUUtilizationPercentage", 60))).hasSize(1);
            assertThat(refused(hpa("v1", "metrics", list()))).hasSize(1);
            assertThat(refused(hpa("v1", "behavior", map()))).hasSize(1);
            assertThat(refused(hpa("v2beta1", "behavior", map()))).hasSize(1);
        }
    }

    @Nested
    class Version_1 {
        private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
        private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

        private static Map<String, Object> annotated(Object... annotations) {
            Map<String, Object> document = hpa("v1", "targetCPUUtilizationPercentage", 60);
            Map<String, Object> all = map(annotations);
            all.put("autoscaling.alpha.kubernetes.io/conditions", "[]");
            all.put("team", "shop");
            document.put("metadata", map("name", "web", "annotations", all));
            document.put("status", map("currentReplicas", 2, "currentCPUUtilizationPercentage", 50));
            return document;
        }

        private static Object parsed(String json) {
            return switch (json) {
                case "metrics" ->
                    list(map("type", "Pods", "pods", map("metricName", "rps", "targetAverageValue", "5", "more", 1)));
                case "behavior" ->
                    map("ScaleUp", null, "ScaleDown", map("StabilizationWindowSeconds", 60, "Policies", list()));
                case "empty" -> map();
                default -> throw new IllegalStateException("no JSON");
            };
        }

        @Test
        void a_percentage_of_cpu_is_the_metric() {
            assertThat(HorizontalPodAutoscaler.of(hpa("v1", "targetCPUUtilizationPercentage", 60))
                            .metrics())
                    .containsExactly(HpaMetric.resource("cpu", Target.averageUtilization(60)));
            assertThat(HorizontalPodAutoscaler.of(hpa("v1")).metrics()).isEmpty();
        }

        @Test
        void annotations_come_before_the_percentage() {
            Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(
                    annotated(METRICS, "metrics", BEHAVIOR, "behavior"), Version_1::parsed);

            assertThat(manifest.spec().metrics())
                    .containsExactly(
                            HpaMetric.pods("rps", Target.averageValue(FIVE)),
                            HpaMetric.resource("cpu", Target.averageUtilization(60)));
            assertThat(manifest.spec().behavior())
                    .isEqualTo(new HpaBehavior(
                            null, rules().withStabilizationWindowSeconds(60).withPolicies()));
            assertThat(manifest.notes())
                    .containsExactly("unknown field, which a server ignores: metadata.annotations." + METRICS
                            + "[0].pods.more=1");
            assertThat(manifest.toMap())
                    .containsEntry("apiVersion", "autoscaling/v2")
                    .containsEntry("metadata", map("name", "web", "annotations", map("team", "shop")))
                    .containsEntry("status", map("currentReplicas", 2));
        }

        @Test
        void an_empty_behavior_is_none() {
            assertThat(HorizontalPodAutoscaler.read(annotated(BEHAVIOR, "empty"), Version_1::parsed)
                            .spec()
                            .behavior())
                    .isNull();
        }

        @Test
        void annotations_need_a_parser() {
            assertThat(refused(annotated(METRICS, "metrics")))
                    .containsExactly(
                            "holds JSON that decides: read it with a parser, read(document, jsonParser), or get the"
                                    + " object as autoscaling/v2: metadata.annotations." + METRICS + "=...");
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> HorizontalPodAutoscaler.read(annotated(METRICS, "?"), Version_1::parsed))
                    .withMessage("must be JSON: metadata.annotations." + METRICS + "=...");
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> HorizontalPodAutoscaler.read(annotated(METRICS, "empty"), Version_1::parsed))
                    .withMessage("must be a list: metadata.annotations." + METRICS + "={...}");
        }

        @Test
        void later_versions_ignore_them() {
            Map<String, Object> document = annotated(BEHAVIOR, "behavior");
            document.put("apiVersion", "autoscaling/v2");
            document.put("spec", map("scaleTargetRef", WEB, "maxReplicas", 3));

            assertThat(HorizontalPodAutoscaler.read(document).notes())
                    .containsExactly("only older versions read this annotation, it is ignored: metadata.annotations."
                            + BEHAVIOR + "=...");
        }
    }
}
