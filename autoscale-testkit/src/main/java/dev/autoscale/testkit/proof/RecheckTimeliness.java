package dev.autoscale.testkit.proof;

import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.drive.Snapshots;
import java.util.ArrayDeque;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Proves along a life that {@link Decision#recheckAtMillis} is never late: before it, the same samples never give another answer
 * once the last one was carried out. Thread-safe; has no memory.
 *
 * <p>Sleeping until that time misses no change. It may be early, so this proves nothing about how often a controller wakes in vain.
 */
public final class RecheckTimeliness {
    /** Lengths of time at which something is commonly forgotten. */
    private static final long[] SPANS = {1, 1_000, 15_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000};

    /** How many of the latest times are combined with these lengths. */
    private static final int MAX_TIMES = 64;

    private static final int TRANSITIONS = 4;

    private final RandomLife life;
    private final Autoscaler autoscaler;
    private final SeededRandom random;
    private final Observation in;
    private final Decision out;
    private final Decision later;
    private final ArrayDeque<Long> times = new ArrayDeque<>();
    private long latestMillis = Long.MIN_VALUE;

    private RecheckTimeliness(RandomLife life) {
        this.life = life;
        autoscaler = life.spec().newAutoscaler();
        random = SeededRandom.of(life.seed()).split("recheck");
        in = life.spec().newObservation().ensureCapacity(Situation.MAX_PODS);
        out = life.spec().newDecision();
        later = life.spec().newDecision();
    }

    /**
     * Lives through a number of steps with an autoscaler of the life's spec. After every third one it asks again, at every time
     * before the recheck at which something could expire, and at random ones.
     *
     * @param life what it lives through; goes on by {@code steps} steps
     * @param steps how many, at least 1
     * @throws AssertionError that names the step and shows the life's latest step and both decisions
     * @throws IllegalArgumentException if there is less than one step
     */
    public static void check(RandomLife life, int steps) {
        Steps.check(steps);
        RecheckTimeliness proof = new RecheckTimeliness(life);
        for (int step = 0; step < steps; step++) {
            proof.live(step);
        }
    }

    private void live(int step) {
        Situation situation = life.nextSituation();
        if (situation.epochMillis() < latestMillis) {
            // Once the clock has gone back, a sample without a time is newer than the same one with its time.
            situation.fill(in, situation.epochMillis());
        } else {
            situation.fill(in);
        }
        autoscaler.preview(in, out);
        long previewed = out.recheckAtMillis();
        autoscaler.decide(in, out);
        long recheck = out.recheckAtMillis();
        if (previewed > recheck) {
            throw Steps.failure(
                    "a preview promises more than the decision", step, life, "previewed " + previewed + ":\n" + out);
        }
        heard(out.epochMillis());
        heard(situation.epochMillis());
        if (step % 3 == 0) {
            checkUntil(recheck, step, situation);
        }
        life.answered(out);
        life.tell(autoscaler);
    }

    private void heard(long time) {
        times.add(time);
        if (times.size() > MAX_TIMES) {
            times.remove();
        }
        latestMillis = Math.max(latestMillis, time);
    }

    private void checkUntil(long recheck, int step, Situation situation) {
        Situation after = out.hasChange() ? situation.withReplicas(out.replicas()) : situation;
        Autoscaler carriedOut = Snapshots.copy(autoscaler);
        carriedOut.scaled(out);
        for (long probe : probes(out.epochMillis(), recheck)) {
            after.fill(in, probe);
            carriedOut.preview(in, later);
            if (later.replicas() != out.replicas()) {
                throw Steps.failure(
                        "a recheck is late",
                        step,
                        life,
                        "recheck at " + recheck + ", but another answer at " + probe + ":\n" + DecisionText.of(out)
                                + "\nthen\n" + DecisionText.of(later));
            }
        }
    }

    /** All times at which something may expire, one before and one after them, and some at random. */
    private SortedSet<Long> probes(long now, long recheck) {
        SortedSet<Long> probes = new TreeSet<>();
        for (long time : times) {
            for (long span : SPANS) {
                around(time + span, probes);
            }
            for (long span : life.spansMillis()) {
                around(time + span, probes);
            }
        }
        for (long span : SPANS) {
            probes.add(now + 1 + random.nextLong(span + 1));
        }
        for (ScheduleWindow window : life.spec().schedule().windows()) {
            long at = now;
            for (int i = 0; i < TRANSITIONS; i++) {
                at = window.nextTransitionMillis(at);
                around(at, probes);
            }
        }
        probes.add(now);
        probes.add(recheck - 1);
        probes.removeIf(time -> time < now || time >= recheck);
        return probes;
    }

    private static void around(long time, SortedSet<Long> probes) {
        probes.add(time - 1);
        probes.add(time);
        probes.add(time + 1);
    }

    /** {@return the life that it follows} */
    @Override
    public String toString() {
        return "RecheckTimeliness of " + life;
    }
}
