package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;
import java.nio.ByteBuffer;

/**
 * Lets a direction pass only once it was asked for long enough, or often enough. Owns the words of when each direction was
 * first asked for, and in which of the last decisions.
 */
final class SustainedBreach implements Damping.Rule {
    /**
     * When a direction is free. Immutable.
     *
     * @param forMillis how long it must have been asked for without a break
     * @param breaches in how many of the last {@code decisions} decisions it must have been asked for
     * @param decisions how many decisions are looked at
     */
    record Rule(long forMillis, int breaches, int decisions) {
        static final Rule NONE = new Rule(0, 1, 1);

        /** Decisions that were breaches are kept as bits of a long. */
        private static final int MAX_DECISIONS = Long.SIZE;

        boolean holds() {
            return forMillis > 0 || countsDecisions();
        }

        boolean countsDecisions() {
            return decisions > 1;
        }

        void check(Violation.Collector broken, String name) {
            DampingRules.requireTime(broken, "sustainedFor", name, forMillis);
            broken.require(
                    breaches >= 1 && breaches <= decisions && decisions <= MAX_DECISIONS,
                    "sustainedIn must have 1 <= breaches <= decisions <= " + MAX_DECISIONS,
                    name + "sustainedIn",
                    breaches + " of " + decisions);
        }
    }

    private static final long NEVER = Long.MIN_VALUE;
    private static final long NO_COUNT = -1;

    private final Rule up;
    private final Rule down;

    private final boolean remembers;
    private final int upSinceWord;
    private final int downSinceWord;
    /** A bit per decision, the latest one lowest. */
    private final int upBitsWord;

    private final int downBitsWord;

    /**
     * How far the wish to shrink has lasted, and since when it has been a deeper one. Only needed where an override says how many
     * replicas can go: it may hold a wish for a long time, and the reading that lets it pass may be a bad one.
     */
    private final int lastingCountWord;

    private final int deeperCountWord;
    private final int deeperSinceWord;
    private final int deeperBitsWord;

    SustainedBreach(Layout layout, AutoscalerSpec spec) {
        up = spec.up.damping.sustained();
        down = spec.down.damping.sustained();
        remembers = spec.isDamped();
        int words = remembers ? 1 : 0;
        upSinceWord = layout.take(words);
        downSinceWord = layout.take(words);
        upBitsWord = layout.take(words);
        downBitsWord = layout.take(words);
        lastingCountWord = layout.take(words);
        deeperCountWord = layout.take(words);
        deeperSinceWord = layout.take(words);
        deeperBitsWord = layout.take(words);
    }

    @Override
    public void clear(Block memory) {
        if (remembers) {
            memory.set(upSinceWord, NEVER);
            memory.set(downSinceWord, NEVER);
            memory.set(lastingCountWord, NO_COUNT);
            deeper(memory, NO_COUNT, NEVER, 0);
        }
    }

