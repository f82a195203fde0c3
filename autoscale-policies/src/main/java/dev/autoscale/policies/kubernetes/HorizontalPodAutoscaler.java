package dev.autoscale.policies.kubernetes;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.UniqueNames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of a Kubernetes HorizontalPodAutoscaler, shaped like {@code autoscaling/v2}. Immutable and thread-safe.
 *
 * <p>It is raw: it can hold what the API server would refuse. {@link #violations(boolean)} is the server's verdict.
 *
 * <pre>{@code
 * new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10)
 *         .withMetrics(HpaMetric.resource("cpu", Target.averageUtilization(60)))
 *         .withBehavior(new HpaBehavior(null, rules().withStabilizationWindowSeconds(120)));
 * }</pre>
 *
 * <p>Defaults and rules follow the API server of Kubernetes 1.36, or of the {@link KubernetesRelease} that is given.
 *
 * @param scaleTargetRef what is scaled; only looked at by the rules
 * @param minReplicas the lowest count, or null if not given, which means 1; the API wants at least 1, or 0 with the feature
 *     gate {@code HPAScaleToZero} and an Object or External metric
 * @param maxReplicas the highest count; the API wants at least 1 and at least {@code minReplicas}; 0 if not given
 * @param metrics the metrics, copied; none means cpu at a utilization of 80 %
 * @param behavior how scaling is tempered; null if not given, unlike an empty one: without behavior a controller scales by
 *     older rules
 */
