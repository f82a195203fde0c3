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
    private byte status = (byte) MetricStatus.NOT_EVALUATED.ordinal();
    private int replicas;
    /** What is compared with the target: percent, an average or a total; or {@link #UNSET}. */
    private long measured = UNSET;
    /** Beside a utilization the average usage, beside a total the replicas that share it. */
    private long beside = UNSET;

    private long validUntilMillis = Long.MAX_VALUE;
    private byte failedStatus;
    private boolean asked;
    private Activity activity = Activity.NOT_COUNTED;
    private @Nullable String failure;

    /**
     * Creates an empty result, {@link MetricStatus#NOT_EVALUATED}.
     *
     * @param metric the metric that is to be computed
     */
    public MetricProposal(MetricSpec metric) {
        this.metric = metric;
    }

    void measured(long newMeasured, long newBeside, long newValidUntilMillis) {
        measured = newMeasured;
        beside = newBeside;
        validUntilMillis = newValidUntilMillis;
    }

    void propose(MetricStatus how, int count) {
        status = (byte) how.ordinal();
        replicas = count;
    }

    /** A source's answer. */
    void answered(int count, @Nullable String why) {
        asked = true;
        if (count == ReplicaSource.ABSTAIN) {
            propose(MetricStatus.ABSTAINED, 0);
        } else if (count < 0) {
            fail(MetricStatus.SOURCE_FAILED);
            failure = why;
        } else {
            propose(MetricStatus.PROPOSED, count);
        }
    }

    /** A count stands in for a failure. */
    void fallBack(int count) {
        failedStatus = status;
        propose(MetricStatus.FALLBACK, count);
    }

    /** Takes the fallback out of a combination for a moment. */
    void hideFallback(boolean hidden) {
        byte fallback = (byte) MetricStatus.FALLBACK.ordinal();
        byte out = (byte) MetricStatus.NOT_EVALUATED.ordinal();
        if (status == (hidden ? fallback : out)) {
            status = hidden ? out : fallback;
        }
    }

    void gated() {
        propose(MetricStatus.GATED, 0);
    }

    void validUntil(long millis) {
        validUntilMillis = Math.min(validUntilMillis, millis);
    }

    void activity(Activity newActivity) {
        activity = newActivity;
    }

    Activity activity() {
        return activity;
    }

    boolean isFailure() {
        return MetricStatus.of(status).isFailure();
    }

    /** Whether the metric said something; behind a closed gate nobody listens. */
    boolean wasHeard() {
        return hasProposal() || status == MetricStatus.ABSTAINED.ordinal();
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
    void fail(MetricStatus why) {
        propose(why, 0);
    }

    void clear(MetricStatus why) {
        asked = false;
        activity = Activity.NOT_COUNTED;
        measured(UNSET, UNSET, Long.MAX_VALUE);
        fail(why);
    }

    /** As {@code status().hasProposal()}, without the detour. */
    boolean hasProposal() {
        return MetricStatus.hasProposal(status);
    }

    /**
     * {@return whether the metric is above its {@linkplain MetricSpec#activation activation threshold}} Only worked out
     * for specs with an {@link Activation} or gates. True if so; false if nobody knows because the metric fails.
     */
    public boolean isActive() {
        return activity == Activity.ACTIVE;
    }

    /**
     * {@return why there is a {@link MetricStatus#FALLBACK}} The metric's failure; otherwise the same as {@link
     * #status}.
     */
    public MetricStatus failedStatus() {
        return status == MetricStatus.FALLBACK.ordinal() ? MetricStatus.of(failedStatus) : status();
    }

    /**
     * {@return the words of a {@link ReplicaSource} that failed} Words for an operator; null unless the status is
     * {@link MetricStatus#SOURCE_FAILED} and there are some.
     */
    public @Nullable String failureText() {
        return status == MetricStatus.SOURCE_FAILED.ordinal() ? failure : null;
    }

    /** The first time at which the proposal may change with unchanged samples. */
    long validUntilMillis() {
        return validUntilMillis;
    }

    /** {@return what became of the metric} */
    public MetricStatus status() {
        return MetricStatus.of(status);
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
        boolean endsTheRange = metric.kind() == MetricKind.EXTERNAL && (double) measured >= 0x1p63;
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
        return metric.worksFromZero() || metric.kind() == MetricKind.SOURCE || metric.kind() == MetricKind.SIGNAL;
    }
}
