package dev.autoscale;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which counts a workload may have: only multiples of a number, only divisors of one, or only those that make the largest share of
 * one smaller. Immutable and thread-safe; costs a few operations, or as many as there are allowed counts.
 *
 * <p>What the metrics ask for is raised to the next count that is allowed (with {@link #sameLargestShareOf} lowered to the one that
 * does as much), at most to {@code maxReplicas}; rate policies,
 * cooldowns and budgets are then judged on that count, and what they cut is cut to an allowed count on the way. Rounding never
 * turns the direction: a count that is to shrink, and has no allowed count on its way down, stays, and so does one that is to grow
 * ({@link #asked(int, int)}). Zero is always
 * allowed. A count that is not allowed (someone else set it) and zero grow on to the next allowed count if the policies leave any
 * room at all, also where the metrics ask for no other one; a spec whose policies or {@link FlapBudget} could never let one allowed count reach the next does not build.
 * Sources of the rule: the {@code replicaScalingAbsoluteModulo} of the Watermark Pod Autoscaler (multiples), and the
 * alignment of a stream job's parallelism with its partitions (divisors).
 */
public final class Alignment extends Settings {
    private static final int MAX_DIVIDEND = 1_000_000;

    private final int multiple;
    private final int dividend;
    /** Whether the counts between two allowed ones have the share of the lower one, so that they ask for no more than it. */
    private final boolean isByShare;
    /** The allowed counts, ascending; empty for multiples. */
    private final int[] counts;

    private Alignment(int multiple, int dividend, boolean isByShare, int[] counts) {
        super(multiple, dividend, String.valueOf(isByShare));
        this.multiple = multiple;
        this.dividend = dividend;
        this.isByShare = isByShare;
        this.counts = counts;
    }

    /**
     * Only multiples of a number: workers of a node with 8 GPUs, replicas of 3 zones.
     *
     * @param number at least 1 and at most 1,000,000
     * @return the alignment
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Alignment multiplesOf(int number) {
        return new Alignment(checked("multiplesOf", number), 0, false, new int[0]);
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
        return new Alignment(0, number, false, counts(number, n -> number % n == 0));
    }

    /**
     * Only counts of which no fewer have the same largest share of a number: consumers of a topic whose partitions are spread as
     * evenly as they can be. A consumer more is only worth it where the one with the most partitions then has fewer, so of 199
     * partitions 35 consumers do no more than 34 (6 for the busiest), and 35 become 34. The highest count is the number itself.
     *
     * @param number at least 1 and at most 1,000,000
     * @return the alignment
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Alignment sameLargestShareOf(int number) {
        checked("sameLargestShareOf", number);
        return new Alignment(0, number, true, counts(number, n -> n == 1 || share(number, n) < share(number, n - 1)));
    }

    private static int share(int number, int replicas) {
        return (number - 1) / replicas + 1;
    }

    private static int[] counts(int number, IntPredicate isAllowed) {
        return IntStream.rangeClosed(1, number).filter(isAllowed).toArray();
    }

    private static int checked(String name, int number) {
        Violation.require(
                number >= 1 && number <= MAX_DIVIDEND, name + " must be >= 1 and <= " + MAX_DIVIDEND, name, number);
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

    /**
     * What a count that the metrics ask for becomes: the next allowed one, or with {@link #sameLargestShareOf} the one that does as
     * much.
     *
     * @param replicas at least 0
     * @return an allowed count; the highest one if there is none so high
     */
    public int asked(int replicas) {
        return isByShare && replicas > 0 ? down(replicas) : up(replicas);
    }

    /**
     * What a count that the metrics ask for becomes at a given one: as {@link #asked(int)}, unless that would turn the direction. Of the
     * divisors of 128, 33 become 64 at 100, but at 55 the count stays: 64 would be growth. Where the present count is asked for, it moves to
     * the next allowed one.
     *
     * @param current at least 0
     * @param replicas at least 0
     * @return an allowed count, or the present one
     */
    public int asked(int current, int replicas) {
        int count = asked(replicas);
        boolean isTurned = replicas < current ? count > current : replicas > current && count < current;
        return isTurned ? current : count;
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
        for (int count : counts) {
            if (count >= replicas) {
                return count;
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
        for (int count : counts) {
            highest = count <= replicas ? count : highest;
        }
        return highest;
    }

    /** The allowed count nearest to a limit on the way to it; the start if there is none on the way. */
    int towards(int start, int limit) {
        return limit >= start ? Math.max(start, down(limit)) : Math.min(start, up(limit));
    }

    /**
     * As {@link #towards}, but from zero, or a count not allowed itself, growth goes on to the next one: else it would wait for
     * ever.
     */
    int step(int start, int limit) {
        int aligned = towards(start, limit);
        boolean between = start == 0 || !allows(start);
        return between && limit > start && aligned == start ? up(start + 1) : aligned;
    }

    @Override
    void check(Violation.Collector broken, AutoscalerSpec spec) {
        new Check(spec, broken).check();
    }

    /** {@return the rule in words, such as {@code multiples of 8}} */
    @Override
    public String toString() {
        return dividend == 0
                ? "multiples of " + multiple
                : (isByShare ? "least counts with the same largest share of " : "divisors of ") + dividend;
    }

    /** Checks that all counts of a spec are allowed ones, and that each of them can be left for the next. */
    private final class Check {
        private final AutoscalerSpec spec;
        private final Violation.Collector broken;
        /** Without a change, so with all of their room. */
        private final RateLimits rates;

        Check(AutoscalerSpec spec, Violation.Collector broken) {
            this.spec = spec;
            this.broken = broken;
            rates = new RateLimits(spec);
        }

        void check() {
            checkCount("minReplicas", spec.minReplicas());
            checkCount("maxReplicas", spec.maxReplicas());
            Activation activation = spec.activation();
            if (activation != null) {
                checkCount("activationReplicas", activation.activationReplicas);
                checkCount("idleReplicas", activation.hasIdleReplicas() ? activation.idle.replicas() : 0);
            }
            for (int i = 0; i < spec.schedule().size(); i++) {
                ScheduleWindow window = spec.schedule().window(i);
                checkCount(window.name() + ".replicas", window.movesBounds() ? window.replicas() : 0);
            }
            if (spec.minReplicas() >= 0 && allows(spec.minReplicas())) {
                checkSteps();
            }
        }

        private void checkCount(String name, int replicas) {
            broken.require(allows(replicas), "counts must be aligned (" + Alignment.this + ')', name, replicas);
        }

        /** Percent policies allow more the higher a count is, so of equal steps the lowest one is enough. */
        private void checkSteps() {
            int low = spec.lowestReplicas == 0 ? 0 : up(spec.lowestReplicas);
            boolean goesOn = true;
            while (goesOn) {
                int high = up(low + 1);
                goesOn = high > low && high <= spec.maxReplicas() && leavesStep(low, high);
                goesOn &= low == 0 || dividend != 0;
                low = high;
            }
        }

        /** From zero growth always gets there. One finding is enough. */
        private boolean leavesStep(int low, int high) {
            int highest = spec.isLegacy() ? Limits.legacyScaleUpLimit(spec, low) : rates.scaleUpLimit(0, low);
            boolean grows = low == 0 || highest >= high || isDisabled(spec.up);
            require(grows, "scaleUp must allow", low, high, highest);
            int lowest = spec.isLegacy() ? low : rates.scaleDownLimit(0, high);
            boolean shrinks = lowest <= low || isDisabled(spec.down);
            require(shrinks, "scaleDown must allow", high, low, lowest);
            FlapBudget budget = spec.flapBudget();
            int affordable = budget == null ? Integer.MAX_VALUE : budget.replicas;
            boolean affords = affordable >= high - low;
            require(affords, "flapBudget must allow", low, high, affordable);
            return grows && shrinks && affords;
        }

        private boolean isDisabled(DirectionRules rules) {
            return !spec.isLegacy() && rules.select == ScalingRules.SelectPolicy.DISABLED;
        }

        private void require(boolean holds, String who, int from, int next, int limit) {
            broken.require(
                    holds, who + " steps between aligned counts (" + Alignment.this + ')', from + " to " + next, limit);
        }
    }
}
