package dev.autoscale;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far a workload may still grow and shrink under its rate policies: the memory of the changes that were carried out. Not
 * thread-safe.
 *
 * <p>A policy looks back over its period: from the count now it takes back the growth and adds the shrinkage of that time, so
 * opposite changes make room for each other, and from there it allows its pods or percent. Source of the rule: Kubernetes HPA
 * {@code behavior}. Reading costs O(policies) while nothing changed lately, otherwise O(policies * changes kept); nothing
 * allocates.
 */
public final class RateLimits {
    /*
     * Changes are kept as Kubernetes keeps them, slot by slot, because that is visible in the answers: a change is only kept
     * for the longest period of its own direction's policies, then its slot may be used again, the last such slot first.
     * Until that happens policies of the other direction with longer periods still see it. So reading is a scan; it is
     * skipped when the newest change is older than every period.
     *
     * When decisions come so fast that no slot is free, the new change joins the newest slot, at the new time. A joined slot,
     * marked by a negative sum, no longer makes room for the other direction, so a full history never allows more than a
     * complete one would.
     */
    private static final int SLOT_BYTES = Long.BYTES + Integer.BYTES;

    private final DirectionRules up;
    private final DirectionRules down;
    private final boolean wraps;
    private final int downBegin;
    private final long[] lastMillis;
    private final int[] changes;
    private int upSize;
    private int downSize;
    private long newestMillis = Long.MIN_VALUE;

    RateLimits(AutoscalerSpec spec) {
        up = spec.up;
        down = spec.down;
        wraps = spec.settings.kubernetesArithmetic;
        boolean records = !spec.isLegacy();
        downBegin = records ? spec.historyCapacity(up.longestPeriodMillis) : 0;
        int slots = downBegin + (records ? spec.historyCapacity(down.longestPeriodMillis) : 0);
        lastMillis = new long[slots];
        changes = new int[slots];
    }

    /**
     * The memory for the rate policies of a spec.
     *
     * @param spec the spec; with {@link AutoscalerSpec#isLegacy} there are no policies, and no change is remembered
     * @return a memory without changes
     */
    public static RateLimits of(AutoscalerSpec spec) {
        return new RateLimits(spec);
    }

    /**
     * The highest count that the scale-up policies allow now.
     *
     * @param nowMillis the time, not before that of the last change
     * @param current the current replicas
     * @return replicas; below {@code current} if the policies are already exceeded
     */
    public int scaleUpLimit(long nowMillis, int current) {
        return limit(up, nowMillis, current);
    }

    /**
     * The lowest count that the scale-down policies allow now.
     *
     * @param nowMillis the time, not before that of the last change
     * @param current the current replicas
     * @return replicas; above {@code current} if the policies are already exceeded
     */
    public int scaleDownLimit(long nowMillis, int current) {
        return limit(down, nowMillis, current);
    }

    private int limit(DirectionRules rules, long nowMillis, int current) {
        return limit(rules, nowMillis, current, true, 0, nowMillis);
    }

    /**
     * The limit if the opposite changes had not been, which otherwise make room.
     *
     * @return the same as with them if there were none lately
     */
    int limitAlone(DirectionRules rules, long nowMillis, int current) {
        return limit(rules, nowMillis, current, false, 0, nowMillis);
    }

    /**
     * The first time at which there is room to go on from a count that is reached now, by a change that is not remembered yet.
     *
     * @return the end of time if there never is
     */
    long nextRoomMillis(AutoscalerSpec spec, DirectionRules rules, long fromMillis, int before, int reached) {
        int change = rules.isUp ? Math.max(0, reached - before) : Math.max(0, before - reached);
        long now = fromMillis;
        while (now != Long.MAX_VALUE) {
            int limit = limit(rules, now, reached, true, change, fromMillis);
            boolean leavesRoom = rules.isUp ? limit > reached : limit < reached;
            if (leavesRoom && spec.alignedStep(reached, limit) != reached) {
                return now;
            }
            long next = nextExpiryMillis(now);
            for (long periodMillis : rules.periodsMillis) {
                long expiry = Times.plus(fromMillis, periodMillis);
                next = expiry > now ? Math.min(next, expiry) : next;
            }
            now = next;
        }
        return now;
    }

