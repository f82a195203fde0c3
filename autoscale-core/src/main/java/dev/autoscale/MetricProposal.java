package dev.autoscale;

import dev.autoscale.MetricSpec.Target;
import org.jspecify.annotations.Nullable;

/**
 * What one metric proposes, and what it was computed from: a reusable result. Not thread-safe.
 *
 * <p>Numbers that the metric's kind does not have are {@link #UNSET}.
 */
public final class MetricProposal {
    /** A number that this metric does not have. */
    public static final long UNSET = Long.MIN_VALUE;

    private final MetricSpec metric;
    private byte status = (byte) Status.NOT_EVALUATED.ordinal();
    private int replicas;
    /** What is compared with the target: percent, an average or a total; or {@link #UNSET}. */
    private long measured = UNSET;
    /** Beside a utilization the average usage, beside a total the replicas that share it. */
    private long beside = UNSET;

    private long valueAgeMillis;
    /** Pods that were counted with an assumed value: missing ones in the upper half, unready ones in the lower. */
    private long assumedPods;

    private long validUntilMillis = Long.MAX_VALUE;
    private byte failedStatus;
    private boolean asked;
    private Activation.Activity activity = Activation.Activity.NOT_COUNTED;
    private @Nullable String failure;
    /** What a source noted about its answer. */
    private final long[] notes;

    /**
     * Creates an empty result, {@link Status#NOT_EVALUATED}.
     *
     * @param metric the metric that is to be computed
     */
    public MetricProposal(MetricSpec metric) {
        this.metric = metric;
        ReplicaSource source = metric.replicaSource();
        notes = new long[source == null ? 0 : source.noteCount()];
    }

    void measured(long newMeasured, long newBeside, long newValidUntilMillis) {
        measured = newMeasured;
        beside = newBeside;
        validUntilMillis = newValidUntilMillis;
        assumedPods = 0;
    }

    void assumed(int missing, int unready) {
        assumedPods = (long) missing << 32 | unready;
    }

    void note(int index, long value) {
        notes[index] = value;
    }

    void propose(Status how, int count) {
        status = (byte) how.ordinal();
        replicas = count;
    }

    /** A source's answer. */
    void answered(int count, @Nullable String why) {
        asked = true;
        if (count == ReplicaSource.ABSTAIN) {
            propose(Status.ABSTAINED, 0);
        } else if (count < 0) {
            fail(Status.SOURCE_FAILED);
            failure = why;
        } else {
            propose(Status.PROPOSED, count);
        }
    }

    /** {@return the id of the metric} */
    public String id() {
        return metric.id();
    }

    /** A signal that may be missing is: it fails nothing, but says so. */
    void missing(Status why) {
        clear(Status.ABSTAINED);
        failure = why.text();
    }

    /** A count stands in for a failure. */
    void fallBack(int count) {
        failedStatus = status;
        propose(Status.FALLBACK, count);
    }

    /** Takes the fallback out of a combination for a moment. */
    void hideFallback(boolean hidden) {
        byte fallback = (byte) Status.FALLBACK.ordinal();
        byte out = (byte) Status.NOT_EVALUATED.ordinal();
        if (status == (hidden ? fallback : out)) {
            status = hidden ? out : fallback;
        }
    }

    void gated() {
        propose(Status.GATED, 0);
    }

    void validUntil(long millis) {
        validUntilMillis = Math.min(validUntilMillis, millis);
    }

    void valueAge(long millis) {
        valueAgeMillis = millis;
    }

    void activity(Activation.Activity newActivity) {
        activity = newActivity;
    }

    Activation.Activity activity() {
        return activity;
    }

    boolean isFailure() {
        return Status.of(status).isFailure();
    }

    /** Whether the metric said something; behind a closed gate it is ignored. */
    boolean wasHeard() {
        return hasProposal() || status == Status.ABSTAINED.ordinal();
    }

    /** Whether a source answered in this decision. */
    boolean wasAsked() {
        return asked;
    }

    /** What an activation threshold is compared with. */
    long measuredMilli() {
        boolean percent = metric.target() == Target.UTILIZATION && measured != UNSET;
        return percent ? Math.min(measured, Long.MAX_VALUE / 1000) * 1000 : measured;
    }

    /** Keeps what was measured. */
    void fail(Status why) {
        propose(why, 0);
    }

    void clear(Status why) {
        asked = false;
        failure = null;
        valueAgeMillis = 0;
        activity = Activation.Activity.NOT_COUNTED;
        measured(UNSET, UNSET, Long.MAX_VALUE);
        fail(why);
    }

    /** As {@code status().hasProposal()}, without the detour. */
    boolean hasProposal() {
        return Status.hasProposal(status);
    }

    /**
     * {@return whether the metric is above its {@linkplain MetricSpec#activation activation threshold}} Only worked out
     * for specs with an {@link Activation} or gates. True if so; false if it is unknown because the metric fails.
     */
    public boolean isActive() {
        return activity == Activation.Activity.ACTIVE;
    }

