package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Decision.Step;
import java.nio.ByteBuffer;
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
     * <p>An entry has the sums of all changes up to it, so what a period spent is the difference of two entries, found in O(log n). A ring
     * that is full, because changes come faster than planned, joins the newest change at the later time: it then counts longer, never
     * shorter.
     */
    static final class Counter implements Damping.Rule {
        private static final int CHANGED = 1;
        private static final int REVERSALS = 2;
        private static final int ENTRY_WORDS = 3;

        private final AutoscalerSpec spec;
        private final @Nullable FlapBudget budget;
        private final int capacity;
        /** The head in the upper half, the size in the lower. */
        private final int ringWord;

        /** The direction of the newest change: -1, 0 before the first, or 1. */
        private final int directionWord;

        /** As an entry, without a time: the sums of what is forgotten. */
        private final int forgotten;

        /** Per entry its time, then the sums of the replicas that were changed and of the reversals, up to it. */
        private final int begin;

        Counter(Layout layout, AutoscalerSpec spec) {
            this.spec = spec;
            budget = spec.flapBudget();
            capacity = budget == null ? 0 : spec.historyCapacity(budget.periodMillis);
            int words = budget == null ? 0 : 1;
            ringWord = layout.take(words);
            directionWord = layout.take(words);
            forgotten = layout.take(words * ENTRY_WORDS);
            begin = layout.take(capacity * ENTRY_WORDS);
        }

        @Override
        public int hold(Block memory, long nowMillis, int current, int wanted, Decision out) {
            if (budget == null) {
                return out.pass(Step.BUDGETED, wanted);
            }
            int expired = expired(memory, nowMillis);
            int last = sums(memory, size(memory));
            long spent = memory.get(last + CHANGED) - memory.get(sums(memory, expired) + CHANGED);
            long turned = memory.get(last + REVERSALS) - memory.get(sums(memory, expired) + REVERSALS);
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

        /** The entry with the sums of what was before so many of the entries. */
        private int sums(Block memory, int distance) {
            return distance == 0 ? forgotten : entry(memory, distance - 1);
        }

        /** What an entry adds to a sum. */
        private long own(Block memory, int distance, int sum) {
            return memory.get(entry(memory, distance) + sum) - memory.get(sums(memory, distance) + sum);
        }

        /** How many of the oldest changes no longer count. Entries are in the order of their times. */
        private int expired(Block memory, long nowMillis) {
            int low = 0;
            int high = size(memory);
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (nowMillis >= untilMillis(memory, middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
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
            int last = entry(memory, expired - 1);
            memory.set(forgotten + CHANGED, memory.get(last + CHANGED));
            memory.set(forgotten + REVERSALS, memory.get(last + REVERSALS));
            int head = head(memory) + expired;
            memory.set(ringWord, Block.pack(head >= capacity ? head - capacity : head, size(memory) - expired));
        }

        /** A ring within its bounds, in the order of time, and sums that do not fall. */
        @Override
        public boolean isPossible(ByteBuffer source, int position, long latestMillis) {
            if (budget == null) {
                return true;
            }
            long ring = Block.saved(source, position, ringWord);
            int head = Block.upper(ring);
            int size = Block.lower(ring);
            long direction = Block.saved(source, position, directionWord);
            if (head < 0 || head >= capacity || size < 0 || size > capacity || direction < -1 || direction > 1) {
                return false;
            }
            int before = forgotten;
            long beforeMillis = Long.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                int entry = begin + (head + i >= capacity ? head + i - capacity : head + i) * ENTRY_WORDS;
                long millis = Block.saved(source, position, entry);
                boolean isLater = millis >= beforeMillis && millis <= latestMillis;
                if (!isLater || !adds(source, position, before, entry)) {
                    return false;
                }
                before = entry;
                beforeMillis = millis;
            }
            return true;
        }

        private static boolean adds(ByteBuffer source, int position, int before, int entry) {
            long changed = Block.saved(source, position, entry + CHANGED);
            long reversals = Block.saved(source, position, entry + REVERSALS);
            return Block.saved(source, position, before + CHANGED) >= 0
                    && changed > Block.saved(source, position, before + CHANGED)
                    && Block.saved(source, position, before + REVERSALS) >= 0
                    && reversals >= Block.saved(source, position, before + REVERSALS);
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
            add(memory, nowMillis, Math.abs((long) to - from), turns ? 1 : 0);
            memory.set(directionWord, direction);
        }

        private void add(Block memory, long nowMillis, long replicas, long turns) {
            int size = size(memory);
            boolean joins = size > 0 && (size == capacity || memory.get(entry(memory, size - 1)) == nowMillis);
            int before = sums(memory, size);
            int entry = entry(memory, joins ? size - 1 : size);
            long changed = memory.get(before + CHANGED) + replicas;
            long reversals = memory.get(before + REVERSALS) + turns;
            memory.set(ringWord, Block.pack(head(memory), joins ? size : size + 1));
            memory.set(entry, nowMillis);
            memory.set(entry + CHANGED, changed);
            memory.set(entry + REVERSALS, reversals);
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
                add(memory, from.get(rules.entry(from, i)), rules.own(from, i, CHANGED), rules.own(from, i, REVERSALS));
            }
            memory.set(directionWord, from.get(rules.directionWord));
        }
    }
}