    /**
     * The limit of a direction.
     *
     * @param countsOpposite whether changes of the other direction make room
     * @param change a change of this direction that is still to be carried out, at {@code changeMillis}; 0 for none
     */
    private int limit(
            DirectionRules rules, long nowMillis, int current, boolean countsOpposite, int change, long changeMillis) {
        if (rules.select == ScalingRules.SelectPolicy.DISABLED) {
            return current;
        }
        // MAX wants the biggest change: the highest limit going up, the lowest going down.
        boolean wantsHighest = rules.isUp == (rules.select == ScalingRules.SelectPolicy.MAX);
        int limit = wantsHighest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (int i = 0; i < rules.factors.length; i++) {
            long periodMillis = rules.periodsMillis[i];
            int start = countBefore(periodMillis, nowMillis, current, rules.isUp, countsOpposite);
            if (change != 0 && Times.between(changeMillis, nowMillis) < periodMillis) {
                start = narrow(rules.isUp ? (long) start - change : (long) start + change);
            }
            int allowed = allowedBy(rules, i, start);
            limit = wantsHighest ? Math.max(limit, allowed) : Math.min(limit, allowed);
        }
        return limit;
    }

    /** The first policy whose limit is the one of its direction; -1 if none is. */
    int decidingPolicy(DirectionRules rules, long nowMillis, int current) {
        int limit = rules.isUp ? scaleUpLimit(nowMillis, current) : scaleDownLimit(nowMillis, current);
        for (int i = 0; i < rules.policies.length; i++) {
            int start = countBefore(rules.periodsMillis[i], nowMillis, current, rules.isUp, true);
            if (allowedBy(rules, i, start) == limit) {
                return i;
            }
        }
        return -1;
    }

    private int allowedBy(DirectionRules rules, int policy, int start) {
        int addend = rules.addends[policy];
        if (addend != 0) {
            return narrow(rules.isUp ? (long) start + addend : (long) start - addend);
        }
        double exact = start * rules.factors[policy];
        return (int) (rules.isUp ? Math.ceil(exact) : exact);
    }

    /** The count at the start of a period. */
    private int countBefore(long periodMillis, long nowMillis, int current, boolean forGrowth, boolean countsOpposite) {
        if (Times.between(newestMillis, nowMillis) >= periodMillis) {
            return current;
        }
        long grown = 0;
        for (int i = 0; i < upSize && (forGrowth || countsOpposite); i++) {
            grown += changeWithin(i, forGrowth, periodMillis, nowMillis);
        }
        long shrunk = 0;
        for (int i = downBegin; i < downBegin + downSize && (!forGrowth || countsOpposite); i++) {
            shrunk += changeWithin(i, !forGrowth, periodMillis, nowMillis);
        }
        return narrow(current - grown + shrunk);
    }

    private int changeWithin(int slot, boolean ownDirection, long periodMillis, long nowMillis) {
        int change = changes[slot];
        if (Times.between(lastMillis[slot], nowMillis) >= periodMillis) {
            return 0;
        }
        return change >= 0 ? change : ownDirection ? -change : 0;
    }

    private int narrow(long count) {
        return wraps ? (int) count : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
    }

    /**
     * Remembers a change that was carried out.
     *
     * @param nowMillis the time, not before that of the last change
     * @param from the replicas before
     * @param to the replicas after
     */
    public void scaled(long nowMillis, int from, int to) {
        if (from == to || changes.length == 0) {
            return;
        }
        boolean grows = to > from;
        int change = (int) Math.min(Integer.MAX_VALUE, Math.abs((long) to - from));
        int begin = grows ? 0 : downBegin;
        int size = grows ? upSize : downSize;
        int end = grows ? downBegin : changes.length;
        int slot = freeSlot(begin, size, grows ? up.longestPeriodMillis : down.longestPeriodMillis, nowMillis);
        newestMillis = nowMillis;
        if (slot == end) {
            join(newestSlot(begin, size), nowMillis, change);
            return;
        }
        lastMillis[slot] = nowMillis;
        changes[slot] = change;
        if (slot == begin + size) {
            upSize += grows ? 1 : 0;
            downSize += grows ? 0 : 1;
        }
    }

    /** The last slot whose change is older than the longest period, or else the one after the last. */
    private int freeSlot(int begin, int size, long longestPeriodMillis, long nowMillis) {
        for (int slot = begin + size - 1; slot >= begin; slot--) {
            if (Times.between(lastMillis[slot], nowMillis) > longestPeriodMillis) {
                return slot;
            }
        }
        return begin + size;
    }

    private int newestSlot(int begin, int size) {
        int newest = begin;
        for (int slot = begin + 1; slot < begin + size; slot++) {
            newest = lastMillis[slot] >= lastMillis[newest] ? slot : newest;
        }
        return newest;
    }

