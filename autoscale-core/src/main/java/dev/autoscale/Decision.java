package dev.autoscale;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas to run, and every step that led there: a reusable result. Not thread-safe.
 *
 * <p>The columns follow the order of the steps: {@link #currentReplicas}, each {@link #metric}'s proposal,
 * {@link #recommended}, {@link #stabilized}, {@link #limited}, {@link #replicas}. A step that was not reached is
 * {@link #NOT_EVALUATED}.
 */
public final class Decision {
    /** A column whose step was not reached. */
    public static final int NOT_EVALUATED = Integer.MIN_VALUE;

    /** The current replicas, and so the answer, when the scale could not be read. */
    public static final int UNKNOWN_REPLICAS = -1;

    /** The deciding metric when no metric decided. */
    public static final int NO_METRIC = -1;

    private static final byte NO_REASON = -1;

    /** No autoscaler has this version: they count up from 0. */
    private static final int NO_VERSION = -1;

    private final AutoscalerSpec spec;
    private final MetricProposal[] metrics;

    /*
     * Only what cannot be derived is stored, and reasons by ordinal: writing results is a large part of a decision's cost,
     * and storing a reference costs more than all of the arithmetic.
     */
    private long epochMillis;
    private long validUntilMillis;
    private int currentReplicas = UNKNOWN_REPLICAS;
    private int recommended = NOT_EVALUATED;
    private int stabilized = NOT_EVALUATED;
    private int limited = NOT_EVALUATED;
    private int replicas = UNKNOWN_REPLICAS;
    private int decidingMetric = NO_METRIC;
    private int conditions;
    /** What decided before the metrics could, or {@link #NO_REASON}. */
    private byte earlyReason = (byte) Reason.FAILED_GET_SCALE.ordinal();

    /** After an error the status keeps this desired count. */
    private int desiredBefore;

    private boolean timeWentBack;
    private boolean remembered;
    private int autoscalerVersion = NO_VERSION;
    private @Nullable Autoscaler autoscaler;

    Decision(AutoscalerSpec spec) {
        this.spec = spec;
        metrics = new MetricProposal[spec.metricCount()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = new MetricProposal(spec.metric(i));
        }
    }

    /**
     * The time that was decided for.
     *
     * @return milliseconds since the epoch; the autoscaler's latest time if the observation's lies before it
     */
    public long epochMillis() {
        return epochMillis;
    }

    /**
     * Whether the observation's time lies before the autoscaler's latest time, so that no time has passed.
     *
     * @return true if it does
     */
    public boolean timeWentBack() {
        return timeWentBack;
    }

    /**
     * The replicas before.
     *
     * @return the observation's replicas; {@link #UNKNOWN_REPLICAS} if none were given
     */
    public int currentReplicas() {
        return currentReplicas;
    }

    /**
     * What the metrics ask for together, before stabilization, limits and bounds.
     *
     * @return replicas, or {@link #NOT_EVALUATED}
     */
    public int recommended() {
        return recommended;
    }

    /**
     * What the stabilization windows make of the recommendation.
     *
     * @return replicas, or {@link #NOT_EVALUATED}
     */
    public int stabilized() {
        return stabilized;
    }

    /**
     * What the rate policies and bounds leave of the stabilized recommendation.
     *
     * @return replicas, or {@link #NOT_EVALUATED}
     */
    public int limited() {
        return limited;
    }

    /**
     * The answer: how many replicas to run.
     *
     * @return replicas; never below the current ones because of missing or bad data. If the current replicas are unknown or
     *     negative, just these again
     */
    public int replicas() {
        return replicas;
    }

    /**
     * Whether the answer differs from the current replicas, so that there is something to carry out.
     *
     * @return true if it does
     */
    public boolean changes() {
        return replicas != currentReplicas;
    }

    /**
     * The count that the Kubernetes HPA would show as {@code status.desiredReplicas} once the answer is carried out. After an
     * error it keeps the earlier one.
     *
     * @return replicas
     */
    public int statusDesiredReplicas() {
        return isError() ? desiredBefore : replicas;
    }

    /**
     * How many metrics there are.
     *
     * @return the number of metrics of the spec
     */
    public int metricCount() {
        return metrics.length;
    }

    /**
     * One metric's proposal.
     *
     * @param metric the metric's index in the spec
     * @return the proposal, owned by this decision and overwritten by the next one
     */
    public MetricProposal metric(int metric) {
        return metrics[metric];
    }

    /**
     * The metric with the highest proposal.
     *
     * @return its index, or {@link #NO_METRIC}
     */
    public int decidingMetric() {
        return decidingMetric;
    }

    /**
     * What fixed the answer, the last step first: a range or failure that decided alone, else the limit, else the
     * stabilization, else what the metrics ask for.
     *
     * @return the reason
     */
    public Reason reason() {
        if (earlyReason != NO_REASON) {
            return Reason.of(earlyReason);
        }
        if (replicas != limited) {
            return Reason.BELOW_MIN_REPLICAS;
        }
        if (limited != stabilized) {
            return reasonOf(Condition.SCALING_LIMITED);
        }
        if (stabilized != recommended) {
            return reasonOf(Condition.ABLE_TO_SCALE);
        }
        Reason rescale = rescaleReason();
        return rescale == null ? Reason.AT_TARGET : rescale;
    }

    /**
     * Why the count is to change, as the Kubernetes HPA says in its events: from the metrics alone, even if a later step
     * turns the change around.
     *
     * @return the reason, or null if nothing asks for a change
     */
    public @Nullable Reason rescaleReason() {
        if (earlyReason != NO_REASON) {
            return changes() ? Reason.of(earlyReason) : null;
        }
        if (recommended == currentReplicas) {
            return replicas == limited ? null : Reason.BELOW_MIN_REPLICAS;
        }
        return recommended > currentReplicas ? Reason.METRIC_ABOVE_TARGET : Reason.ALL_METRICS_BELOW_TARGET;
    }

    /**
     * The reason of a condition after this decision.
     *
     * @param condition the condition
     * @return the reason, whose status is the condition's; null if the condition was never set
     */
    public @Nullable Reason reason(Condition condition) {
        return condition.reasonIn(conditions);
    }

    /**
     * Whether a condition's status is true after this decision.
     *
     * @param condition the condition
     * @return true if so; false if the status is false or the condition was never set
     */
    public boolean isTrue(Condition condition) {
        Reason of = condition.reasonIn(conditions);
        return of != null && of.status();
    }

    /**
     * The earliest time at which {@code decide} with the same samples could give another answer, provided that this answer is
     * carried out now and nothing else is called in between. It may be early, never late. Computed when read, from the
     * autoscaler's memory: costs O(entries that expire * policies).
     *
     * @return milliseconds since the epoch; {@link Long#MAX_VALUE} if never
     * @throws IllegalStateException if the autoscaler has decided or changed since
     */
    public long recheckAtMillis() {
        Autoscaler by = autoscaler;
        if (by == null || !isLatestOf(by)) {
            throw new IllegalStateException("recheckAtMillis must be read before the autoscaler goes on");
        }
        return Recheck.atMillis(by, this);
    }

    /**
     * Appends the decision step by step, in words for an operator. Allocates.
     *
     * @param <T> the type of the target
     * @param target receives the text, which ends with a line feed
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    public <T extends Appendable> T explainTo(T target) {
        new Explanation(this).appendTo(target);
        return target;
    }

    /**
     * The decision in words, as {@link #explainTo} appends it.
     *
     * @return several lines
     */
    @Override
    public String toString() {
        return explainTo(new StringBuilder()).toString();
    }

    void begin(long nowMillis, Observation in, int oldConditions) {
        epochMillis = nowMillis;
        timeWentBack = nowMillis != in.epochMillis();
        currentReplicas = in.specReplicas() == Observation.UNKNOWN ? UNKNOWN_REPLICAS : in.specReplicas();
        conditions = oldConditions;
        validUntilMillis = Long.MAX_VALUE;
        earlyReason = NO_REASON;
    }

    void condition(Reason reason) {
        conditions = reason.setIn(conditions);
    }

    /** Something decides without asking the metrics. */
    void withoutMetrics(Reason why, int answer, int oldDesired) {
        early(why, answer, oldDesired);
        for (MetricProposal metric : metrics) {
            metric.clear(MetricStatus.NOT_EVALUATED);
        }
    }

    /** The metrics allow no change: the count stays, and so does the status' desired count. */
    void failing(Reason why, int oldDesired) {
        early(why, currentReplicas, oldDesired);
    }

    private void early(Reason why, int answer, int oldDesired) {
        earlyReason = (byte) why.ordinal();
        // Stabilization, which is not reached, would set the same condition.
        condition(Reason.SUCCEEDED_GET_SCALE);
        condition(why);
        recommended = NOT_EVALUATED;
        stabilized = NOT_EVALUATED;
        limited = NOT_EVALUATED;
        decidingMetric = NO_METRIC;
        replicas = answer;
        desiredBefore = oldDesired;
    }

    void forget(Condition condition) {
        conditions = condition.removedFrom(conditions);
    }

    void recommended(int count, int metric) {
        recommended = count;
        decidingMetric = metric;
    }

    int stabilized(int count, Reason how) {
        stabilized = count;
        condition(how);
        return count;
    }

    int limited(int count, Reason why) {
        limited = count;
        condition(why);
        return count;
    }

    void decided(int count) {
        replicas = count;
    }

    void validUntil(long millis) {
        validUntilMillis = Math.min(validUntilMillis, millis);
    }

    void takenBy(Autoscaler by, boolean isRemembered) {
        autoscaler = by;
        autoscalerVersion = by.version();
        remembered = isRemembered;
    }

    /** Whether the decision went into the autoscaler's memory; false after a preview. */
    boolean isRemembered() {
        return remembered;
    }

    boolean isLatestOf(Autoscaler by) {
        return by.version() == autoscalerVersion;
    }

    @Nullable
    Autoscaler autoscaler() {
        return autoscaler;
    }

    boolean isScaleUnreadable() {
        return isEarly(Condition.ABLE_TO_SCALE);
    }

    /** Whether the Kubernetes HPA would end the cycle with an error. */
    private boolean isError() {
        return earlyReason != NO_REASON
                && (isScaleUnreadable() || isEarly(Condition.SCALING_ACTIVE))
                && reason() != Reason.SCALING_DISABLED;
    }

    private boolean isEarly(Condition condition) {
        return earlyReason != NO_REASON && Reason.of(earlyReason).condition() == condition;
    }

    private Reason reasonOf(Condition condition) {
        return Objects.requireNonNull(condition.reasonIn(conditions));
    }

    AutoscalerSpec spec() {
        return spec;
    }

    int conditions() {
        return conditions;
    }

    /** The first time at which a proposal may change by itself: a pod gets old enough, or a sample too old. */
    long validUntilMillis() {
        return validUntilMillis;
    }
}
