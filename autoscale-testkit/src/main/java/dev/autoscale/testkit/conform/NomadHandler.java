package dev.autoscale.testkit.conform;

import dev.autoscale.policies.nomad.NomadAction;
import dev.autoscale.policies.nomad.NomadAction.Kind;
import dev.autoscale.policies.nomad.NomadPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What carries out a Nomad policy's actions: a loop of ticks, and beside it scalings that wait for the one slot, which others use too.
 * What to do and how long to wait after it is the policy's. Times are half milliseconds since the start. Not thread-safe.
 */
final class NomadHandler {
    /** What the handler is doing. */
    enum State {
        IDLE,
        WAITING,
        SCALING,
        COOLDOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the target answers to a scaling. */
    enum Result {
        OK,
        FAIL,
        NOOP
    }

    private record Event(long at, long order, Runnable happens) {}

    private final NomadPolicy policy;
    private final long slotTimeout;
    private final boolean isDryRun;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<String> calls = new ArrayList<>();
    /** Who waits for the slot, first come first served; the holder is not among them. */
    private final Deque<Runnable> line = new ArrayDeque<>();

    private final Runnable others = this::othersHold;
    private boolean isSlotHeld;
    private boolean areOthersHolding;
    private long now;
    private long order;
    private State state = State.IDLE;
    private @Nullable Long outOfCooldownMillis;
    private long nextAction = NomadAction.of(Kind.NONE, 0);
    private long scaleTakes;
    private Result scaleResult = Result.OK;

    /**
     * Starts.
     *
     * @param lastEventAge how long ago the target was scaled last, as it reports; null if it does not
     */
    NomadHandler(NomadPolicy policy, long slotTimeout, boolean isDryRun, @Nullable Long lastEventAge) {
        this.policy = policy;
        this.slotTimeout = slotTimeout;
        this.isDryRun = isDryRun;
        if (lastEventAge != null) {
            state = State.COOLDOWN;
            long rest = 2 * policy.cooldownOnScaleUp().toMillis() - lastEventAge;
            after(Math.max(0, rest), () -> state = State.IDLE); // whatever it is by then
        }
    }

    State state() {
        return state;
    }

    @Nullable
    Long outOfCooldownMillis() {
        return outOfCooldownMillis;
    }

    long nextAction() {
        return nextAction;
    }

    /** The calls since this was asked last. */
    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Lets everything happen up to an instant, and says what scalings that begin from then on come to. */
    void advanceTo(long at, long newScaleTakes, Result newScaleResult) {
        happen(at);
        scaleTakes = newScaleTakes;
        scaleResult = newScaleResult;
    }

    /** Others take the slot as soon as they get it, or give it back. */
    void slotOfOthers(boolean isTaken) {
        if (isTaken && !areOthersHolding && !line.contains(others)) {
            request(others);
        } else if (!isTaken && !line.remove(others) && areOthersHolding) {
            areOthersHolding = false;
            release();
        }
    }

    private void othersHold() {
        areOthersHolding = true;
    }

    /** A tick whose evaluation came to an action that scales the target. */
    void act(long action) {
        nextAction = action;
        boolean isOver = outOfCooldownMillis == null || !NomadPolicy.isCoolingDown(now / 2, outOfCooldownMillis);
        if (state == State.COOLDOWN && isOver) {
            state = State.IDLE;
        }
        if (state != State.IDLE) {
            return;
        }
        state = State.WAITING;
        Runnable waiting = new Runnable() {
            @Override
            public void run() {
                scale();
            }
        };
        request(waiting);
        after(slotTimeout, () -> {
            if (line.remove(waiting)) {
                state = State.IDLE;
            }
        });
    }

    /** Lets everything happen up to an instant, that included. */
    void happen(long until) {
        for (Event next = events.peek(); next != null && next.at() <= until; next = events.peek()) {
            events.poll();
            now = next.at();
            next.happens().run();
        }
        now = until;
    }

    private void scale() {
        long action = nextAction;
        long asked = isDryRun ? NomadAction.of(Kind.NONE, NomadAction.DRY_RUN) : action;
        Result result = scaleResult;
        state = State.SCALING;
        calls.add(text(asked) + '@' + now / 2);
        after(scaleTakes, () -> {
            state = result == Result.OK ? State.COOLDOWN : State.IDLE;
            if (result == Result.OK) {
                outOfCooldownMillis = policy.cooldownUntil(now / 2, NomadAction.kind(action));
            }
            release();
        });
    }

    private void request(Runnable granted) {
        if (isSlotHeld) {
            line.add(granted);
        } else {
            isSlotHeld = true;
            granted.run();
        }
    }

    private void release() {
        Runnable next = line.poll();
        isSlotHeld = next != null;
        if (next != null) {
            next.run();
        }
    }

    private void after(long time, Runnable happens) {
        events.add(new Event(now + time, order++, happens));
    }

    /** How the files write an action. */
    static String text(long action) {
        return NomadVectors.outcome(action, "") + ':' + NomadAction.count(action);
    }
}