    @Override
    public int hold(Block memory, long nowMillis, int current, int wanted, Decision out) {
        boolean grows = wanted > current;
        Rule rules = grows ? up : down;
        if (wanted == current || current == 0 || !rules.holds()) {
            return out.pass(Step.SUSTAINED, wanted);
        }
        long sinceMillis = memory.get(grows ? upSinceWord : downSinceWord);
        long elapsedMillis = sinceMillis == NEVER ? 0 : Times.between(sinceMillis, nowMillis);
        long bits = shifted(memory.get(grows ? upBitsWord : downBitsWord), true, rules);
        if (Long.bitCount(bits) < rules.breaches()) {
            // The next decision may be the one that is enough.
            return out.step(Step.SUSTAINED, current, nowMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        if (elapsedMillis < rules.forMillis()) {
            long untilMillis = Times.plus(nowMillis, rules.forMillis() - elapsedMillis);
            return out.step(Step.SUSTAINED, current, untilMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        boolean isFree = grows || !out.isOverridden(Overrides.REMOVABLE);
        int lasting = isFree ? wanted : Math.min(current, lasting(memory, nowMillis, wanted));
        return lasting == wanted
                ? out.pass(Step.SUSTAINED, wanted)
                : out.step(Step.SUSTAINED, lasting, nowMillis, Reason.BREACH_NOT_SUSTAINED);
    }

    /** How far a wish to shrink goes that has lasted: to the highest count of its time. */
    private int lasting(Block memory, long nowMillis, int wanted) {
        long lastingCount = memory.get(lastingCountWord);
        if (lastingCount == NO_COUNT || wanted >= lastingCount) {
            return wanted;
        }
        long sinceMillis = since(memory.get(deeperSinceWord), true, nowMillis);
        boolean deeperLasted = Times.between(sinceMillis, nowMillis) >= down.forMillis()
                && Long.bitCount(shifted(memory.get(deeperBitsWord), true, down)) >= down.breaches();
        return (int) (deeperLasted ? Math.max(memory.get(deeperCountWord), wanted) : lastingCount);
    }

    private static long shifted(long bits, boolean breach, Rule rules) {
        return (bits << 1 | (breach ? 1 : 0)) & mask(rules);
    }

    private static long mask(Rule rules) {
        return rules.decisions() == Long.SIZE ? -1L : (1L << rules.decisions()) - 1;
    }

    /**
     * A decision in which the metrics were not followed breaks off a wish to shrink, because it is unknown whether it was still there; a wish to grow goes on.
     */
    @Override
    public void remember(Block memory, Decision out) {
        long now = out.epochMillis();
        boolean followed = out.recommended() != Decision.NOT_EVALUATED;
        boolean grows = followed && out.after(Step.ALIGNED) > out.currentReplicas();
        boolean shrinks = followed && out.after(Step.ALIGNED) < out.currentReplicas();
        if (followed) {
            memory.set(upSinceWord, since(memory.get(upSinceWord), grows, now));
            memory.set(upBitsWord, shifted(memory.get(upBitsWord), grows, up));
        }
        memory.set(downSinceWord, since(memory.get(downSinceWord), shrinks, now));
        memory.set(downBitsWord, shifted(memory.get(downBitsWord), shrinks, down));
        if (down.holds()) {
            rememberDepth(memory, now, shrinks ? out.after(Step.ALIGNED) : (int) NO_COUNT);
        }
    }

    /** A wish that is deeper than the one before must last by itself before it counts. */
    private void rememberDepth(Block memory, long nowMillis, int wanted) {
        if (wanted == NO_COUNT && memory.get(downBitsWord) == 0) {
            memory.set(lastingCountWord, NO_COUNT);
        }
        long lastingCount = memory.get(lastingCountWord);
        if (wanted == NO_COUNT || lastingCount == NO_COUNT || wanted >= lastingCount) {
            memory.set(lastingCountWord, wanted == NO_COUNT ? lastingCount : wanted);
            deeper(memory, NO_COUNT, NEVER, shifted(0, false, down));
            return;
        }
        long count = Math.max(memory.get(deeperCountWord), wanted);
        long sinceMillis = since(memory.get(deeperSinceWord), true, nowMillis);
        long bits = shifted(memory.get(deeperBitsWord), true, down);
        boolean lasts =
                Times.between(sinceMillis, nowMillis) >= down.forMillis() && Long.bitCount(bits) >= down.breaches();
        if (lasts) {
            memory.set(lastingCountWord, count);
            deeper(memory, NO_COUNT, NEVER, 0);
        } else {
            deeper(memory, count, sinceMillis, bits);
        }
    }

    private void deeper(Block memory, long count, long sinceMillis, long bits) {
        memory.set(deeperCountWord, count);
        memory.set(deeperSinceWord, sinceMillis);
        memory.set(deeperBitsWord, bits);
    }

    private static long since(long before, boolean goesOn, long now) {
        return !goesOn ? NEVER : before == NEVER ? Math.max(now, NEVER + 1) : before;
    }

    @Override
    public boolean isPossible(ByteBuffer source, int position, long latestMillis) {
        if (!remembers) {
            return true;
        }
        long latest = Math.max(latestMillis, NEVER + 1);
        return Block.saved(source, position, upSinceWord) <= latest
                && Block.saved(source, position, downSinceWord) <= latest
                && Block.saved(source, position, deeperSinceWord) <= latest
                && isCount(Block.saved(source, position, lastingCountWord))
                && isCount(Block.saved(source, position, deeperCountWord))
                && isOf(up, Block.saved(source, position, upBitsWord))
                && isOf(down, Block.saved(source, position, downBitsWord))
                && isOf(down, Block.saved(source, position, deeperBitsWord));
    }

    private static boolean isCount(long count) {
        return count >= NO_COUNT && count <= Integer.MAX_VALUE;
    }

    /** Whether no decision is looked at that is longer ago than the rule looks. */
    private static boolean isOf(Rule rules, long bits) {
        return (bits & ~mask(rules)) == 0;
    }

    /** Without decisions of its own it could not tell later whether a wish is still the same one. */
    @Override
    public void copyFrom(Block memory, Damping.Rule same, Block from) {
        SustainedBreach rules = (SustainedBreach) same;
        if (remembers && rules.remembers) {
            memory.set(upSinceWord, from.get(rules.upSinceWord));
            memory.set(downSinceWord, from.get(rules.downSinceWord));
            memory.set(upBitsWord, from.get(rules.upBitsWord) & mask(up));
            memory.set(downBitsWord, from.get(rules.downBitsWord) & mask(down));
            memory.set(lastingCountWord, from.get(rules.lastingCountWord));
            memory.set(deeperCountWord, from.get(rules.deeperCountWord));
            memory.set(deeperSinceWord, from.get(rules.deeperSinceWord));
            memory.set(deeperBitsWord, from.get(rules.deeperBitsWord) & mask(down));
        }
    }
}
