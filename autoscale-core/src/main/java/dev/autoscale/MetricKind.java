package dev.autoscale;

/** Where a metric comes from, with the names of the Kubernetes HPA. Immutable and thread-safe. */
public enum MetricKind {
    /** A resource of whole pods, such as cpu or memory. */
    RESOURCE("Resource", Reason.FAILED_GET_RESOURCE_METRIC),
    /** A resource of one container of each pod. */
    CONTAINER_RESOURCE("ContainerResource", Reason.FAILED_GET_CONTAINER_RESOURCE_METRIC),
    /** Another metric of each pod. */
    PODS("Pods", Reason.FAILED_GET_PODS_METRIC),
    /** A metric of one object of the cluster, such as an ingress. */
    OBJECT("Object", Reason.FAILED_GET_OBJECT_METRIC),
    /** A metric from outside the cluster, such as the length of a queue. */
    EXTERNAL("External", Reason.FAILED_GET_EXTERNAL_METRIC),
    /** Replicas that a {@link ReplicaSource} works out. */
    SOURCE("ReplicaSource", Reason.FAILED_REPLICA_SOURCE),
    /** A value that proposes nothing itself. */
    SIGNAL("Signal", Reason.FAILED_REPLICA_SOURCE),
    /** A type that nobody knows; only for specs that the Kubernetes API would refuse. */
    UNKNOWN("Unknown", Reason.INVALID_METRIC_SOURCE_TYPE);

    private final String text;
    private final Reason failure;

    MetricKind(String text, Reason failure) {
        this.text = text;
        this.failure = failure;
    }

    /** {@return the condition reason when a metric of this kind is the first to fail} */
    public Reason failure() {
        return failure;
    }

    /** {@return the kind as Kubernetes writes it} */
    @Override
    public String toString() {
        return text;
    }

    boolean isPerPod() {
        return this == RESOURCE || this == CONTAINER_RESOURCE || this == PODS;
    }

    boolean isResource() {
        return this == RESOURCE || this == CONTAINER_RESOURCE;
    }
}
