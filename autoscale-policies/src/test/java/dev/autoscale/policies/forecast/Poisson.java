package dev.autoscale.policies.forecast;

import java.util.SplittableRandom;

/** How many come by chance where a number is expected. */
final class Poisson {
    private Poisson() {}

    static int next(SplittableRandom random, double expected) {
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
