package dev.autoscale.testkit.proof;

import dev.autoscale.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * The Kubernetes HPA for External metrics with a target per replica, once more and as plainly as possible: lists, loops and
 * upstream's bookkeeping, slot by slot. Shares nothing with the library.
 */
final class NaiveHpa {
    record Policy(boolean isPercent, int value, long periodMillis) {}

    record Rules(long windowMillis, String select, List<Policy> policies) {}

    record Config(
            int min, int max, boolean gate, boolean legacy, long downStabMillis, Rules up, Rules down, int metrics) {}

    /** Milli per replica and tolerance of all configurations. */
    static final long TARGET_MILLI = 1000;

    static final double TOLERANCE = 0.1;

    private static final int NONE = Decision.NOT_EVALUATED;

    private record Recommendation(int replicas, long time) {}

    private record Event(int change, long time, boolean isOutdated) {}

    private final Config config;
    private List<Recommendation> recommendations;
    private List<Event> upEvents = new ArrayList<>();
    private List<Event> downEvents = new ArrayList<>();

    String ableToScale;
    String scalingActive;
    String scalingLimited;
    String scaledToZero;
    int recommended;
    int stabilized;
    int limited;

    NaiveHpa(Config config) {
        this.config = config;
    }

    NaiveHpa copy() {
        NaiveHpa copy = new NaiveHpa(config);
        copy.recommendations = recommendations == null ? null : new ArrayList<>(recommendations);
        copy.upEvents = new ArrayList<>(upEvents);
        copy.downEvents = new ArrayList<>(downEvents);
        copy.ableToScale = ableToScale;
        copy.scalingActive = scalingActive;
        copy.scalingLimited = scalingLimited;
        copy.scaledToZero = scaledToZero;
        return copy;
    }

    /** The replicas to run; a value of null is a metric that fails. */
    int decide(long now, int cur, int stat, Long... valuesMilli) {
        recommended = NONE;
        stabilized = NONE;
        limited = NONE;
        ableToScale = "SucceededGetScale";
        if (recommendations == null) {
            recommendations = new ArrayList<>(List.of(new Recommendation(cur, now)));
        }
        boolean stz = config.gate && "ScaledToZero".equals(scaledToZero);
        if (cur == 0 && !stz) {
            scalingActive = "ScalingDisabled";
            scaledToZero = config.gate ? scaledToZero : null;
            return 0;
        }
        if (cur > config.max) {
            return config.max;
        }
        if (cur != 0 && cur < config.min) {
            return config.min;
        }
        int replicas = 0;
        int bad = 0;
        for (Long value : valuesMilli) {
            if (value == null) {
                bad++;
            } else if (replicas == 0 || proposal(value, stat) > replicas) {
                replicas = proposal(value, stat);
            }
        }
        if (bad >= valuesMilli.length || (bad > 0 && replicas < cur)) {
            scalingActive = "FailedGetExternalMetric";
            return cur;
        }
        scalingActive = "ValidMetricFound";
        recommended = Math.max(replicas, 0);
        stabilized = config.legacy ? stabilizeLegacy(now, recommended) : stabilize(now, cur, recommended);
        limited = config.legacy ? limitLegacy(cur, stabilized) : limit(now, cur, stabilized);
        return cur == 0 && config.min != 0 && limited < config.min ? config.min : limited;
    }

    private static int proposal(long usage, int stat) {
        double ratio = (double) usage / ((double) TARGET_MILLI * (double) stat);
        boolean within = 1.0 - TOLERANCE <= ratio && ratio <= 1.0 + TOLERANCE;
        return within ? stat : (int) Math.ceil((double) usage / (double) TARGET_MILLI);
    }

    private int stabilizeLegacy(long now, int desired) {
        long cutoff = now - config.downStabMillis;
        int highest = desired;
        int old = -1;
        for (int i = 0; i < recommendations.size(); i++) {
            if (recommendations.get(i).time < cutoff) {
                old = i;
            } else {
                highest = Math.max(highest, recommendations.get(i).replicas);
            }
        }
        store(old, desired, now);
        ableToScale = highest != desired ? "ScaleDownStabilized" : "ReadyForNewScale";
        return highest;
    }

