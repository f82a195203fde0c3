package dev.autoscale.policies.schedule;

import dev.autoscale.ReplicaSource;
import org.jspecify.annotations.Nullable;

/** A source that proposes a count while a window is open, such as KEDA's cron trigger. Immutable and thread-safe. */
public interface CronSource extends ReplicaSource {
    /** {@return when the replicas are wanted} Null if the source cannot be read, so that it fails. */
    @Nullable
    CronWindow window();

    /** {@return how many are wanted while the window is open} At least 0. */
    int desiredReplicas();

    /** {@return whether it proposes that count itself} False where the count is a value of a formula, which proposes for it. */
    default boolean isProposal() {
        return true;
    }
}
