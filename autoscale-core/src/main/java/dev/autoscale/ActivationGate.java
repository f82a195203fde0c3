package dev.autoscale;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes a workload to zero or its idle count and back. Owns the memory of when it was last active. Not thread-safe. */
final class ActivationGate {
    /** The bytes of its memory in a snapshot. */
    static final int BYTES = 3 * Long.BYTES;

    private static final long NEVER = Long.MIN_VALUE;

    private final AutoscalerSpec spec;
    private final @Nullable Activation rules;
    private final int lowest;
    private final int landing;
    private final boolean mayRest;
    private final int resting;

    private long lastActiveMillis = NEVER;
    private long firstSeenMillis = NEVER;
    /** Since when it has been inactive at the lowest working count; for the second stage. */
    private long lowSinceMillis = NEVER;

    ActivationGate(AutoscalerSpec spec) {
        this.spec = spec;
        rules = spec.activation();
        lowest = spec.lowestReplicas();
        landing = rules == null ? lowest : Math.max(lowest, rules.landingReplicas);
        mayRest = rules != null && (rules.hasIdleReplicas() || spec.minReplicas() == 0);
        resting = rules != null && rules.hasIdleReplicas() ? rules.idleReplicas : 0;
    }

    int gate(long nowMillis, int current, int limited, Decision out) {
        if (rules == null || current < 0) {
            return limited;
        }
        boolean asleep = spec.sleepsAt(current);
        Activity activity = out.activity();
        if (activity == Activity.ACTIVE) {
            return asleep
                    ? out.activated(landing, ActivationState.ACTIVATING, Long.MAX_VALUE, Reason.SCALER_ACTIVE)
                    : out.activated(limited, ActivationState.ACTIVE, Long.MAX_VALUE, null);
        }
        if (activity == Activity.UNKNOWN) {
            return asleep
                    ? out.activated(current, restingState(current), Long.MAX_VALUE, Reason.SCALER_UNKNOWN)
                    : out.activated(limited, ActivationState.ACTIVE, Long.MAX_VALUE, null);
        }
        return mayRest ? rest(rules, nowMillis, current, limited, out) : wake(limited, asleep, out);
    }

    /** With minReplicas above 0 and no idle count zero is nobody's wish. */
    private int wake(int limited, boolean asleep, Decision out) {
        return asleep
                ? out.activated(lowest, ActivationState.ACTIVATING, Long.MAX_VALUE, Reason.BELOW_MIN_REPLICAS)
                : out.activated(limited, ActivationState.ACTIVE, Long.MAX_VALUE, null);
    }

    private int rest(Activation by, long nowMillis, int current, int limited, Decision out) {
        long cooledAt = cooledAtMillis(by, nowMillis);
        if (current > resting) {
            boolean fromHere = !by.hasZeroDelay() || current <= lowest;
            if (by.hasZeroDelay()) {
                long since = lowSinceMillis == NEVER ? nowMillis : lowSinceMillis;
                cooledAt = Math.max(cooledAt, Times.plus(since, by.zeroDelayMillis));
            }
            if (!fromHere || nowMillis < cooledAt) {
                return out.activated(limited, ActivationState.COOLING, fromHere ? cooledAt : Long.MAX_VALUE, null);
            }
        }
        int rests = Math.min(current, resting);
        long zeroAt = by.hasIdleTtl() ? Times.plus(cooledAt, by.idleTtlMillis) : Long.MAX_VALUE;
        if (rests > 0 && nowMillis >= zeroAt) {
            rests = 0;
        }
        return out.activated(
                rests, restingState(rests), rests == 0 ? Long.MAX_VALUE : zeroAt, Reason.SCALER_NOT_ACTIVE);
    }

    private long cooledAtMillis(Activation by, long nowMillis) {
        if (lastActiveMillis != NEVER) {
            return Times.plus(lastActiveMillis, by.cooldownMillis);
        }
        return Times.plus(firstSeenMillis == NEVER ? nowMillis : firstSeenMillis, by.initialCooldownMillis);
    }

    private static ActivationState restingState(int replicas) {
        return replicas == 0 ? ActivationState.ZERO : ActivationState.IDLE;
    }

    void remember(Decision out) {
        if (rules == null) {
            return;
        }
        long now = out.epochMillis();
        if (firstSeenMillis == NEVER) {
            firstSeenMillis = now;
        }
        boolean active = out.activity() == Activity.ACTIVE || out.activity() == Activity.UNKNOWN;
        if (active) {
            lastActiveMillis = now;
        }
        if (active || out.currentReplicas() > lowest) {
            lowSinceMillis = NEVER;
        } else if (lowSinceMillis == NEVER) {
            lowSinceMillis = now;
        }
    }

    /** Being woken, by whomever, begins a cooldown. */
    void scaled(long nowMillis, int from, int to) {
        if (rules != null && from <= resting && to > resting) {
            lastActiveMillis = Math.max(lastActiveMillis, nowMillis);
        }
    }

    /** Whether a change is activation's, and so no event for the rate policies. */
    boolean owns(int from, int to) {
        return rules != null && (from == 0 || to == 0 || from < lowest || to < lowest);
    }

    void copyFrom(ActivationGate other) {
        lastActiveMillis = other.lastActiveMillis;
        firstSeenMillis = other.firstSeenMillis;
        lowSinceMillis = other.lowSinceMillis;
    }

    void write(ByteBuffer target) {
        target.putLong(lastActiveMillis).putLong(firstSeenMillis).putLong(lowSinceMillis);
    }

    void read(ByteBuffer source) {
        lastActiveMillis = source.getLong();
        firstSeenMillis = source.getLong();
        lowSinceMillis = source.getLong();
    }
}
