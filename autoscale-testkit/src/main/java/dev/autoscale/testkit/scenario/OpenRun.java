package dev.autoscale.testkit.scenario;

import dev.autoscale.testkit.ManualClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One run of a scenario with given values. Not thread-safe. */
final class OpenRun {
    /** Something that happens at a time. */
    record Step(long atMillis, Consumer<OpenRun> action) {}

    private record Start(long readyMillis, int replicas) {}

    private final ManualClock clock;
    private final SubjectEngine<?, ?> engine;
    private final Verdict verdict;
    private final long startupMillis;
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    /** The oldest first. */
    private final Deque<Start> starting = new ArrayDeque<>();

    private int wanted;
    private int ready;

    OpenRun(Subject subject, long startEpochMillis, int replicas, long startupMillis, Verdict verdict) {
        clock = ManualClock.at(startEpochMillis);
        engine = subject.begin(startEpochMillis, replicas);
        this.verdict = verdict;
        this.startupMillis = startupMillis;
        wanted = replicas;
        ready = replicas;
    }

    /** Decides at 0 and then again and again, the end included; a step counts from the first decision at or behind its time. */
    void run(List<Step> steps, long everyMillis, long endMillis) {
        Iterator<Step> ahead = steps.iterator();
        Step next = ahead.hasNext() ? ahead.next() : null;
        for (long now = 0, elapsed = 0; now >= 0 && now <= endMillis; now += everyMillis, elapsed = everyMillis) {
            moveClock(elapsed);
            while (next != null && next.atMillis <= now) {
                next.action.accept(this);
                next = ahead.hasNext() ? ahead.next() : null;
            }
            decide(now, elapsed);
        }
        verdict.ended(endMillis);
    }

    private void decide(long now, long elapsed) {
        while (!starting.isEmpty() && starting.getFirst().readyMillis <= now) {
            ready += starting.removeFirst().replicas;
        }
        int before = wanted;
        int count = engine.decide(clock.millis(), elapsed, before, ready, readings);
        try {
            engine.checkInvariants();
        } catch (AssertionError e) {
            verdict.breaksInvariant(now, e);
        }
        order(now, count);
        boolean isBusy = readings.values().stream().anyMatch(Reading::isLoad);
        verdict.decided(now, before, count, ready, isBusy, engine::explanation);
        if (count != before) {
            engine.scaled(clock.millis(), before, count);
        }
    }

    /** Replicas that are no longer wanted go at once, the youngest first. */
    private void order(long now, int count) {
        if (count > wanted && startupMillis == 0) {
            ready += count - wanted;
        } else if (count > wanted) {
            starting.addLast(new Start(now + startupMillis, count - wanted));
        }
        int tooMany = wanted - count;
        while (tooMany > 0 && !starting.isEmpty()) {
            Start youngest = starting.removeLast();
            int left = Math.max(0, youngest.replicas - tooMany);
            tooMany -= youngest.replicas - left;
            if (left > 0) {
                starting.addLast(new Start(youngest.readyMillis, left));
            }
        }
        ready -= Math.max(0, tooMany);
        wanted = count;
    }

    void read(String metric, Reading reading) {
        readings.put(metric, reading);
    }

    /** Time ends at its ends. */
    void moveClock(long millis) {
        long end = millis < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        boolean isBeyond = millis < 0 ? clock.millis() < end - millis : clock.millis() > end - millis;
        clock.set(isBeyond ? end : clock.millis() + millis);
    }

    void restart(boolean withMemory) {
        engine.restart(clock.millis(), withMemory, ready);
    }

    void respec(Subject subject) {
        if (!engine.respec(subject, clock.millis())) {
            throw new IllegalStateException("a spec of another kind");
        }
    }
}
