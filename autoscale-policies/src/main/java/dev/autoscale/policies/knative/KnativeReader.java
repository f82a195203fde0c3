package dev.autoscale.policies.knative;

import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.internal.NearNames;
import dev.autoscale.policies.internal.ObjectMeta;
import dev.autoscale.policies.knative.KnativeRevision.Platform;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run over a parsed manifest of Knative, Cloud Run or KServe. */
final class KnativeReader {
    static final String KNATIVE = "serving.knative.dev/v1";
    static final String KSERVE = "serving.kserve.io/v1beta1";
    static final String INFERENCE_SERVICE = "InferenceService";
    static final String LAUNCH_STAGE = "run.googleapis.com/launch-stage";
    static final String SCALE_METRIC = "scaleMetric";

    private static final String MIN_SCALE = KpaAnnotations.PREFIX + "min-scale";
    private static final String MAX_SCALE = KpaAnnotations.PREFIX + "max-scale";

    /** Which field of a predictor says what an annotation says. */
    static final Map<String, String> PREDICTOR_FIELDS = Map.of(
            MIN_SCALE,
            "minReplicas",
            MAX_SCALE,
            "maxReplicas",
            KpaAnnotations.PREFIX + "target",
            "scaleTarget",
            KpaAnnotations.PREFIX + "metric",
            SCALE_METRIC);

    private static final String CONTAINER_CONCURRENCY = "containerConcurrency";
    private static final String GROUP = "autoscaling.knative.dev";
    private static final String DEPLOYMENT_MODE = "serving.kserve.io/deploymentMode";
    private static final List<String> SERVERLESS = List.of("Serverless", "Knative");
    private static final List<String> CLOUD_RUN = List.of("run.googleapis.com/", "cloud.googleapis.com/");
    /** What Cloud Run scales by beside the annotations of Knative. */
    private static final List<String> CLOUD_RUN_SETTINGS = List.of(
            "run.googleapis.com/minScale",
            "run.googleapis.com/maxScale",
            "run.googleapis.com/scalingMode",
            "run.googleapis.com/manualInstanceCount");

    private final Fields document;
    private final String kind;
    private final ObjectMeta metadata;
    private final List<String> notes = new ArrayList<>();

    private KnativeReader(Fields document, String kind) {
        this.document = document;
        this.kind = kind;
        this.metadata = ObjectMeta.read(document.knows("status"));
    }

    static Manifest<KnativeRevision> read(Map<String, ?> map) {
        Fields document = Fields.of(map);
        String kind = document.name("kind");
        String apiVersion = document.name("apiVersion");
        List<String> kinds = List.of("Service", "Configuration", "Revision", INFERENCE_SERVICE);
        document.rules().oneOf(kinds, "kind", kind);
        String version = kind.equals(INFERENCE_SERVICE) ? KSERVE : KNATIVE;
        document.rules().valid(apiVersion.equals(version), "must be " + version, "apiVersion", apiVersion);
        document.throwIfAny();
        KnativeReader reader = new KnativeReader(document, kind);
        return kind.equals(INFERENCE_SERVICE) ? reader.inferenceService() : reader.knative();
    }

    private Fields required(Fields parent, String name) {
        document.rules().required(parent.has(name), "must be given", parent.at(name), "");
        return parent.objectOrEmpty(name);
    }

    private Manifest<KnativeRevision> knative() {
        Fields spec = required(document, "spec");
        boolean isRevision = kind.equals("Revision");
        ObjectMeta revision = metadata;
        String at = "metadata.annotations.";
        if (!isRevision) {
            Fields template = required(spec, "template").knows("metadata", "spec");
            revision = ObjectMeta.read(template);
            at = "spec.template.metadata.annotations.";
            spec.knows("traffic");
            spec = template.objectOrEmpty("spec");
        }
        String sign = cloudRunSign(revision);
        Integer concurrency = sign.isEmpty() ? spec.int32(CONTAINER_CONCURRENCY) : quotable(spec);
        passOver(spec);
        if (!sign.isEmpty()) {
            cloudRun(sign);
        }
        if (!isRevision) {
            ownAnnotations(sign.isEmpty());
        }
        judge(at, revision.annotations());
        labels(at.replace("annotations.", "labels."), revision.labels());
        KnativeRevision read = new KnativeRevision(
                sign.isEmpty() ? Platform.KNATIVE : Platform.CLOUD_RUN,
                new KpaAnnotations(revision.annotations()),
                concurrency);
        return manifest(read, isRevision ? KnativeWriter::revision : shape -> KnativeWriter.service(shape, kind));
    }

    private Manifest<KnativeRevision> manifest(
            KnativeRevision read, Function<KnativeRevision, Map<String, Object>> writer) {
        notes.addAll(document.unknownFields("unknown field, which kubectl refuses and a server drops"));
        document.throwIfAny();
        return Manifest.of(read, document.rest(), notes, writer);
    }

    /** Unlike Kubernetes, Google's interfaces take numbers in quotes. */
    private static @Nullable Integer quotable(Fields spec) {
        return spec.scalar(CONTAINER_CONCURRENCY, "a whole number of 32 bits", GoText::int32);
    }

    /** Of the fields of a pod only those are named that look like one of ours. */
    private static void passOver(Fields pod) {
        Set<String> ours = new LinkedHashSet<>(PREDICTOR_FIELDS.values());
        ours.add(CONTAINER_CONCURRENCY);
        for (String name : pod.names()) {
            if (NearNames.offer(name, ours).isEmpty()) {
                pod.knows(name);
            }
        }
    }

