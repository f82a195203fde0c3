package dev.autoscale.policies.keda;

/**
 * What KEDA writes into the conditions of a {@code ScaledObject}: each constant is a condition with a status and a reason.
 * Immutable and thread-safe. Source: KEDA.
 */
public enum KedaCondition {
    /** The triggers could be read, or nothing depended on it. Also appears together with {@link #PAUSED}. */
    READY("Ready", "True", "ScaledObjectReady"),
    /** A trigger failed while another one was active, or activation was forced. */
    PARTIAL_TRIGGER_ERROR("Ready", "Unknown", "PartialTriggerError"),
    /** A trigger failed, none was active, and there is no fallback. */
    TRIGGER_ERROR("Ready", "False", "TriggerError"),
    /** The target's replica count could not be read. */
    REPLICAS_UNREADABLE("Ready", "False", "ErrorGettingCurrentReplicas"),
    /** A trigger is active, or activation is forced. */
    ACTIVE("Active", "True", "ScalerActive"),
    /** No trigger is active. */
    NOT_ACTIVE("Active", "False", "ScalerNotActive"),
    /** No trigger is active, and the target waits for the end of its cooldown period. */
    COOLDOWN("Active", "False", "ScalerCooldown"),
    /** An annotation pauses the {@code ScaledObject}. */
    PAUSED("Paused", "True", "ScaledObjectPaused"),
    /** A metric failed more often in a row than the fallback's threshold. */
    FALLBACK_EXISTS("Fallback", "True", "FallbackExists"),
    /** No metric failed more often in a row than the fallback's threshold. */
    NO_FALLBACK_FOUND("Fallback", "False", "NoFallbackFound");

    private final String type;
    private final String status;
    private final String reason;

    KedaCondition(String type, String status, String reason) {
        this.type = type;
        this.status = status;
        this.reason = reason;
    }

    /** {@return which condition it is} {@code Ready}, {@code Active}, {@code Paused} or {@code Fallback}. */
    public String type() {
        return type;
    }

    /**
     * Its status.
     *
     * @return {@code True}, {@code False} or {@code Unknown}
     */
    public String status() {
        return status;
    }

    /**
     * Its reason.
     *
     * @return one word, such as {@code ScalerCooldown}
     */
    public String reason() {
        return reason;
    }
}
