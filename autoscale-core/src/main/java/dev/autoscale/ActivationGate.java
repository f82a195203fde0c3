package dev.autoscale;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes a workload to zero or its idle count and back. Owns the memory of when it was last active. */
final class ActivationGate {
    /** The bytes of its memory in a snapshot. */
    static final int BYTES = 4 * Long.BYTES;

    private static final long NEVER = Long.MIN_VALUE;

    private final AutoscalerSpec spec;
    private final @Nullable Activation rules;
    private final int lowest;
    private final int activationReplicas;
    private final boolean mayIdle;
    private final int idleReplicas;

    private long lastActiveMillis = NEVER;
    private long firstSeenMillis = NEVER;
    /** Since when it has been inactive at the lowest working count; for the second stage. */
    private long lowSinceMillis = NEVER;

    private long wokenMillis = NEVER;

    ActivationGate(AutoscalerSpec spec) {
        this.spec = spec;
        rules = spec.activation();
        lowest = spec.alignedUp(spec.lowestReplicas);
        activationReplicas = rules == null ? lowest : Math.max(lowest, rules.activationReplicas);
        mayIdle = rules != null && (rules.hasIdleReplicas() || spec.minReplicas() == 0);
        idleReplicas = rules != null && rules.hasIdleReplicas() ? rules.idle.replicas() : 0;
    }

    /** @param isScheduled whether an open window of the schedule asks for replicas */
    int gate(long nowMillis, int current, int limited, boolean isScheduled, Decision out) {
        if (rules == null || current < 0) {
            return limited;
        }
        boolean idle = spec.isIdleAt(current);
        Activation.Activity activity = out.activity;
        if (activity == Activation.Activity.ACTIVE || isScheduled) {
            Reason why = activity == Activation.Activity.ACTIVE ? Reason.SCALER_ACTIVE : Reason.SCHEDULED_FLOOR;
            return idle
                    ? activated(out, activationReplicas, Activation.State.ACTIVATING, Long.MAX_VALUE, why)
                    : activated(out, limited, Activation.State.ACTIVE, Long.MAX_VALUE, null);
        }
        if (activity == Activation.Activity.UNKNOWN && (mayIdle || !idle)) {
            return idle
                    ? activated(out, current, idleState(current), Long.MAX_VALUE, Reason.SCALER_UNKNOWN)
                    : activated(out, limited, Activation.State.ACTIVE, Long.MAX_VALUE, null);
        }
        return mayIdle ? idle(rules, nowMillis, current, limited, out) : wake(limited, idle, out);
    }

    /** With minReplicas above 0 and no idle count zero is not reachable. */
    private int wake(int limited, boolean idle, Decision out) {
        return idle
                ? activated(out, lowest, Activation.State.ACTIVATING, Long.MAX_VALUE, Reason.BELOW_MIN_REPLICAS)
                : activated(out, limited, Activation.State.ACTIVE, Long.MAX_VALUE, null);
    }

    private int idle(Activation by, long nowMillis, int current, int limited, Decision out) {
        if (current > idleReplicas) {
            long wokenLeftMillis = wokenMillis == NEVER ? 0 : left(wokenMillis, nowMillis, by.cooldown.wokenMillis());
            long leftMillis = Math.max(wokenLeftMillis, cooldownLeftMillis(by, nowMillis));
            boolean fromHere = !by.hasZeroDelay() || current <= lowest;
            if (by.hasZeroDelay()) {
                leftMillis = Math.max(leftMillis, left(lowSinceMillis, nowMillis, by.zeroDelayMillis));
            }
            if (!fromHere || leftMillis > 0) {
                long changesAt = fromHere ? Times.plus(nowMillis, leftMillis) : Long.MAX_VALUE;
                return activated(out, limited, Activation.State.COOLING, changesAt, null);
            }
        }
        int idleAt = Math.min(current, idleReplicas);
        if (idleAt == 0 || !by.hasIdleTtl()) {
            return activated(out, idleAt, idleState(idleAt), Long.MAX_VALUE, Reason.SCALER_NOT_ACTIVE);
        }
        long leftMillis = idleLeftMillis(by, nowMillis);
        return leftMillis > 0
                ? activated(
                        out, idleAt, Activation.State.IDLE, Times.plus(nowMillis, leftMillis), Reason.SCALER_NOT_ACTIVE)
                : activated(out, 0, Activation.State.ZERO, Long.MAX_VALUE, Reason.SCALER_NOT_ACTIVE);
    }

