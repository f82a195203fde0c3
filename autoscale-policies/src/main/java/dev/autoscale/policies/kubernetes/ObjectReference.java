package dev.autoscale.policies.kubernetes;

import java.util.Objects;

/**
 * Names one object of a cluster, raw ({@code CrossVersionObjectReference}): it can hold what the API would refuse. Immutable
 * and thread-safe.
 *
 * @param apiVersion group and version, such as {@code apps/v1}, or {@code v1} for the group without a name; empty if not
 *     given
 * @param kind the kind, such as {@code Deployment}; empty if not given
 * @param name the object's name; empty if not given
 */
public record ObjectReference(String apiVersion, String kind, String name) {
    /**
     * Refuses null.
     *
     * @param apiVersion not null
     * @param kind not null
     * @param name not null
     */
    public ObjectReference {
        Objects.requireNonNull(apiVersion, "apiVersion");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /**
     * A Deployment of {@code apps/v1}.
     *
     * @param name its name
     * @return the reference
     */
    public static ObjectReference deployment(String name) {
        return new ObjectReference("apps/v1", "Deployment", name);
    }
}
