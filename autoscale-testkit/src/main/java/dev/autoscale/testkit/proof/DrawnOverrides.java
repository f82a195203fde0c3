package dev.autoscale.testkit.proof;

import dev.autoscale.Observation;
import dev.autoscale.testkit.SeededRandom;

/**
 * Operator overrides for one decision.
 *
 * @param pause whether the workload is paused
 * @param pauseAt the count to pause at, or -1
 * @param upUntil until when growing is frozen; the beginning of time for not at all
 * @param downUntil until when shrinking is frozen
 * @param force whether activation is forced
 * @param shadow whether the answer is not to be carried out
 * @param removable how many replicas can go; -1 for all
 */
record DrawnOverrides(
        boolean pause, int pauseAt, long upUntil, long downUntil, boolean force, boolean shadow, int removable) {
    static final DrawnOverrides NONE = new DrawnOverrides(false, -1, Long.MIN_VALUE, Long.MIN_VALUE, false, false, -1);

    static DrawnOverrides draw(SeededRandom random, long now) {
        if (random.nextInt(3) != 0) {
            return NONE;
        }
        boolean pause = random.nextInt(6) == 0;
        return new DrawnOverrides(
                pause,
                pause && random.nextBoolean() ? random.nextInt(12) : -1,
                random.nextInt(5) == 0 ? later(now, random) : Long.MIN_VALUE,
                random.nextInt(5) == 0 ? later(now, random) : Long.MIN_VALUE,
                random.nextInt(5) == 0,
                random.nextInt(6) == 0,
                random.nextInt(3) == 0 ? random.nextInt(8) : -1);
    }

    private static long later(long now, SeededRandom random) {
        long until = now + random.nextInt(60_000) - 5_000;
        return random.nextInt(3) == 0 || until < now - 5_000 ? Long.MAX_VALUE : until;
    }

    void giveTo(Observation in) {
        if (pause && pauseAt < 0) {
            in.overrides().pause();
        }
        if (pauseAt >= 0) {
            in.overrides().pauseAt(pauseAt);
        }
        if (upUntil != Long.MIN_VALUE) {
            in.overrides().freezeScaleUp(upUntil);
        }
        if (downUntil != Long.MIN_VALUE) {
            in.overrides().freezeScaleDown(downUntil);
        }
        if (removable >= 0) {
            in.overrides().removable(removable);
        }
        if (force) {
            in.overrides().forceActivation();
        }
        if (shadow) {
            in.overrides().shadow();
        }
    }
}
