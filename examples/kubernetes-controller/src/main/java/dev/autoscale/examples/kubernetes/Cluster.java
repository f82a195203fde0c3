package dev.autoscale.examples.kubernetes;

import dev.autoscale.policies.kubernetes.ObjectReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The API server as the controller needs it: what is read often is watched and answered from memory, what is written goes to the
 * server at once. One thread.
 */
final class Cluster implements AutoCloseable {
    private static final List<ResourceDefinitionContext> POLICY_KINDS =
            List.of(kind("autoscaling", "v2", "HorizontalPodAutoscaler"), kind("keda.sh", "v1alpha1", "ScaledObject"));

    private final KubernetesClient client;
    private final List<SharedIndexInformer<GenericKubernetesResource>> policies = new ArrayList<>();
    private final Map<String, SharedIndexInformer<GenericKubernetesResource>> targets = new HashMap<>();
    private final SharedIndexInformer<Pod> pods;

    /** What this controller wrote last: a watch may still show an older state, on which no decision may be based. */
    private final Map<String, GenericKubernetesResource> written = new HashMap<>();

    Cluster(KubernetesClient client) {
        this.client = client;
        for (ResourceDefinitionContext kind : POLICY_KINDS) {
            try {
                policies.add(
                        client.genericKubernetesResources(kind).inAnyNamespace().inform());
            } catch (KubernetesClientException e) {
                if (e.getCode() != 404) { // KEDA need not be installed.
                    throw e;
                }
            }
        }
        pods = client.pods().inAnyNamespace().inform();
    }

    private static ResourceDefinitionContext kind(String group, String version, String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + 's')
                .withNamespaced(true)
                .build();
    }

    private static ResourceDefinitionContext kind(GenericKubernetesResource policy) {
        return POLICY_KINDS.stream()
                .filter(kind -> kind.getKind().equals(policy.getKind()))
                .findFirst()
                .orElseThrow();
    }

    /** All HPAs and ScaledObjects, also those that are not this controller's. */
    List<GenericKubernetesResource> policies() {
        return policies.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .toList();
    }

    /**
     * What a policy scales, or null if there is none: any kind whose {@code spec.replicas}, {@code spec.selector} and {@code
     * status.replicas} are those of its scale, as for Deployments, StatefulSets and ReplicaSets.
     *
     * @throws KubernetesClientException if the server does not know the kind
     */
    GenericKubernetesResource target(String namespace, ObjectReference reference) {
        String kind = reference.apiVersion() + '/' + reference.kind();
        SharedIndexInformer<GenericKubernetesResource> informer = targets.computeIfAbsent(
                kind,
                any -> client.genericKubernetesResources(reference.apiVersion(), reference.kind())
                        .inAnyNamespace()
                        .inform());
        GenericKubernetesResource watched =
                informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, reference.name()));
        GenericKubernetesResource own = written.get(key(namespace, reference));
        if (own != null && watched != null && isOlder(watched, own)) {
            return own;
        }
        written.remove(key(namespace, reference));
        return watched;
    }

    /** Of the same object; one that was created again counts from 1. */
    private static boolean isOlder(GenericKubernetesResource watched, GenericKubernetesResource own) {
        return watched.getMetadata().getUid().equals(own.getMetadata().getUid())
                && generation(watched) < generation(own);
    }

    private static long generation(GenericKubernetesResource resource) {
        Long generation = resource.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    private static String key(String namespace, ObjectReference reference) {
        return namespace + '/' + reference.apiVersion() + '/' + reference.kind() + '/' + reference.name();
    }

    /** Whether a target has no selector, so that nobody knows which pods are its own. */
    boolean selectsNothing(GenericKubernetesResource target) {
        return PodSelector.of(target.get("spec", "selector")).isEmpty();
    }

    /** The pods that a target selects. */
    List<Pod> pods(GenericKubernetesResource target) {
        PodSelector selector = PodSelector.of(target.get("spec", "selector"));
        return pods
                .getIndexer()
                .byIndex(Cache.NAMESPACE_INDEX, target.getMetadata().getNamespace())
                .stream()
                .filter(pod -> selector.matches(pod.getMetadata().getLabels()))
                .toList();
    }

    /**
     * Scales a target, by its scale alone.
     *
     * @throws KubernetesClientException if the server refuses it, for instance because someone else changed the scale meanwhile
     */
    void scale(String namespace, ObjectReference reference, int replicas) {
        GenericKubernetesResource after = client.genericKubernetesResources(reference.apiVersion(), reference.kind())
                .inNamespace(namespace)
                .withName(reference.name())
                .scale(replicas);
        written.put(key(namespace, reference), after);
    }

    /** Replaces the status of a policy, and nothing else; that needs no version of the object, so nothing can conflict. */
    void writeStatus(GenericKubernetesResource policy, Map<String, Object> status) {
        List<Map<String, Object>> patch = List.of(Map.of("op", "add", "path", "/status", "value", status));
        client.genericKubernetesResources(kind(policy))
                .inNamespace(policy.getMetadata().getNamespace())
                .withName(policy.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        client.getKubernetesSerialization().asJson(patch));
    }

    @Override
    public void close() {
        policies.forEach(SharedIndexInformer::stop);
        targets.values().forEach(SharedIndexInformer::stop);
        pods.stop();
    }
}
