package dev.autoscale;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link Decision} holds and how the steps write it; the decision itself is its public face. Not thread-safe. */
abstract class DecisionColumns {
    static final byte NO_REASON = -1;

    /** No autoscaler has this version: they count up from 0. */
    private static final int NO_VERSION = -1;

    final AutoscalerSpec spec;
    final MetricProposal[] metrics;
    final Activation.Outcome activation = new Activation.Outcome();
    final Schedule.Outcome schedule = new Schedule.Outcome();
    final Decision.Damping damping = new Decision.Damping();
    final Decision.Capacity capacity = new Decision.Capacity();
    final ReplicaSource.Input sourceInput;

    /*
     * Only what cannot be derived is stored, and reasons by ordinal: writing results is a large part of a decision's cost,
     * and storing a reference costs more than all of the arithmetic.
     */
    long epochMillis;
    long validUntilMillis;
    int currentReplicas = Decision.UNKNOWN_REPLICAS;
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
    /** The orders of the observation that hold now, as bits of {@link Overrides}. */
    int orders;

    /** Why each step behind the limits insisted on its count, or {@link #NO_REASON}. */
    private final byte[] lateReasons = new byte[Decision.Step.OVERRIDDEN.ordinal() - Decision.Step.LIMITED.ordinal()];

    /** What the metrics came to, before activation, schedule and overrides; only kept where there are any. */
    int followed;

    /** The fewest replicas while only some can go; only kept with that order. */
    int fewest;

    /** What the metrics came to before the gain; only kept where there may be one. */
    int combined;

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
    }

    void begin(long nowMillis, Observation in, int oldConditions) {
        epochMillis = nowMillis;
        timeWentBack = nowMillis != in.epochMillis();
        currentReplicas = in.specReplicas() == Observation.UNKNOWN ? Decision.UNKNOWN_REPLICAS : in.specReplicas();
        conditions = oldConditions;
        validUntilMillis = Long.MAX_VALUE;
        earlyReason = NO_REASON;
        lateReason = NO_REASON;
        orders = in.orders();
    }

    boolean isOrdered(int order) {
        return (orders & order) != 0;
    }

    void withdraw(int order) {
        orders &= ~order;
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

    /** The metrics allow no change: the count stays, and so does the status' desired count. */
    void failing(Reason why, int oldDesired) {
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

    /** The metrics' answer, which the steps behind the limits may outrank. */
    int followed(int count) {
        followed = count;
        return count;
    }

    int followed() {
        return spec.isPlain() && orders == 0 ? replicas : followed;
    }

    void decided(int count) {
        replicas = count;
    }

    /** Before the steps behind the limits. */
    void clearLate() {
        Arrays.fill(lateReasons, NO_REASON);
    }

    void clearSteps() {
        activation.set(Decision.NOT_EVALUATED, Activation.State.ACTIVE, Long.MAX_VALUE);
        schedule.clear();
        damping.clear();
        capacity.clear();
    }

    void activity(Activation.Activity whole) {
        activity = whole;
    }

    Activation.Activity activity() {
        return activity;
    }

    int activated(int count, Activation.State state, long changesAtMillis, @Nullable Reason why) {
        if (why != null) {
            late(Decision.Step.ACTIVATED, why);
        }
        validUntil(changesAtMillis);
        return activation.set(count, state, changesAtMillis);
    }

    /** A step behind the limits insists on its count. */
    void late(Decision.Step step, Reason why) {
        lateReason = (byte) why.ordinal();
        lateReasons[lateIndex(step)] = lateReason;
    }

    @Nullable
    Reason lateReason(Decision.Step step) {
        byte why = isLate() ? lateReasons[lateIndex(step)] : NO_REASON;
        return why == NO_REASON ? null : Reason.of(why);
    }

    private static int lateIndex(Decision.Step step) {
        return step.ordinal() - Decision.Step.ACTIVATED.ordinal();
    }

    /** Whether a step behind the limits said something. */
    boolean isLate() {
        return lateReason != NO_REASON;
    }

    ReplicaSource.Input sourceInput() {
        return sourceInput;
    }

    /** As {@link Decision#changes}, in a shadow too. */
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

    boolean isScaleUnreadable() {
        return isEarly(Condition.ABLE_TO_SCALE);
    }

    /** Whether the Kubernetes HPA would end the cycle with an error. */
    boolean isError() {
        return earlyReason != NO_REASON
                && !differs()
                && (isScaleUnreadable() || isEarly(Condition.SCALING_ACTIVE))
                && earlyReason != Reason.SCALING_DISABLED.ordinal();
    }

    private boolean isEarly(Condition condition) {
        return earlyReason != NO_REASON && Reason.of(earlyReason).condition() == condition;
    }

    Reason reasonOf(Condition condition) {
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
