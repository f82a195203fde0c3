package dev.autoscale.examples.kubernetes;

import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.kubernetes.HpaStatus;
import dev.autoscale.policies.kubernetes.PodReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that lies between fabric8's types and the library's: both read and write documents (maps, lists, texts, numbers), so fabric8's
 * mapper does the work. Stateless and thread-safe.
 *
 * @param mapper the client's
 */
record Kube(KubernetesSerialization mapper) {
    /** Anything of the API server's as a document. */
    @SuppressWarnings("unchecked")
    Map<String, Object> document(Object resource) {
        return mapper.convertValue(resource, Map.class);
    }

    /** Puts the count and the pods of a target into an observation, and says which pod has which index. */
    Map<String, Integer> observe(Observation in, GenericKubernetesResource target, List<Pod> pods) {
        in.replicas(replicas(target), or(target.get("status", "replicas"), 0)).ensureCapacity(pods.size());
        Map<String, Integer> indexes = new HashMap<>();
        for (Pod pod : pods) {
            indexes.put(pod.getMetadata().getName(), PodReader.add(in.pods(), document(pod)));
        }
        return indexes;
    }

    /** How many replicas a target is to have; below 0 without a target. The API server fills in a count that is left out with 1. */
    static int replicas(GenericKubernetesResource target) {
        return target == null ? Decision.UNKNOWN_REPLICAS : or(target.get("spec", "replicas"), 1);
    }

    private static int or(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** The status of a policy after a decision, which is to become its next one. */
    static Map<String, Object> status(GenericKubernetesResource policy, HpaStatus decided) {
        Map<String, Object> before = policy.get("status");
        Map<String, Object> status = decided.toMap(before == null ? Map.of() : before);
        status.put("observedGeneration", policy.getMetadata().getGeneration());
        return status;
    }
}
