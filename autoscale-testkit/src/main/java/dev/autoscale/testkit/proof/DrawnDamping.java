package dev.autoscale.testkit.proof;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tempers the counts of a spec drawn with everything, as plain numbers: for a model of it.
 *
 * @param up for growing
 * @param down for shrinking
 * @param budget the flap budget, or null
 * @param grid which counts are allowed
 * @param firstWait the first wait after a lack of capacity; 0 if there is none
 * @param longestWait the longest one
 * @param rolloutHold whether rolling updates hold
 */
record DrawnDamping(
        Way up, Way down, @Nullable Budget budget, Grid grid, long firstWait, long longestWait, boolean rolloutHold) {
    private static final List<Long> SPANS = List.of(1L, 1_000L, 15_000L, 60_000L);
    private static final List<Double> GAINS = List.of(0.1, 0.5, 0.9, 1.5, 3.0);
    private static final List<Integer> MULTIPLES = List.of(2, 3, 4, 8);
    private static final List<Integer> DIVIDENDS = List.of(12, 16, 30);

    static final DrawnDamping NONE = new DrawnDamping(Way.FREE, Way.FREE, null, Grid.ALL, 0, 0, false);

    /** What holds one direction; only growth may be larger within its cooldown. */
    record Way(
            long sustained,
            int breaches,
            int decisions,
            long cooldown,
            long afterAny,
            double gain,
            boolean largerWithinCooldown) {
        static final Way FREE = new Way(0, 1, 1, 0, 0, 1, false);

        ScalingRules addTo(ScalingRules rules) {
            ScalingRules damped = rules.sustainedFor(Duration.ofMillis(sustained))
                    .sustainedIn(breaches, decisions)
                    .cooldown(Duration.ofMillis(cooldown))
                    .cooldownAfterAny(Duration.ofMillis(afterAny))
                    .gain(gain);
            return largerWithinCooldown ? damped.largerWithinCooldown() : damped;
        }
    }

    /** A flap budget; -1 for what is not limited. */
    record Budget(long period, int replicas, int reversals, boolean shrinkOnly) {
        FlapBudget toBudget() {
            FlapBudget budget = FlapBudget.per(Duration.ofMillis(period));
            budget = replicas < 0 ? budget : budget.replicas(replicas);
            budget = reversals < 0 ? budget : budget.reversals(reversals);
            return shrinkOnly ? budget.shrinkOnly() : budget;
        }
    }

    /** Allowed counts: multiples, or divisors if there is a dividend. */
    record Grid(int multiple, int dividend) {
        static final Grid ALL = new Grid(1, 0);

        boolean allows(int count) {
            return count == 0 || (dividend > 0 ? count <= dividend && dividend % count == 0 : count % multiple == 0);
        }

        int up(int count) {
            int highest = dividend > 0 ? dividend : Integer.MAX_VALUE - Integer.MAX_VALUE % multiple;
            int up = Math.min(count, highest);
            while (!allows(up)) {
                up++;
            }
            return up;
        }

        int down(int count) {
            int down = count;
            while (!allows(down)) {
                down--;
            }
            return down;
        }

        @Nullable
        Alignment toAlignment() {
            return this.equals(ALL)
                    ? null
                    : dividend > 0 ? Alignment.divisorsOf(dividend) : Alignment.multiplesOf(multiple);
        }
    }

    static DrawnDamping draw(Draft draft, boolean legacy) {
        SeededRandom random = draft.random;
        Grid grid = random.nextInt(3) != 0
                ? Grid.ALL
                : random.nextInt(3) == 0 ? new Grid(1, draft.pick(DIVIDENDS)) : new Grid(draft.pick(MULTIPLES), 0);
        Budget budget = random.nextInt(3) != 0
                ? null
                : new Budget(
                        draft.span(SPANS),
                        random.nextBoolean() ? 1 + random.nextInt(12) : -1,
                        random.nextBoolean() ? random.nextInt(3) : -1,
                        random.nextInt(3) == 0);
        long wait = random.nextInt(3) == 0 ? draft.span(SPANS) : 0;
        return new DrawnDamping(
                legacy ? Way.FREE : way(draft, true),
                legacy ? Way.FREE : way(draft, false),
                budget,
                grid,
                wait,
                wait * (1 + random.nextInt(6)),
                random.nextInt(3) == 0);
    }

    private static Way way(Draft draft, boolean grows) {
        SeededRandom random = draft.random;
        int decisions = random.nextInt(3) == 0 ? 2 + random.nextInt(5) : 1;
        return new Way(
                random.nextInt(3) == 0 ? draft.span(SPANS) : 0,
                1 + random.nextInt(decisions),
                decisions,
                random.nextInt(3) == 0 ? draft.span(SPANS) : 0,
                random.nextInt(4) == 0 ? draft.span(SPANS) : 0,
                random.nextInt(3) == 0 ? draft.pick(GAINS) : 1,
                grows && random.nextBoolean());
    }

    /** Look-back and warm-up for a metric, now and then. */
    static MetricSpec temper(MetricSpec metric, Draft draft) {
        MetricSpec next = metric;
        if (draft.oneIn(5)) {
            LookBack lookBack =
                    new LookBack(Duration.ofMillis(draft.span(SPANS)), draft.pick(LookBack.Aggregation.values()));
            next = next.lookBack(lookBack);
            draft.note("look-back of " + metric.id(), lookBack);
        }
        if (draft.oneIn(5)) {
            Duration warmUp = Duration.ofMillis(draft.span(SPANS));
            next = next.warmUp(warmUp);
            draft.note("warm-up of " + metric.id(), warmUp);
        }
        return next;
    }

    DrawnDamping withoutGrid() {
        return new DrawnDamping(up, down, budget, Grid.ALL, firstWait, longestWait, rolloutHold);
    }

    void addTo(AutoscalerSpec.Builder builder) {
        builder.flapBudget(budget == null ? null : budget.toBudget());
        builder.alignment(grid.toAlignment());
        if (firstWait > 0) {
            builder.capacityBackoff(Duration.ofMillis(firstWait), Duration.ofMillis(longestWait));
        }
        if (rolloutHold) {
            builder.rolloutHold();
        }
    }
}
