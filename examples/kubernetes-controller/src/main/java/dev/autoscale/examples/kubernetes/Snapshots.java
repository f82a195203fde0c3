package dev.autoscale.examples.kubernetes;

import dev.autoscale.Autoscaler;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The memory of each autoscaler in a ConfigMap beside its policy, which goes when the policy goes. One thread.
 *
 * <p>A snapshot is bound to the spec that it was taken under, so the policy is kept with it: after a restart with a changed policy the
 * autoscaler begins under the old one and is taken over to the new one.
 */
final class Snapshots {
    private static final String MEMORY = "memory";
    private static final String POLICY = "policy";

    private final KubernetesClient client;
    private final KubernetesSerialization json;

    Snapshots(KubernetesClient client) {
        this.client = client;
        this.json = client.getKubernetesSerialization();
    }

    private static String name(GenericKubernetesResource policy) {
        return "autoscale-" + policy.getKind().toLowerCase(Locale.ROOT) + '-'
                + policy.getMetadata().getName();
    }

    void save(GenericKubernetesResource policy, Autoscaler autoscaler) {
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        ConfigMap saved = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name(policy))
                .withNamespace(policy.getMetadata().getNamespace())
                .addNewOwnerReference()
                .withApiVersion(policy.getApiVersion())
                .withKind(policy.getKind())
                .withName(policy.getMetadata().getName())
                .withUid(policy.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .addToBinaryData(MEMORY, Base64.getEncoder().encodeToString(bytes.array()))
                .addToData(
                        POLICY,
                        json.asJson(Map.of(
                                "apiVersion", policy.getApiVersion(),
                                "kind", policy.getKind(),
                                "metadata", Map.of("name", policy.getMetadata().getName()),
                                "spec", policy.get("spec"))))
                .build();
        client.resource(saved).createOr(NonDeletingOperation::update);
    }

    /**
     * Gives an autoscaler the memory that was saved, if there is any.
     *
     * @return false if what was saved cannot be read; nothing is changed then
     */
    @SuppressWarnings("unchecked")
    boolean restore(GenericKubernetesResource policy, Autoscaler autoscaler, long epochMillis) {
        ConfigMap saved = client.configMaps()
                .inNamespace(policy.getMetadata().getNamespace())
                .withName(name(policy))
                .get();
        if (saved == null) {
            return true;
        }
        try {
            byte[] memory = Base64.getDecoder().decode(saved.getBinaryData().getOrDefault(MEMORY, ""));
            Map<String, Object> document = json.unmarshal(saved.getData().getOrDefault(POLICY, "{}"), Map.class);
            Policy before = Policy.of(policy.getMetadata().getNamespace(), document);
            autoscaler.restore(ByteBuffer.wrap(memory), before.spec(), epochMillis);
            return true;
        } catch (IllegalArgumentException | KubernetesClientException e) {
            return false; // Damaged by hand, or of another version of the library.
        }
    }
}
