package dev.autoscale.policies.keda;

import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.schedule.CronWindow;
import org.jspecify.annotations.Nullable;

/**
 * KEDA's cron trigger as the HPA sees it: a total of replicas with a target of 1. Immutable; allocates
 * nothing.
 *
 * <p>It remembers the interval for which its last answer holds, so that it searches only where the window changes.
 *
 * @param window when the replicas are wanted; null if the trigger cannot be read, so that it fails
 * @param desiredReplicas how many, at least 0
 * @param id both in words, or why it fails
 */
record KedaCronSource(@Nullable CronWindow window, int desiredReplicas, String id) implements ReplicaSource {
    private static final int FROM = 0;
    private static final int UNTIL = 1;
    private static final int OPEN = 2;
    private static final int MEMORY = 3;
    private static final long ONE = 1000;
    private static final long ACTIVE = 1;

    static KedaCronSource of(CronWindow window, int desiredReplicas) {
        return new KedaCronSource(window, Math.max(0, desiredReplicas), desiredReplicas + " in " + window.id());
    }

    static KedaCronSource failing(String why) {
        return new KedaCronSource(null, 0, why);
    }

    @Override
    public boolean readsValue() {
        return false;
    }

    @Override
    public int memorySize() {
        return MEMORY;
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        if (window == null) {
            return in.failed(id);
        }
        long now = in.epochMillis();
        boolean remembers = remembers(in);
        boolean open = remembers ? in.memory(OPEN) != 0 : window.isActive(now);
        in.validUntil(remembers ? in.memory(UNTIL) : window.nextTransitionMillis(now));
        int replicas = in.averageValue(open ? desiredReplicas * ONE : 0, ONE);
        if (open && desiredReplicas == 0) {
            in.measured(ACTIVE); // KEDA: active without replicas of its own
        }
        return replicas;
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        if (window != null && !remembers(in)) {
            long now = in.epochMillis();
            in.remember(FROM, now);
            in.remember(UNTIL, window.nextTransitionMillis(now));
            in.remember(OPEN, window.isActive(now) ? 1 : 0);
        }
    }

    /** All zero, as at first, is an interval without any instant. */
    private static boolean remembers(ReplicaSource.Input in) {
        long now = in.epochMillis();
        return in.memory(FROM) <= now && now < in.memory(UNTIL);
    }
}
