package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
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
 * <p>A history that is full, because decisions come faster than {@link AutoscalerSpec.Builder#historyCapacity} is meant for, never comes to
 * less than a complete one, so that nothing shrinks earlier: a highest value counts longer, a lowest one and parts of a mean shorter, by
 * less than twice the period divided by the entries.
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
     * <p>For the mean every value is kept, for an extreme only those that may become it: each is more extreme than all after it. When
     * decisions come so fast that the ring is full, entries within one cell of a time grid are merged; cells are fixed in time, and sized so
     * that a merge frees about half of the entries. A full ring never comes to less than one that keeps every value: what is merged
     * counts as long as it may have to, and a cell that the period begins in counts as its highest value if that is more than it without.
     */
    static final class Window {
        /** Of an entry: when its newest value was. */
        private static final int TIME = 0;

        /** Its sum, in two parts of 32 bits and more, so that it never overflows. */
        private static final int HIGH = 1;

        private static final int LOW = 2;
        /** How long before the newest value the oldest one was (upper half), and how many values it is of. */
        private static final int SPAN_AND_COUNT = 3;

        /** Its highest value. */
        private static final int HIGHEST = 4;

        private static final int ENTRY_WORDS = 5;

        /** With fewer entries a merge might free none. */
        private static final int MIN_ENTRIES = 4;

        private final long periodMillis;
        private final Aggregation aggregation;
        private final int capacity;
        private final long cellMillis;
        /** The head in the upper half, the size in the lower. */
        private final int ringWord;

        /** The sums of all entries. */
        private final int highSumWord;

        private final int lowSumWord;
        private final int countSumWord;
        private final int begin;

        Window(Layout layout, LookBack rule, int entries) {
            periodMillis = rule.periodMillis();
            aggregation = rule.aggregation();
            capacity = Math.max(MIN_ENTRIES, entries);
            cellMillis = 2 * periodMillis / capacity + 1;
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
            boolean isPartly = expired < size(memory) && isPartlyExpired(memory, expired, nowMillis);
            long high = memory.get(highSumWord) + (latest >> 32);
            long low = memory.get(lowSumWord) + (latest & 0xFFFF_FFFFL);
            long count = memory.get(countSumWord) + 1;
            for (int i = 0; i < (isPartly ? expired + 1 : expired); i++) {
                int entry = entry(memory, i);
                high -= memory.get(entry + HIGH);
                low -= memory.get(entry + LOW);
                count -= count(memory, entry);
            }
            long mean = ceilMean(high, low, count);
            return isPartly ? withAtMost(memory, entry(memory, expired), high, low, count, mean) : mean;
        }

        /** The highest mean that there can be with some of an entry's values, of which nobody knows how many and which still count. */
        private static long withAtMost(Block memory, int entry, long high, long low, long count, long mean) {
            long highest = memory.get(entry + HIGHEST);
            if (highest <= mean) {
                return mean;
            }
            long values = count(memory, entry);
            long highSum = high + (highest >> 32) * values;
            return ceilMean(highSum, low + (highest & 0xFFFF_FFFFL) * values, count + values);
        }

        /** Whether the oldest values of an entry no longer count, but its newest one does. */
        private boolean isPartlyExpired(Block memory, int distance, long nowMillis) {
            int entry = entry(memory, distance);
            long spanMillis = Block.upper(memory.get(entry + SPAN_AND_COUNT));
            return spanMillis > 0 && nowMillis >= Times.plus(memory.get(entry + TIME) - spanMillis, periodMillis);
        }

        private static int count(Block memory, int entry) {
            return Block.lower(memory.get(entry + SPAN_AND_COUNT));
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
            if (size(memory) == capacity) {
                merge(memory);
            }
            int entry = entry(memory, size(memory));
            memory.set(entry + TIME, nowMillis);
            memory.set(entry + HIGH, latest >> 32);
            memory.set(entry + LOW, latest & 0xFFFF_FFFFL);
            memory.set(entry + SPAN_AND_COUNT, Block.pack(0, 1));
            memory.set(entry + HIGHEST, latest);
            appended(memory, entry);
        }

        /** The words of the entry after the last one are written. */
        private void appended(Block memory, int entry) {
            memory.set(ringWord, Block.pack(head(memory), size(memory) + 1));
            memory.set(highSumWord, memory.get(highSumWord) + memory.get(entry + HIGH));
            memory.set(lowSumWord, memory.get(lowSumWord) + memory.get(entry + LOW));
            memory.set(countSumWord, memory.get(countSumWord) + count(memory, entry));
        }

        /** Merges the entries of each cell. Those of one period touch fewer cells than there are entries. */
        private void merge(Block memory) {
            int size = size(memory);
            int last = 0;
            for (int i = 1; i < size; i++) {
                boolean joins = cell(memory, i) == cell(memory, last);
                if (joins && aggregation != Aggregation.MEAN) {
                    takeFromSums(memory, i);
                }
                if (joins) {
                    join(memory, entry(memory, last), entry(memory, i));
                } else if (++last < i) {
                    copy(memory, entry(memory, last), memory, entry(memory, i));
                }
            }
            memory.set(ringWord, Block.pack(head(memory), last + 1));
        }

        private long cell(Block memory, int distance) {
            return Math.floorDiv(memory.get(entry(memory, distance) + TIME), cellMillis);
        }

        /** The first of two entries becomes that of both. For an extreme it stays the more extreme value: a highest one counts longer then. */
        private void join(Block memory, int entry, int next) {
            if (aggregation == Aggregation.MEAN) {
                long spanMillis = memory.get(next + TIME)
                        - memory.get(entry + TIME)
                        + Block.upper(memory.get(entry + SPAN_AND_COUNT));
                int count = (int) Math.min(Integer.MAX_VALUE, (long) count(memory, entry) + count(memory, next));
                memory.set(entry + HIGH, memory.get(entry + HIGH) + memory.get(next + HIGH));
                memory.set(entry + LOW, memory.get(entry + LOW) + memory.get(next + LOW));
                memory.set(entry + SPAN_AND_COUNT, Block.pack((int) spanMillis, count));
                memory.set(entry + HIGHEST, Math.max(memory.get(entry + HIGHEST), memory.get(next + HIGHEST)));
            }
            if (aggregation != Aggregation.MIN) {
                memory.set(entry + TIME, memory.get(next + TIME));
            }
        }

        private static void copy(Block to, int entry, Block from, int other) {
            for (int word = 0; word < ENTRY_WORDS; word++) {
                to.set(entry + word, from.get(other + word));
            }
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
            memory.set(countSumWord, memory.get(countSumWord) - count(memory, entry));
        }

        /** Whether the words in bytes can be of this window: a ring within its bounds, in the order of time, and sums that are those of its entries. */
        boolean isPossible(ByteBuffer source, int position, long latestMillis) {
            long ring = Block.saved(source, position, ringWord);
            int head = Block.upper(ring);
            int size = Block.lower(ring);
            if (head < 0 || head >= capacity || size < 0 || size > capacity) {
                return false;
            }
            long high = 0;
            long low = 0;
            long count = 0;
            long beforeMillis = Long.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                int slot = head + i >= capacity ? head + i - capacity : head + i;
                int entry = begin + slot * ENTRY_WORDS;
                long millis = Block.saved(source, position, entry + TIME);
                if (millis < beforeMillis || millis > latestMillis || !isEntry(source, position, entry)) {
                    return false;
                }
                beforeMillis = millis;
                high += Block.saved(source, position, entry + HIGH);
                low += Block.saved(source, position, entry + LOW);
                count += Block.lower(Block.saved(source, position, entry + SPAN_AND_COUNT));
            }
            return high == Block.saved(source, position, highSumWord)
                    && low == Block.saved(source, position, lowSumWord)
                    && count == Block.saved(source, position, countSumWord);
        }

        private boolean isEntry(ByteBuffer source, int position, int entry) {
            long spanAndCount = Block.saved(source, position, entry + SPAN_AND_COUNT);
            long spanMillis = Block.upper(spanAndCount);
            long count = Block.lower(spanAndCount);
            long high = Block.saved(source, position, entry + HIGH);
            long low = Block.saved(source, position, entry + LOW);
            boolean isSum = low >= 0 && low >> 32 <= count && high >> 31 >= -count && high >> 31 <= count;
            return spanMillis >= 0 && count >= 1 && isSum;
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
            if (expired == size(memory)) {
                return Long.MAX_VALUE;
            }
            long spanMillis = Block.upper(memory.get(entry(memory, expired) + SPAN_AND_COUNT));
            boolean isPartly = isPartlyExpired(memory, expired, nowMillis);
            return untilMillis(memory, expired) - (isPartly ? 0 : spanMillis);
        }

        /** Takes over the values of another window, if both keep them alike. */
        void copyFrom(Block memory, Window rules, Block from) {
            int size = aggregation == rules.aggregation ? rules.size(from) : 0;
            for (int i = 0; i < size; i++) {
                int other = rules.entry(from, i);
                forget(memory, from.get(other + TIME));
                if (size(memory) == capacity) {
                    merge(memory);
                }
                int entry = entry(memory, size(memory));
                copy(memory, entry, from, other);
                appended(memory, entry);
            }
        }
    }
}
