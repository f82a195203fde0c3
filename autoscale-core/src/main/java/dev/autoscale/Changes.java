package dev.autoscale;

import dev.autoscale.Block.Layout;

/** The rules of the rate policies, which work on the memory of changes in a block. Immutable, but for their side store. */
final class Changes {
    private final DirectionRules up;
    private final DirectionRules down;
    private final boolean wraps;
    private final long longestMillis;
    private final ChangeSlots slots;

    Changes(Layout layout, AutoscalerSpec spec) {
        up = spec.up;
        down = spec.down;
        wraps = spec.settings.kubernetesArithmetic;
        longestMillis = Math.max(up.longestPeriodMillis, down.longestPeriodMillis);
        slots = spec.isLegacy()
                ? new ChangeSlots(layout, 0, 0)
                : new ChangeSlots(
                        layout,
                        spec.historyCapacity(up.longestPeriodMillis),
                        spec.historyCapacity(down.longestPeriodMillis));
    }

    ChangeSlots slots() {
        return slots;
    }

    DirectionRules up() {
        return up;
    }

    DirectionRules down() {
        return down;
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
            int start =
                    countBefore(memory, rules.periodsMillis[i], memory.offsetOf(nowMillis), current, rules.isUp, true);
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
            Block memory, long periodMillis, long nowOffset, int current, boolean forGrowth, boolean countsOpposite) {
        if (nowOffset - memory.newestOffset() >= periodMillis) {
            return current;
        }
        long sinceOffset = nowOffset - periodMillis;
        long grown = forGrowth || countsOpposite ? slots.sum(memory, true, forGrowth, sinceOffset) : 0;
        long shrunk = !forGrowth || countsOpposite ? slots.sum(memory, false, !forGrowth, sinceOffset) : 0;
        return narrow(current - grown + shrunk);
    }

    private int narrow(long count) {
        return wraps ? (int) count : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
    }

    /** Remembers a change that was carried out. The time must fit after the block's epoch. */
    void scaled(Block memory, long nowMillis, int from, int to) {
        if (from == to || slots.isNone()) {
            return;
        }
        boolean grows = to > from;
        int change = (int) Math.min(Integer.MAX_VALUE, Math.abs((long) to - from));
        long nowOffset = memory.offsetOf(nowMillis);
        memory.newestOffset((int) nowOffset);
        slots.add(memory, grows, (int) nowOffset, change, nowOffset - (grows ? up : down).longestPeriodMillis);
    }

    /** The first time after {@code nowMillis} at which a change stops counting for a policy, or the end of time. */
    long nextExpiryMillis(Block memory, long nowMillis) {
        return Math.min(nextExpiryMillis(memory, true, nowMillis), nextExpiryMillis(memory, false, nowMillis));
    }

    private long nextExpiryMillis(Block memory, boolean ofUps, long nowMillis) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < slots.count(memory, ofUps); i++) {
            long timeMillis = Times.plus(memory.epochMillis(), slots.offset(memory, ofUps, i));
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
    boolean areRecent(Block memory, long nowMillis) {
        return memory.offsetOf(nowMillis) - memory.newestOffset() < longestMillis;
    }
}
