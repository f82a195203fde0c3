package dev.autoscale.policies.internal;

import java.util.Map;

/**
 * The {@code metadata} of a manifest: looked at, since a server refuses what is no text, and kept whole in the rest. Immutable.
 *
 * @param name empty if not given
 * @param annotations what is annotated
 * @param labels the labels
 */
public record ObjectMeta(String name, Map<String, String> annotations, Map<String, String> labels) {
    private static final String[] UNDECIDING = {
        "generateName",
        "selfLink",
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "ownerReferences",
        "finalizers",
        "managedFields",
        "clusterName"
    };

    /** Reads the metadata of an object; of the document, or of a template in it. */
    public static ObjectMeta read(Fields object) {
        Fields metadata = object.objectOrEmpty("metadata").keep().knows(UNDECIDING);
        String name = metadata.name("name");
        metadata.name("namespace");
        return new ObjectMeta(name, metadata.texts("annotations"), metadata.texts("labels"));
    }
}
