package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * The conditions that a Kubernetes HPA reports about itself. Immutable and thread-safe.
 *
 * <p>Conditions are state: each one keeps its last {@link Reason} until a later step sets it again, so after a cycle that
 * decided early a condition may still show an older cycle's reason (as the Kubernetes HPA does). A condition that was never
 * set is absent.
 */
public enum Condition {
    /** Whether the target's scale could be read and written, and whether stabilization holds the count. */
    ABLE_TO_SCALE("AbleToScale"),
    /** Whether the metrics lead to a recommendation. */
    SCALING_ACTIVE("ScalingActive"),
    /** Whether bounds or rate policies cut the stabilized recommendation. */
    SCALING_LIMITED("ScalingLimited"),
    /** Whether this autoscaler itself took the workload to zero (and so may bring it back). */
    SCALED_TO_ZERO("ScaledToZero");

    /*
     * All conditions fit into one int, a byte each: 0 for absent, otherwise 1 + the reason's ordinal. The status needs no
     * bit of its own because each reason belongs to one status.
     */
    private static final Condition[] ALL = values();

    private final String text;

    Condition(String text) {
        this.text = text;
    }

    int mask() {
        return 0xff << shift();
    }

    int bits(int reasonOrdinal) {
        return (reasonOrdinal + 1) << shift();
    }

    int removedFrom(int packed) {
        return packed & ~mask();
    }

    @Nullable
    Reason reasonIn(int packed) {
        int code = (packed >>> shift()) & 0xff;
        return code == 0 ? null : Reason.of(code - 1);
    }

    static boolean isWellFormed(int packed) {
        for (Condition condition : ALL) {
            int code = (packed >>> condition.shift()) & 0xff;
            if (code > Reason.count() || (code != 0 && Reason.of(code - 1).condition() != condition)) {
                return false;
            }
        }
        return true;
    }

    private int shift() {
        return ordinal() * Byte.SIZE;
    }

    /** {@return the condition's type as Kubernetes writes it, for instance {@code AbleToScale}} */
    @Override
    public String toString() {
        return text;
    }
}
