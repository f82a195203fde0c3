package dev.autoscale;

import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;
import java.nio.ByteBuffer;

/** Holds a direction for a time after a change. Owns the memory of the last change in each direction. */
final class Cooldowns implements Damping.Rule {
    /**
     * How long a direction waits. Immutable.
     *
     * @param sameMillis after a change in this direction
     * @param anyMillis after a change in any direction
     */
    record Rule(long sameMillis, long anyMillis) {
        static final Rule NONE = new Rule(0, 0);

        boolean holds() {
            return sameMillis > 0 || anyMillis > 0;
        }

        void check(Violation.Collector broken, String name) {
            DampingRules.requireTime(broken, "cooldown", name, sameMillis);
            DampingRules.requireTime(broken, "cooldownAfterAny", name, anyMillis);
        }
    }

    private static final long NEVER = Long.MIN_VALUE;

    private final Rule up;
    private final Rule down;

    private long lastUpMillis = NEVER;
    private long lastDownMillis = NEVER;

    Cooldowns(AutoscalerSpec spec) {
        up = spec.up.damping.cooldown();
        down = spec.down.damping.cooldown();
    }

    @Override
    public int hold(long nowMillis, int current, int wanted, Decision out) {
        boolean isFree = wanted == current || current == 0;
        long untilMillis = isFree ? NEVER : untilMillis(wanted > current);
        return nowMillis >= untilMillis
                ? out.pass(Step.COOLED, wanted)
                : out.step(Step.COOLED, current, untilMillis, Reason.COOLDOWN);
    }

    /** When a direction is free again. */
    private long untilMillis(boolean grows) {
        Rule rules = grows ? up : down;
        long same = grows ? lastUpMillis : lastDownMillis;
        long any = Math.max(lastUpMillis, lastDownMillis);
        return Math.max(after(same, rules.sameMillis()), after(any, rules.anyMillis()));
    }

    private static long after(long changeMillis, long cooldownMillis) {
        return changeMillis == NEVER ? NEVER : Times.plus(changeMillis, cooldownMillis);
    }

    @Override
    public void scaled(long nowMillis, int from, int to) {
        long now = Math.max(nowMillis, NEVER + 1);
        lastUpMillis = to > from ? now : lastUpMillis;
        lastDownMillis = to < from ? now : lastDownMillis;
    }

    @Override
    public long nextExpiryMillis(long nowMillis) {
        long upUntil = untilMillis(true);
        long downUntil = untilMillis(false);
        return Math.min(
                upUntil > nowMillis ? upUntil : Long.MAX_VALUE, downUntil > nowMillis ? downUntil : Long.MAX_VALUE);
    }

    @Override
    public void copyFrom(Damping.Rule same) {
        Cooldowns other = (Cooldowns) same;
        lastUpMillis = other.lastUpMillis;
        lastDownMillis = other.lastDownMillis;
    }

    @Override
    public int bytes() {
        return 2 * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer target) {
        target.putLong(lastUpMillis).putLong(lastDownMillis);
    }

    @Override
    public void read(ByteBuffer source) {
        lastUpMillis = source.getLong();
        lastDownMillis = source.getLong();
    }
}
