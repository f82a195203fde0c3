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

    private final Rule up;
    private final Rule down;

    private final boolean remembers;

    private long upSinceMillis = NEVER;
    private long downSinceMillis = NEVER;
    /** A bit per decision, the latest one lowest. */
    private long upBits;

    private long downBits;

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
        return out.pass(Step.SUSTAINED, wanted);
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
        }
    }

    @Override
    public int bytes() {
        return 4 * Long.BYTES;
    }

    @Override
    public void write(ByteBuffer target) {
        target.putLong(upSinceMillis).putLong(downSinceMillis).putLong(upBits).putLong(downBits);
    }

    @Override
    public void read(ByteBuffer source) {
        upSinceMillis = source.getLong();
        downSinceMillis = source.getLong();
        upBits = source.getLong();
        downBits = source.getLong();
    }
}
