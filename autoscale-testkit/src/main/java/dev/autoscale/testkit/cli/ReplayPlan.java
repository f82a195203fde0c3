package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;

/**
 * Everything that a replay is decided by.
 *
 * @param spec what decides
 * @param series what was recorded: a column per metric, then the replicas if {@code hasReplicas}
 * @param hasReplicas whether the replicas were recorded
 * @param fromMillis the first decision
 * @param everyMillis from one decision to the next
 * @param steps how many decisions, at least 1
 * @param initial the replicas before the first decision
 */
record ReplayPlan(
        AutoscalerSpec spec,
        Series series,
        boolean hasReplicas,
        long fromMillis,
        long everyMillis,
        int steps,
        int initial) {
    long lastMillis() {
        return fromMillis + (steps - 1) * everyMillis;
    }

    /** A step counts for the time until the next one would be. */
    long spanMillis() {
        return steps * everyMillis;
    }
}
