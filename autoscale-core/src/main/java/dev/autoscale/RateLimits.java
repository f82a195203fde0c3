package dev.autoscale;

import dev.autoscale.Block.Layout;
import dev.autoscale.Block.Row;
import dev.autoscale.Block.SideStore;
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
    private final Changes changes;
    private final Block memory;

    RateLimits(AutoscalerSpec spec) {
        Layout layout = Layout.whole();
        changes = new Changes(layout, spec);
        memory = new Block(new long[layout.withRows().words()], 0);
        memory.clearHeader();
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
        return changes.scaleUpLimit(memory, nowMillis, current);
    }

    /**
     * The lowest count that the scale-down policies allow now.
     *
     * @param nowMillis the time, not before that of the last change
     * @param current the current replicas
     * @return replicas; above {@code current} if the policies are already exceeded
     */
    public int scaleDownLimit(long nowMillis, int current) {
        return changes.scaleDownLimit(memory, nowMillis, current);
    }

    /**
     * Remembers a change that was carried out.
     *
     * @param nowMillis the time, not before that of the last change
     * @param from the replicas before
     * @param to the replicas after
     */
    public void scaled(long nowMillis, int from, int to) {
        if (!memory.reaches(nowMillis)) {
            changes.moveEpoch(memory, memory.offsetOf(nowMillis));
            memory.moveEpoch(nowMillis);
        }
        changes.scaled(memory, nowMillis, from, to);
    }

    /** The rules by which the changes in {@link #memory} are read. */
    Changes changes() {
        return changes;
    }

    Block memory() {
        return memory;
    }

    /** Takes over what a block remembers under the same spec, as far as policies look at it now or later. */
    void copyFrom(Changes rules, Block from, long nowMillis) {
        memory.epochMillis(from.epochMillis());
        if (rules.areRecent(from, nowMillis)) {
            memory.newestOffset(from.newestOffset());
            changes.copyAll(memory, rules, from);
        } else {
            memory.newestOffset(Block.LONG_AGO);
            changes.clear(memory);
        }
    }

    /** The same memory under another spec. */
    RateLimits under(AutoscalerSpec newSpec) {
        RateLimits next = new RateLimits(newSpec);
        next.memory.epochMillis(memory.epochMillis());
        next.changes.copyFrom(next.memory, changes, memory);
        return next;
    }

    /** {@return the policies per direction and how many changes are remembered} */
    @Override
    public String toString() {
        return "RateLimits[up=" + ScalingRules.of(changes.up).policies() + ", down="
                + ScalingRules.of(changes.down).policies() + ", changes=" + changes.size(memory) + ']';
    }

    /** The rules of the rate policies, which work on the memory in a block. Immutable, but for their side store. */
    static final class Changes {
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

        /** What one change after the other at the default pace and period needs. */
        private static final int FEW = 2;

        private final DirectionRules up;
        private final DirectionRules down;
        private final boolean wraps;
        private final long longestMillis;
        private final int upCapacity;
        private final int downCapacity;
        private final Row ups;
        private final Row downs;
        private final SideStore store;

        /** The word of the page in the side store, the number of ups, and in the lowest bits the number of downs. */
        private final int state;

        private final int upBits;
        private final int downBits;

        Changes(Layout layout, AutoscalerSpec spec) {
            up = spec.up;
            down = spec.down;
            wraps = spec.settings.kubernetesArithmetic;
            longestMillis = Math.max(up.longestPeriodMillis, down.longestPeriodMillis);
            boolean records = !spec.isLegacy();
            upCapacity = records ? spec.historyCapacity(up.longestPeriodMillis) : 0;
            downCapacity = records ? spec.historyCapacity(down.longestPeriodMillis) : 0;
            upBits = Integer.SIZE - Integer.numberOfLeadingZeros(upCapacity);
            downBits = Integer.SIZE - Integer.numberOfLeadingZeros(downCapacity);
            int upsInside = layout.inside(upCapacity, FEW);
            int downsInside = layout.inside(downCapacity, FEW);
            int outside = upCapacity - upsInside;
            store = new SideStore(outside + downCapacity - downsInside, Long.SIZE - upBits - downBits);
            state = records ? layout.take(1) : 0;
            ups = new Row(layout, upsInside, store, 0);
            downs = new Row(layout, downsInside, store, outside);
        }

        int scaleUpLimit(Block memory, long nowMillis, int current) {
            return limit(memory, up, nowMillis, current);
        }

        int scaleDownLimit(Block memory, long nowMillis, int current) {
            return limit(memory, down, nowMillis, current);
        }

        private int limit(Block memory, DirectionRules rules, long nowMillis, int current) {
            return limit(memory, rules, nowMillis, current, true, 0, nowMillis);
        }

        /**
         * The limit if the opposite changes had not been, which otherwise make room.
         *
         * @return the same as with them if there were none lately
         */
        int limitAlone(Block memory, DirectionRules rules, long nowMillis, int current) {
            return limit(memory, rules, nowMillis, current, false, 0, nowMillis);
        }

        /**
         * The first time at which there is room to go on from a count that is reached now, by a change that is not remembered yet.
         *
         * @return the end of time if there never is
         */
        long nextRoomMillis(
                Block memory, AutoscalerSpec spec, DirectionRules rules, long fromMillis, int before, int reached) {
            int change = rules.isUp ? Math.max(0, reached - before) : Math.max(0, before - reached);
            long now = fromMillis;
            while (now != Long.MAX_VALUE) {
                int limit = limit(memory, rules, now, reached, true, change, fromMillis);
                boolean leavesRoom = rules.isUp ? limit > reached : limit < reached;
                if (leavesRoom && spec.alignedStep(reached, limit) != reached) {
                    return now;
                }
                long next = nextExpiryMillis(memory, now);
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
                Block memory,
                DirectionRules rules,
                long nowMillis,
                int current,
                boolean countsOpposite,
                int change,
                long changeMillis) {
            if (rules.select == ScalingRules.SelectPolicy.DISABLED) {
                return current;
            }
            // MAX wants the biggest change: the highest limit going up, the lowest going down.
            boolean wantsHighest = rules.isUp == (rules.select == ScalingRules.SelectPolicy.MAX);
            int limit = wantsHighest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            long nowOffset = memory.offsetOf(nowMillis);
            for (int i = 0; i < rules.factors.length; i++) {
                long periodMillis = rules.periodsMillis[i];
                int start = countBefore(memory, periodMillis, nowOffset, current, rules.isUp, countsOpposite);
                if (change != 0 && Times.between(changeMillis, nowMillis) < periodMillis) {
                    start = narrow(rules.isUp ? (long) start - change : (long) start + change);
                }
                int allowed = allowedBy(rules, i, start);
                limit = wantsHighest ? Math.max(limit, allowed) : Math.min(limit, allowed);
            }
            return limit;
        }

        /** The first policy whose limit is the one of its direction; -1 if none is. */
        int decidingPolicy(Block memory, DirectionRules rules, long nowMillis, int current) {
            int limit = limit(memory, rules, nowMillis, current);
            for (int i = 0; i < rules.policies.length; i++) {
                int start = countBefore(
                        memory, rules.periodsMillis[i], memory.offsetOf(nowMillis), current, rules.isUp, true);
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
        private int countBefore(
                Block memory,
                long periodMillis,
                long nowOffset,
                int current,
                boolean forGrowth,
                boolean countsOpposite) {
            if (nowOffset - memory.newestOffset() >= periodMillis) {
                return current;
            }
            long slots = slots(memory);
            long sinceOffset = nowOffset - periodMillis;
            long grown = forGrowth || countsOpposite ? sum(memory, slots, true, forGrowth, sinceOffset) : 0;
            long shrunk = !forGrowth || countsOpposite ? sum(memory, slots, false, !forGrowth, sinceOffset) : 0;
            return narrow(current - grown + shrunk);
        }

        /** The changes of a direction after a time; joined ones only count against their own direction. */
        private long sum(Block memory, long slots, boolean ofUps, boolean ownDirection, long sinceOffset) {
            long sum = 0;
            for (int i = 0; i < count(slots, ofUps); i++) {
                long entry = entry(memory, slots, ofUps, i);
                int change = Block.lower(entry);
                if (Block.upper(entry) > sinceOffset) {
                    sum += change >= 0 ? change : ownDirection ? -change : 0;
                }
            }
            return sum;
        }

        private int narrow(long count) {
            return wraps ? (int) count : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
        }

        private long slots(Block memory) {
            return memory.get(state);
        }

        private int count(long slots, boolean ofUps) {
            return (int) (ofUps ? (slots >>> downBits) & ((1L << upBits) - 1) : slots & ((1L << downBits) - 1));
        }

        private int page(long slots) {
            return (int) (slots >>> downBits >>> upBits);
        }

        private long entry(Block memory, long slots, boolean ofUps, int index) {
            return (ofUps ? ups : downs).get(memory, page(slots), index);
        }

        private void entry(Block memory, long slots, boolean ofUps, int index, long entry) {
            (ofUps ? ups : downs).set(memory, page(slots), index, entry);
        }

        /** Remembers a change that was carried out. The time must fit after the block's epoch. */
        void scaled(Block memory, long nowMillis, int from, int to) {
            if (from == to || upCapacity + downCapacity == 0) {
                return;
            }
            boolean grows = to > from;
            int change = (int) Math.min(Integer.MAX_VALUE, Math.abs((long) to - from));
            long nowOffset = memory.offsetOf(nowMillis);
            memory.newestOffset((int) nowOffset);
            add(memory, grows, (int) nowOffset, change, nowOffset - (grows ? up : down).longestPeriodMillis);
        }

        /** A change goes into the last slot whose change is from before the longest period, or else the one after the last, or joins. */
        private void add(Block memory, boolean grows, int offset, int change, long forgottenOffset) {
            long slots = slots(memory);
            int size = count(slots, grows);
            int slot = size;
            for (int i = size - 1; i >= 0 && slot == size; i--) {
                slot = Block.upper(entry(memory, slots, grows, i)) < forgottenOffset ? i : slot;
            }
            if (slot == size) {
                slots = withRoom(memory, slots, grows, size);
                if (size == room(slots, grows)) {
                    join(memory, slots, grows, newestSlot(memory, slots, grows), offset, change);
                    return;
                }
                slots += grows ? 1L << downBits : 1;
                memory.set(state, slots);
            }
            entry(memory, slots, grows, slot, Block.pack(offset, change));
        }

        private int room(long slots, boolean ofUps) {
            return page(slots) != SideStore.NO_PAGE
                    ? ofUps ? upCapacity : downCapacity
                    : (ofUps ? ups : downs).inside();
        }

        /** With a page, if one more slot needs it. */
        private long withRoom(Block memory, long slots, boolean ofUps, int size) {
            if (size < room(slots, ofUps) || size == (ofUps ? upCapacity : downCapacity)) {
                return slots;
            }
            long paged = slots | ((long) store.take() << upBits << downBits);
            memory.set(state, paged);
            return paged;
        }

        private int newestSlot(Block memory, long slots, boolean ofUps) {
            int newest = 0;
            for (int i = 1; i < count(slots, ofUps); i++) {
                boolean later =
                        Block.upper(entry(memory, slots, ofUps, i)) >= Block.upper(entry(memory, slots, ofUps, newest));
                newest = later ? i : newest;
            }
            return newest;
        }

        private void join(Block memory, long slots, boolean ofUps, int slot, int offset, int change) {
            int before = Block.lower(entry(memory, slots, ofUps, slot));
            int joined = (int) Math.max(-Integer.MAX_VALUE, -Math.abs((long) before) - change);
            entry(memory, slots, ofUps, slot, Block.pack(offset, joined));
        }

        /** The first time after {@code nowMillis} at which a change stops counting for a policy, or the end of time. */
        long nextExpiryMillis(Block memory, long nowMillis) {
            return upCapacity + downCapacity == 0
                    ? Long.MAX_VALUE
                    : Math.min(nextExpiryMillis(memory, true, nowMillis), nextExpiryMillis(memory, false, nowMillis));
        }

        private long nextExpiryMillis(Block memory, boolean ofUps, long nowMillis) {
            long slots = slots(memory);
            long next = Long.MAX_VALUE;
            for (int i = 0; i < count(slots, ofUps); i++) {
                long timeMillis = Times.plus(memory.epochMillis(), Block.upper(entry(memory, slots, ofUps, i)));
                next = Math.min(next, nextExpiryMillis(up, timeMillis, nowMillis));
                next = Math.min(next, nextExpiryMillis(down, timeMillis, nowMillis));
            }
            return next;
        }

        private static long nextExpiryMillis(DirectionRules rules, long timeMillis, long nowMillis) {
            long next = Long.MAX_VALUE;
            for (long periodMillis : rules.periodsMillis) {
                long expiry = Times.plus(timeMillis, periodMillis);
                next = expiry > nowMillis ? Math.min(next, expiry) : next;
            }
            return next;
        }

        /** Whether a policy may still see a change. */
        private boolean areRecent(Block memory, long nowMillis) {
            return memory.offsetOf(nowMillis) - memory.newestOffset() < longestMillis;
        }

        int size(Block memory) {
            return upCapacity + downCapacity == 0 ? 0 : count(slots(memory), true) + count(slots(memory), false);
        }

        boolean isSpilled(Block memory) {
            return upCapacity + downCapacity > 0 && page(slots(memory)) != SideStore.NO_PAGE;
        }

        SideStore store() {
            return store;
        }

        /** The epoch of the block moves; the changes keep their times. */
        void moveEpoch(Block memory, long move) {
            moveEpoch(memory, true, move);
            moveEpoch(memory, false, move);
        }

        private void moveEpoch(Block memory, boolean ofUps, long move) {
            long slots = upCapacity + downCapacity == 0 ? 0 : slots(memory);
            for (int i = 0; i < count(slots, ofUps); i++) {
                entry(memory, slots, ofUps, i, Block.movedEntry(entry(memory, slots, ofUps, i), move));
            }
        }

        void clear(Block memory) {
            if (upCapacity + downCapacity > 0) {
                int page = page(slots(memory));
                if (page != SideStore.NO_PAGE) {
                    store.release(page);
                }
                memory.set(state, 0);
            }
        }

        /** Takes over what another block remembers under the same spec, slot by slot; both have the same epoch. */
        private void copyAll(Block memory, Changes rules, Block from) {
            if (upCapacity + downCapacity == 0) {
                return;
            }
            long slots = rules.slots(from);
            int upCount = rules.count(slots, true);
            int downCount = rules.count(slots, false);
            memory.set(state, ((long) upCount << downBits) | downCount);
            for (int i = 0; i < upCount; i++) {
                ups.set(memory, SideStore.NO_PAGE, i, rules.ups.get(from, rules.page(slots), i));
            }
            for (int i = 0; i < downCount; i++) {
                downs.set(memory, SideStore.NO_PAGE, i, rules.downs.get(from, rules.page(slots), i));
            }
        }

        /** Takes over what another block remembers under other rules, into an empty one with the same epoch. */
        void copyFrom(Block memory, Changes rules, Block from) {
            memory.newestOffset(from.newestOffset());
            copyFrom(memory, true, rules, from);
            copyFrom(memory, false, rules, from);
        }

        /** Copies slot by slot. If not all find room, the oldest changes join into one slot; slots are in no order of time. */
        private void copyFrom(Block memory, boolean ofUps, Changes rules, Block from) {
            int capacity = ofUps ? upCapacity : downCapacity;
            long slots = rules.upCapacity + rules.downCapacity == 0 ? 0 : rules.slots(from);
            int size = rules.count(slots, ofUps);
            if (capacity == 0 || size == 0) {
                return;
            }
            long[] entries = IntStream.range(0, size)
                    .mapToLong(i -> rules.entry(from, slots, ofUps, i))
                    .toArray();
            int joined = Math.max(0, size - capacity);
            if (joined > 0) {
                entries = Arrays.stream(entries)
                        .boxed()
                        .sorted(Comparator.comparingInt(Block::upper))
                        .mapToLong(Long::longValue)
                        .toArray();
            }
            for (int i = 0; i < size; i++) {
                if (i > 0 && i <= joined) {
                    int change = Math.abs(Block.lower(entries[i]));
                    join(memory, slots(memory), ofUps, 0, Block.upper(entries[i]), change);
                } else {
                    append(memory, ofUps, entries[i]);
                }
            }
        }

        private void append(Block memory, boolean ofUps, long entry) {
            int size = count(slots(memory), ofUps);
            long slots = withRoom(memory, slots(memory), ofUps, size);
            if (size == room(slots, ofUps)) {
                int change = Math.abs(Block.lower(entry));
                join(memory, slots, ofUps, newestSlot(memory, slots, ofUps), Block.upper(entry), change);
                return;
            }
            slots += ofUps ? 1L << downBits : 1;
            memory.set(state, slots);
            entry(memory, slots, ofUps, size, entry);
        }

        int snapshotSize(Block memory) {
            return Long.BYTES + size(memory) * Long.BYTES;
        }

        void write(Block memory, ByteBuffer target) {
            long slots = upCapacity + downCapacity == 0 ? 0 : slots(memory);
            target.putLong(Block.pack(count(slots, true), count(slots, false)));
            write(memory, true, target);
            write(memory, false, target);
        }

        private void write(Block memory, boolean ofUps, ByteBuffer target) {
            long slots = upCapacity + downCapacity == 0 ? 0 : slots(memory);
            for (int i = 0; i < count(slots, ofUps); i++) {
                target.putLong(entry(memory, slots, ofUps, i));
            }
        }

        /** Whether the bytes from {@code position} on fit; returns the position after them, or -1. */
        int skip(ByteBuffer source, int position) {
            if (position < 0 || position > source.limit() - Long.BYTES) {
                return -1;
            }
            int upCount = Block.upper(source.getLong(position));
            int downCount = Block.lower(source.getLong(position));
            boolean fits = upCount >= 0 && upCount <= upCapacity && downCount >= 0 && downCount <= downCapacity;
            return fits ? position + Long.BYTES + (upCount + downCount) * Long.BYTES : -1;
        }

        void read(Block memory, ByteBuffer source) {
            clear(memory);
            long counts = source.getLong();
            for (int i = 0; i < Block.upper(counts); i++) {
                append(memory, true, source.getLong());
            }
            for (int i = 0; i < Block.lower(counts); i++) {
                append(memory, false, source.getLong());
            }
        }
    }
}
