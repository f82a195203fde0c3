package dev.autoscale;

import dev.autoscale.Decision.Step;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds changes that a {@link FlapBudget} does not allow. Owns the memory of the changes of the budget's period. Not
 * thread-safe.
 *
 * <p>Sums are kept running, so that an answer costs as much as changes have expired since the last one. A ring that is full,
 * because changes come faster than planned, joins the newest change at the later time: it then counts longer, never shorter.
 */
final class FlapCounter {
    private static final int SLOT_BYTES = Long.BYTES + 2 * Integer.BYTES;
    private static final int FIXED_BYTES = 2 * Integer.BYTES;

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

    FlapCounter(AutoscalerSpec spec) {
        budget = spec.settings().flapBudget;
        int slots = budget == null ? 0 : spec.historyCapacity(budget.periodMillis);
        times = new long[slots];
        changed = new int[slots];
        reversals = new int[slots];
    }

    int hold(AutoscalerSpec spec, long nowMillis, int current, int wanted, Decision out) {
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

    /** Drops the changes that no longer count, so that nobody has to look at them again. */
    void forget(long nowMillis) {
        int expired = expired(nowMillis);
        changedSum -= sum(changed, expired);
        reversalSum -= sum(reversals, expired);
        head = size == expired ? 0 : slot(expired);
        size -= expired;
    }

    void scaled(long nowMillis, int from, int to) {
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

    long nextExpiryMillis(long nowMillis) {
        int expired = expired(nowMillis);
        return expired == size ? Long.MAX_VALUE : untilMillis(expired);
    }

    /** Takes over the changes that another counter remembers, whatever its budget was. */
    void copyFrom(FlapCounter other) {
        if (budget == null) {
            return;
        }
        for (int i = 0; i < other.size; i++) {
            int slot = other.slot(i);
            add(other.times[slot], other.changed[slot], other.reversals[slot]);
        }
        lastDirection = other.lastDirection;
    }

    int bytes() {
        return budget == null ? 0 : FIXED_BYTES + times.length * SLOT_BYTES;
    }

    void write(ByteBuffer target) {
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

    void read(ByteBuffer source) {
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
