package dev.autoscale;

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
     * Holds changes that a {@link FlapBudget} does not allow. Owns the memory of the changes of the budget's period. Not
     * thread-safe.
     *
     * <p>Sums are kept running, so that an answer costs as much as changes have expired since the last one. A ring that is full,
     * because changes come faster than planned, joins the newest change at the later time: it then counts longer, never shorter.
     */
    static final class Counter implements Damping.Rule {
        private static final int SLOT_BYTES = Long.BYTES + 2 * Integer.BYTES;
        private static final int FIXED_BYTES = 2 * Integer.BYTES;

        private final AutoscalerSpec spec;
        private final @Nullable FlapBudget budget;
        private final long[] times;
        private final int[] changed;
        private final int[] reversals;
        private int head;
        private int size;
        /** The direction of the newest change: -1, 0 before the first, or 1. */
        private int lastDirection;

        private long changedSum;
        private long reversalSum;

        Counter(AutoscalerSpec spec) {
            this.spec = spec;
            budget = spec.flapBudget();
            int slots = budget == null ? 0 : spec.historyCapacity(budget.periodMillis);
            times = new long[slots];
            changed = new int[slots];
            reversals = new int[slots];
        }

        @Override
        public int hold(long nowMillis, int current, int wanted, Decision out) {
            if (budget == null) {
                return out.pass(Step.BUDGETED, wanted);
            }
            int expired = expired(nowMillis);
            long spent = changedSum - sum(changed, expired);
            long turned = reversalSum - sum(reversals, expired);
            out.replicasChanged = spent;
            out.reversals = turned;
            if (wanted == current || current == 0 || (wanted > current && budget.shrinkOnly)) {
                return out.pass(Step.BUDGETED, wanted);
            }
            boolean turns = expired < size && lastDirection == (wanted > current ? -1 : 1);
            long left = turns && turned >= budget.reversals ? 0 : budget.left(spent);
            long allowed = wanted > current ? Math.min(wanted, current + left) : Math.max(wanted, current - left);
            if (allowed == wanted) {
                return out.pass(Step.BUDGETED, wanted);
            }
            // What is changed now comes back after a whole period, if nothing comes back before.
            long untilMillis = expired < size ? untilMillis(expired) : Times.plus(nowMillis, budget.periodMillis);
            int budgeted = spec.alignedStep(current, (int) allowed);
            return out.step(Step.BUDGETED, budgeted, untilMillis, budgeted == wanted ? null : Reason.FLAP_BUDGET_SPENT);
        }

        private int slot(int distance) {
            int slot = head + distance;
            return slot >= times.length ? slot - times.length : slot;
        }

        /** How many of the oldest changes no longer count. */
        private int expired(long nowMillis) {
            int count = 0;
            while (count < size && nowMillis >= untilMillis(count)) {
                count++;
            }
            return count;
        }

        private long untilMillis(int distance) {
            return budget == null ? Long.MAX_VALUE : Times.plus(times[slot(distance)], budget.periodMillis);
        }

        private long sum(int[] column, int count) {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += column[slot(i)];
            }
            return sum;
        }

        /** Drops the changes that no longer count, so that they need not be looked at again. */
        private void forget(long nowMillis) {
            int expired = expired(nowMillis);
            changedSum -= sum(changed, expired);
            reversalSum -= sum(reversals, expired);
            head = size == expired ? 0 : slot(expired);
            size -= expired;
        }

        @Override
        public void remember(Decision out) {
            forget(out.epochMillis());
        }

        @Override
        public void scaled(long nowMillis, int from, int to) {
            if (budget == null || from == to) {
                return;
            }
            forget(nowMillis);
            int direction = to > from ? 1 : -1;
            add(nowMillis, Math.abs(to - from), size > 0 && lastDirection == -direction ? 1 : 0);
            lastDirection = direction;
        }

        private void add(long nowMillis, int replicas, int turns) {
            boolean joins = size > 0 && (size == times.length || times[slot(size - 1)] == nowMillis);
            int slot = joins ? slot(size - 1) : slot(size);
            size += joins ? 0 : 1;
            times[slot] = nowMillis;
            int changedBefore = joins ? changed[slot] : 0;
            changed[slot] = (int) Math.min(Integer.MAX_VALUE, (long) changedBefore + replicas);
            reversals[slot] = joins ? reversals[slot] + turns : turns;
            changedSum += changed[slot] - changedBefore;
            reversalSum += turns;
        }

        @Override
        public long nextExpiryMillis(long nowMillis) {
            int expired = expired(nowMillis);
            return expired == size ? Long.MAX_VALUE : untilMillis(expired);
        }

        /** Takes over the changes that another counter remembers, whatever its budget was. */
        @Override
        public void copyFrom(Damping.Rule same) {
            Counter other = (Counter) same;
            if (budget == null) {
                return;
            }
            for (int i = 0; i < other.size; i++) {
                int slot = other.slot(i);
                add(other.times[slot], other.changed[slot], other.reversals[slot]);
            }
            lastDirection = other.lastDirection;
        }

        @Override
        public int bytes() {
            return budget == null ? 0 : FIXED_BYTES + times.length * SLOT_BYTES;
        }

        @Override
        public void write(ByteBuffer target) {
            if (budget == null) {
                return;
            }
            target.putInt(size).putInt(lastDirection);
            for (int i = 0; i < times.length; i++) {
                int slot = slot(i);
                target.putLong(i < size ? times[slot] : 0);
                target.putInt(i < size ? changed[slot] : 0).putInt(i < size ? reversals[slot] : 0);
            }
        }

        @Override
        public void read(ByteBuffer source) {
            if (budget == null) {
                return;
            }
            head = 0;
            size = Math.min(times.length, Math.max(0, source.getInt()));
            lastDirection = source.getInt();
            for (int i = 0; i < times.length; i++) {
                times[i] = source.getLong();
                changed[i] = source.getInt();
                reversals[i] = source.getInt();
            }
            changedSum = sum(changed, size);
            reversalSum = sum(reversals, size);
        }
    }
}
