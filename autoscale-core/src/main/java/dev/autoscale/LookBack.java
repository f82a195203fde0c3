package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of a metric's last values counts: their mean, highest or lowest. Immutable and thread-safe. Source of the rule: Ray
 * Serve's {@code look_back_period_s} and {@code aggregation_function}.
 *
 * <p>What is an average over the replicas (Resource, ContainerResource and Pods metrics, target values, {@linkplain
 * ReplicaSource#valueIsPerReplica some sources}) is remembered times the ready replicas of its time, and divided by those of the
 * decision: an old average says nothing about a count that has changed since. While replicas exist and none is ready, such a value is
 * taken as it is and not remembered.
 *
 * @param period how far it looks back, above 0 and at most 7 days; a value exactly this old no longer counts
 * @param aggregation what becomes of the values
 */
public record LookBack(Duration period, Aggregation aggregation) {
    /** What becomes of the values of the period. */
    public enum Aggregation {
        /** The mean of the values, each counting alike, rounded up to thousandths. */
        MEAN,
        /** The highest value. */
        MAX,
        /** The lowest value. */
        MIN
    }

    static final Duration LONGEST = Duration.ofDays(7);

    /**
     * Any rule; the period's range is checked where a spec is built.
     *
     * @param period how far it looks back
     * @param aggregation what becomes of the values
     * @throws NullPointerException if one of them is null
     */
    public LookBack {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(aggregation, "aggregation");
    }

    /**
     * The mean of the values of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack mean(Duration period) {
        return new LookBack(period, Aggregation.MEAN);
    }

    /**
     * The highest value of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack max(Duration period) {
        return new LookBack(period, Aggregation.MAX);
    }

    /**
     * The lowest value of a period.
     *
     * @param period above 0, at most 7 days
     * @return the rule
     */
    public static LookBack min(Duration period) {
        return new LookBack(period, Aggregation.MIN);
    }

    long periodMillis() {
        return Times.millis(period);
    }

    static void check(Violation.Collector broken, String name, @Nullable LookBack rule) {
        if (rule != null) {
            long millis = rule.periodMillis();
            broken.require(
                    millis > 0 && millis <= LONGEST.toMillis(),
                    "lookBack must be > 0 and <= 7 days",
                    name,
                    millis + " ms");
        }
    }

    /**
     * The values of one metric within its {@link LookBack}. Owns their words. An answer costs as much as values
     * have left the window since the last one.
     *
     * <p>For the mean every value is kept, for an extreme only those that may become it: each is more extreme than all after it. A
     * ring that is full, because decisions come faster than planned, joins the newest entry at the later time; a joined entry is the
     * sum of its values, or the more extreme one.
     */
    static final class Window {
        /** Of an entry: when it was, its sum in two parts of 32 bits and more, so that it never overflows, how many values it is of. */
        private static final int TIME = 0;

        private static final int HIGH = 1;
        private static final int LOW = 2;
        private static final int COUNT = 3;
        private static final int ENTRY_WORDS = 4;

        private final long periodMillis;
        private final Aggregation aggregation;
        private final int capacity;
        /** The head in the upper half, the size in the lower. */
        private final int ringWord;

        /** The sums of all entries. */
        private final int highSumWord;

        private final int lowSumWord;
        private final int countSumWord;
        private final int begin;

        Window(Layout layout, LookBack rule, int capacity) {
            periodMillis = rule.periodMillis();
            aggregation = rule.aggregation();
            this.capacity = capacity;
            ringWord = layout.take(1);
            highSumWord = layout.take(1);
            lowSumWord = layout.take(1);
            countSumWord = layout.take(1);
            begin = layout.take(capacity * ENTRY_WORDS);
        }

        /** What the values come to, the latest one included. Remembers nothing. */
        long with(Block memory, long nowMillis, long latest) {
            int expired = expired(memory, nowMillis);
            if (aggregation != Aggregation.MEAN) {
                return expired == size(memory) ? latest : moreExtreme(value(memory, expired), latest);
            }
            long high = memory.get(highSumWord) + (latest >> 32);
            long low = memory.get(lowSumWord) + (latest & 0xFFFF_FFFFL);
            long count = memory.get(countSumWord) + 1;
            for (int i = 0; i < expired; i++) {
                int entry = entry(memory, i);
                high -= memory.get(entry + HIGH);
                low -= memory.get(entry + LOW);
                count -= memory.get(entry + COUNT);
            }
            return ceilMean(high, low, count);
        }

        /** {@code ceil((high * 2^32 + low) / count)}; the remainder of the high part is below the count, so nothing overflows. */
        private static long ceilMean(long high, long low, long count) {
            long rest = (Math.floorMod(high, count) << 32) + low;
            return (Math.floorDiv(high, count) << 32) - Math.floorDiv(-rest, count);
        }

        private long moreExtreme(long one, long other) {
            return aggregation == Aggregation.MAX ? Math.max(one, other) : Math.min(one, other);
        }

        private int size(Block memory) {
            return Block.lower(memory.get(ringWord));
        }

        private int head(Block memory) {
            return Block.upper(memory.get(ringWord));
        }

        /** The first word of an entry. */
        private int entry(Block memory, int distance) {
            int slot = head(memory) + distance;
            return begin + (slot >= capacity ? slot - capacity : slot) * ENTRY_WORDS;
        }

        private long value(Block memory, int distance) {
            int entry = entry(memory, distance);
            return (memory.get(entry + HIGH) << 32) + memory.get(entry + LOW);
        }

        private int expired(Block memory, long nowMillis) {
            int size = size(memory);
            int count = 0;
            while (count < size && nowMillis >= untilMillis(memory, count)) {
                count++;
            }
            return count;
        }

        private long untilMillis(Block memory, int distance) {
            return Times.plus(memory.get(entry(memory, distance) + TIME), periodMillis);
        }

        void remember(Block memory, long nowMillis, long latest) {
            forget(memory, nowMillis);
            if (aggregation != Aggregation.MEAN) {
                int kept = size(memory);
                while (kept > 0 && moreExtreme(latest, value(memory, kept - 1)) == latest) {
                    takeFromSums(memory, --kept);
                }
                memory.set(ringWord, Block.pack(head(memory), kept));
            }
            append(memory, nowMillis, latest >> 32, latest & 0xFFFF_FFFFL, 1);
        }

        private void append(Block memory, long millis, long high, long low, long count) {
            int size = size(memory);
            boolean joins = size == capacity;
            int entry = entry(memory, joins ? size - 1 : size);
            memory.set(entry + TIME, millis);
            if (joins && aggregation != Aggregation.MEAN) {
                return; // the entry before it is the more extreme one
            }
            memory.set(ringWord, Block.pack(head(memory), joins ? size : size + 1));
            memory.set(entry + HIGH, joins ? memory.get(entry + HIGH) + high : high);
            memory.set(entry + LOW, joins ? memory.get(entry + LOW) + low : low);
            memory.set(entry + COUNT, joins ? memory.get(entry + COUNT) + count : count);
            memory.set(highSumWord, memory.get(highSumWord) + high);
            memory.set(lowSumWord, memory.get(lowSumWord) + low);
            memory.set(countSumWord, memory.get(countSumWord) + count);
        }

        /** Drops the values that no longer count. */
        void forget(Block memory, long nowMillis) {
            int expired = expired(memory, nowMillis);
            if (expired == 0) {
                return;
            }
            for (int i = 0; i < expired; i++) {
                takeFromSums(memory, i);
            }
            int head = head(memory) + expired;
            memory.set(ringWord, Block.pack(head >= capacity ? head - capacity : head, size(memory) - expired));
        }

        private void takeFromSums(Block memory, int distance) {
            int entry = entry(memory, distance);
            memory.set(highSumWord, memory.get(highSumWord) - memory.get(entry + HIGH));
            memory.set(lowSumWord, memory.get(lowSumWord) - memory.get(entry + LOW));
            memory.set(countSumWord, memory.get(countSumWord) - memory.get(entry + COUNT));
        }

        /** How old the value is that an extreme comes from; 0 for the latest one, and for a mean. */
        long ageMillis(Block memory, long nowMillis, long latest) {
            int expired = expired(memory, nowMillis);
            boolean isLatest = aggregation == Aggregation.MEAN
                    || expired == size(memory)
                    || with(memory, nowMillis, latest) == latest;
            return isLatest ? 0 : Times.between(memory.get(entry(memory, expired) + TIME), nowMillis);
        }

        /** When the same latest value may come to something else. Each decision adds it to a mean once more. */
        long changesAtMillis(Block memory, long nowMillis, long latest) {
            if (aggregation == Aggregation.MEAN && with(memory, nowMillis, latest) != latest) {
                return nowMillis;
            }
            int expired = expired(memory, nowMillis);
            return expired == size(memory) ? Long.MAX_VALUE : untilMillis(memory, expired);
        }

        /** Takes over the values of another window, if both keep them alike. */
        void copyFrom(Block memory, Window rules, Block from) {
            for (int i = 0; i < rules.size(from) && aggregation == rules.aggregation; i++) {
                int entry = rules.entry(from, i);
                append(
                        memory,
                        from.get(entry + TIME),
                        from.get(entry + HIGH),
                        from.get(entry + LOW),
                        from.get(entry + COUNT));
            }
        }
    }
}
