package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KnativeRevision.Platform;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KnativeRevisionTest {
    private static final KpaConfig CONFIG = KpaConfig.of(Map.of());

    private static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> annotations(Object... pairs) {
        Map<String, Object> map = map(pairs);
        Map<String, Object> full = new LinkedHashMap<>();
        map.forEach((name, value) -> full.put(name.contains("/") ? name : "autoscaling.knative.dev/" + name, value));
        return full;
    }

    private static Map<String, Object> service(Map<String, Object> annotations, @Nullable Object concurrency) {
        return map(
                "apiVersion",
                "serving.knative.dev/v1",
                "kind",
                "Service",
                "metadata",
                map("name", "hello"),
                "spec",
                map(
                        "template",
                        map(
                                "metadata",
                                map("annotations", annotations, "labels", map("app", "hello")),
                                "spec",
                                map("containerConcurrency", concurrency, "containers", List.of(map("image", "x"))))));
    }

    private static Map<String, Object> inference(Map<String, Object> annotations, Map<String, Object> spec) {
        return map(
                "apiVersion",
                "serving.kserve.io/v1beta1",
                "kind",
                "InferenceService",
                "metadata",
                map("name", "model", "annotations", annotations),
                "spec",
                spec);
    }

    private static List<String> refused(Map<String, ?> document) {
        InvalidSettingsException thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                InvalidSettingsException.class, () -> KnativeRevision.read(document));
        assertThat(thrown).isNotNull();
        return thrown.violations().stream().map(Violation::toString).toList();
    }

    @Test
    void reads_the_template_of_a_service_in_both_spellings() {
        Map<String, Object> document = service(annotations("minScale", "2", "max-scale", "9", "target", "5"), 10);

        Manifest<KnativeRevision> manifest = KnativeRevision.read(document);

        KnativeRevision revision = manifest.spec();
        assertThat(revision.platform()).isEqualTo(Platform.KNATIVE);
        assertThat(revision.annotations().get(KpaSetting.MIN_SCALE)).contains(2);
        assertThat(revision.annotations().get(KpaSetting.MAX_SCALE)).contains(9);
        assertThat(revision.containerConcurrency()).isEqualTo(10);
        assertThat(revision.violations(CONFIG)).isEmpty();
        assertThat(revision.toSpec(CONFIG)).isEqualTo(KpaSpec.of(CONFIG, revision.annotations(), 10));
        assertThat(manifest.notes()).isEmpty();
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.name()).isEqualTo("hello");
    }

    @Test
    void writes_what_was_changed_where_it_stood() {
        Manifest<KnativeRevision> manifest =
                KnativeRevision.read(service(annotations("minScale", "2", "team", "a"), null));
        KpaAnnotations changed = new KpaAnnotations(Map.of("autoscaling.knative.dev/max-scale", "4"));

        assertThat(manifest.with(manifest.spec().withAnnotations(changed)).toMap())
                .isEqualTo(withoutConcurrency(service(annotations("max-scale", "4"), null)));
    }

    /** A field without a value is no field. */
    private static Map<String, Object> withoutConcurrency(Map<String, Object> service) {
        if (service.get("spec") instanceof Map<?, ?> spec
                && spec.get("template") instanceof Map<?, ?> template
                && template.get("spec") instanceof Map<?, ?> pod) {
            pod.remove("containerConcurrency");
        }
        return service;
    }

    @Test
    void a_revision_has_the_annotations_itself() {
        Map<String, Object> document = map(
                "apiVersion",
                "serving.knative.dev/v1",
                "kind",
                "Revision",
                "metadata",
                map("name", "hello-1", "annotations", annotations("min-scale", "3")),
                "spec",
                map("containerConcurrency", 0, "containers", List.of()));

        Manifest<KnativeRevision> manifest = KnativeRevision.read(document);

        assertThat(manifest.spec().annotations().get(KpaSetting.MIN_SCALE)).contains(3);
        assertThat(manifest.toMap()).isEqualTo(document);
    }

    @Test
    void refuses_what_servers_refuse() {
        assertThat(refused(service(annotations("minScale", 1, "max-scale", "${MAX}"), "10")))
                .containsExactlyInAnyOrder(
                        "must be a text (in quotes if it looks like a number or true):"
                                + " spec.template.metadata.annotations.autoscaling.knative.dev/minScale=1",
                        "holds a placeholder; put the value in its place:"
                                + " spec.template.metadata.annotations.autoscaling.knative.dev/max-scale=${MAX}",
                        "must be a whole number of 32 bits, not in quotes: spec.template.spec.containerConcurrency=\"10\"");
        Map<String, Object> own = service(annotations(), null);
        own.put("metadata", map("annotations", annotations("minScale", "1", "serving.knative.dev/creator", "x")));
        assertThat(refused(own))
                .containsExactly("must stand in spec.template.metadata.annotations to work:"
                        + " metadata.annotations.autoscaling.knative.dev/minScale=1");
        assertThat(refused(map("apiVersion", "v1", "kind", "Service", "spec", map())))
                .containsExactly("must be serving.knative.dev/v1: apiVersion=v1");
        assertThat(refused(map("apiVersion", "serving.knative.dev/v1", "kind", "Route")))
                .containsExactly("must be one of Service, Configuration, Revision, InferenceService: kind=Route");
        assertThat(refused(map("apiVersion", "serving.knative.dev/v1", "kind", "Service")))
                .contains("must be given: spec=\"\"");
        assertThat(refused(map(
                        "apiVersion", "serving.knative.dev/v1", "kind", "Configuration", "spec", map("traffic", 1))))
                .containsExactly("must be given: spec.template=\"\"");
    }

    @Test
    void values_are_judged_by_the_webhooks_rules() {
        KnativeRevision revision = KnativeRevision.of(service(annotations("minScale", "5", "maxScale", "2"), 1001));

        assertThat(revision.violations(CONFIG))
                .extracting(Violation::toString)
                .containsExactly(
                        "must be >= min-scale=5: autoscaling.knative.dev/maxScale=2",
                        "must be 0 to 1000: containerConcurrency=1001");
        assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> revision.toSpec(CONFIG));
    }

    @Test
    void notes_what_nobody_reads() {
        Map<String, Object> document = service(
                annotations("min-replicas", "1", "max-scal", "2", "class", "hpa.autoscaling.knative.dev"), null);
        if (document.get("spec") instanceof Map<?, ?> spec && spec.get("template") instanceof Map<?, ?> template) {
            put(template, "annotations", map("autoscaling.knative.dev/minScale", "1"));
            put(template.get("spec"), "containerConcurency", 5);
            put(template.get("metadata"), "labels", map("autoscaling.knative.dev/minScale", "1"));
        }

        assertThat(KnativeRevision.read(document).notes())
                .containsExactlyInAnyOrder(
                        "unknown annotation is ignored: spec.template.metadata.annotations.autoscaling.knative.dev/min-replicas=1",
                        "unknown annotation is ignored; did you mean autoscaling.knative.dev/max-scale or"
                                + " autoscaling.knative.dev/maxScale or autoscaling.knative.dev/min-scale?:"
                                + " spec.template.metadata.annotations.autoscaling.knative.dev/max-scal=2",
                        "another autoscaler than Knative's scales it:"
                                + " spec.template.metadata.annotations.autoscaling.knative.dev/class=hpa.autoscaling.knative.dev",
                        "is a label, the autoscaler reads annotations:"
                                + " spec.template.metadata.labels.autoscaling.knative.dev/minScale=1",
                        "unknown field, which kubectl refuses and a server drops: spec.template.annotations={...}",
                        "unknown field, which kubectl refuses and a server drops; did you mean containerConcurrency?:"
                                + " spec.template.spec.containerConcurency=5");
    }

    @SuppressWarnings("unchecked") // of this test's own documents
    private static void put(@Nullable Object map, String name, Object value) {
        ((Map<String, Object>) map).put(name, value);
    }

    @Nested
    class Cloud_run {
        @Test
        void is_told_by_its_annotations_and_labels() {
            Map<String, Object> annotated = service(annotations("run.googleapis.com/cpu-throttling", "false"), null);
            Map<String, Object> labelled = service(annotations(), null);
            labelled.put("metadata", map("labels", map("cloud.googleapis.com/location", "europe-west1")));

            assertThat(KnativeRevision.of(annotated).platform()).isEqualTo(Platform.CLOUD_RUN);
            assertThat(KnativeRevision.of(labelled).platform()).isEqualTo(Platform.CLOUD_RUN);
        }

        @Test
        void has_defaults_of_its_own() {
            Map<String, Object> document = service(annotations("minScale", "1"), null);
            document.put(
                    "metadata",
                    map("annotations", map("run.googleapis.com/ingress", "all", "run.googleapis.com/maxScale", "7")));

            Manifest<KnativeRevision> manifest = KnativeRevision.read(document);
            KnativeRevision complete = manifest.spec().withDefaults();

            assertThat(manifest.notes())
                    .containsExactly(
                            "a service of Cloud Run: not given, max-scale is 100 and containerConcurrency 80; its autoscaler is not"
                                    + " Knative's, it also follows cpu and knows neither panic nor Knative's other settings:"
                                    + " metadata.annotations.run.googleapis.com/ingress=all",
                            "Cloud Run scales the whole service by it, it is not read here:"
                                    + " metadata.annotations.run.googleapis.com/maxScale=7");
            assertThat(manifest.spec().containerConcurrency()).isNull();
            assertThat(complete.annotations().get(KpaSetting.MAX_SCALE)).contains(100);
            assertThat(complete.containerConcurrency()).isEqualTo(80);
            assertThat(complete.withDefaults()).isEqualTo(complete);
            assertThat(manifest.spec().toSpec(CONFIG)).isEqualTo(complete.toSpec(CONFIG));
        }

        @Test
        void takes_numbers_in_quotes() {
            Map<String, Object> document = service(annotations("run.googleapis.com/startup-cpu-boost", "true"), "5");

            assertThat(KnativeRevision.of(document).containerConcurrency()).isEqualTo(5);
        }

        @Test
        void keeps_what_is_given() {
            KnativeRevision given = KnativeRevision.of(
                    service(annotations("maxScale", "3", "run.googleapis.com/startup-cpu-boost", "true"), 5));

            assertThat(given.withDefaults()).isEqualTo(given);
        }
    }

    @Nested
    class Kserve {
        @Test
        void fields_of_the_predictor_are_annotations_of_its_revision() {
            Map<String, Object> predictor = map(
                    "minReplicas",
                    2,
                    "maxReplicas",
                    6,
                    "scaleTarget",
                    10,
                    "scaleMetric",
                    "rps",
                    "containerConcurrency",
                    4,
                    "model",
                    map("modelFormat", map("name", "sklearn")));
            Map<String, Object> document = inference(
                    annotations("window", "120s", "kubectl.kubernetes.io/last-applied-configuration", "{}"),
                    map("predictor", predictor, "transformer", map("minReplicas", 1)));

            Manifest<KnativeRevision> manifest = KnativeRevision.read(document);

            KnativeRevision revision = manifest.spec();
            assertThat(revision.platform()).isEqualTo(Platform.KSERVE);
            assertThat(revision.annotations().get(KpaSetting.MIN_SCALE)).contains(2);
            assertThat(revision.annotations().get(KpaSetting.MAX_SCALE)).contains(6);
            assertThat(revision.annotations().get(KpaSetting.TARGET)).contains(10.0);
            assertThat(revision.annotations().metric()).isEqualTo("rps");
            assertThat(revision.containerConcurrency()).isEqualTo(4);
            assertThat(manifest.notes())
                    .containsExactly("is a service of its own, only the predictor is read: spec.transformer={...}");
            assertThat(manifest.toMap()).isEqualTo(document);
        }

        @Test
        void needs_a_replica_unless_told_otherwise() {
            Map<String, Object> document =
                    inference(annotations("target", "3"), map("predictor", map("sklearn", map())));
            KnativeRevision revision = KnativeRevision.of(document);

            assertThat(revision.annotations().get(KpaSetting.MIN_SCALE)).isEmpty();
            assertThat(revision.withDefaults().annotations().get(KpaSetting.MIN_SCALE))
                    .contains(1);
            assertThat(KnativeRevision.read(document).toMap()).isEqualTo(document);
        }

        @Test
        void its_own_bounds_as_annotations_are_dropped() {
            Manifest<KnativeRevision> manifest = KnativeRevision.read(inference(
                    annotations("min-scale", "4", "minScale", "5", "maxScale", "9"),
                    map("predictor", map("model", map()))));

            assertThat(manifest.spec().annotations().get(KpaSetting.MIN_SCALE)).isEmpty();
            assertThat(manifest.spec().annotations().get(KpaSetting.MAX_SCALE)).contains(9);
            assertThat(manifest.notes())
                    .containsExactly(
                            "KServe ignores it, write minReplicas of spec.predictor:"
                                    + " metadata.annotations.autoscaling.knative.dev/min-scale=4",
                            "KServe ignores it, write minReplicas of spec.predictor:"
                                    + " metadata.annotations.autoscaling.knative.dev/minScale=5");
        }

        @Test
        void without_knative_there_is_no_revision() {
            Map<String, Object> spec = map("predictor", map("minReplicas", 1));
            assertThat(refused(inference(annotations("serving.kserve.io/deploymentMode", "RawDeployment"), spec)))
                    .containsExactly(
                            "must be Serverless: only then Knative scales it, else a HorizontalPodAutoscaler or"
                                    + " nobody: metadata.annotations.serving.kserve.io/deploymentMode=RawDeployment");
            assertThat(refused(inference(annotations(), map()))).containsExactly("must be given: spec.predictor=\"\"");
            assertThat(refused(inference(annotations(), map("predictor", map("minReplicas", "1")))))
                    .containsExactly(
                            "must be a whole number of 32 bits, not in quotes: spec.predictor.minReplicas=\"1\"");
        }
    }

    @Nested
    class Config_autoscaler {
        private static Map<String, Object> configMap(Map<String, Object> data) {
            return map(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    map("name", "config-autoscaler", "namespace", "knative-serving", "labels", map("a", "b")),
                    "data",
                    data);
        }

        @Test
        void reads_what_it_writes() {
            Map<String, Object> document =
                    configMap(map("stable-window", "120s", "_example", "# ${X}", "max-scale-limits", "3"));

            Manifest<KpaConfig> manifest = KpaConfig.read(document);

            assertThat(manifest.spec().get(KpaSetting.STABLE_WINDOW)).hasMinutes(2);
            assertThat(manifest.notes())
                    .containsExactly("unknown key is ignored; did you mean max-scale-limit?: data.max-scale-limits=3");
            assertThat(manifest.toMap()).isEqualTo(document);
            assertThat(KpaConfig.read(manifest.spec().toMap()).spec()).isEqualTo(manifest.spec());
        }

        @Test
        void refuses_what_is_none() {
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> KpaConfig.read(map("kind", "Secret", "metadata", map("name", "config-network"))))
                    .withMessage("must be ConfigMap: kind=Secret; must be v1: apiVersion=\"\";"
                            + " must be config-autoscaler: metadata.name=config-network");
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> KpaConfig.read(configMap(map("min-scale", 1, "max-scale", "{{ .max }}"))))
                    .withMessage("must be a text (in quotes if it looks like a number or true): data.min-scale=1;"
                            + " holds a placeholder; put the value in its place: data.max-scale={{ .max }}");
        }
    }
}
