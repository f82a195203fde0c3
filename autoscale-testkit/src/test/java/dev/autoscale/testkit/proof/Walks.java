package dev.autoscale.testkit.proof;

import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.SeededRandom;

/** Random specs, each with a life of the same seed. */
final class Walks {
    private Walks() {}

    static RandomLife of(long seed) {
        return RandomLife.of(RandomSpec.hpa(seed), seed);
    }

    static RandomLife of(long seed, long startMillis) {
        return of(seed).startingAt(startMillis);
    }

    /** Follows one External metric with a target per replica, and nothing ages. */
    static RandomLife ofOneTotal(long seed) {
        int target = 1 + SeededRandom.of(seed).split("target").nextInt(5_000);
        MetricSpec queue = MetricSpec.external("queue").averageValueMilli(target);
        return RandomLife.of(RandomSpec.of(seed, queue), seed);
    }

    /** With so much room that no history ever merges. */
    static RandomLife withWholeHistory(long seed, long startMillis) {
        return RandomLife.of(RandomSpec.hpa(seed, 100), seed).startingAt(startMillis);
    }

    /** Through a spec that has everything, with overrides by an operator. */
    static RandomLife withEverything(long seed) {
        return RandomLife.of(RandomSpec.everything(seed), seed);
    }

    static RandomLife withEverything(long seed, long startMillis) {
        return withEverything(seed).startingAt(startMillis);
    }

    /** With so much room that no history ever merges. */
    static RandomLife withEverythingAndWholeHistory(long seed) {
        return RandomLife.of(RandomSpec.everything(seed, 200), seed);
    }
}
