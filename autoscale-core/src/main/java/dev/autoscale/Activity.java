package dev.autoscale;

/** Whether a metric, or all of them together, keep a workload from resting. Immutable and thread-safe. */
enum Activity {
    /** Does not count: a metric that cannot be measured at zero. */
    NOT_COUNTED,
    INACTIVE,
    /** A metric fails, so it might be active. */
    UNKNOWN,
    ACTIVE;

    /** The stronger one. */
    Activity or(Activity other) {
        return ordinal() >= other.ordinal() ? this : other;
    }
}
