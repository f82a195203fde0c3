package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * Which counts a workload may have: only multiples of a number, or only divisors of one. Immutable and thread-safe; costs a few
 * operations, for divisors as many as there are.
 *
 * <p>What the metrics ask for is raised to the next count that is allowed, at most to {@code maxReplicas}; rate policies,
 * cooldowns and budgets are then judged on that count, and what they cut is cut to an allowed count on the way. Zero is always
 * allowed. A count that is not allowed (somebody else set it) and zero grow on to the next allowed count if the policies leave any
 * room at all; a spec whose policies or {@link FlapBudget} could never let one allowed count reach the next does not build.
 * Sources of the rule: the {@code replicaScalingAbsoluteModulo} of the Watermark Pod Autoscaler (multiples), and the
 * alignment of a stream job's parallelism with its partitions (divisors).
 */
public final class Alignment {
    private static final int MOST_DIVIDEND = 1_000_000;

    private final int multiple;
    private final int dividend;
    /** Ascending; empty for multiples. */
    private final int[] divisors;

    private Alignment(int multiple, int dividend, int[] divisors) {
        this.multiple = multiple;
        this.dividend = dividend;
        this.divisors = divisors;
    }

    /**
     * Only multiples of a number: workers of a node with 8 GPUs, replicas of 3 zones.
     *
     * @param number at least 1 and at most 1,000,000
     * @return the alignment
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Alignment multiplesOf(int number) {
        return new Alignment(checked("multiplesOf", number), 0, new int[0]);
    }

    /**
     * Only counts that divide a number without a rest: consumers of a topic, each with as many partitions as the others. The
     * largest one is the number itself.
     *
     * @param number at least 1 and at most 1,000,000
     * @return the alignment
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Alignment divisorsOf(int number) {
        checked("divisorsOf", number);
        int[] divisors = java.util.stream.IntStream.rangeClosed(1, number)
                .filter(n -> number % n == 0)
                .toArray();
        return new Alignment(0, number, divisors);
    }

    private static int checked(String name, int number) {
        Violation.require(
                number >= 1 && number <= MOST_DIVIDEND, name + " must be >= 1 and <= " + MOST_DIVIDEND, name, number);
        return number;
    }

    /**
     * Whether a count is allowed.
     *
     * @param replicas any count
     * @return true if it is; also for 0
     */
    public boolean allows(int replicas) {
        return replicas >= 0 && down(replicas) == replicas;
    }

    /** All counts are alike, but for those of divisors: the step from the lowest one is the hardest for percent policies. */
    boolean hasEqualSteps() {
        return dividend == 0;
    }

    /** The lowest allowed count from here on; beyond the highest one that there is, the highest. */
    int up(int replicas) {
        int below = down(replicas);
        if (below == replicas) {
            return replicas;
        }
        if (dividend == 0) {
            int next = below + multiple;
            return next < 0 ? below : next;
        }
        for (int divisor : divisors) {
            if (divisor >= replicas) {
                return divisor;
            }
        }
        return dividend;
    }

    /** The highest allowed count up to here. */
    int down(int replicas) {
        if (dividend == 0) {
            return replicas <= 0 ? 0 : replicas - replicas % multiple;
        }
        int highest = 0;
        for (int divisor : divisors) {
            highest = divisor <= replicas ? divisor : highest;
        }
        return highest;
    }

    /** The allowed count nearest to a limit on the way to it; the start if there is none on the way. */
    int towards(int start, int limit) {
        return limit >= start ? Math.max(start, down(limit)) : Math.min(start, up(limit));
    }

    void addTo(Checksum sum) {
        sum.add(multiple).add(dividend);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Alignment that && multiple == that.multiple && dividend == that.dividend;
    }

    @Override
    public int hashCode() {
        return 31 * multiple + dividend;
    }

    /** {@return the rule in words, such as {@code multiples of 8}} */
    @Override
    public String toString() {
        return dividend == 0 ? "multiples of " + multiple : "divisors of " + dividend;
    }
}
