package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource;

/** How numbers lie in the longs that a source remembers. */
final class Words {
    private Words() {}

    static double real(ReplicaSource.Input in, int word) {
        return Double.longBitsToDouble(in.memory(word));
    }

    static void real(ReplicaSource.Input in, int word, double value) {
        in.remember(word, Double.doubleToRawLongBits(value));
    }

    /** One of two numbers that share a long. */
    static float half(ReplicaSource.Input in, int begin, int index) {
        long word = in.memory(begin + (index >> 1));
        return Float.intBitsToFloat((int) ((index & 1) == 0 ? word : word >>> 32));
    }

    static void half(ReplicaSource.Input in, int begin, int index, float value) {
        int word = begin + (index >> 1);
        long bits = Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
        long other = in.memory(word);
        in.remember(word, (index & 1) == 0 ? (other & ~0xFFFF_FFFFL) | bits : (other & 0xFFFF_FFFFL) | (bits << 32));
    }

    /** Whether a number was kept in a long that is 0 at first. */
    static boolean hasNumber(ReplicaSource.Input in, int word) {
        return in.memory(word) != 0;
    }

    static long number(ReplicaSource.Input in, int word) {
        return in.memory(word) ^ Long.MIN_VALUE;
    }

    static void number(ReplicaSource.Input in, int word, long value) {
        in.remember(word, value ^ Long.MIN_VALUE);
    }

    static int halves(int count) {
        return (count + 1) / 2;
    }

    /** Moves an average towards what was seen; what is kept of the old one is e^(-time passed / memory). */
    static void average(ReplicaSource.Input in, int word, double seen, double kept) {
        real(in, word, real(in, word) * kept + seen * (1 - kept));
    }
}
