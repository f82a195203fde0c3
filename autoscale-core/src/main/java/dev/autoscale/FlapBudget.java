package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Decision.Step;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A churn budget: how many replicas may start or stop within a period, and how often the direction may reverse. Immutable and
 * thread-safe.
 *
 * <p>Rate policies and windows bound where the count may go; this bounds the sum of all ways. A <em>reversal</em> is a change
 * against the direction of the change before it. Every change that {@link Autoscaler#scaled} reports counts, whoever made it,
 * but for the moves of {@link Activation} and of a pause; one exactly as old as the period no longer counts. What the budget
 * does not allow waits until enough of it has come back. From zero the budget holds nothing back.
 *
 * <pre>{@code
 * FlapBudget.per(Duration.ofMinutes(10)).replicas(20);               // at most 20 replicas started or stopped in 10 minutes
 * FlapBudget.per(Duration.ofMinutes(30)).reversals(2).shrinkOnly();  // grows whenever it must, but then shrinks later
 * }</pre>
 *
 * <p>How many reversals there were can be read in {@link Decision#reversals}, also without a limit: a budget that limits
 * nothing is an oscillation signal.
 */
@CheckReturnValue
public final class FlapBudget extends Settings {
    /** The longest period. */
    static final Duration MAX_PERIOD = Duration.ofDays(7);

    static final int UNLIMITED = Integer.MAX_VALUE;

    final long periodMillis;
    final int replicas;
    final int reversals;
    final boolean shrinkOnly;

    private FlapBudget(long periodMillis, int replicas, int reversals, boolean shrinkOnly) {
        super(periodMillis, replicas, reversals, shrinkOnly);
        this.periodMillis = periodMillis;
        this.replicas = replicas;
        this.reversals = reversals;
        this.shrinkOnly = shrinkOnly;
    }

    /**
     * A budget that counts, and limits nothing yet.
     *
     * @param period how long a change counts; above 0 and at most 7 days
     * @return the budget
     */
    public static FlapBudget per(Duration period) {
        return new FlapBudget(Times.millis(period), UNLIMITED, UNLIMITED, false);
    }

    /**
     * Limits the replicas that are started or stopped within a period.
     *
     * @param most at least 1
     * @return the budget with the limit
     */
    public FlapBudget replicas(int most) {
        return new FlapBudget(periodMillis, most, reversals, shrinkOnly);
    }

    /**
     * Limits the reversals within a period.
     *
     * @param most at least 0; 0 allows changes in one direction only
     * @return the budget with the limit
     */
    public FlapBudget reversals(int most) {
        return new FlapBudget(periodMillis, replicas, most, shrinkOnly);
    }

    /**
     * Never holds growth back; growth still counts, so it takes room from later shrinking. Whatever flaps must shrink, so this
     * stops flapping too, without a risk for the load.
     *
     * @return the budget that limits shrinking only
     */
    public FlapBudget shrinkOnly() {
        return new FlapBudget(periodMillis, replicas, reversals, true);
    }

    /** {@return how long a change counts} */
    public Duration period() {
        return Duration.ofMillis(periodMillis);
    }

    /** {@return the most replicas that are started or stopped within a period} Empty without a limit. */
    public OptionalInt replicas() {
        return replicas == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(replicas);
    }

    /** {@return the most reversals within a period} Empty without a limit. */
    public OptionalInt reversals() {
        return reversals == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(reversals);
    }

    /** {@return whether growth is never held back} True with {@link #shrinkOnly()}. */
    public boolean isShrinkOnly() {
        return shrinkOnly;
    }

    /** How many replicas may still be started or stopped. */
    long left(long spent) {
        return replicas == UNLIMITED ? UNLIMITED : Math.max(0, replicas - spent);
    }

    @Override
    void check(Violation.Collector broken, AutoscalerSpec spec) {
        broken.require(
                periodMillis > 0 && periodMillis <= MAX_PERIOD.toMillis(),
                "flapBudget period must be > 0 and <= 7 days",
                "flapBudget.period",
                periodMillis + " ms");
        broken.require(replicas >= 1, "flapBudget replicas must be >= 1", "flapBudget.replicas", replicas);
        broken.require(reversals >= 0, "flapBudget reversals must be >= 0", "flapBudget.reversals", reversals);
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** {@return the budget in words, such as {@code 20 replicas per 600 s}} */
    @Override
    public String toString() {
        String limits = (replicas == UNLIMITED ? "" : count(replicas, "replica"))
                + (replicas == UNLIMITED || reversals == UNLIMITED ? "" : " and ")
                + (reversals == UNLIMITED ? "" : count(reversals, "reversal"));
        return (limits.isEmpty() ? "counted" : limits) + " per " + Times.seconds(periodMillis)
                + (shrinkOnly ? ", shrinking only" : "");
    }

    /**
     * Holds changes that a {@link FlapBudget} does not allow. Owns the words of the changes of the budget's period.
     *
     * <p>Sums are kept running, so that an answer costs as much as changes have expired since the last one. A ring that is full,
     * because changes come faster than planned, joins the newest change at the later time: it then counts longer, never shorter.
     */
    static final class Counter implements Damping.Rule {
        private static final int ENTRY_WORDS = 2;

        private final AutoscalerSpec spec;
        private final @Nullable FlapBudget budget;
        private final int capacity;
        /** The head in the upper half, the size in the lower. */
        private final int ringWord;

        /** The direction of the newest change: -1, 0 before the first, or 1. */
        private final int directionWord;

        private final int changedSumWord;
        private final int reversalSumWord;

        /** Per entry the time, then the replicas that were changed (upper half) and the reversals. */
        private final int begin;

        Counter(Layout layout, AutoscalerSpec spec) {
            this.spec = spec;
            budget = spec.flapBudget();
            capacity = budget == null ? 0 : spec.historyCapacity(budget.periodMillis);
            int words = budget == null ? 0 : 1;
            ringWord = layout.take(words);
            directionWord = layout.take(words);
            changedSumWord = layout.take(words);
            reversalSumWord = layout.take(words);
            begin = layout.take(capacity * ENTRY_WORDS);
        }

        @Override
        public int hold(Block memory, long nowMillis, int current, int wanted, Decision out) {
            if (budget == null) {
                return out.pass(Step.BUDGETED, wanted);
            }
            int expired = expired(memory, nowMillis);
            long spent = memory.get(changedSumWord);
            long turned = memory.get(reversalSumWord);
            for (int i = 0; i < expired; i++) {
                spent -= changed(memory, i);
                turned -= reversals(memory, i);
            }
            out.replicasChanged = spent;
            out.reversals = turned;
            if (wanted == current || current == 0 || (wanted > current && budget.shrinkOnly)) {
                return out.pass(Step.BUDGETED, wanted);
            }
            boolean remembers = expired < size(memory);
            boolean turns = remembers && memory.get(directionWord) == (wanted > current ? -1 : 1);
            long left = turns && turned >= budget.reversals ? 0 : budget.left(spent);
            long allowed = wanted > current ? Math.min(wanted, current + left) : Math.max(wanted, current - left);
            if (allowed == wanted) {
                return out.pass(Step.BUDGETED, wanted);
            }
            // What is changed now comes back after a whole period, if nothing comes back before.
            long untilMillis = remembers ? untilMillis(memory, expired) : Times.plus(nowMillis, budget.periodMillis);
            int budgeted = spec.alignedStep(current, (int) allowed);
            return out.step(Step.BUDGETED, budgeted, untilMillis, budgeted == wanted ? null : Reason.FLAP_BUDGET_SPENT);
        }

        private int head(Block memory) {
            return Block.upper(memory.get(ringWord));
        }

        private int size(Block memory) {
            return budget == null ? 0 : Block.lower(memory.get(ringWord));
        }

        /** The word of an entry's time. */
        private int entry(Block memory, int distance) {
            int slot = head(memory) + distance;
            return begin + (slot >= capacity ? slot - capacity : slot) * ENTRY_WORDS;
        }

        private int changed(Block memory, int distance) {
            return Block.upper(memory.get(entry(memory, distance) + 1));
        }

        private int reversals(Block memory, int distance) {
            return Block.lower(memory.get(entry(memory, distance) + 1));
        }

        /** How many of the oldest changes no longer count. */
        private int expired(Block memory, long nowMillis) {
            int size = size(memory);
            int count = 0;
            while (count < size && nowMillis >= untilMillis(memory, count)) {
                count++;
            }
            return count;
        }

        private long untilMillis(Block memory, int distance) {
            return budget == null
                    ? Long.MAX_VALUE
                    : Times.plus(memory.get(entry(memory, distance)), budget.periodMillis);
        }

        /** Drops the changes that no longer count, so that they need not be looked at again. */
        private void forget(Block memory, long nowMillis) {
            int expired = expired(memory, nowMillis);
            if (expired == 0) {
                return;
            }
            long changedSum = memory.get(changedSumWord);
            long reversalSum = memory.get(reversalSumWord);
            for (int i = 0; i < expired; i++) {
                changedSum -= changed(memory, i);
                reversalSum -= reversals(memory, i);
            }
            memory.set(changedSumWord, changedSum);
            memory.set(reversalSumWord, reversalSum);
            int head = head(memory) + expired;
            memory.set(ringWord, Block.pack(head >= capacity ? head - capacity : head, size(memory) - expired));
        }

        @Override
        public void remember(Block memory, Decision out) {
            forget(memory, out.epochMillis());
        }

        @Override
        public void scaled(Block memory, long nowMillis, int from, int to) {
            if (budget == null || from == to) {
                return;
            }
            forget(memory, nowMillis);
            int direction = to > from ? 1 : -1;
            boolean turns = size(memory) > 0 && memory.get(directionWord) == -direction;
            add(memory, nowMillis, Math.abs(to - from), turns ? 1 : 0);
            memory.set(directionWord, direction);
        }

        private void add(Block memory, long nowMillis, int replicas, int turns) {
            int size = size(memory);
            boolean joins = size > 0 && (size == capacity || memory.get(entry(memory, size - 1)) == nowMillis);
            int entry = entry(memory, joins ? size - 1 : size);
            int changedBefore = joins ? Block.upper(memory.get(entry + 1)) : 0;
            int turnsBefore = joins ? Block.lower(memory.get(entry + 1)) : 0;
            int changed = (int) Math.min(Integer.MAX_VALUE, (long) changedBefore + replicas);
            memory.set(ringWord, Block.pack(head(memory), joins ? size : size + 1));
            memory.set(entry, nowMillis);
            memory.set(entry + 1, Block.pack(changed, turnsBefore + turns));
            memory.set(changedSumWord, memory.get(changedSumWord) + changed - changedBefore);
            memory.set(reversalSumWord, memory.get(reversalSumWord) + turns);
        }

        @Override
        public long nextExpiryMillis(Block memory, long nowMillis) {
            int expired = expired(memory, nowMillis);
            return expired == size(memory) ? Long.MAX_VALUE : untilMillis(memory, expired);
        }

        /** Takes over the changes that another counter remembers, whatever its budget was. */
        @Override
        public void copyFrom(Block memory, Damping.Rule same, Block from) {
            Counter rules = (Counter) same;
            if (budget == null || rules.budget == null) {
                return;
            }
            for (int i = 0; i < rules.size(from); i++) {
                add(memory, from.get(rules.entry(from, i)), rules.changed(from, i), rules.reversals(from, i));
            }
            memory.set(directionWord, from.get(rules.directionWord));
        }
    }
}
