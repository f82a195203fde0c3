package dev.autoscale;

import dev.autoscale.Decision.Step;
import java.nio.ByteBuffer;

/**
 * Lets a direction pass only once it was asked for long enough, or often enough. Owns the memory of when each direction was
 * first asked for, and in which of the last decisions. Not thread-safe.
 */
final class SustainedBreach {
    static final int BYTES = 4 * Long.BYTES;

    private static final long NEVER = Long.MIN_VALUE;

    private final DampingRules up;
    private final DampingRules down;

    private long upSinceMillis = NEVER;
    private long downSinceMillis = NEVER;
    /** A bit per decision, the latest one lowest. */
    private long upBits;

    private long downBits;

    SustainedBreach(AutoscalerSpec spec) {
        up = spec.up().damping;
        down = spec.down().damping;
    }

    int hold(long nowMillis, int current, int wanted, Decision out) {
        boolean grows = wanted > current;
        DampingRules rules = grows ? up : down;
        if (wanted == current || current == 0 || !rules.isSustained()) {
            return out.pass(Step.SUSTAINED, wanted);
        }
        long sinceMillis = grows ? upSinceMillis : downSinceMillis;
        long elapsedMillis = sinceMillis == NEVER ? 0 : Times.between(sinceMillis, nowMillis);
        long bits = shifted(grows ? upBits : downBits, true, rules);
        if (Long.bitCount(bits) < rules.breaches()) {
            // The next decision may be the one that is enough.
            return out.step(Step.SUSTAINED, current, nowMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        if (elapsedMillis < rules.sustainedMillis()) {
            long untilMillis = Times.plus(nowMillis, rules.sustainedMillis() - elapsedMillis);
            return out.step(Step.SUSTAINED, current, untilMillis, Reason.BREACH_NOT_SUSTAINED);
        }
        return out.pass(Step.SUSTAINED, wanted);
    }

    private static long shifted(long bits, boolean breach, DampingRules rules) {
        long mask = rules.decisions() == Long.SIZE ? -1L : (1L << rules.decisions()) - 1;
        return (bits << 1 | (breach ? 1 : 0)) & mask;
    }

    /**
     * A decision in which the metrics were not followed breaks off a wish to shrink, because nobody knows whether it was still
     * there; a wish to grow goes on.
     */
    void remember(Decision out) {
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

    void copyFrom(SustainedBreach other) {
        upSinceMillis = other.upSinceMillis;
        downSinceMillis = other.downSinceMillis;
        upBits = other.upBits;
        downBits = other.downBits;
    }

    void write(ByteBuffer target) {
        target.putLong(upSinceMillis).putLong(downSinceMillis).putLong(upBits).putLong(downBits);
    }

    void read(ByteBuffer source) {
        upSinceMillis = source.getLong();
        downSinceMillis = source.getLong();
        upBits = source.getLong();
        downBits = source.getLong();
    }
}
