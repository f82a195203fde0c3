package dev.autoscale;

/** Which of several rate policies of one direction decides (Kubernetes HPA {@code selectPolicy}). Immutable and thread-safe. */
public enum SelectPolicy {
    /** The policy that allows the biggest change. */
    MAX,
    /** The policy that allows the smallest change. */
    MIN,
    /** No change in this direction. */
    DISABLED
}
