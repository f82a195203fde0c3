package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of manifests that say how a workload scales. */
enum ManifestKind {
    HPA("HorizontalPodAutoscaler", "", HpaManifest::translate),
    SCALED_OBJECT("ScaledObject", "", KedaManifest::object),
    SCALED_JOB("ScaledJob", "", KedaManifest::job),
    KNATIVE_SERVICE("Service", "serving.knative.dev/", KnativeManifest::revision),
    KNATIVE_CONFIGURATION("Configuration", "serving.knative.dev/", KnativeManifest::revision),
    KNATIVE_REVISION("Revision", "serving.knative.dev/", KnativeManifest::revision),
    INFERENCE_SERVICE("InferenceService", "serving.kserve.io/", KnativeManifest::revision),
    /** No policy, but what all revisions of a cluster have in common. */
    CLUSTER("ConfigMap", "v1", KnativeManifest::cluster);

    private static final String CLUSTER_NAME = "config-autoscaler";

    private final String kind;
    /** What the version begins with; a reader judges the rest. */
    private final String group;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final BiConsumer<Map<String, ?>, ManifestKeys> translator;

    ManifestKind(String kind, String group, BiConsumer<Map<String, ?>, ManifestKeys> translator) {
        this.kind = kind;
        this.group = group;
        this.translator = translator;
    }

    /** The kind of a document; null if it is none of these. */
    static @Nullable ManifestKind of(ParsedDocument document) {
        String version = document.text("apiVersion", "");
        String kind = document.text("kind", "");
        return Stream.of(values())
                .filter(each -> each.kind.equals(kind) && version.startsWith(each.group))
                .filter(each ->
                        each != CLUSTER || document.text("metadata.name", "").equals(CLUSTER_NAME))
                .findFirst()
                .orElse(null);
    }

    static String titles() {
        return Stream.of(HPA, SCALED_OBJECT, SCALED_JOB).map(each -> each.kind).collect(Collectors.joining(", "))
                + ", Knative Service or InferenceService";
    }

    /** Whether the settings of the cluster matter. */
    boolean isKnative() {
        return compareTo(KNATIVE_SERVICE) >= 0 && this != CLUSTER;
    }

    String kind() {
        return kind;
    }

    /**
     * Writes what a document says as keys.
     *
     * @throws dev.autoscale.InvalidSettingsException that names each path with which a cluster would refuse it
     */
    void translate(ParsedDocument document, ManifestKeys keys) {
        translator.accept(document.object(), keys);
    }
}