@CheckReturnValue
public record HorizontalPodAutoscaler(
        ObjectReference scaleTargetRef,
        @Nullable Integer minReplicas,
        int maxReplicas,
        List<HpaMetric> metrics,
        @Nullable HpaBehavior behavior) {
    private static final HpaMetric DEFAULT_METRIC = HpaMetric.resource("cpu", HpaMetric.Target.averageUtilization(80));

    /**
     * Copies the metrics; refuses null, except where null means "not given".
     *
     * @param scaleTargetRef not null
     * @param minReplicas may be null
     * @param maxReplicas any value
     * @param metrics not null
     * @param behavior may be null
     */
    public HorizontalPodAutoscaler {
        Objects.requireNonNull(scaleTargetRef, "scaleTargetRef");
        metrics = List.copyOf(Objects.requireNonNull(metrics, "metrics"));
    }

    /**
     * A spec with only what the API requires.
     *
     * @param scaleTargetRef what is scaled
     * @param maxReplicas the highest count, at least 1
     */
    public HorizontalPodAutoscaler(ObjectReference scaleTargetRef, int maxReplicas) {
        this(scaleTargetRef, null, maxReplicas, List.of(), null);
    }

    /**
     * The spec of a parsed manifest.
     *
     * @param document as {@link #read(Map)} takes it
     * @return the spec, raw
     * @throws InvalidSettingsException as by {@link #read(Map)}
     */
    public static HorizontalPodAutoscaler of(Map<String, ?> document) {
        return read(document).spec();
    }

    /**
     * Reads a parsed manifest of {@code autoscaling/v2}, {@code v1}, {@code v2beta2} or {@code v2beta1}. What parses it does not
     * matter: names are texts, values are maps, lists, texts, numbers, booleans or null.
     *
     * <pre>{@code
     * Map<String, Object> document = Map.of(
     *         "apiVersion", "autoscaling/v2",
     *         "kind", "HorizontalPodAutoscaler",
     *         "metadata", Map.of("name", "web"),
     *         "spec", Map.of(
     *                 "scaleTargetRef", Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "web"),
     *                 "maxReplicas", 10));
     * Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);
     * AutoscalerSpec spec = manifest.spec().toSpec();
     * }</pre>
     *
     * <p>Only the form is judged here; a spec that the API would refuse is read, and {@link #violations(boolean)} says why it would.
     * The {@linkplain Manifest#notes() notes} name fields that no cluster knows, and versions that none serves. The document is
     * not changed; the rest of it is kept, but for what the status of an older version says in a form of its own.
     *
     * <p>Older versions convert as a server does it: in {@code v2beta1} and {@code v1} the type of a target follows from the field
     * that is given, and the percentage of cpu of a {@code v1} comes after the metrics of its annotation.
     *
     * @param document not null
     * @return the manifest, which {@linkplain Manifest#toMap() writes} {@code autoscaling/v2}
     * @throws InvalidSettingsException that names every field of another type, of another version or with a placeholder; a kind or
     *     version that is none of these; a missing {@code spec}; or a {@code v1} or {@code v2beta1} with metrics or behavior as JSON
     *     in an alpha annotation, for which there is {@link #read(Map, Function)}
     */
    public static Manifest<HorizontalPodAutoscaler> read(Map<String, ?> document) {
        return HpaReader.read(document, null);
    }

    /**
     * Reads a parsed manifest as {@link #read(Map)} does, alpha annotations included.
     *
     * @param document not null
     * @param jsonParser makes of a JSON text what it made of the document: maps, lists, texts, numbers, booleans and null; an
     *     exception of it says that the text is no JSON
     * @return the manifest, without the annotations, as the spec has them
     * @throws InvalidSettingsException as by {@link #read(Map)}; or if such an annotation is no JSON, which a server ignores
     */
    public static Manifest<HorizontalPodAutoscaler> read(Map<String, ?> document, Function<String, Object> jsonParser) {
        return HpaReader.read(document, Objects.requireNonNull(jsonParser, "jsonParser"));
    }

    /**
     * {@return this spec as a document of {@code autoscaling/v2} without metadata} What is not given is not in it. The caller may
     * change it.
     */
    public Map<String, Object> toMap() {
        return HpaWriter.write(this);
    }

    /**
     * This spec with another lowest count.
     *
     * @param count at least 1, or 0 with the feature gate {@code HPAScaleToZero}
     * @return the changed spec
     */
    public HorizontalPodAutoscaler withMinReplicas(int count) {
        return new HorizontalPodAutoscaler(scaleTargetRef, count, maxReplicas, metrics, behavior);
    }

    /**
     * This spec with other metrics.
     *
     * @param all all metrics, in order
     * @return the changed spec
     */
    public HorizontalPodAutoscaler withMetrics(HpaMetric... all) {
        return new HorizontalPodAutoscaler(scaleTargetRef, minReplicas, maxReplicas, List.of(all), behavior);
    }

    /**
     * This spec with a behavior.
     *
     * @param given the behavior, or null for none
     * @return the changed spec
     */
    public HorizontalPodAutoscaler withBehavior(@Nullable HpaBehavior given) {
        return new HorizontalPodAutoscaler(scaleTargetRef, minReplicas, maxReplicas, metrics, given);
    }

    /**
     * This spec completed as the API server does before it validates and stores one: {@code minReplicas} 1; cpu at 80 % if
     * there are no metrics; and both directions of a behavior that is given. A behavior that is not given stays so.
     *
     * @return the completed spec; completing it again changes nothing
     */
    public HorizontalPodAutoscaler withDefaults() {
        return new HorizontalPodAutoscaler(
                scaleTargetRef,
                lowest(),
                maxReplicas,
                metricsOrDefault(),
                behavior == null ? null : behavior.withDefaults());
    }

    int lowest() {
        return minReplicas == null ? 1 : minReplicas;
    }

    private List<HpaMetric> metricsOrDefault() {
        return metrics.isEmpty() ? List.of(DEFAULT_METRIC) : metrics;
    }

    /**
     * The rules that this spec breaks, once completed with the defaults, when it is created on an API server.
     *
     * @param scaleToZeroGate whether the server's feature gate {@code HPAScaleToZero} is on (it is off by default)
     * @return the broken rules in the server's order; empty if it would accept the spec
     */
    public List<Violation> violations(boolean scaleToZeroGate) {
        return HpaValidation.violations(withDefaults(), scaleToZeroGate);
    }

    /**
     * The rules that this spec breaks when it is created on an API server of a release with its default feature gates.
     *
     * @param release the release
     * @return as {@link #violations(boolean)}
     */
    public List<Violation> violations(KubernetesRelease release) {
        return violations(release.scalesToZero());
    }

    /**
     * Refuses a spec that an API server with default feature gates would refuse.
     *
     * @throws IllegalArgumentException if a rule is broken; the message names every broken one
     */
    public void validate() {
        validate(false);
    }

    /**
     * Refuses a spec that an API server would refuse.
     *
     * @param scaleToZeroGate whether the server's feature gate {@code HPAScaleToZero} is on
     * @throws IllegalArgumentException if a rule is broken; the message names every broken one
     */
    public void validate(boolean scaleToZeroGate) {
        InvalidSettingsException.throwIfAny(violations(scaleToZeroGate));
    }

    /**
     * The library's spec for this one, for an API server with default feature gates.
     *
     * @return a spec that decides as the controller of Kubernetes does with this one
     * @throws IllegalArgumentException if a rule is broken, as by {@link #validate()}; or if the library refuses what the API
     *     accepts: an Object metric whose target type is not the name of a field that is given, which never works, a blank
     *     metric name, or more than 64 metrics or policies
     */
    public AutoscalerSpec toSpec() {
        return toSpec(false);
    }

    /**
     * The library's spec for this one.
     *
     * @param scaleToZeroGate whether the server's feature gate {@code HPAScaleToZero} is on
     * @return a spec that decides as the controller of Kubernetes does with this one
     * @throws IllegalArgumentException as {@link #toSpec()}
     */
    public AutoscalerSpec toSpec(boolean scaleToZeroGate) {
        validate(scaleToZeroGate);
        return toBuilder().scaleToZero(scaleToZeroGate).build();
    }

    /**
     * The library's spec for this one, for an API server and a controller of a release with its default feature gates.
     *
     * @param release the release
     * @return a spec that decides as the controller does with this one
     * @throws IllegalArgumentException as {@link #toSpec()}
     */
    public AutoscalerSpec toSpec(KubernetesRelease release) {
        return toSpec(release.scalesToZero());
    }

    /**
     * Begins the library's spec for this one without checking anything, for the settings of the controller, or to replay
     * what the API would have refused ({@link AutoscalerSpec.Builder#buildUnchecked()}). The defaults are filled in; without
     * behavior the spec is {@link AutoscalerSpec.Builder#legacy()}; scaling to zero is off.
     *
     * <p>A metric's id is the name of the metric or resource, for a container's resource {@code resource/container}; a
     * further metric of the same id gets {@code #2}, {@code #3} and so on. A metric that the controller could not compute is
     * kept, and fails in every decision.
     *
     * @return the builder
     * @throws IllegalArgumentException if a {@code selectPolicy} or the type of a policy is unknown: the library has nothing
     *     to say it with
     */
    public AutoscalerSpec.Builder toBuilder() {
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(lowest(), maxReplicas).scaleToZero(false);
        Set<String> ids = new HashSet<>();
        for (HpaMetric metric : metricsOrDefault()) {
            MetricSpec converted = metric.toMetricSpec();
            builder.metric(converted.id(UniqueNames.unique(converted.id(), ids)));
        }
        return behavior == null ? builder.legacy() : behavior.applyTo(builder);
    }

    /**
     * A metric as the controller names it in the reason for a rescale, such as
     * {@code cpu resource utilization (percentage of request)}.
     *
     * @param metric the metric's index, from 0; without metrics 0 is the default one
     * @return the name; empty for a metric that the controller could not compute, so that it is never the reason
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public String description(int metric) {
        return metricsOrDefault().get(metric).description();
    }
}
