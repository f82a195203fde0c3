package dev.autoscale;

import java.nio.ByteBuffer;

/**
 * A 64-bit hash over longs, for telling damaged snapshots and other specs apart; not for security.
 *
 * <p>Each step multiplies by an odd constant and folds the high bits down, so it is a bijection of the state: two inputs that
 * differ in one long never hash alike.
 */
final class Checksum {
    private static final long START = 0x6175746f7363616cL;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private long state = START;

    Checksum add(long value) {
        state = step(state, value);
        return this;
    }

    Checksum add(CharSequence text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return this;
    }

    long value() {
        return state;
    }

    /** Adds the longs between two positions of a buffer; the positions differ by a multiple of eight. */
    Checksum add(ByteBuffer buffer, int from, int to) {
        for (int i = from; i < to; i += Long.BYTES) {
            state = step(state, buffer.getLong(i));
        }
        return this;
    }

    /**
     * The hash of the longs between two positions of a buffer, which differ by a multiple of eight. The longs are hashed in two rows at once,
     * because each step waits for the one before it. One of them goes through a step more before they meet: a sign that is turned in the last long
     * of both makes the same difference in both.
     */
    static long of(ByteBuffer buffer, int from, int to) {
        long even = START;
        long odd = ODD;
        int i = from;
        for (; i <= to - 2 * Long.BYTES; i += 2 * Long.BYTES) {
            even = step(even, buffer.getLong(i));
            odd = step(odd, buffer.getLong(i + Long.BYTES));
        }
        return step(step(i < to ? step(even, buffer.getLong(i)) : even, 0), odd);
    }

    private static long step(long state, long value) {
        long mixed = (state ^ value) * ODD;
        return mixed ^ (mixed >>> 29);
    }
}