    private void join(int slot, long nowMillis, int change) {
        lastMillis[slot] = nowMillis;
        changes[slot] = (int) Math.max(-Integer.MAX_VALUE, -Math.abs((long) changes[slot]) - change);
    }

    /** The first time after {@code nowMillis} at which a change stops counting for a policy, or the end of time. */
    long nextExpiryMillis(long nowMillis) {
        return Math.min(nextExpiryMillis(0, upSize, nowMillis), nextExpiryMillis(downBegin, downSize, nowMillis));
    }

    private long nextExpiryMillis(int begin, int size, long nowMillis) {
        long next = Long.MAX_VALUE;
        for (int slot = begin; slot < begin + size; slot++) {
            next = Math.min(next, nextExpiryMillis(up, slot, nowMillis));
            next = Math.min(next, nextExpiryMillis(down, slot, nowMillis));
        }
        return next;
    }

    private long nextExpiryMillis(DirectionRules rules, int slot, long nowMillis) {
        long next = Long.MAX_VALUE;
        for (long periodMillis : rules.periodsMillis) {
            long expiry = Times.plus(lastMillis[slot], periodMillis);
            next = expiry > nowMillis ? Math.min(next, expiry) : next;
        }
        return next;
    }

    /** The same memory under another spec. */
    RateLimits under(AutoscalerSpec newSpec) {
        RateLimits next = new RateLimits(newSpec);
        next.upSize = copySlots(0, upSize, next, 0, next.downBegin);
        next.downSize = copySlots(downBegin, downSize, next, next.downBegin, next.changes.length - next.downBegin);
        next.newestMillis = newestMillis;
        return next;
    }

    /** Copies slot by slot. If not all find room, the oldest changes join into one slot; slots are in no order of time. */
    private int copySlots(int begin, int size, RateLimits next, int nextBegin, int room) {
        if (room == 0) {
            return 0;
        }
        int[] slots = IntStream.range(begin, begin + size).toArray();
        int joined = Math.max(0, size - room);
        if (joined > 0) {
            slots = Arrays.stream(slots)
                    .boxed()
                    .sorted(Comparator.comparingLong(slot -> lastMillis[slot]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        for (int i = 0; i < size; i++) {
            int slot = slots[i];
            int to = nextBegin + Math.max(0, i - joined);
            if (i > 0 && i <= joined) {
                next.join(to, lastMillis[slot], Math.abs(changes[slot]));
            } else {
                next.lastMillis[to] = lastMillis[slot];
                next.changes[to] = changes[slot];
            }
        }
        return size - joined;
    }

    int snapshotSize() {
        return 2 * Integer.BYTES + Long.BYTES + (upSize + downSize) * SLOT_BYTES;
    }

    void write(ByteBuffer target) {
        target.putInt(upSize).putInt(downSize).putLong(newestMillis);
        writeSlots(target, 0, upSize);
        writeSlots(target, downBegin, downSize);
    }

    private void writeSlots(ByteBuffer target, int begin, int size) {
        for (int slot = begin; slot < begin + size; slot++) {
            target.putLong(lastMillis[slot]).putInt(changes[slot]);
        }
    }

    /** Whether the bytes from {@code position} on fit; returns the position after them, or -1. */
    int skip(ByteBuffer source, int position) {
        if (position + 2 * Integer.BYTES > source.limit()) {
            return -1;
        }
        int ups = source.getInt(position);
        int downs = source.getInt(position + Integer.BYTES);
        boolean fits = ups >= 0 && ups <= downBegin && downs >= 0 && downs <= changes.length - downBegin;
        return fits ? position + 2 * Integer.BYTES + Long.BYTES + (ups + downs) * SLOT_BYTES : -1;
    }

    void read(ByteBuffer source) {
        upSize = source.getInt();
        downSize = source.getInt();
        newestMillis = source.getLong();
        readSlots(source, 0, upSize);
        readSlots(source, downBegin, downSize);
    }

    private void readSlots(ByteBuffer source, int begin, int size) {
        for (int slot = begin; slot < begin + size; slot++) {
            lastMillis[slot] = source.getLong();
            changes[slot] = source.getInt();
        }
    }

    /** {@return the policies per direction and how many changes are remembered} */
    @Override
    public String toString() {
        return "RateLimits[up=" + ScalingRules.of(up).policies() + ", down="
                + ScalingRules.of(down).policies() + ", changes=" + (upSize + downSize) + ']';
    }
}
