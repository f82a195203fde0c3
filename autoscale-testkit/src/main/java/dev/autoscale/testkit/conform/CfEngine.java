package dev.autoscale.testkit.conform;

import dev.autoscale.policies.cloudfoundry.CfPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What carries out the rules of Cloud Foundry's app-autoscaler for one app, and the schedules that take the place of its bounds. What to
 * do is the policy's; here is what the app and its platform answer. Not thread-safe.
 */
final class CfEngine {
    /** What the platform's interface fails at. */
    enum Fault {
        NONE,
        READ,
        WRITE
    }

    /** How a call ended. */
    enum Status {
        SUCCEEDED,
        IGNORED,
        ERROR,
        NOTHING
    }

    /** Bounds; of a schedule with its name, and with the fewest instances at its beginning. */
    record Bounds(String id, int min, int max, int initial) {
        /** Reads {@code min:max} or {@code min:max:initial}. */
        static Bounds parse(String id, String text) {
            String[] parts = text.split(":");
            int initial = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
            return new Bounds(id, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), initial);
        }

        @Override
        public String toString() {
            return min + ":" + max + ":" + initial;
        }
    }

    private final @Nullable Bounds policy;
    private @Nullable Bounds schedule;
    private int instances;
    private long cooldownUntil;
    private boolean isRunning = true;
    private boolean isDisabled;
    private Fault fault = Fault.NONE;
    private @Nullable Integer written;
    private @Nullable Long answeredCooldown;

    CfEngine(@Nullable Bounds policy, @Nullable Bounds schedule, int instances, long cooldownUntil) {
        this.policy = policy;
        this.schedule = schedule;
        this.instances = instances;
        this.cooldownUntil = cooldownUntil;
    }

    /** Says how the app and the platform are from now on. */
    void platform(String appState, boolean isLabelled, Fault newFault) {
        isRunning = appState.equalsIgnoreCase("started");
        isDisabled = isLabelled;
        fault = newFault;
    }

    void instances(int newInstances) {
        instances = newInstances;
    }

    int instances() {
        return instances;
    }

    long cooldownUntil() {
        return cooldownUntil;
    }

    @Nullable
    Bounds schedule() {
        return schedule;
    }

    /** The count that the last call wrote; null if it wrote none. */
    @Nullable
    Integer written() {
        return written;
    }

    /** The end of the cooldown that the last call answered; null if it answered none. */
    @Nullable
    Long answeredCooldown() {
        return answeredCooldown;
    }

    /** A rule fired. */
    Status scale(CfPolicy rules, int rule, long nowMillis) {
        forgetCall();
        if (fault == Fault.READ) {
            return Status.ERROR;
        }
        if (!isRunning || isDisabled) {
            return Status.IGNORED;
        }
        if (CfPolicy.isCoolingDown(nowMillis, cooldownUntil)) {
            answeredCooldown = cooldownUntil;
            return Status.IGNORED;
        }
        Bounds bounds = schedule != null ? schedule : policy;
        if (bounds == null) {
            return Status.IGNORED;
        }
        Status status = write(CfPolicy.bounded(rules.adjusted(rule, instances), bounds.min(), bounds.max()));
        if (status == Status.SUCCEEDED) {
            cooldownUntil = rules.cooldownUntil(nowMillis, rule);
            answeredCooldown = cooldownUntil;
        }
        return status;
    }

    /** A schedule begins. */
    Status begin(Bounds begun) {
        forgetCall();
        if (schedule != null && schedule.id().equals(begun.id())) {
            return Status.NOTHING;
        }
        schedule = begun;
        int fewest = Math.max(begun.initial(), begun.min());
        return fault == Fault.READ ? Status.ERROR : write(CfPolicy.bounded(instances, fewest, begun.max()));
    }

    /** A schedule ends. */
    Status end(String id) {
        forgetCall();
        if (schedule == null || !schedule.id().equals(id)) {
            return Status.NOTHING;
        }
        schedule = null;
        if (fault == Fault.READ) {
            return Status.ERROR;
        }
        return policy == null ? Status.IGNORED : write(CfPolicy.bounded(instances, policy.min(), policy.max()));
    }

    private Status write(long wanted) {
        if (wanted == instances) {
            return Status.IGNORED;
        }
        if (fault == Fault.WRITE) {
            return Status.ERROR;
        }
        instances = (int) wanted;
        written = instances;
        return Status.SUCCEEDED;
    }

    private void forgetCall() {
        written = null;
        answeredCooldown = null;
    }
}
