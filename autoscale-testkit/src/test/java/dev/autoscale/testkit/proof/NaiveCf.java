package dev.autoscale.testkit.proof;

import java.util.ArrayList;
import java.util.List;

/** The rules of Cloud Foundry's app-autoscaler as plainly as possible: lists of all points that ever came, and texts. */
final class NaiveCf {
    /** With 0 for durations that are not set. */
    record Rule(
            String metric,
            String operator,
            long threshold,
            String adjustment,
            int breachSeconds,
            int coolDownSeconds) {}

    record Policy(int min, int max, int defaultBreachSeconds, int defaultCoolDownSeconds, List<Rule> rules) {
        long breachMillis(Rule rule) {
            return 1000L * (rule.breachSeconds() <= 0 ? defaultBreachSeconds : rule.breachSeconds());
        }

        long coolDownMillis(Rule rule) {
            return 1000L * (rule.coolDownSeconds() <= 0 ? defaultCoolDownSeconds : rule.coolDownSeconds());
        }
    }

    /** A value of a metric; null for a point without one. */
    record Point(String metric, long millis, Long value) {}

    private final Policy policy;
    final List<Point> points = new ArrayList<>();
    private Long cooldownUntil;
    private int pending = -1;
    String reason;

    NaiveCf(Policy policy) {
        this.policy = policy;
    }

    void record(String metric, long millis, Long value) {
        points.add(new Point(metric, millis, value));
    }

    /** The mean of the values of all instances, rounded up; null without any. */
    static Long mean(List<Long> values) {
        long sum = values.stream().mapToLong(Long::longValue).sum();
        return values.isEmpty() ? null : (Long) (long) Math.ceil((double) sum / (double) values.size());
    }

    /** The index of the first breached rule; -1 if none is. */
    int breachedRule(long nowMillis) {
        for (int i = 0; i < policy.rules().size(); i++) {
            Rule rule = policy.rules().get(i);
            long breach = policy.breachMillis(rule);
            List<Point> all = points.stream()
                    .filter(point -> point.metric().equals(rule.metric()))
                    .filter(point -> point.millis() >= nowMillis - 2 * breach && point.millis() <= nowMillis)
                    .toList();
            List<Point> window = all.stream()
                    .filter(point -> point.millis() >= nowMillis - breach)
                    .toList();
            boolean hasHistory = all.stream().anyMatch(point -> point.millis() < nowMillis - breach);
            if (hasHistory && !window.isEmpty() && window.stream().allMatch(point -> isBeyond(rule, point.value()))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBeyond(Rule rule, Long value) {
        if (value == null) {
            return false;
        }
        return switch (rule.operator()) {
            case "<" -> value < rule.threshold();
            case "<=" -> value <= rule.threshold();
            case ">" -> value > rule.threshold();
            default -> value >= rule.threshold();
        };
    }

    static long adjusted(String adjustment, long instances) {
        if (!adjustment.endsWith("%")) {
            return instances + Long.parseLong(adjustment);
        }
        double percent = Float.parseFloat(adjustment.substring(0, adjustment.length() - 1));
        long rounded = (long) ((double) instances * (1 + percent / 100) + 0.5);
        return rounded != instances ? rounded : percent > 0 ? rounded + 1 : rounded - 1;
    }

    static long bounded(long instances, long min, long max) {
        return instances < min ? min : instances > max ? max : instances;
    }

    /** The instances to run, from the values of all metrics now; of one instant the last ones count. */
    long decide(long nowMillis, int instances, List<String> metrics, List<Long> values) {
        points.removeIf(point -> point.millis() == nowMillis);
        for (int i = 0; i < metrics.size(); i++) {
            record(metrics.get(i), nowMillis, values.get(i));
        }
        if (cooldownUntil != null && nowMillis <= cooldownUntil) {
            reason = "COOLDOWN";
            return instances;
        }
        int rule = breachedRule(nowMillis);
        if (rule < 0) {
            reason = "NO_RULE_BREACHED";
            return instances;
        }
        long wanted = bounded(adjusted(policy.rules().get(rule).adjustment(), instances), policy.min(), policy.max());
        reason = wanted == instances ? "AT_BOUND" : wanted > instances ? "SCALED_OUT" : "SCALED_IN";
        pending = wanted == instances ? pending : rule;
        return wanted;
    }

    void scaled(long millis) {
        cooldownUntil = millis + policy.coolDownMillis(policy.rules().get(pending));
    }
}
