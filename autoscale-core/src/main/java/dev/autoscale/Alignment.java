package dev.autoscale;

/**
 * Which counts a workload may have: only multiples of a number, or only divisors of one. Immutable and thread-safe; costs a few
 * operations, for divisors as many as there are.
 *
 * <p>What the metrics ask for is raised to the next count that is allowed, at most to {@code maxReplicas}; rate policies,
 * cooldowns and budgets are then judged on that count, and what they cut is cut to an allowed count on the way. Zero is always
 * allowed. A count that is not allowed (someone else set it) and zero grow on to the next allowed count if the policies leave any
 * room at all; a spec whose policies or {@link FlapBudget} could never let one allowed count reach the next does not build.
 * Sources of the rule: the {@code replicaScalingAbsoluteModulo} of the Watermark Pod Autoscaler (multiples), and the
 * alignment of a stream job's parallelism with its partitions (divisors).
 */
public final class Alignment extends Settings {
    private static final int MAX_DIVIDEND = 1_000_000;

    private final int multiple;
    private final int dividend;
    /** Ascending; empty for multiples. */
    private final int[] divisors;

    private Alignment(int multiple, int dividend, int[] divisors) {
        super(multiple, dividend);
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
        return dividend == 0 ? "multiples of " + multiple : "divisors of " + dividend;
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
