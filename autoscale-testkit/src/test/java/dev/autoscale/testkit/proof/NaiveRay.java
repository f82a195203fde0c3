package dev.autoscale.testkit.proof;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Ray Serve's decision about a deployment, once more and as plainly as possible: the steps one after the other, counts as doubles, the
 * time in seconds. Shares nothing with the library; what is not set is null.
 */
final class NaiveRay {
    record Config(
            String policy,
            Double target,
            Factors factors,
            Integer min,
            Integer max,
            Integer initial,
            Double capacity,
            String direction,
            Double upDelay,
            Double downDelay,
            Double zeroDelay,
            Integer gang) {}

    record Factors(Double up, Double down, Double both, Double upBefore, Double downBefore) {}

    private static final double SAME_SECOND = 0.000001;

    private final Config config;
    /** How many wishes in a row: to grow above 0, to shrink below 0. */
    int counter;
    /** Of the first of them; null without one. */
    Long sinceMillis;
    /** What the last decision was before the bounds. */
    double proposed;
    /** Why, in the words that the library has for it; null where more than one of them would be true. */
    String reason;

    NaiveRay(Config config) {
        this.config = config;
    }

    int lower() {
        boolean startsHigher = config.initial != null && "UP".equals(config.direction);
        int bound = startsHigher ? config.initial : config.min == null ? 1 : config.min;
        return share(bound);
    }

    int upper() {
        return share(config.max == null ? 1 : config.max);
    }

    private int share(int count) {
        if (config.capacity == null || config.capacity == 100) {
            return count;
        }
        if (config.capacity == 0 || count == 0) {
            return 0;
        }
        BigDecimal percent = new BigDecimal(count * config.capacity);
        return Math.max(
                1, percent.movePointLeft(2).setScale(0, RoundingMode.HALF_UP).intValueExact());
    }

    private int clamp(double count) {
        return (int) Math.max(lower(), Math.min(upper(), count));
    }

    int register(int target, boolean isChanged) {
        counter = 0;
        sinceMillis = null;
        return clamp(config.initial != null && isChanged ? config.initial : target);
    }

    /** The target from now on; {@code extra} is the length of the queue, or the number of a custom policy. */
    int decide(long nowMillis, int current, int target, double total, double extra) {
        reason = null;
        proposed = wanted(nowMillis, current, target, total, extra);
        if (Double.isNaN(proposed)) {
            proposed = target;
            reason = "NO_VALUE";
            return clamp(target);
        }
        if (config.gang != null && config.gang > 1 && proposed > 0) {
            proposed = Math.ceil(proposed / config.gang) * config.gang;
        }
        int answer = clamp(proposed);
        if (answer != proposed) {
            reason = "BOUNDED";
        }
        proposed = Math.min(proposed, Integer.MAX_VALUE);
        return answer;
    }

    private static boolean isUsable(double value) {
        return Double.isFinite(value) && value >= 0;
    }

    private double wanted(long nowMillis, int current, int target, double total, double extra) {
        if (!isUsable(total)) {
            return Double.NaN;
        }
        if (current == 0 && total > 0) {
            reason = "STARTS_FROM_ZERO";
            return Math.max(Math.ceil(factorUp()), target);
        }
        if (config.policy.equals("async") && !isUsable(extra)
                || config.policy.equals("custom") && !Double.isFinite(extra)) {
            return Double.NaN;
        }
        double raw = raw(current, target, total, extra);
        if (Double.isNaN(raw)) {
            return raw;
        }
        double scaled = current == 0 ? Math.ceil(raw) : scaled(current, raw);
        if (current == 0 && scaled > 0) {
            return scaled;
        }
        return delayed(nowMillis, target, Math.max(0, scaled));
    }

    private double raw(int current, int target, double total, double extra) {
        if (config.policy.equals("custom")) {
            return extra;
        }
        double per = config.target == null ? 2 : config.target;
        if (config.policy.equals("async")) {
            double load = total + extra;
            if (current == 0) {
                return load > 0 ? 1 : 0;
            }
            return current * (load / (per * current));
        }
        return current == 0 ? target : current * (total / (per * current));
    }

    private double scaled(int current, double raw) {
        double delta = raw - current;
        double factor = delta > 0 ? factorUp() : factorDown();
        double scaled = Math.ceil(current + factor * delta);
        return Math.ceil(raw) < current && scaled == current ? current - 1 : scaled;
    }

    private double factorUp() {
        Factors all = config.factors;
        return all.up != null ? all.up : all.upBefore != null ? all.upBefore : all.both != null ? all.both : 1;
    }

    private double factorDown() {
        Factors all = config.factors;
        return all.down != null ? all.down : all.downBefore != null ? all.downBefore : all.both != null ? all.both : 1;
    }

    private double delayed(long nowMillis, int target, double wish) {
        if (wish == target) {
            counter = 0;
            sinceMillis = null;
            reason = "STAYS";
            return target;
        }
        boolean grows = wish > target;
        if (grows ? counter < 0 : counter > 0) {
            counter = 0;
            sinceMillis = null;
        }
        counter += grows ? 1 : -1;
        if (sinceMillis == null) {
            sinceMillis = nowMillis;
        }
        if ((nowMillis / 1000.0 - sinceMillis / 1000.0) + SAME_SECOND >= (grows ? upDelay() : downDelay(target))) {
            counter = 0;
            sinceMillis = null;
            reason = grows ? "GROWS" : "SHRINKS";
            return grows || target == 1 ? wish : Math.max(1, wish);
        }
        reason = grows ? "WAITS_TO_GROW" : "WAITS_TO_SHRINK";
        return target;
    }

    private double upDelay() {
        return config.upDelay == null ? 30 : config.upDelay;
    }

    private double downDelay(int target) {
        if (target == 1 && config.zeroDelay != null) {
            return config.zeroDelay;
        }
        return config.downDelay == null ? 600 : config.downDelay;
    }
}
