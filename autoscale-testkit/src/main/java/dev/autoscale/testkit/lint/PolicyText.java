package dev.autoscale.testkit.lint;

import java.util.List;
import java.util.Optional;

/**
 * How a policy was written, which its spec does not tell: what its keys are called and which of them stand in it, so that findings
 * quote what the owner wrote and say of the rest that it is a default. An implementation must be thread-safe if lint is used so.
 */
@FunctionalInterface
public interface PolicyText {
    /** Of a spec that was built in Java: the keys of an HPA's policy file, none of which is known to be a default. */
    PolicyText NONE = key -> key;

    /**
     * What a key is called.
     *
     * @param key a key of an HPA's policy file, such as {@code activation.cooldown}; not null
     * @return the user's word for it, such as {@code keda.cooldownPeriod}; not null
     */
    String keyName(String key);

    /**
     * What stands at a key.
     *
     * @param key a key of an HPA's policy file; not null
     * @return the value as it was written; empty if it is not known
     */
    default Optional<String> written(String key) {
        return Optional.empty();
    }

    /**
     * Whether the owner left a key out, so that its value is a default. Rules about what an owner meant by a value are then
     * silent.
     *
     * @param key a key of an HPA's policy file; not null
     * @return true if it is known to be left out
     */
    default boolean isDefault(String key) {
        return false;
    }

    /**
     * What the policy's own system takes although it has no effect, or another one than it seems to.
     *
     * @return sentences in the form {@code rule: key=value}, as of {@link dev.autoscale.policies.keda.ScaledObject#warnings()}
     */
    default List<String> warnings() {
        return List.of();
    }
}
