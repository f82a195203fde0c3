package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;

/** Holds a direction for a time after a change. Owns the words of the last change in each direction. */
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

    private final int lastUpWord;
    private final int lastDownWord;

    Cooldowns(Layout layout, AutoscalerSpec spec) {
        up = spec.up.damping.cooldown();
        down = spec.down.damping.cooldown();
        lastUpWord = layout.take(1);
        lastDownWord = layout.take(1);
    }

    @Override
    public void clear(Block memory) {
        memory.set(lastUpWord, NEVER);
        memory.set(lastDownWord, NEVER);
    }

    @Override
    public int hold(Block memory, long nowMillis, int current, int wanted, Decision out) {
        boolean isFree = wanted == current || current == 0;
        long untilMillis = isFree ? NEVER : untilMillis(memory, wanted > current);
        return nowMillis >= untilMillis
                ? out.pass(Step.COOLED, wanted)
                : out.step(Step.COOLED, current, untilMillis, Reason.COOLDOWN);
    }

    /** When a direction is free again. */
    private long untilMillis(Block memory, boolean grows) {
        Rule rules = grows ? up : down;
        long same = memory.get(grows ? lastUpWord : lastDownWord);
        long any = Math.max(memory.get(lastUpWord), memory.get(lastDownWord));
        return Math.max(after(same, rules.sameMillis()), after(any, rules.anyMillis()));
    }

    private static long after(long changeMillis, long cooldownMillis) {
        return changeMillis == NEVER ? NEVER : Times.plus(changeMillis, cooldownMillis);
    }

    @Override
    public void scaled(Block memory, long nowMillis, int from, int to) {
        if (from != to) {
            memory.set(to > from ? lastUpWord : lastDownWord, Math.max(nowMillis, NEVER + 1));
        }
    }

    @Override
    public long nextExpiryMillis(Block memory, long nowMillis) {
        long upUntil = untilMillis(memory, true);
        long downUntil = untilMillis(memory, false);
        return Math.min(
                upUntil > nowMillis ? upUntil : Long.MAX_VALUE, downUntil > nowMillis ? downUntil : Long.MAX_VALUE);
    }

    @Override
    public void copyFrom(Block memory, Damping.Rule same, Block from) {
        Cooldowns rules = (Cooldowns) same;
        memory.set(lastUpWord, from.get(rules.lastUpWord));
        memory.set(lastDownWord, from.get(rules.lastDownWord));
    }
}
