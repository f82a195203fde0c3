package dev.autoscale.policies.keda;

import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.schedule.CronSource;
import dev.autoscale.policies.schedule.CronWindow;
import java.util.Objects;
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
record KedaCronSource(@Nullable CronWindow window, int desiredReplicas, String id) implements CronSource {
    private static final int FROM = 0;
    private static final int UNTIL = 1;
    private static final int OPEN = 2;
    static final int MEMORY = 3;
    private static final long ONE = 1000;
    private static final long ACTIVE = 1;

    /** Stands in the place of a trigger that is a value of a formula. */
    record FormulaValue(@Nullable CronWindow window, int desiredReplicas) implements CronSource {
        @Override
        public String id() {
            return "value of the formula";
        }

        @Override
        public boolean isProposal() {
            return false;
        }

        @Override
        public boolean readsValue() {
            return false;
        }

        @Override
        public int replicas(ReplicaSource.Input in) {
            return ABSTAIN;
        }
    }

    static KedaCronSource of(CronWindow window, int desiredReplicas) {
        return new KedaCronSource(window, Math.max(0, desiredReplicas), desiredReplicas + " in " + window.id());
    }

    FormulaValue asFormulaValue() {
        return new FormulaValue(window, desiredReplicas);
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
        boolean open = isOpen(in, 0);
        int replicas = in.averageValue(open ? desiredReplicas * ONE : 0, ONE);
        if (open && desiredReplicas == 0) {
            in.measured(ACTIVE); // KEDA: active without replicas of its own
        }
        return replicas;
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        remember(in, 0);
    }

    /**
     * Whether the window is open, and until when the answer holds.
     *
     * @param begin where its memory begins
     */
    boolean isOpen(ReplicaSource.Input in, int begin) {
        CronWindow of = Objects.requireNonNull(window);
        long now = in.epochMillis();
        boolean remembers = remembers(in, begin);
        in.validUntil(remembers ? in.memory(begin + UNTIL) : of.nextTransitionMillis(now));
        return remembers ? in.memory(begin + OPEN) != 0 : of.isActive(now);
    }

    void remember(ReplicaSource.Input in, int begin) {
        if (window != null && !remembers(in, begin)) {
            long now = in.epochMillis();
            in.remember(begin + FROM, now);
            in.remember(begin + UNTIL, window.nextTransitionMillis(now));
            in.remember(begin + OPEN, window.isActive(now) ? 1 : 0);
        }
    }

    /** All zero, as at first, is an interval without any instant. */
    private static boolean remembers(ReplicaSource.Input in, int begin) {
        long now = in.epochMillis();
        return in.memory(begin + FROM) <= now && now < in.memory(begin + UNTIL);
    }
}