    private int stabilize(long now, int cur, int desired) {
        long upCut = now - config.up.windowMillis;
        long downCut = now - config.down.windowMillis;
        int up = desired;
        int down = desired;
        int old = -1;
        for (int i = 0; i < recommendations.size(); i++) {
            Recommendation rec = recommendations.get(i);
            up = rec.time > upCut ? Math.min(rec.replicas, up) : up;
            down = rec.time > downCut ? Math.max(rec.replicas, down) : down;
            old = rec.time < upCut && rec.time < downCut ? i : old;
        }
        int s = cur;
        s = s < up ? up : s;
        s = s > down ? down : s;
        store(old, desired, now);
        String held = desired >= cur ? "ScaleUpStabilized" : "ScaleDownStabilized";
        ableToScale = s != desired ? held : "ReadyForNewScale";
        return s;
    }

    private void store(int old, int desired, long now) {
        if (old >= 0) {
            recommendations.set(old, new Recommendation(desired, now));
        } else {
            recommendations.add(new Recommendation(desired, now));
        }
    }

    private int limitLegacy(int cur, int s) {
        int lim = (int) Math.max(2.0 * cur, 4.0);
        int m = Math.min(config.max, lim);
        if (s < config.min) {
            scalingLimited = "TooFewReplicas";
            return config.min;
        }
        scalingLimited = s <= m ? "DesiredWithinRange" : config.max > lim ? "ScaleUpLimit" : "TooManyReplicas";
        return Math.min(s, m);
    }

    private int limit(long now, int cur, int s) {
        scalingLimited = "DesiredWithinRange";
        if (s > cur) {
            int upLimit = Math.max(cur, rateLimit(now, cur, config.up, true));
            int m = config.max > upLimit ? upLimit : config.max;
            if (s > m) {
                scalingLimited = config.max > upLimit ? "ScaleUpLimit" : "TooManyReplicas";
                return m;
            }
        } else if (s < cur) {
            int downLimit = Math.min(cur, rateLimit(now, cur, config.down, false));
            int m = config.min < downLimit ? downLimit : config.min;
            if (s < m) {
                scalingLimited = config.min < downLimit ? "ScaleDownLimit" : "TooFewReplicas";
                return m;
            }
        }
        return s;
    }

    private int rateLimit(long now, int cur, Rules rules, boolean isUp) {
        if (rules.select.equals("Disabled")) {
            return cur;
        }
        boolean highest = isUp == rules.select.equals("Max");
        int result = highest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (Policy policy : rules.policies) {
            int start = cur - sum(upEvents, now, policy) + sum(downEvents, now, policy);
            int allowed;
            if (!policy.isPercent) {
                allowed = isUp ? start + policy.value : start - policy.value;
            } else if (isUp) {
                allowed = (int) Math.ceil((double) start * (1 + (double) policy.value / 100));
            } else {
                allowed = (int) ((double) start * (1 - (double) policy.value / 100));
            }
            result = highest ? Math.max(result, allowed) : Math.min(result, allowed);
        }
        return result;
    }

    private static int sum(List<Event> events, long now, Policy policy) {
        int sum = 0;
        for (Event event : events) {
            sum += event.time > now - policy.periodMillis ? event.change : 0;
        }
        return sum;
    }

    void scaled(long now, int from, int to) {
        ableToScale = "SucceededRescale";
        boolean toZero = from > 0 && to == 0 && config.min == 0;
        scaledToZero = !config.gate ? null : toZero ? "ScaledToZero" : "NotScaledToZero";
        if (config.legacy) {
            return;
        }
        List<Event> events = to > from ? upEvents : downEvents;
        long longest = 0;
        for (Policy policy : (to > from ? config.up : config.down).policies) {
            longest = Math.max(longest, policy.periodMillis);
        }
        int free = -1;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event.isOutdated || event.time < now - longest) {
                events.set(i, new Event(event.change, event.time, true));
                free = i;
            }
        }
        Event event = new Event(Math.abs(to - from), now, false);
        if (free >= 0) {
            events.set(free, event);
        } else {
            events.add(event);
        }
    }

    void scaleFailed() {
        ableToScale = "FailedUpdateScale";
    }
}