    /** The path and value of what only manifests of Cloud Run have; empty if there is nothing. */
    private String cloudRunSign(ObjectMeta revision) {
        Map<String, String> all = new LinkedHashMap<>();
        metadata.annotations().forEach((name, text) -> all.put("metadata.annotations." + name, text));
        metadata.labels().forEach((name, text) -> all.put("metadata.labels." + name, text));
        revision.annotations().forEach((name, text) -> all.put("spec.template.metadata.annotations." + name, text));
        return all.entrySet().stream()
                .filter(each -> CLOUD_RUN.stream().anyMatch(each.getKey()::contains))
                .map(each -> each.getKey() + '=' + each.getValue())
                .findFirst()
                .orElse("");
    }

    private void cloudRun(String sign) {
        notes.add(
                "a service of Cloud Run: not given, max-scale is 100 and containerConcurrency 80; its autoscaler is not"
                        + " Knative's, it also follows cpu and knows neither panic nor Knative's other settings: "
                        + sign);
        for (String name : CLOUD_RUN_SETTINGS) {
            String text = metadata.annotations().get(name);
            if (text != null) {
                notes.add("Cloud Run scales the whole service by it, it is not read here: metadata.annotations." + name
                        + '=' + text);
            }
        }
    }

    /** Knative's webhook refuses what would have no effect. */
    private void ownAnnotations(boolean isRefused) {
        metadata.annotations().forEach((name, text) -> {
            if (name.startsWith(GROUP)) {
                String at = "metadata.annotations." + name;
                if (isRefused) {
                    document.rules().valid(false, "must stand in spec.template.metadata.annotations to work", at, text);
                } else {
                    notes.add("no revision takes it from here, it must stand in spec.template.metadata.annotations: "
                            + at + '=' + text);
                }
            }
        });
    }

    private void judge(String at, Map<String, String> annotations) {
        annotations.forEach((name, text) -> {
            if (name.startsWith(KpaAnnotations.PREFIX)) {
                boolean isText = Fields.placeholder(text).isEmpty();
                document.rules().valid(isText, "holds a placeholder; put the value in its place", at + name, text);
                if (!KpaSetting.isAnnotation(name)) {
                    String near = NearNames.offer(name, KpaSetting.annotationNames());
                    notes.add("unknown annotation is ignored" + near + ": " + at + name + '=' + text);
                }
                if (name.equals(GROUP + "/class") && !text.equals(KpaConfig.KPA_CLASS)) {
                    notes.add("another autoscaler than Knative's scales it: " + at + name + '=' + text);
                }
            }
        });
    }

    private void labels(String at, Map<String, String> labels) {
        labels.forEach((name, text) -> {
            if (name.startsWith(KpaAnnotations.PREFIX)) {
                notes.add("is a label, the autoscaler reads annotations: " + at + name + '=' + text);
            }
        });
    }

    private Manifest<KnativeRevision> inferenceService() {
        String mode = metadata.annotations().getOrDefault(DEPLOYMENT_MODE, "Serverless");
        document.rules()
                .valid(
                        SERVERLESS.contains(mode),
                        "must be Serverless: only then Knative scales it, else a HorizontalPodAutoscaler or nobody",
                        "metadata.annotations." + DEPLOYMENT_MODE,
                        mode);
        Fields spec = required(document, "spec");
        for (String other : List.of("transformer", "explainer")) {
            if (spec.has(other)) {
                spec.knows(other);
                notes.add("is a service of its own, only the predictor is read: " + spec.at(other) + "={...}");
            }
        }
        Fields predictor = required(spec, "predictor");
        Map<String, String> annotations = new LinkedHashMap<>(propagated());
        annotations.putAll(predictor.texts("annotations"));
        Set<String> annotated = new LinkedHashSet<>(annotations.keySet());
        judge("metadata.annotations.", annotations);
        put(annotations, MIN_SCALE, predictor.int32("minReplicas"));
        Integer max = predictor.int32("maxReplicas");
        put(annotations, MAX_SCALE, max == null || max == 0 ? null : max);
        put(annotations, KpaAnnotations.PREFIX + "target", predictor.int32("scaleTarget"));
        put(annotations, KpaAnnotations.PREFIX + "metric", predictor.text(SCALE_METRIC));
        Integer concurrency = predictor.int32(CONTAINER_CONCURRENCY);
        passOver(predictor);
        PREDICTOR_FIELDS.forEach((name, field) -> {
            if (predictor.has(field)) {
                annotated.remove(name);
            }
        });
        KnativeRevision read = new KnativeRevision(Platform.KSERVE, new KpaAnnotations(annotations), concurrency);
        return manifest(read, shape -> KnativeWriter.inferenceService(shape, annotated));
    }

    private static void put(Map<String, String> annotations, String name, @Nullable Object value) {
        if (value != null) {
            annotations.put(name, value.toString());
        }
    }

    /** The annotations of the object that its revision gets; KServe drops those that its own fields outrank. */
    private Map<String, String> propagated() {
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        for (String name : List.of(MIN_SCALE, MAX_SCALE, KpaAnnotations.PREFIX + "minScale")) {
            String text = annotations.remove(name);
            if (text != null) {
                notes.add("KServe ignores it, write " + (name.equals(MAX_SCALE) ? "maxReplicas" : "minReplicas")
                        + " of spec.predictor: metadata.annotations." + name + '=' + text);
            }
        }
        return annotations;
    }
}
