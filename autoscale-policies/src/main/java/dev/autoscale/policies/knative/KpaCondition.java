package dev.autoscale.policies.knative;

/**
 * What Knative's autoscaler (KPA) says in the condition {@code Active}: each constant is a status with a reason. Immutable and
 * thread-safe. Source: Knative Serving.
 */
public enum KpaCondition {
    /** Nothing has been decided yet. */
    NEW("Unknown", ""),
    /** Activating: requests wait for pods. */
    QUEUED("Unknown", "Queued"),
    /** Enough pods are ready. */
    ACTIVE("True", ""),
    /** There is no traffic, or no pods are asked for. */
    NO_TRAFFIC("False", "NoTraffic"),
    /** Activating took too long and was given up. */
    TIMED_OUT("False", "TimedOut");

    private final String status;
    private final String reason;

    KpaCondition(String status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    /** {@return the condition's status} {@code True}, {@code False} or {@code Unknown}. */
    public String status() {
        return status;
    }

    /** {@return the condition's reason} One word, such as {@code NoTraffic}; empty if there is none. */
    public String reason() {
        return reason;
    }

    boolean isActivating() {
        return this == NEW || this == QUEUED;
    }

    boolean isInactive() {
        return this == NO_TRAFFIC || this == TIMED_OUT;
    }
}
