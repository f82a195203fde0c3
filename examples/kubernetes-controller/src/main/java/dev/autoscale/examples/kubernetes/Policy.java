package dev.autoscale.examples.kubernetes;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Overrides;
import dev.autoscale.policies.keda.KedaAnnotations;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an HPA or a ScaledObject says: which target to scale, by which spec, and what to ask for each of its metrics. Immutable.
 *
 * @param target what is scaled, in the namespace of the policy
 * @param spec how to decide
 * @param queries what to ask for the metrics of the spec, in their order
 * @param hpa the HPA, for its words; null for a ScaledObject
 * @param annotations those of a ScaledObject, some of which are orders; empty for an HPA
 */
record Policy(
        ObjectReference target,
        AutoscalerSpec spec,
        List<Metrics.Query> queries,
        HorizontalPodAutoscaler hpa,
        Map<String, String> annotations) {
    /** On an object that this controller is to look after: {@code active} or {@code shadow}. */
    static final String MODE_LABEL = "autoscale.dev/mode";

    /** What this controller does with a policy. */
    enum Mode {
        /** Nothing: it is someone else's. */
        FOREIGN,
        /** Decides and reports where it differs from the autoscaler that scales. */
        SHADOW,
        /** Scales. */
        ACTIVE
    }

    /** A label with any other word than {@code active} is harmless. */
    static Mode mode(GenericKubernetesResource policy) {
        Map<String, String> labels = policy.getMetadata().getLabels();
        String mode = labels == null ? null : labels.get(MODE_LABEL);
        return mode == null ? Mode.FOREIGN : mode.equals("active") ? Mode.ACTIVE : Mode.SHADOW;
    }

    static String namespace(GenericKubernetesResource policy) {
        return policy.getMetadata().getNamespace();
    }

    /** Unique in a cluster. */
    static String key(GenericKubernetesResource policy) {
        return namespace(policy)
                + '/'
                + policy.getKind()
                + '/'
                + policy.getMetadata().getName();
    }

    /** The target's, unique in a cluster. */
    static String targetKey(GenericKubernetesResource policy) {
        Map<String, Object> reference = policy.get("spec", "scaleTargetRef");
        ObjectReference target = reference(reference == null ? Map.of() : reference);
        return namespace(policy) + '/' + target.kind() + '/' + target.name();
    }

    /** KEDA's default is a Deployment; an HPA names its kind. */
    private static ObjectReference reference(Map<String, Object> reference) {
        return new ObjectReference(
                String.valueOf(reference.getOrDefault("apiVersion", "apps/v1")),
                String.valueOf(reference.getOrDefault("kind", "Deployment")),
                String.valueOf(reference.getOrDefault("name", "")));
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static Policy of(String namespace, Map<String, Object> document) {
        return "ScaledObject".equals(document.get("kind"))
                ? ofScaledObject(namespace, document)
                : ofHpa(namespace, HorizontalPodAutoscaler.of(document));
    }

    /** Trigger i is metric i; what KEDA would ask a scaler for, a Prometheus trigger says itself. */
    private static Policy ofScaledObject(String namespace, Map<String, Object> document) {
        ScaledObject object = ScaledObject.of(document);
        AutoscalerSpec spec = object.toSpec();
        List<Metrics.Query> queries = new ArrayList<>();
        for (int i = 0; i < object.triggers().size(); i++) {
            String expression = object.triggers().get(i).metadata().getOrDefault("query", "");
            queries.add(new Metrics.Query(spec.metric(i), namespace, null, null, expression));
        }
        Map<String, Object> target = GenericKubernetesResource.get(document, "spec", "scaleTargetRef");
        Map<String, String> annotations = GenericKubernetesResource.get(document, "metadata", "annotations");
        return new Policy(reference(target), spec, queries, null, annotations == null ? Map.of() : annotations);
    }

    /** What the annotations order, for one decision. */
    void order(Overrides overrides) {
        String pausedAt = annotations.get(KedaAnnotations.PAUSED_REPLICAS);
        if (KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED)) || pausedAt != null) {
            overrides.pause();
        }
        if (pausedAt != null) {
            KedaAnnotations.pausedReplicas(pausedAt).ifPresent(count -> overrides.pauseAt(Math.max(0, count)));
        }
        if (KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_IN))) {
            overrides.freezeScaleDown(Long.MAX_VALUE);
        }
        if (KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_OUT))) {
            overrides.freezeScaleUp(Long.MAX_VALUE);
        }
        if (KedaAnnotations.isSet(annotations.get(KedaAnnotations.FORCE_ACTIVATION))) {
            overrides.forceActivation();
        }
    }

    private static Policy ofHpa(String namespace, HorizontalPodAutoscaler hpa) {
        // With the feature gate for zero: whom this controller takes to zero it brings back, too.
        AutoscalerSpec spec = hpa.toSpec(true);
        List<Metrics.Query> queries = new ArrayList<>();
        List<HpaMetric> metrics = hpa.withDefaults().metrics();
        for (int i = 0; i < metrics.size(); i++) {
            HpaMetric metric = metrics.get(i);
            ObjectReference object =
                    metric.object() == null ? null : metric.object().describedObject();
            queries.add(new Metrics.Query(spec.metric(i), namespace, selector(metric), object, ""));
        }
        return new Policy(hpa.scaleTargetRef(), spec, queries, hpa, Map.of());
    }

    private static LabelSelector selector(HpaMetric metric) {
        if (metric.pods() != null) {
            return metric.pods().metric().selector();
        }
        if (metric.object() != null) {
            return metric.object().metric().selector();
        }
        return metric.external() == null ? null : metric.external().metric().selector();
    }
}
