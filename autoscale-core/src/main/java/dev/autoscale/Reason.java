package dev.autoscale;

import static dev.autoscale.Condition.ABLE_TO_SCALE;
import static dev.autoscale.Condition.SCALED_TO_ZERO;
import static dev.autoscale.Condition.SCALING_ACTIVE;
import static dev.autoscale.Condition.SCALING_LIMITED;

import org.jspecify.annotations.Nullable;

/**
 * Why a decision is what it is, in the words of the Kubernetes HPA where it has one. Immutable and thread-safe.
 *
 * <p>Most reasons belong to a {@link Condition} and imply its status; the last ones say why the count is to change (or not)
 * and belong to none.
 */
public enum Reason {
    /** The scale was read; nothing more was found out about it in this cycle. */
    SUCCEEDED_GET_SCALE(ABLE_TO_SCALE, true, "SucceededGetScale"),
    /** The target's scale could not be read, so the current number of replicas is unknown. */
    FAILED_GET_SCALE(ABLE_TO_SCALE, false, "FailedGetScale"),
    /** The caller gave a negative number of replicas. Not a reason of Kubernetes, whose API cannot say it. */
    INVALID_REPLICAS(ABLE_TO_SCALE, false, "InvalidReplicas"),
    /** The stabilization window does not hold the recommendation back. */
    READY_FOR_NEW_SCALE(ABLE_TO_SCALE, true, "ReadyForNewScale"),
    /** A lower recommendation within the scale-up window holds the count below the recommendation. */
    SCALE_UP_STABILIZED(ABLE_TO_SCALE, true, "ScaleUpStabilized"),
    /** A higher recommendation within the scale-down window holds the count above the recommendation. */
    SCALE_DOWN_STABILIZED(ABLE_TO_SCALE, true, "ScaleDownStabilized"),
    /** The caller reported that the new count was carried out. */
    SUCCEEDED_RESCALE(ABLE_TO_SCALE, true, "SucceededRescale"),
    /** The caller reported that the new count could not be carried out. */
    FAILED_UPDATE_SCALE(ABLE_TO_SCALE, false, "FailedUpdateScale"),

    /** At least one metric gave a proposal. */
    VALID_METRIC_FOUND(SCALING_ACTIVE, true, "ValidMetricFound"),
    /** The workload is at zero and this autoscaler did not take it there, so it leaves it alone. */
    SCALING_DISABLED(SCALING_ACTIVE, false, "ScalingDisabled"),
    /** The metrics fail or block; the first failing one is a Resource metric. */
    FAILED_GET_RESOURCE_METRIC(SCALING_ACTIVE, false, "FailedGetResourceMetric"),
    /** The metrics fail or block; the first failing one is a ContainerResource metric. */
    FAILED_GET_CONTAINER_RESOURCE_METRIC(SCALING_ACTIVE, false, "FailedGetContainerResourceMetric"),
    /** The metrics fail or block; the first failing one is a Pods metric. */
    FAILED_GET_PODS_METRIC(SCALING_ACTIVE, false, "FailedGetPodsMetric"),
    /** The metrics fail or block; the first failing one is an Object metric. */
    FAILED_GET_OBJECT_METRIC(SCALING_ACTIVE, false, "FailedGetObjectMetric"),
    /** The metrics fail or block; the first failing one is an External metric. */
    FAILED_GET_EXTERNAL_METRIC(SCALING_ACTIVE, false, "FailedGetExternalMetric"),
    /** The metrics fail or block; the first failing one is of an unknown type. */
    INVALID_METRIC_SOURCE_TYPE(SCALING_ACTIVE, false, "InvalidMetricSourceType"),
    /** The target has no selector, or one that cannot be read. */
    INVALID_SELECTOR(SCALING_ACTIVE, false, "InvalidSelector"),
    /** Another autoscaler owns the same pods. */
    AMBIGUOUS_SELECTOR(SCALING_ACTIVE, false, "AmbiguousSelector"),

    /** Neither bounds nor rate policies cut the recommendation. */
    DESIRED_WITHIN_RANGE(SCALING_LIMITED, false, "DesiredWithinRange"),
    /** {@code maxReplicas} cuts the recommendation. */
    TOO_MANY_REPLICAS(SCALING_LIMITED, true, "TooManyReplicas"),
    /** {@code minReplicas} raises the recommendation. */
    TOO_FEW_REPLICAS(SCALING_LIMITED, true, "TooFewReplicas"),
    /** The scale-up policies (or the legacy scale-up factor) cut the recommendation. */
    SCALE_UP_LIMIT(SCALING_LIMITED, true, "ScaleUpLimit"),
    /** The scale-down policies raise the recommendation. */
    SCALE_DOWN_LIMIT(SCALING_LIMITED, true, "ScaleDownLimit"),

