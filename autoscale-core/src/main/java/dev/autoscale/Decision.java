package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * How many replicas to run, and every step that led there: a reusable result. Not thread-safe.
 *
 * <p>The columns follow the order of the steps: {@link #currentReplicas}, each {@link #metric}'s proposal,
 * {@link #recommended}, {@link #stabilized}, {@link #limited}, {@link #replicas}. A step that was not reached is
 * {@link #NOT_EVALUATED}.
 */
public final class Decision extends DecisionColumns implements ScalingDecision {
    /** A column whose step was not reached. */
    public static final int NOT_EVALUATED = Integer.MIN_VALUE;

    /** The current replicas, and so the answer, when the scale could not be read. */
    public static final int UNKNOWN_REPLICAS = -1;

    /** The deciding metric when no metric decided. */
    public static final int NO_METRIC = -1;

    Decision(AutoscalerSpec spec) {
        super(spec);
    }

    /**
     * {@return the time that was decided for} Epoch milliseconds; the autoscaler's latest time if the observation's
     * lies before it.
     */
    @Override
    public long epochMillis() {
        return epochMillis;
    }

    /** {@return whether the observation's time lies before the autoscaler's latest time, so that no time has passed} */
    public boolean timeWentBack() {
        return timeWentBack;
    }

    /** {@return the replicas before} The observation's replicas; {@link #UNKNOWN_REPLICAS} if none were given. */
    @Override
    public int currentReplicas() {
        return currentReplicas;
    }

    /**
     * {@return what the metrics come to together, before the {@linkplain ScalingRules#gain gain}} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int combined() {
        return recommended == NOT_EVALUATED || spec.isPlain() ? recommended : combined;
    }

    /**
     * {@return what the metrics ask for together, before stabilization, limits and bounds} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int recommended() {
        return recommended;
    }

    /** {@return what the stabilization windows make of the recommendation} Replicas, or {@link #NOT_EVALUATED}. */
    public int stabilized() {
        return stabilized;
    }

    /**
     * {@return what the rate policies and bounds leave of the stabilized recommendation} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int limited() {
        return limited;
    }

    /**
     * {@return what alignment, sustained breaches, cooldowns and the flap budget make of the stabilized count, before
     * the rate policies} The step, owned by this decision and overwritten by the next one.
     */
    public DampingStep damping() {
        return damping;
    }

    /**
     * {@return what {@link Activation} makes of the limited count} The step, owned by this decision and overwritten by
     * the next one.
     */
    public ActivationStep activation() {
        return activation;
    }

    /**
     * {@return what the {@link Schedule} makes of the count after activation} The step, owned by this decision and
     * overwritten by the next one.
     */
    public ScheduleStep schedule() {
        return schedule;
    }

    /**
     * {@return what a reported lack of capacity makes of the count after the schedule} The step, owned by this decision
     * and overwritten by the next one.
     */
    public CapacityStep capacity() {
        return capacity;
    }

    /**
     * {@return the answer: how many replicas to run} Never below the current ones because of missing or bad data. If
     * the current replicas are unknown or negative, just these again.
     */
    @Override
    public int replicas() {
        return replicas;
    }

    /**
     * {@return whether the answer differs from the current replicas, so that there is something to carry out} True if
     * it does; always false for a {@linkplain Overrides#shadow shadow}.
     */
    @Override
    public boolean changes() {
        return differs() && !isShadow();
    }

    /**
     * {@return whether the answer is not to be carried out} True if the observation ordered a {@linkplain
     * Overrides#shadow shadow}.
     */
    public boolean isShadow() {
        return isOrdered(Overrides.SHADOW);
    }

    /**
     * {@return the count that the Kubernetes HPA would show as {@code status.desiredReplicas} once the answer is
     * carried out} After an error it keeps the earlier one. Replicas.
     */
    public int statusDesiredReplicas() {
        return isError() ? desiredBefore : replicas;
    }

    /** {@return how many metrics there are} */
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

    /** {@return the metric with the highest proposal} Its index, or {@link #NO_METRIC}. */
    public int decidingMetric() {
        return decidingMetric;
    }

    /**
     * {@return what fixed the answer, the last step first: a pause, freeze, schedule or activation, else a range or
     * failure that decided alone, else the limit, else the stabilization, else what the metrics ask for}
     */
    public Reason reason() {
        return isLate() ? Reason.of(lateReason) : ownReason();
    }

    /** The reason without the steps behind the limits. */
    Reason ownReason() {
        if (earlyReason != NO_REASON) {
            return Reason.of(earlyReason);
        }
        if (!isLate() && replicas != limited) {
            return Reason.BELOW_MIN_REPLICAS;
        }
        boolean damped = damping.replicas() != NOT_EVALUATED;
        if (limited != (damped ? damping.replicas() : stabilized)) {
            return reasonOf(Condition.SCALING_LIMITED);
        }
        Reason held = damping.reason();
        if (held != null) {
            return held;
        }
        if (isAligned()) {
            return Reason.ALIGNED;
        }
        if (stabilized != recommended) {
            return reasonOf(Condition.ABLE_TO_SCALE);
        }
        Reason rescale = rescaleReason();
        return rescale == null ? Reason.AT_TARGET : rescale;
    }

    private boolean isAligned() {
        return damping.wanted() != NOT_EVALUATED && damping.wanted() != stabilized;
    }

    /**
     * {@return why the count is to change, as the Kubernetes HPA says in its events: from the metrics alone, even if a
     * later step turns the change around} The reason, or null if nothing asks for a change.
     */
    public @Nullable Reason rescaleReason() {
        if (isLate()) {
            return differs() ? Reason.of(lateReason) : null;
        }
        if (earlyReason != NO_REASON) {
            return differs() ? Reason.of(earlyReason) : null;
        }
        if (recommended == currentReplicas) {
            Reason aligned = isAligned() && differs() ? Reason.ALIGNED : null;
            return replicas == limited ? aligned : Reason.BELOW_MIN_REPLICAS;
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
        Autoscaler by = autoscaler();
        if (by == null || !isLatestOf(by)) {
            throw new IllegalStateException("recheckAtMillis must be read before the autoscaler goes on");
        }
        return Math.max(epochMillis, Recheck.atMillis(by, this));
    }

    /**
     * Appends the decision step by step, in words for an operator. Allocates.
     *
     * @param <T> the type of the target
     * @param target receives the text, which ends with a line feed
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    @Override
    public <T extends Appendable> T explainTo(T target) {
        new Explanation(this).appendTo(target);
        return target;
    }

    /** {@return the decision in words, as {@link #explainTo} appends it} */
    @Override
    public String toString() {
        return explainTo(new StringBuilder()).toString();
    }
}
