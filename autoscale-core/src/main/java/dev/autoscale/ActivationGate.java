package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes a workload to zero or its idle count and back. Owns the words of when it was last active. */
final class ActivationGate {
    private static final long NEVER = Long.MIN_VALUE;

    private final AutoscalerSpec spec;
    private final @Nullable Activation rules;
    private final int lowest;
    private final int activationReplicas;
    private final boolean mayIdle;
    private final int idleReplicas;

    private final int lastActiveWord;
    private final int firstSeenWord;
    /** Since when it has been inactive at the lowest working count; for the second stage. */
    private final int lowSinceWord;

    private final int wokenWord;

    ActivationGate(Layout layout, AutoscalerSpec spec) {
        this.spec = spec;
        rules = spec.activation();
        lowest = spec.alignedUp(0, spec.lowestReplicas);
        activationReplicas = rules == null ? lowest : Math.max(lowest, rules.activationReplicas);
        mayIdle = rules != null && (rules.hasIdleReplicas() || spec.minReplicas() == 0);
        idleReplicas = rules != null && rules.hasIdleReplicas() ? rules.idle.replicas() : 0;
        int words = rules == null ? 0 : 1;
        lastActiveWord = layout.take(words);
        firstSeenWord = layout.take(words);
        lowSinceWord = layout.take(words);
        wokenWord = layout.take(words);
    }

    void clear(Block memory) {
        if (rules != null) {
            memory.set(lastActiveWord, NEVER);
            memory.set(firstSeenWord, NEVER);
            memory.set(lowSinceWord, NEVER);
            memory.set(wokenWord, NEVER);
        }
    }

    /** Whether the words in bytes can be of this: only a window's end may lie ahead. */
    boolean isPossible(ByteBuffer source, int position, long latestMillis) {
        return rules == null
                || (Block.saved(source, position, firstSeenWord) <= later(latestMillis)
                        && Block.saved(source, position, lowSinceWord) <= later(latestMillis)
                        && Block.saved(source, position, wokenWord) <= later(latestMillis)
                        && (!spec.schedule().isEmpty()
                                || Block.saved(source, position, lastActiveWord) <= later(latestMillis)));
    }

    /** @param isScheduled whether an open window of the schedule asks for replicas */
    int gate(Block memory, long nowMillis, int current, int limited, boolean isScheduled, Decision out) {
        if (rules == null) {
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
        return mayIdle ? idle(memory, rules, nowMillis, current, limited, out) : wake(limited, idle, out);
    }

    /** With minReplicas above 0 and no idle count zero is not reachable. */
    private int wake(int limited, boolean idle, Decision out) {
        return idle
                ? activated(out, lowest, Activation.State.ACTIVATING, Long.MAX_VALUE, Reason.BELOW_MIN_REPLICAS)
                : activated(out, limited, Activation.State.ACTIVE, Long.MAX_VALUE, null);
    }

    private int idle(Block memory, Activation by, long nowMillis, int current, int limited, Decision out) {
        if (current > idleReplicas) {
            long wokenMillis = memory.get(wokenWord);
            long wokenLeftMillis = wokenMillis == NEVER ? 0 : left(wokenMillis, nowMillis, by.cooldown.wokenMillis());
            long leftMillis = Math.max(wokenLeftMillis, cooldownLeftMillis(memory, by, nowMillis));
            boolean fromHere = !by.hasZeroDelay() || current <= lowest;
            if (by.hasZeroDelay()) {
                leftMillis = Math.max(leftMillis, left(memory.get(lowSinceWord), nowMillis, by.zeroDelayMillis));
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
        long leftMillis = idleLeftMillis(memory, by, nowMillis);
        return leftMillis > 0
                ? activated(
                        out, idleAt, Activation.State.IDLE, Times.plus(nowMillis, leftMillis), Reason.SCALER_NOT_ACTIVE)
                : activated(out, 0, Activation.State.ZERO, Long.MAX_VALUE, Reason.SCALER_NOT_ACTIVE);
    }

    private long cooldownLeftMillis(Block memory, Activation by, long nowMillis) {
        long lastActiveMillis = memory.get(lastActiveWord);
        return lastActiveMillis != NEVER
                ? left(lastActiveMillis, nowMillis, by.cooldown.millis())
                : left(memory.get(firstSeenWord), nowMillis, by.cooldown.initialMillis());
    }

    private long idleLeftMillis(Block memory, Activation by, long nowMillis) {
        long lastActiveMillis = memory.get(lastActiveWord);
        return lastActiveMillis != NEVER
                ? left(lastActiveMillis, nowMillis, Times.plus(by.cooldown.millis(), by.idle.ttlMillis()))
                : left(
                        memory.get(firstSeenWord),
                        nowMillis,
                        Times.plus(by.cooldown.initialMillis(), by.idle.ttlMillis()));
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
    void remember(Block memory, Decision out, Schedule.Cursor schedule) {
        if (rules == null) {
            return;
        }
        long now = out.epochMillis();
        if (memory.get(firstSeenWord) == NEVER) {
            memory.set(firstSeenWord, later(now));
        }
        schedule.moveTo(now);
        boolean scheduled = schedule.keepsActive();
        boolean active =
                scheduled || out.activity == Activation.Activity.ACTIVE || out.activity == Activation.Activity.UNKNOWN;
        if (active) {
            memory.set(lastActiveWord, later(scheduled ? Math.max(now, schedule.untilMillis()) : now));
        }
        if (active || out.currentReplicas() > lowest || out.currentReplicas() <= 0) {
            memory.set(lowSinceWord, NEVER);
        } else if (memory.get(lowSinceWord) == NEVER) {
            memory.set(lowSinceWord, later(now));
        }
    }

    /** Any wake-up, whoever caused it, begins a cooldown. */
    void scaled(Block memory, long nowMillis, int from, int to) {
        if (rules != null && from <= idleReplicas && to > from) {
            memory.set(lastActiveWord, Math.max(memory.get(lastActiveWord), later(nowMillis)));
            memory.set(wokenWord, later(nowMillis));
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
    void copyFrom(Block memory, ActivationGate other, Block from, long nowMillis) {
        if (rules != null && other.rules != null) {
            memory.set(lastActiveWord, Math.min(from.get(other.lastActiveWord), later(nowMillis)));
            memory.set(firstSeenWord, from.get(other.firstSeenWord));
            memory.set(lowSinceWord, from.get(other.lowSinceWord));
            memory.set(wokenWord, from.get(other.wokenWord));
        }
    }
}