    private long cooldownLeftMillis(Activation by, long nowMillis) {
        return lastActiveMillis != NEVER
                ? left(lastActiveMillis, nowMillis, by.cooldown.millis())
                : left(firstSeenMillis, nowMillis, by.cooldown.initialMillis());
    }

    private long idleLeftMillis(Activation by, long nowMillis) {
        return lastActiveMillis != NEVER
                ? left(lastActiveMillis, nowMillis, Times.plus(by.cooldown.millis(), by.idle.ttlMillis()))
                : left(firstSeenMillis, nowMillis, Times.plus(by.cooldown.initialMillis(), by.idle.ttlMillis()));
    }

    /** What is left of a time that began once; all of it if it begins now. */
    private static long left(long sinceMillis, long nowMillis, long lengthMillis) {
        return sinceMillis == NEVER ? lengthMillis : Math.max(0, lengthMillis - Times.between(sinceMillis, nowMillis));
    }

    private static int activated(
            Decision out, int count, Activation.State state, long untilMillis, @Nullable Reason why) {
        out.activationState = state;
        return out.step(Decision.Step.ACTIVATED, count, untilMillis, why);
    }

    private static Activation.State idleState(int replicas) {
        return replicas == 0 ? Activation.State.ZERO : Activation.State.IDLE;
    }

    /** What a window keeps active is active until the window closes, even if nobody asks in that moment. */
    void remember(Decision out, Schedule.Cursor schedule) {
        if (rules == null) {
            return;
        }
        long now = out.epochMillis();
        if (firstSeenMillis == NEVER) {
            firstSeenMillis = later(now);
        }
        schedule.moveTo(now);
        boolean scheduled = schedule.keepsActive();
        boolean active =
                scheduled || out.activity == Activation.Activity.ACTIVE || out.activity == Activation.Activity.UNKNOWN;
        if (active) {
            lastActiveMillis = later(scheduled ? Math.max(now, schedule.untilMillis()) : now);
        }
        if (active || out.currentReplicas() > lowest || out.currentReplicas() <= 0) {
            lowSinceMillis = NEVER;
        } else if (lowSinceMillis == NEVER) {
            lowSinceMillis = later(now);
        }
    }

    /** Any wake-up, whoever caused it, begins a cooldown. */
    void scaled(long nowMillis, int from, int to) {
        if (rules != null && from <= idleReplicas && to > from) {
            lastActiveMillis = Math.max(lastActiveMillis, later(nowMillis));
            wokenMillis = later(nowMillis);
        }
    }

    /** The first instant of all stands for never. */
    private static long later(long millis) {
        return Math.max(millis, NEVER + 1);
    }

    /** Whether a change is activation's, and so no event for the rate policies. */
    boolean owns(int from, int to) {
        int working = rules != null && rules.hasIdleReplicas() ? spec.lowestReplicas : 1;
        return rules != null && (from < working || to < working);
    }

    /** Another spec may have other windows, so that nothing is known to be active after this time. */
    void copyFrom(ActivationGate other, long nowMillis) {
        lastActiveMillis = Math.min(other.lastActiveMillis, later(nowMillis));
        firstSeenMillis = other.firstSeenMillis;
        lowSinceMillis = other.lowSinceMillis;
        wokenMillis = other.wokenMillis;
    }

    void write(ByteBuffer target) {
        target.putLong(lastActiveMillis)
                .putLong(firstSeenMillis)
                .putLong(lowSinceMillis)
                .putLong(wokenMillis);
    }

    void read(ByteBuffer source) {
        lastActiveMillis = source.getLong();
        firstSeenMillis = source.getLong();
        lowSinceMillis = source.getLong();
        wokenMillis = source.getLong();
    }
}