    /**
     * {@return why there is a {@link Status#FALLBACK}} The metric's failure; otherwise the same as {@link
     * #status}.
     */
    public Status failedStatus() {
        return status == Status.FALLBACK.ordinal() ? Status.of(failedStatus) : status();
    }

    /**
     * {@return why a {@link ReplicaSource} failed, or what a signal lacks that {@linkplain
     * ReplicaSource#readsMissingSignals may be missing}} Words for an operator; null unless the status is {@link
     * Status#SOURCE_FAILED} or {@link Status#ABSTAINED} and there are some.
     */
    public @Nullable String failureText() {
        return status == Status.SOURCE_FAILED.ordinal() || status == Status.ABSTAINED.ordinal() ? failure : null;
    }

    /** The first time at which the proposal may change with unchanged samples. */
    long validUntilMillis() {
        return validUntilMillis;
    }

    /**
     * {@return how long ago the value was measured by which the metric goes} Milliseconds, at least 0; above 0 only where a {@link
     * LookBack} goes by the highest or lowest of several, and an earlier one is it.
     */
    public long valueAgeMillis() {
        return valueAgeMillis;
    }

    /**
     * {@return how many pods without a sample were counted, so that the change is damped} They are taken to use nothing where the
     * others ask for more, and all of their request (or the target) where the others ask for less. At least 0.
     */
    public int missingPods() {
        return (int) (assumedPods >> 32);
    }

    /** {@return how many unready pods were counted, as using nothing, because the others ask for more} At least 0. */
    public int unreadyPods() {
        return (int) assumedPods;
    }

    /**
     * A number that a {@link ReplicaSource} noted about its answer; only of a decision in which it was asked.
     *
     * @param index at least 0, below {@link ReplicaSource#noteCount}
     * @return the number
     * @throws IndexOutOfBoundsException if there is no such note
     */
    public long note(int index) {
        return notes[index];
    }

    /** {@return what became of the metric} */
    public Status status() {
        return Status.of(status);
    }

    /**
     * {@return the number of replicas that the metric asks for, before bounds, stabilization and limits} 0 unless the
     * status has a proposal. Negative only where the spec computes as Kubernetes does.
     */
    public int replicas() {
        return replicas;
    }

    /** {@return the used share of the requested resource} Whole percent, truncated, or {@link #UNSET}. */
    public long utilizationPercent() {
        return metric.target() == Target.UTILIZATION ? measured : UNSET;
    }

    /**
     * {@return the value per replica} Thousandths of the metric's unit; of a total rounded up, otherwise truncated; or
     * {@link #UNSET}.
     */
    public long averageMilli() {
        if (metric.target() == Target.UTILIZATION) {
            return beside;
        }
        if (!isTotal() || beside == UNSET) {
            return isTotal() ? UNSET : measured;
        }
        boolean endsTheRange = metric.kind() == MetricSpec.Kind.EXTERNAL && (double) measured >= 0x1p63;
        return endsTheRange ? Long.MAX_VALUE : (long) Math.ceil((double) measured / (double) beside);
    }

    /**
     * {@return the value of an Object or External metric, all series together, or of a source or signal} Thousandths of
     * the metric's unit, or {@link #UNSET}.
     */
    public long totalMilli() {
        return isTotal() ? measured : UNSET;
    }

    private boolean isTotal() {
        return metric.worksFromZero()
                || metric.kind() == MetricSpec.Kind.SOURCE
                || metric.kind() == MetricSpec.Kind.SIGNAL;
    }

    /** {@return the proposal in one line: {@code queue: 5}, {@code queue: no sample}} */
    @Override
    public String toString() {
        String text = status().text();
        return metric.id() + ": " + (hasProposal() ? replicas + (text.isEmpty() ? "" : " (" + text + ')') : text);
    }

    /**
     * What became of one metric in one decision. Immutable and thread-safe.
     *
     * <p>A metric gives a proposal, does not count, or failed, with the cause. A failed metric blocks every scale-down of the decision and
     * never lowers anything (rule of the Kubernetes HPA).
     */
    public enum Status {
        /** The metric proposes a count. */
        PROPOSED(""),
        /** The metric proposes the current count because its ratio to the target is within the tolerance. */
        WITHIN_TOLERANCE("within tolerance"),
        /** The metric proposes the current count because unready or missing pods could reverse the direction. */
        DIRECTION_UNCERTAIN("held: unready or missing pods could reverse the direction"),
        /** The metric proposes the current count because it asks for less during the surge of a rolling update. */
        ROLLOUT_HELD("held: a rolling update is under way"),
        /** The metric has failed too often; its {@link Fallback} stands in for it. */
        FALLBACK("fallback"),

        /** The decision was taken without looking at the metrics. */
        NOT_EVALUATED("not evaluated"),
        /** The metric abstains: its source does, or it is a signal. Not a failure. */
        ABSTAINED("abstained"),
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

        private static final Status[] ALL = values();
        private static final int LAST_PROPOSAL = FALLBACK.ordinal();

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** The status of an ordinal. Results keep ordinals: storing a reference costs more than deciding. */
        static Status of(int ordinal) {
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
}
