package dev.autoscale;

/** Where a workload stands between zero and its work. Immutable and thread-safe. */
public enum ActivationState {
    /** At zero; nothing is active. */
    ZERO,
    /** A metric became active: the workload leaves zero or its idle count with this decision. */
    ACTIVATING,
    /** At work: a metric is active, or might be, because one fails. */
    ACTIVE,
    /** Nothing is active, but the cooldown is not over. */
    COOLING,
    /** At, or on the way to, its idle count; nothing is active. */
    IDLE
}
