package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;
import java.nio.ByteBuffer;

/**
 * Holds a direction for a time after a change. Owns the words of the last change in each direction and, where larger growth is let
 * through, of the count before the growth that the cooldown is of.
 */
final class Cooldowns implements Damping.Rule {
    /**
     * How long a direction waits. Immutable.
     *
     * @param sameMillis after a change in this direction
     * @param anyMillis after a change in any direction
     * @param allowsLarger whether growth that is larger than that of the last change does not wait for {@code sameMillis}
     */
    record Rule(long sameMillis, long anyMillis, boolean allowsLarger) {
        static final Rule NONE = new Rule(0, 0, false);

        boolean holds() {
            return sameMillis > 0 || anyMillis > 0;
        }

        void check(Violation.Collector broken, String name) {
            DampingRules.requireTime(broken, "cooldown", name, sameMillis);
            DampingRules.requireTime(broken, "cooldownAfterAny", name, anyMillis);
            broken.require(
                    !allowsLarger || name.startsWith("scaleUp"),
                    "largerWithinCooldown must be a rule of scaleUp",
                    name + "largerWithinCooldown",
                    true);
        }
    }

    private static final long NEVER = Long.MIN_VALUE;
    private static final int NONE = -1;

    /** What a block begins with: the count before the last growth is not known. */
    private static final long UNKNOWN = 0;

    private final AutoscalerSpec spec;
    private final Rule up;
    private final Rule down;

    private final int lastUpWord;
    private final int lastDownWord;

    /** One more than the count before growth, or {@link #UNKNOWN}; {@link #NONE} if nobody asks. */
    private final int beforeWord;

    Cooldowns(Layout layout, AutoscalerSpec spec) {
        this.spec = spec;
        up = spec.up.damping.cooldown();
        down = spec.down.damping.cooldown();
        lastUpWord = layout.take(1);
        lastDownWord = layout.take(1);
        beforeWord = up.allowsLarger() ? layout.take(1) : NONE;
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
        int count = nowMillis >= untilMillis ? wanted : allowed(memory, nowMillis, current, wanted, out.readyReplicas);
        return count == wanted
                ? out.pass(Step.COOLED, wanted)
                : out.step(Step.COOLED, count, untilMillis, Reason.COOLDOWN);
    }

    /**
     * What a cooldown lets through. Replicas that the last growth added and that are not ready yet are no part of what is wanted from
     * those that are; those that are ready have done their part. So growth is what is wanted beyond the ready ones, and counts
     * from the count before.
     */
    private int allowed(Block memory, long nowMillis, int current, int wanted, int ready) {
        boolean isHeld = wanted < current
                || beforeWord == NONE
                || memory.get(beforeWord) == UNKNOWN
                || nowMillis < after(lastMillis(memory), up.anyMillis());
        if (isHeld) {
            return current;
        }
        long before = Math.min(memory.get(beforeWord) - 1, current);
        long growth = wanted - Math.max(before, Math.min(ready, current));
        return before + growth > current ? spec.alignedStep(current, (int) (before + growth)) : current;
    }

    /** When a direction is free again. */
    private long untilMillis(Block memory, boolean grows) {
        Rule rules = grows ? up : down;
        long same = memory.get(grows ? lastUpWord : lastDownWord);
        return Math.max(after(same, rules.sameMillis()), after(lastMillis(memory), rules.anyMillis()));
    }

    private long lastMillis(Block memory) {
        return Math.max(memory.get(lastUpWord), memory.get(lastDownWord));
    }

    private static long after(long changeMillis, long cooldownMillis) {
        return changeMillis == NEVER ? NEVER : Times.plus(changeMillis, cooldownMillis);
    }

    @Override
    public void scaled(Block memory, long nowMillis, int from, int to) {
        if (to > from && beforeWord != NONE) {
            // Growth within the cooldown is part of the same one.
            boolean isNew = nowMillis >= after(memory.get(lastUpWord), up.sameMillis());
            memory.set(beforeWord, isNew ? from + 1L : memory.get(beforeWord));
        }
        if (from != to) {
            memory.set(to > from ? lastUpWord : lastDownWord, Math.max(nowMillis, NEVER + 1));
        }
    }

    @Override
    public boolean isPossible(ByteBuffer source, int position, long latestMillis) {
        long latest = Math.max(latestMillis, NEVER + 1);
        long before = beforeWord == NONE ? UNKNOWN : Block.saved(source, position, beforeWord);
        return Block.saved(source, position, lastUpWord) <= latest
                && Block.saved(source, position, lastDownWord) <= latest
                && before >= UNKNOWN
                && before <= Integer.MAX_VALUE + 1L;
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
        if (beforeWord != NONE) {
            memory.set(beforeWord, rules.beforeWord == NONE ? UNKNOWN : from.get(rules.beforeWord));
        }
    }
}
