package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveCf.Policy;
import dev.autoscale.testkit.proof.NaiveCf.Rule;
import java.util.ArrayList;
import java.util.List;

/** Draws policies of Cloud Foundry, and values about their thresholds. */
final class CfDraws {
    static final List<String> METRICS = List.of("cpu", "mem", "rps");
    private static final List<String> OPERATORS = List.of("<", "<=", ">", ">=");
    private static final long[] THRESHOLDS = {0, 1, 10, 20, 50, 80, 100, -1, 1_000_000_000_000L};
    private static final int[] DURATIONS = {0, 0, 60, 61, 90, 120, 180, 300, -1};
    private static final int[] DEFAULTS = {60, 120, 0, 300};

    private final SeededRandom random;

    CfDraws(SeededRandom random) {
        this.random = random;
    }

    private int one(int[] of) {
        return of[random.nextInt(of.length)];
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    Policy policy() {
        int min = 1 + random.nextInt(4);
        int max = min + (random.nextInt(8) == 0 ? 0 : random.nextInt(random.nextInt(4) == 0 ? 1_000 : 20));
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(16) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            long threshold = THRESHOLDS[random.nextInt(THRESHOLDS.length)];
            rules.add(new Rule(one(METRICS), one(OPERATORS), threshold, adjustment(), one(DURATIONS), one(DURATIONS)));
        }
        int breach = one(DEFAULTS);
        int coolDown = one(DEFAULTS);
        return new Policy(min, max, breach == 0 ? 120 : breach, coolDown == 0 ? 300 : coolDown, rules);
    }

    String adjustment() {
        String sign = random.nextBoolean() ? "+" : "-";
        if (random.nextInt(3) == 0) {
            return sign + (1 + random.nextInt(random.nextInt(6) == 0 ? 10_000 : 12));
        }
        int percent = random.nextInt(8) == 0
                ? 16_777_200 + random.nextInt(40)
                : random.nextInt(random.nextInt(4) == 0 ? 300 : 110);
        return sign + (percent + 1) + '%';
    }

    int instances(Policy policy) {
        return random.nextInt(policy.max() + 4);
    }

    int manyInstances() {
        return random.nextInt(random.nextInt(3) == 0 ? Integer.MAX_VALUE : 1_000);
    }

    /** A value about a threshold, which rules are on the same side of for a while; null for none. */
    Long value(Policy policy, String metric, boolean isHigh) {
        if (random.nextInt(25) == 0) {
            return null;
        }
        List<Rule> rules = policy.rules().stream()
                .filter(rule -> rule.metric().equals(metric))
                .toList();
        long threshold = rules.isEmpty() ? 10 : one(rules).threshold();
        return threshold + (isHigh ? 1 : -1) * (long) random.nextInt(3);
    }

    /** Ages about the windows of a breach duration of seconds, in milliseconds. */
    long age(Policy policy) {
        long breach = policy.rules().isEmpty() ? 60_000 : policy.breachMillis(one(policy.rules()));
        return switch (random.nextInt(6)) {
            case 0 -> breach + random.nextInt(3) - 1;
            case 1 -> 2 * breach + random.nextInt(3) - 1;
            case 2 -> random.nextInt(2);
            case 3 -> breach / 2;
            default -> random.nextLong(3 * breach);
        };
    }
}
