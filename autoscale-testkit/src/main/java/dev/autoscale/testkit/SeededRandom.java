package dev.autoscale.testkit;

import java.util.Objects;

/**
 * Random numbers that follow from a seed alone, bit for bit the same on every JDK and every machine. Not thread-safe: each use
 * takes a generator of its own, split off by name, so that one more draw in one place changes nothing in another.
 *
 * <p>SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. Floating-point functions are
 * those of {@link StrictMath}.
 */
public final class SeededRandom {
    /** The odd integer closest to 2^64 divided by the golden ratio. */
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private static final double ULP = 0x1.0p-53;

    private final long seed;
    private long state;

    private SeededRandom(long seed) {
        this.seed = seed;
        state = seed;
    }

    /**
     * Creates a generator.
     *
     * @param seed any number
     * @return the generator at its beginning
     */
    public static SeededRandom of(long seed) {
        return new SeededRandom(seed);
    }

    /**
     * Creates another generator, which depends on this one's seed and a name, and not on what was drawn so far.
     *
     * @param name what it is for
     * @return the generator at its beginning
     */
    public SeededRandom split(String name) {
        Objects.requireNonNull(name, "name");
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = mix((hash ^ name.charAt(i)) + GAMMA);
        }
        return new SeededRandom(mix(hash + GAMMA));
    }

    /** {@return the seed that this generator was made from; {@code SeededRandom.of(seed())} starts over} */
    public long seed() {
        return seed;
    }

    /**
     * Draws from all 2^64 numbers alike.
     *
     * @return any number
     */
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /**
     * Draws a whole number.
     *
     * @param bound at least 1
     * @return 0 inclusive to {@code bound} exclusive, all alike to within 2^-31
     * @throws IllegalArgumentException if the bound is less than 1
     */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /**
     * Draws a whole number.
     *
     * @param bound at least 1
     * @return 0 inclusive to {@code bound} exclusive, all alike as far as 2^64 can be shared by {@code bound}
     * @throws IllegalArgumentException if the bound is less than 1
     */
    public long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be >= 1: bound=" + bound);
        }
        return Long.remainderUnsigned(nextLong(), bound);
    }

    /**
     * Draws a whole number between two others.
     *
     * @param lowest the lowest, inclusive
     * @param highest the highest, inclusive, at least {@code lowest}
     * @return a number between them
     * @throws IllegalArgumentException if the highest is below the lowest
     */
    public int nextInt(int lowest, int highest) {
        return (int) (lowest + nextLong((long) highest - lowest + 1));
    }

    /**
     * Draws true or false.
     *
     * @return either, alike
     */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /**
     * Draws a real number.
     *
     * @return 0 inclusive to 1 exclusive, in steps of 2^-53
     */
    public double nextDouble() {
        return (nextLong() >>> 11) * ULP;
    }

    /**
     * Draws a waiting time between events that come independently of each other.
     *
     * @param mean the mean of what is drawn, at least 0
     * @return at least 0, exponentially distributed
     */
    public double nextExponential(double mean) {
        return -mean * StrictMath.log(1 - nextDouble());
    }

    /**
     * Draws from the standard normal distribution.
     *
     * @return mean 0, standard deviation 1
     */
    public double nextGaussian() {
        // Box and Muller, one of the two numbers: what is drawn next never depends on how often this was called.
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** {@return the seed} */
    @Override
    public String toString() {
        return "SeededRandom[" + seed + ']';
    }
}
