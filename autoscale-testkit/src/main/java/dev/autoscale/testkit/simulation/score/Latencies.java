package dev.autoscale.testkit.simulation.score;

import dev.autoscale.testkit.simulation.time.Micros;

/**
 * How long things took: counts in classes that are at most 1/128 wide, so that percentiles are at most 0.8 % too high, in 58 kB
 * whatever the number. Read-only once a simulation has ended; not thread-safe before.
 */
public final class Latencies {
    private static final int PRECISION_BITS = 7;
    private static final int PER_OCTAVE = 1 << PRECISION_BITS;
    private static final int CLASSES = (Long.SIZE - PRECISION_BITS) * PER_OCTAVE;

    private final long[] counts = new long[CLASSES];
    private long count;
    private long sumMicros;
    private long highestMicros;

    Latencies() {}

    void add(long micros) {
        counts[classOf(micros)]++;
        count++;
        sumMicros = Micros.sum(sumMicros, micros);
        highestMicros = Math.max(highestMicros, micros);
    }

    /** Exact below two octaves; above, the leading bits. */
    private static int classOf(long micros) {
        int shift = Math.max(0, Long.SIZE - 1 - PRECISION_BITS - Long.numberOfLeadingZeros(micros | 1));
        return (shift << PRECISION_BITS) + (int) (micros >>> shift);
    }

    private static long highestOf(int ofClass) {
        int shift = Math.max(0, (ofClass >>> PRECISION_BITS) - 1);
        long leading = ofClass - ((long) shift << PRECISION_BITS);
        return ((leading + 1) << shift) - 1;
    }

    /** {@return how many there are} At least 0. */
    public long count() {
        return count;
    }

    /** {@return the mean, exact} Milliseconds; 0 if there are none. */
    public double meanMillis() {
        return count == 0 ? 0 : (double) sumMicros / count / Micros.PER_MILLI;
    }

    /** {@return the longest, exact} Milliseconds; 0 if there are none. */
    public double maxMillis() {
        return (double) highestMicros / Micros.PER_MILLI;
    }

    /**
     * The time that a share of them did not exceed.
     *
     * @param percent 0 to 100
     * @return milliseconds, at most 0.8 % too much; 0 if there are none
     * @throws IllegalArgumentException if the percentage is not within 0 and 100
     */
    public double percentileMillis(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be >= 0 and <= 100: percent=" + percent);
        }
        long rank = rank(percent);
        long seen = 0;
        for (int i = 0; i < CLASSES && count > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return (double) Math.min(highestMicros, highestOf(i)) / Micros.PER_MILLI;
            }
        }
        return 0;
    }

    /** The least that is this many percent of them, and at least 1. A product of fractions may be rounded up to the next one. */
    private long rank(double percent) {
        long rank = Math.max(1, (long) StrictMath.ceil(percent / 100 * count));
        return rank > 1 && 100.0 * (rank - 1) / count >= percent ? rank - 1 : rank;
    }

    long sumMicros() {
        return sumMicros;
    }

    /** {@return how many there are, and how long they are} */
    @Override
    public String toString() {
        return "Latencies[count=" + count + ", mean=" + meanMillis() + " ms, p95=" + percentileMillis(95) + " ms, max="
                + maxMillis() + " ms]";
    }
}
