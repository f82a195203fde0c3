package dev.autoscale;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second autoscaler on one target: two that write the same replicas push against each other without end. Thread-safe.
 *
 * <pre>{@code
 * TargetOwnership owners = new TargetOwnership();
 * owners.claim("shop/Deployment/cart", "cart-hpa"); // throws if someone else has it
 * owners.release("shop/Deployment/cart", "cart-hpa");
 * }</pre>
 *
 * <p>It is an object of the caller's, one per cluster or whatever else makes target keys unique; nothing is static. Costs a
 * hash lookup per call.
 */
public final class TargetOwnership {
    private final ConcurrentMap<String, String> owners = new ConcurrentHashMap<>();

    /** Creates a register in which nothing is owned. */
    public TargetOwnership() {}

    /**
     * Takes a target. Its owner may take it again.
     *
     * @param target the target's key, for instance {@code namespace/Deployment/name}; not null
     * @param owner who scales it, for instance {@code keda-hpa-parse-workers}; not null
     * @throws IllegalStateException if someone else owns the target; nothing is changed then
     */
    public void claim(String target, String owner) {
        Objects.requireNonNull(owner, "owner");
        String before = owners.putIfAbsent(target, owner);
        if (before != null && !before.equals(owner)) {
            throw new IllegalStateException(
                    "a target must have one owner: target=" + target + ", owner=" + before + ", refused=" + owner);
        }
    }

    /**
     * Gives a target up.
     *
     * @param target the target's key; not null
     * @param owner who scaled it; not null
     * @return true if the target was this owner's; otherwise nothing is changed
     */
    public boolean release(String target, String owner) {
        return owners.remove(target, owner);
    }

    /**
     * Who scales a target.
     *
     * @param target the target's key; not null
     * @return the owner, or null if there is none
     */
    public @Nullable String owner(String target) {
        return owners.get(target);
    }

    /** {@return the owners by target} */
    @Override
    public String toString() {
        return "TargetOwnership" + owners;
    }
}
