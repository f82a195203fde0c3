package dev.autoscale;

/**
 * What became of one metric in one decision. Immutable and thread-safe.
 *
 * <p>A metric gives a proposal, does not count, or failed, with the cause. A failed metric blocks every scale-down of the decision and
 * never lowers anything (rule of the Kubernetes HPA).
 */
public enum MetricStatus {
    /** The metric proposes a count. */
    PROPOSED(""),
    /** The metric proposes the current count because its ratio to the target is within the tolerance. */
    WITHIN_TOLERANCE("within tolerance"),
    /** The metric proposes the current count because unready or missing pods could turn the direction around. */
    DAMPED("held: unready or missing pods could turn the direction"),
    /** The metric proposes the current count because it asks for less during the surge of a rolling update. */
    ROLLOUT_HELD("held: a rolling update is under way"),
    /** The metric has failed too often; its {@link Fallback} stands in for it. */
    FALLBACK("fallback"),

    /** The decision was taken without looking at the metrics. */
    NOT_EVALUATED("not evaluated"),
    /** The metric does not count now: a source abstains, or it is a signal. Not a failure. */
    ABSTAINED("does not count now"),
    /** The metric that gates this one is not active. Not a failure. */
    GATED("gate closed"),
    /** No sample was given. */
    MISSING("no sample"),
    /** The source of the metric answered with an error. */
    FETCH_FAILED("the metric could not be fetched"),
    /** The sample is older than the metric's {@code maxAge}. */
    STALE("the sample is older than maxAge"),
    /** The sample is NaN or infinite. */
    NOT_FINITE("the sample is not a finite number"),
    /** The sample is negative, and the spec does not follow Kubernetes there. */
    NEGATIVE("the sample is negative"),
    /** The metric needs pods, and none is listed. */
    NO_PODS("no pods listed"),
    /** No pod that counts has a sample. */
    NO_READY_METRICS("no ready pod has a sample"),
    /** A container that counts has no request for the resource. */
    MISSING_REQUEST("a container has no request for the resource"),
    /** A pod lacks the container that the metric names. */
    CONTAINER_NOT_FOUND("a pod lacks the container"),
    /** A pod has pod-level requests but none for the resource, nor do its containers. */
    MISSING_POD_LEVEL_REQUEST("a pod has no pod-level request for the resource"),
    /** The pods with samples request nothing of the resource. */
    NO_MATCHING_REQUESTS("the pods with samples request nothing of the resource"),
    /** A {@link ReplicaSource} failed. */
    SOURCE_FAILED("the source failed"),
    /** The metric's type is unknown, or its target names no usable field. */
    UNUSABLE_SPEC("the metric has no usable source or target");

    private static final MetricStatus[] ALL = values();
    private static final int LAST_PROPOSAL = FALLBACK.ordinal();

    private final String text;

    MetricStatus(String text) {
        this.text = text;
    }

    /** The status of an ordinal. Results keep ordinals: storing a reference costs more than deciding. */
    static MetricStatus of(int ordinal) {
        return ALL[ordinal];
    }

    /** Whether the status of an ordinal gave a proposal: those that did come first. */
    static boolean hasProposal(int ordinal) {
        return ordinal <= LAST_PROPOSAL;
    }

    /** {@return whether the metric gave a proposal} */
    public boolean hasProposal() {
        return hasProposal(ordinal());
    }

    /** {@return whether the metric was looked at and failed} */
    public boolean isFailure() {
        return ordinal() > GATED.ordinal();
    }

    /** {@return the status in words, empty for {@link #PROPOSED}} */
    public String text() {
        return text;
    }
}