    /** This autoscaler took the workload to zero. */
    SCALED_TO_ZERO_REPLICAS(SCALED_TO_ZERO, true, "ScaledToZero"),
    /** The last change carried out did not take the workload to zero. */
    NOT_SCALED_TO_ZERO(SCALED_TO_ZERO, false, "NotScaledToZero"),

    /** The deciding metric is above its target. */
    METRIC_ABOVE_TARGET("metric above target"),
    /** No metric is above its target, and all are below. */
    ALL_METRICS_BELOW_TARGET("All metrics below target"),
    /** The current count is above {@code maxReplicas}. */
    ABOVE_MAX_REPLICAS("Current number of replicas above Spec.MaxReplicas"),
    /** The current count is below {@code minReplicas}. */
    BELOW_MIN_REPLICAS("Current number of replicas below Spec.MinReplicas"),
    /** The metrics ask for the current count. */
    AT_TARGET("metrics ask for the current count"),

    /** The metrics fail or block; the first failing one is a {@link ReplicaSource} or a signal. */
    FAILED_REPLICA_SOURCE(SCALING_ACTIVE, false, "FailedReplicaSource"),
    /** No metric failed, but none counts now: sources abstain, gates are closed. The count stays. */
    NO_PROPOSAL("no metric counts now"),
    /** The {@link Combination}'s function failed or asks to hold. The count stays. */
    COMBINATION_HOLDS("the combination holds the count"),
    /** A metric is active, or activation is forced: the workload leaves zero or its idle count. */
    SCALER_ACTIVE("ScalerActive"),
    /** No metric is active and the cooldown is over: the workload is at, or goes to, zero or its idle count. */
    SCALER_NOT_ACTIVE("ScalerNotActive"),
    /** A metric fails, so it is unknown whether the workload is idle: it stays at zero or its idle count. */
    SCALER_UNKNOWN("ScalerUnknown"),
    /** A window of the {@link Schedule} holds the count up. */
    SCHEDULED_FLOOR("ScheduledFloor"),
    /** A window of the {@link Schedule} holds the count down. */
    SCHEDULED_CEILING("ScheduledCeiling"),
    /** Scaling up is frozen, by the observation or by a window of the {@link Schedule}. */
    SCALE_UP_FROZEN("ScaleUpFrozen"),
    /** Scaling down is frozen, by the observation or by a window of the {@link Schedule}. */
    SCALE_DOWN_FROZEN("ScaleDownFrozen"),
    /** The observation says that the workload is paused. */
    PAUSED("Paused"),
    /** The direction was not asked for {@linkplain ScalingRules#sustainedFor long enough}, or often enough. */
    BREACH_NOT_SUSTAINED("BreachNotSustained"),
    /** A {@linkplain ScalingRules#cooldown cooldown} of the direction is not over. */
    COOLDOWN("Cooldown"),
    /** The {@link FlapBudget} is spent. */
    FLAP_BUDGET_SPENT("FlapBudgetSpent"),
    /** The platform had no capacity, and the wait before the next try is not over. */
    NO_CAPACITY("NoCapacity"),
    /** The remaining replicas are busy, as the observation says. */
    NOT_REMOVABLE("NotRemovable"),
    /** The {@link Alignment} moves the count to one that is allowed. */
    ALIGNED("Aligned"),
    /** A {@linkplain Overrides#pauseAt pause} took the workload to zero or kept it there: it comes back after the pause. */
    PAUSED_AT_ZERO(SCALED_TO_ZERO, true, "PausedAtZero");

    private static final Reason[] ALL = values();

    private final @Nullable Condition condition;
    private final boolean status;
    private final String text;
    private final int conditionMask;
    private final int conditionBits;

    Reason(String text) {
        this(null, false, text);
    }

    Reason(@Nullable Condition condition, boolean status, String text) {
        this.condition = condition;
        this.status = status;
        this.text = text;
        conditionMask = condition == null ? 0 : condition.mask();
        conditionBits = condition == null ? 0 : condition.bits(ordinal());
    }

    /** How many reasons there are; the array of {@code values()} would be a new one each time. */
    static int count() {
        return ALL.length;
    }

    /** The reason of an ordinal. */
    static Reason of(int ordinal) {
        return ALL[ordinal];
    }

    /** Sets this reason's condition among all packed into an int, see {@link Condition}. */
    int setIn(int packedConditions) {
        return (packedConditions & ~conditionMask) | conditionBits;
    }

    /** {@return the condition that this reason can be the reason of} Or null for a reason of a change of the count. */
    public @Nullable Condition condition() {
        return condition;
    }

    /**
     * {@return the status of the condition when this is its reason; false for a reason without a condition} True for
     * Kubernetes' status {@code True}.
     */
    public boolean status() {
        return status;
    }

    /** {@return the reason as Kubernetes writes it, for instance {@code ScaleDownStabilized}} */
    @Override
    public String toString() {
        return text;
    }
}
