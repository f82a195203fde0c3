package dev.autoscale.policies.knative;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says about the scaling of a Knative revision, raw: also what Knative would refuse. Immutable and thread-safe.
 *
 * <pre>{@code
 * KnativeRevision revision = KnativeRevision.of(document); // A Service, say, as any parser has it.
 * KpaSpec spec = revision.toSpec(KpaConfig.of(Map.of()));
 * }</pre>
 *
 * <p>Sources of the rules: Knative Serving, KServe and the documentation of Cloud Run.
 *
 * @param platform who serves it
 * @param annotations the annotations that the revision gets
 * @param containerConcurrency how many requests at a time a container accepts, 0 for any number; null if not given
 */
@CheckReturnValue
public record KnativeRevision(
        Platform platform,
        KpaAnnotations annotations,
        @Nullable Integer containerConcurrency) {
    /** The most requests at a time that Knative lets a manifest ask for, unless a cluster says otherwise. */
    private static final int MAX_CONCURRENCY = 1000;

    private static final int CLOUD_RUN_CONCURRENCY = 80;
    private static final String CLOUD_RUN_MAX_SCALE = "100";
    private static final String KSERVE_MIN_SCALE = "1";

    /** Who serves a revision, and whose defaults it has therefore. */
    public enum Platform {
        /** Knative Serving. */
        KNATIVE,
        /** Cloud Run, which reads the same manifests and scales by rules of its own. */
        CLOUD_RUN,
        /** KServe, which makes a Knative Service of the predictor of an InferenceService. */
        KSERVE
    }

    /**
     * Refuses null, except where null means "not given".
     *
     * @param platform not null
     * @param annotations not null
     * @param containerConcurrency may be null
     */
    public KnativeRevision {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(annotations, "annotations");
    }

    /**
     * The revision of a parsed manifest.
     *
     * @param document as {@link #read} takes it
     * @return the revision, raw
     * @throws InvalidSettingsException as by {@link #read}
     */
    public static KnativeRevision of(Map<String, ?> document) {
        return read(document).spec();
    }

    /**
     * Reads a parsed manifest: a Service, Configuration or Revision of {@code serving.knative.dev/v1}, also one of Cloud Run, or the
     * predictor of an InferenceService of {@code serving.kserve.io/v1beta1}. What parses it does not matter: names are texts, values
     * are maps, lists, texts, numbers, booleans or null.
     *
     * <p>Only the form is judged here; {@link #violations} judges the values. The {@linkplain Manifest#notes() notes} name what
     * Cloud Run does otherwise, annotations that nobody reads, and what of an InferenceService is left out. The document is not
     * changed.
     *
     * <p>Of an InferenceService {@code minReplicas}, {@code maxReplicas}, {@code scaleTarget} and {@code scaleMetric} are read as the
     * annotations that KServe makes of them; its own annotations go to the revision too, but for the least and the most replicas.
     *
     * @param document not null
     * @return the manifest
     * @throws InvalidSettingsException that names every field of another type, such as an annotation that is a number; every setting of
     *     the autoscaler with a placeholder, or annotated at a Service or Configuration instead of its template; a kind or version that is none of
     *     these; a missing {@code spec}, template or predictor; or an InferenceService that is no Knative Service
     */
    public static Manifest<KnativeRevision> read(Map<String, ?> document) {
        return KnativeReader.read(document);
    }

    /**
     * {@return this revision as a document without metadata: an InferenceService for {@link Platform#KSERVE}, else a Service} That it
     * is one of Cloud Run says an annotation, as there is no kind for it. The caller may change it.
     */
    public Map<String, Object> toMap() {
        if (platform == Platform.KSERVE) {
            return KnativeWriter.inferenceService(this, List.of());
        }
        Map<String, Object> service = KnativeWriter.service(this, "Service");
        if (platform == Platform.CLOUD_RUN) {
            service.put(
                    "metadata", new LinkedHashMap<>(Map.of("annotations", Map.of(KnativeReader.LAUNCH_STAGE, "GA"))));
        }
        return service;
    }

    /**
     * This revision with other annotations.
     *
     * @param all all annotations; not null
     * @return the changed revision
     */
    public KnativeRevision withAnnotations(KpaAnnotations all) {
        return new KnativeRevision(platform, all, containerConcurrency);
    }

    /**
     * This revision completed with what its platform does by default: at most 100 instances with 80 requests at a time on Cloud Run,
     * at least one replica with KServe, nothing with Knative.
     *
     * @return the completed revision; completing it again changes nothing
     */
    public KnativeRevision withDefaults() {
        return switch (platform) {
            case KNATIVE -> this;
            case KSERVE -> withDefault(KpaSetting.MIN_SCALE, KSERVE_MIN_SCALE);
            case CLOUD_RUN -> {
                boolean isOpen = containerConcurrency == null || containerConcurrency == 0;
                Integer concurrency = isOpen ? Integer.valueOf(CLOUD_RUN_CONCURRENCY) : containerConcurrency;
                yield new KnativeRevision(
                        platform, withDefault(KpaSetting.MAX_SCALE, CLOUD_RUN_MAX_SCALE).annotations, concurrency);
            }
        };
    }

    private KnativeRevision withDefault(KpaSetting<?> setting, String text) {
        Map<String, String> given = annotations.annotations();
        String name = setting.annotationIn(given);
        if (given.containsKey(name)) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(given);
        all.put(name, text);
        return withAnnotations(new KpaAnnotations(all));
    }

    /**
     * The rules of Knative's webhook that this revision breaks.
     *
     * @param config the cluster's settings, some of which the rules depend on; not null
     * @return every broken rule; empty if the webhook accepts the revision; the path is the name of the annotation or field
     */
    public List<Violation> violations(KpaConfig config) {
        Violation.Collector broken = new Violation.Collector();
        broken.addAll(annotations.violations(config));
        int concurrency = Optional.ofNullable(containerConcurrency).orElse(0);
        broken.require(
                concurrency >= 0 && concurrency <= MAX_CONCURRENCY,
                "must be 0 to " + MAX_CONCURRENCY,
                "containerConcurrency",
                concurrency);
        return broken.violations();
    }

    /**
     * What the revision's {@link KpaAutoscaler} follows, with the {@linkplain #withDefaults() defaults} of its platform.
     *
     * @param config the cluster's settings; not null
     * @return the spec, as {@link KpaSpec#of} makes it
     * @throws InvalidSettingsException if a rule is broken
     * @throws IllegalArgumentException as by {@link KpaSpec#of}
     */
    public KpaSpec toSpec(KpaConfig config) {
        InvalidSettingsException.throwIfAny(violations(config));
        KnativeRevision complete = withDefaults();
        int concurrency = Optional.ofNullable(complete.containerConcurrency).orElse(0);
        return KpaSpec.of(config, complete.annotations, concurrency);
    }
}
