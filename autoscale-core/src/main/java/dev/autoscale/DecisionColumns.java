package dev.autoscale;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link Decision} holds and how the steps write it; the decision itself is its public face. */
abstract class DecisionColumns {
    static final byte NO_REASON = -1;

    /** No autoscaler has this version: they count up from 0. */
    private static final int NO_VERSION = -1;

    final AutoscalerSpec spec;
    final MetricProposal[] metrics;
    final ReplicaSource.Input sourceInput;

    /*
     * Only what cannot be derived is stored, and reasons by ordinal: writing results is a large part of a decision's cost,
     * and storing a reference costs more than all of the arithmetic.
     */
    long epochMillis;
    /** The first time at which a proposal may change by itself: a pod gets old enough, or a sample too old. */
    long validUntilMillis;

    int currentReplicas = Decision.UNKNOWN_REPLICAS;
    int existingReplicas = Decision.UNKNOWN_REPLICAS;
    int knownReplicas = Decision.UNKNOWN_REPLICAS;
    int recommended = Decision.NOT_EVALUATED;
    int stabilized = Decision.NOT_EVALUATED;
    int limited = Decision.NOT_EVALUATED;
    int replicas = Decision.UNKNOWN_REPLICAS;
    int decidingMetric = Decision.NO_METRIC;
    int conditions;
    /** What decided before the metrics could, or {@link #NO_REASON}. */
    byte earlyReason = (byte) Reason.FAILED_GET_SCALE.ordinal();

    /** What changed the count after the limits, the last such step, or {@link #NO_REASON}. */
    byte lateReason = NO_REASON;

    /** After an error the status keeps this desired count. */
    int desiredBefore;

    Activation.Activity activity = Activation.Activity.NOT_COUNTED;
    boolean timeWentBack;
    /** The overrides of the observation that hold now, as bits of {@link Overrides}. */
    int overrideBits;

    /*
     * What optional steps say, by ordinal of the step; a plain spec never writes it. The reasons are why a step changed its count
     * or insists on it, or NO_REASON.
     */
    final int[] counts = new int[Decision.Step.IN_ORDER.length];

    final long[] untilMillis = new long[Decision.Step.IN_ORDER.length];
    private final byte[] reasons = new byte[Decision.Step.IN_ORDER.length];

    /* The facts of single steps; only written by specs that have these steps. */
    Activation.State activationState = Activation.State.ACTIVE;

    @Nullable
    ScheduleWindow floorWindow;

    @Nullable
    ScheduleWindow ceilingWindow;

    boolean forbidsScaleUp;
    boolean forbidsScaleDown;
    int capacityCeiling = Integer.MAX_VALUE;
    long replicasChanged;
    long reversals;

    /** What the metrics recommended, before activation, schedule and overrides; only kept where there are any. */
    int followed;

    /** Ready replicas, for a cooldown that lets larger growth through. */
    int readyReplicas;

    /** Whether a pause wants the workload to be at zero. */
    boolean isPausedAtZero;

    /** The fewest replicas while only some can go; only kept with that override. */
    int fewest;

    /** What the metrics recommended before the gain; only kept where there may be one. */
    int combined;

    /** The changes that the rate policies saw, kept for explanations; only written where the metrics want another count. */
    private final RateLimits limits;

    private boolean remembered;
    private int autoscalerVersion = NO_VERSION;
    private @Nullable Autoscaler autoscaler;

    DecisionColumns(AutoscalerSpec spec) {
        this.spec = spec;
        metrics = new MetricProposal[spec.metricCount()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = new MetricProposal(spec.metric(i));
        }
        sourceInput = new ReplicaSource.Input();
        limits = new RateLimits(spec);
        clearSteps();
    }

    void begin(long nowMillis, Observation in, int oldConditions, int oldReplicas) {
        epochMillis = nowMillis;
        timeWentBack = nowMillis != in.epochMillis();
        currentReplicas = in.specReplicas() == Observation.UNKNOWN ? Decision.UNKNOWN_REPLICAS : in.specReplicas();
        existingReplicas = in.statusReplicas();
        knownReplicas = oldReplicas;
        conditions = oldConditions;
        validUntilMillis = Long.MAX_VALUE;
        earlyReason = NO_REASON;
        lateReason = NO_REASON;
        overrideBits = in.overrideBits();
        isPausedAtZero = false;
    }

    boolean isOverridden(int bit) {
        return (overrideBits & bit) != 0;
    }

    void withdraw(int bit) {
        overrideBits &= ~bit;
    }

    void condition(Reason reason) {
        conditions = reason.setIn(conditions);
    }

    /** Something decides without asking the metrics. */
    void withoutMetrics(Reason why, int answer, int oldDesired) {
        early(why, answer, oldDesired);
        if (spec.isPlain()) {
            clearMetrics();
        }
    }

    void clearMetrics() {
        for (MetricProposal metric : metrics) {
            metric.clear(MetricProposal.Status.NOT_EVALUATED);
        }
    }

    /** The metrics allow no change: the count stays, and so does the status' desired count. Scaling is not disabled where they are asked. */
    void failing(Reason why, int oldDesired) {
        if (Condition.SCALING_ACTIVE.reasonIn(conditions) == Reason.SCALING_DISABLED) {
            forget(Condition.SCALING_ACTIVE);
        }
        early(why, currentReplicas, oldDesired);
    }

