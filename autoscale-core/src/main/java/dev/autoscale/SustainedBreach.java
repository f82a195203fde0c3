package dev.autoscale;

import dev.autoscale.Decision.Step;
import dev.autoscale.ScalingRules.DampingRules;
import java.nio.ByteBuffer;

/**
 * Lets a direction pass only once it was asked for long enough, or often enough. Owns the memory of when each direction was
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

    private long upSinceMillis = NEVER;
    private long downSinceMillis = NEVER;
    /** A bit per decision, the latest one lowest. */
    private long upBits;

    private long downBits;

    /**
     * How far the wish to shrink has lasted, and since when it has been a deeper one. Only needed where an override says how many
     * replicas can go: it may hold a wish for a long time, and the reading that lets it pass may be a bad one.
     */
    private long lastingCount = NO_COUNT;

    private long deeperCount = NO_COUNT;
    private long deeperSinceMillis = NEVER;
    private long deeperBits;

    SustainedBreach(AutoscalerSpec spec) {
        up = spec.up.damping.sustained();
        down = spec.down.damping.sustained();
        remembers = spec.isDamped();
    }

    @Override
    public int hold(long nowMillis, int current, int wanted, Decision out) {
        boolean grows = wanted > current;
        Rule rules = grows ? up : down;
        if (wanted == current || current == 0 || !rules.holds()) {
            return out.pass(Step.SUSTAINED, wanted);
        }
        long sinceMillis = grows ? upSinceMillis : downSinceMillis;
        long elapsedMillis = sinceMillis == NEVER ? 0 : Times.between(sinceMillis, nowMillis);
        long bits = shifted(grows ? upBits : downBits, true, rules);
        if (Long.bitCount(bits) < rules.breaches()) {
            // The next decision may be the one that is enough.
            return out.step(Step.SUSTAINED, current, nowMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        if (elapsedMillis < rules.forMillis()) {
            long untilMillis = Times.plus(nowMillis, rules.forMillis() - elapsedMillis);
            return out.step(Step.SUSTAINED, current, untilMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        boolean isFree = grows || !out.isOverridden(Overrides.REMOVABLE);
        int lasting = isFree ? wanted : Math.min(current, lasting(nowMillis, wanted));
        return lasting == wanted
                ? out.pass(Step.SUSTAINED, wanted)
                : out.step(Step.SUSTAINED, lasting, nowMillis, Reason.BREACH_NOT_SUSTAINED);
    }

    /** How far a wish to shrink goes that has lasted: to the highest count of its time. */
    private int lasting(long nowMillis, int wanted) {
        if (lastingCount == NO_COUNT || wanted >= lastingCount) {
            return wanted;
        }
        long sinceMillis = since(deeperSinceMillis, true, nowMillis);
        boolean deeperLasted = Times.between(sinceMillis, nowMillis) >= down.forMillis()
                && Long.bitCount(shifted(deeperBits, true, down)) >= down.breaches();
        return (int) (deeperLasted ? Math.max(deeperCount, wanted) : lastingCount);
    }

    private static long shifted(long bits, boolean breach, Rule rules) {
        long mask = rules.decisions() == Long.SIZE ? -1L : (1L << rules.decisions()) - 1;
        return (bits << 1 | (breach ? 1 : 0)) & mask;
    }

    /**
     * A decision in which the metrics were not followed breaks off a wish to shrink, because it is unknown whether it was still there; a wish to grow goes on.
     */
    @Override
    public void remember(Decision out) {
        long now = out.epochMillis();
        boolean followed = out.recommended() != Decision.NOT_EVALUATED;
        boolean grows = followed && out.after(Step.ALIGNED) > out.currentReplicas();
        boolean shrinks = followed && out.after(Step.ALIGNED) < out.currentReplicas();
        if (followed) {
            upSinceMillis = since(upSinceMillis, grows, now);
            upBits = shifted(upBits, grows, up);
        }
        downSinceMillis = since(downSinceMillis, shrinks, now);
        downBits = shifted(downBits, shrinks, down);
        if (down.holds()) {
            rememberDepth(now, shrinks ? out.after(Step.ALIGNED) : (int) NO_COUNT);
        }
    }

    /** A wish that is deeper than the one before must last by itself before it counts. */
    private void rememberDepth(long nowMillis, int wanted) {
        if (wanted == NO_COUNT && downBits == 0) {
            lastingCount = NO_COUNT;
        }
        boolean deeper = wanted != NO_COUNT && lastingCount != NO_COUNT && wanted < lastingCount;
        if (wanted != NO_COUNT && !deeper) {
            lastingCount = wanted;
        }
        deeperBits = shifted(deeper ? deeperBits : 0, deeper, down);
        if (!deeper) {
            deeperCount = NO_COUNT;
            deeperSinceMillis = NEVER;
            return;
        }
        deeperCount = Math.max(deeperCount, wanted);
        deeperSinceMillis = since(deeperSinceMillis, true, nowMillis);
        if (Times.between(deeperSinceMillis, nowMillis) >= down.forMillis()
                && Long.bitCount(deeperBits) >= down.breaches()) {
            lastingCount = deeperCount;
            deeperCount = NO_COUNT;
            deeperSinceMillis = NEVER;
            deeperBits = 0;
        }
    }

    private static long since(long before, boolean goesOn, long now) {
        return !goesOn ? NEVER : before == NEVER ? Math.max(now, NEVER + 1) : before;
    }

    /** Without decisions of its own it could not tell later whether a wish is still the same one. */
    @Override
    public void copyFrom(Damping.Rule same) {
        SustainedBreach other = (SustainedBreach) same;
        if (remembers) {
            upSinceMillis = other.upSinceMillis;
            downSinceMillis = other.downSinceMillis;
            upBits = other.upBits;
            downBits = other.downBits;
            lastingCount = other.lastingCount;
            deeperCount = other.deeperCount;
            deeperSinceMillis = other.deeperSinceMillis;
            deeperBits = other.deeperBits;
        }
    }

    @Override
    public int bytes() {
        return 8 * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer target) {
        target.putLong(upSinceMillis).putLong(downSinceMillis).putLong(upBits).putLong(downBits);
        target.putLong(lastingCount)
                .putLong(deeperCount)
                .putLong(deeperSinceMillis)
                .putLong(deeperBits);
    }

    @Override
    public void read(ByteBuffer source) {
        upSinceMillis = source.getLong();
        downSinceMillis = source.getLong();
        upBits = source.getLong();
        downBits = source.getLong();
        lastingCount = source.getLong();
        deeperCount = source.getLong();
        deeperSinceMillis = source.getLong();
        deeperBits = source.getLong();
    }
}
