package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a policy file says in the words of the HPA or of KEDA. */
interface PolicyManifest {
    /** The most replicas; {@link Integer#MAX_VALUE} if there is a complaint about them. */
    int maxReplicas();

    /** Every count that the manifest has, given or not, by its key. */
    Map<String, Integer> counts();

    /** The rules of both directions; null for those of Kubernetes without behavior. */
    @Nullable
    HpaBehavior behavior();

    /** What the rules of directions may hold a count with, if they are not {@link #behavior}. */
    default Set<Decision.Step> damping() {
        return Set.of();
    }

    /** No window of theirs looks back farther; 0 if they are {@link #behavior}. */
    default long longestMemoryMillis() {
        return 0;
    }

    /** The ids of all metrics, the library's own among them. */
    List<String> ids();

    /** What the manifest becomes; only asked if there was no complaint. Its metrics are replaced by {@link #metrics}. */
    AutoscalerSpec.Builder toBuilder();

    /** The metrics under their ids; only asked if there was no complaint. Empty for what is the default without any. */
    List<MetricSpec> metrics();
}