    private void early(Reason why, int answer, int oldDesired) {
        earlyReason = (byte) why.ordinal();
        // Stabilization, which is not reached, would set the same condition.
        condition(Reason.SUCCEEDED_GET_SCALE);
        condition(why);
        recommended = Decision.NOT_EVALUATED;
        stabilized = Decision.NOT_EVALUATED;
        limited = Decision.NOT_EVALUATED;
        decidingMetric = Decision.NO_METRIC;
        replicas = answer;
        desiredBefore = oldDesired;
    }

    /** Whether the current count is neither the one that was seen last nor the one that was reported since. */
    boolean isUnreported() {
        return knownReplicas >= 0
                && currentReplicas >= 0
                && knownReplicas != currentReplicas
                && !isOverridden(Overrides.SHADOW);
    }

    /** Whether there is something for the rate policies to allow: damping may have made another count of the current one. */
    boolean wantsChange() {
        return earlyReason == NO_REASON
                && (stabilized != currentReplicas
                        || limited != currentReplicas
                        || (!spec.isPlain() && isRateLimited()));
    }

    private boolean isRateLimited() {
        Reason why = reasonOf(Condition.SCALING_LIMITED);
        return why == Reason.SCALE_UP_LIMIT || why == Reason.SCALE_DOWN_LIMIT;
    }

    /** Whether the rate policies for growth are the ones that are asked. */
    boolean wantsGrowth() {
        return isRateLimited()
                ? reasonOf(Condition.SCALING_LIMITED) == Reason.SCALE_UP_LIMIT
                : limited > currentReplicas;
    }

    /** Keeps what the rate policies saw. */
    void keepLimits(Changes rules, Block from) {
        limits.copyFrom(rules, from, epochMillis);
    }

    private DirectionRules limitingRules() {
        return wantsGrowth() ? spec.up : spec.down;
    }

    /** What the rate policies would have allowed without opposite changes. */
    int limitAlone() {
        return limits.changes().limitAlone(limits.memory(), limitingRules(), epochMillis, currentReplicas);
    }

    /** Which policy limits the change; only where one does. */
    int limitingPolicy() {
        return limits.changes().decidingPolicy(limits.memory(), limitingRules(), epochMillis, currentReplicas);
    }

    /** When the rate policies have more room; only where they limit the change. */
    long roomMillis() {
        return limits.changes()
                .nextRoomMillis(limits.memory(), spec, limitingRules(), epochMillis, currentReplicas, replicas);
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

    /** No step makes another count of the current one, which is recommended. */
    void stays(int newConditions) {
        conditions = newConditions;
        stabilized = currentReplicas;
        limited = currentReplicas;
        replicas = currentReplicas;
    }

    /** The metrics' answer, which the steps after the limits may outrank. */
    int followed(int count) {
        followed = count;
        return count;
    }

    int followed() {
        return spec.isPlain() && overrideBits == 0 ? replicas : followed;
    }

    /** Before the optional steps. */
    void clearSteps() {
        Arrays.fill(counts, Decision.NOT_EVALUATED);
        Arrays.fill(untilMillis, Long.MAX_VALUE);
        Arrays.fill(reasons, NO_REASON);
        activationState = Activation.State.ACTIVE;
        floorWindow = null;
        ceilingWindow = null;
        forbidsScaleUp = false;
        forbidsScaleDown = false;
        capacityCeiling = Integer.MAX_VALUE;
        replicasChanged = 0;
        reversals = 0;
    }

    /** An optional step leaves the count alone. */
    int pass(Decision.Step step, int count) {
        return step(step, count, Long.MAX_VALUE, null);
    }

    /**
     * What an optional step makes of the count.
     *
     * @param until when this changes by itself, epoch milliseconds
     * @param why the reason if the step changes the count or insists on it, else null
     * @return {@code count}
     */
    int step(Decision.Step step, int count, long until, @Nullable Reason why) {
        counts[step.ordinal()] = count;
        untilMillis[step.ordinal()] = until;
        validUntil(until);
        insist(step, why);
        return count;
    }

    /** A step says why it changes the count or insists on it; null if it does neither. */
    void insist(Decision.Step step, @Nullable Reason why) {
        byte reason = why == null ? NO_REASON : (byte) why.ordinal();
        reasons[step.ordinal()] = reason;
        if (why != null && isLate(step)) {
            lateReason = reason;
        }
    }

    @Nullable
    Reason stepReason(Decision.Step step) {
        byte why = isLate(step) && !isLate() ? NO_REASON : reasons[step.ordinal()];
        return why == NO_REASON ? null : Reason.of(why);
    }

    /** Whether a step lies after the limits. */
    static boolean isLate(Decision.Step step) {
        return step.compareTo(Decision.Step.LIMITED) > 0;
    }

    /** Whether a step after the limits said something. */
    boolean isLate() {
        return lateReason != NO_REASON;
    }

    /** As {@link Decision#hasChange}, in a shadow too. */
    boolean differs() {
        return replicas != currentReplicas;
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

    boolean areReplicasUnknown() {
        return isEarly(Condition.ABLE_TO_SCALE);
    }

    /** Whether the Kubernetes HPA would end the cycle with an error. */
    boolean isError() {
        return earlyReason != NO_REASON
                && !differs()
                && (areReplicasUnknown() || isEarly(Condition.SCALING_ACTIVE))
                && earlyReason != Reason.SCALING_DISABLED.ordinal();
    }

    private boolean isEarly(Condition condition) {
        return earlyReason != NO_REASON && Reason.of(earlyReason).condition() == condition;
    }

    Reason reasonOf(Condition condition) {
        return Objects.requireNonNull(condition.reasonIn(conditions));
    }
}
