package dev.autoscale.policies.forecast;

import java.util.SplittableRandom;

/** How many come by chance where a number is expected; of large ones the normal distribution that is as good as theirs. */
final class Poisson {
    private Poisson() {}

    static int next(SplittableRandom random, double expected) {
        if (expected > 1_000) {
            return (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
        }
        if (expected > 60) {
            int half = next(random, expected / 2);
            return half + next(random, expected - expected / 2);
        }
        double left = Math.exp(-expected);
        double product = random.nextDouble();
        int count = 0;
        while (product > left) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
