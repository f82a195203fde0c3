package dev.autoscale.examples.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Tells the owner of a policy what {@code kubectl describe} shows, and each thing once, not in every period. One thread. */
final class Events {
    private final KubernetesClient client;

    /** The last message by policy and reason. */
    private final Map<String, Map<String, String>> told = new HashMap<>();

    Events(KubernetesClient client) {
        this.client = client;
    }

    void note(GenericKubernetesResource policy, String reason, String message, long epochMillis) {
        tell(policy, "Normal", reason, message, epochMillis);
    }

    void warn(GenericKubernetesResource policy, String reason, String message, long epochMillis) {
        tell(policy, "Warning", reason, message, epochMillis);
    }

    /** What was told is over: the same is news again. */
    void settle(GenericKubernetesResource policy, String reason) {
        told.getOrDefault(Policy.key(policy), new HashMap<>()).remove(reason);
    }

    /** Forgets the policies that are not among these. */
    void retain(Set<String> keys) {
        told.keySet().retainAll(keys);
    }

    private void tell(GenericKubernetesResource policy, String type, String reason, String message, long epochMillis) {
        Map<String, String> before = told.computeIfAbsent(Policy.key(policy), any -> new HashMap<>());
        if (!String.valueOf(message).equals(before.put(reason, String.valueOf(message)))) {
            try {
                send(policy, type, reason, message, epochMillis);
            } catch (KubernetesClientException e) {
                before.remove(reason); // Nothing depends on an event; the next period may tell it.
            }
        }
    }

    private void send(GenericKubernetesResource policy, String type, String reason, String message, long epochMillis) {
        ObjectMeta about = policy.getMetadata();
        String time = Instant.ofEpochSecond(epochMillis / 1000).toString();
        EventBuilder event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.getName() + '.')
                .withNamespace(about.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(policy.getApiVersion())
                .withKind(policy.getKind())
                .withNamespace(about.getNamespace())
                .withName(about.getName())
                .withUid(about.getUid())
                .endInvolvedObject()
                .withNewSource()
                .withComponent("autoscale")
                .endSource()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1);
        client.v1()
                .events()
                .inNamespace(about.getNamespace())
                .resource(event.build())
                .create();
    }
}
