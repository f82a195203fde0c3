package dev.autoscale;

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
     * The values of one metric within its {@link LookBack}. Owns their memory. An answer costs as much as values
     * have left the window since the last one.
     *
     * <p>For the mean every value is kept, for an extreme only those that may become it: each is more extreme than all after it. A
     * ring that is full, because decisions come faster than planned, joins the newest entry at the later time; a joined entry is the
     * sum of its values, or the more extreme one.
     */
    static final class Window {
        private static final int SLOT_BYTES = 3 * Long.BYTES + Integer.BYTES;

        private final long periodMillis;
        private final Aggregation aggregation;
        private final long[] times;
        /** Sums are kept in two parts of 32 bits and more, so that they never overflow. */
        private final long[] highs;

        private final long[] lows;
        private final int[] counts;
        private int head;
        private int size;
        private long highSum;
        private long lowSum;
        private long countSum;

        Window(LookBack rule, int capacity) {
            periodMillis = rule.periodMillis();
            aggregation = rule.aggregation();
            times = new long[capacity];
            highs = new long[capacity];
            lows = new long[capacity];
            counts = new int[capacity];
        }

        /** What the values come to, the latest one included. Remembers nothing. */
        long with(long nowMillis, long latest) {
            int expired = expired(nowMillis);
            if (aggregation != Aggregation.MEAN) {
                return expired == size ? latest : moreExtreme(value(slot(expired)), latest);
            }
            long high = highSum + (latest >> 32);
            long low = lowSum + (latest & 0xFFFF_FFFFL);
            long count = countSum + 1;
            for (int i = 0; i < expired; i++) {
                int slot = slot(i);
                high -= highs[slot];
                low -= lows[slot];
                count -= counts[slot];
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

        private long value(int slot) {
            return (highs[slot] << 32) + lows[slot];
        }

        private int slot(int distance) {
            int slot = head + distance;
            return slot >= times.length ? slot - times.length : slot;
        }

        private int expired(long nowMillis) {
            int count = 0;
            while (count < size && nowMillis >= untilMillis(count)) {
                count++;
            }
            return count;
        }

        private long untilMillis(int distance) {
            return Times.plus(times[slot(distance)], periodMillis);
        }

        void remember(long nowMillis, long latest) {
            forget(nowMillis);
            if (aggregation != Aggregation.MEAN) {
                while (size > 0 && moreExtreme(latest, value(slot(size - 1))) == latest) {
                    takeFromSums(slot(--size));
                }
            }
            append(nowMillis, latest >> 32, latest & 0xFFFF_FFFFL, 1);
        }

        private void append(long millis, long high, long low, int count) {
            boolean joins = size == times.length;
            int slot = slot(joins ? size - 1 : size);
            times[slot] = millis;
            if (joins && aggregation != Aggregation.MEAN) {
                return; // the entry before it is the more extreme one
            }
            size += joins ? 0 : 1;
            highs[slot] = joins ? highs[slot] + high : high;
            lows[slot] = joins ? lows[slot] + low : low;
            counts[slot] = joins ? counts[slot] + count : count;
            highSum += high;
            lowSum += low;
            countSum += count;
        }

        /** Drops the values that no longer count. */
        void forget(long nowMillis) {
            int expired = expired(nowMillis);
            for (int i = 0; i < expired; i++) {
                takeFromSums(slot(i));
            }
            head = expired == size ? 0 : slot(expired);
            size -= expired;
        }

        private void takeFromSums(int slot) {
            highSum -= highs[slot];
            lowSum -= lows[slot];
            countSum -= counts[slot];
        }

        /** How old the value is that an extreme comes from; 0 for the latest one, and for a mean. */
        long ageMillis(long nowMillis, long latest) {
            int expired = expired(nowMillis);
            boolean isLatest = aggregation == Aggregation.MEAN || expired == size || with(nowMillis, latest) == latest;
            return isLatest ? 0 : Times.between(times[slot(expired)], nowMillis);
        }

        /** When the same latest value may come to something else. Each decision adds it to a mean once more. */
        long changesAtMillis(long nowMillis, long latest) {
            if (aggregation == Aggregation.MEAN && with(nowMillis, latest) != latest) {
                return nowMillis;
            }
            int expired = expired(nowMillis);
            return expired == size ? Long.MAX_VALUE : untilMillis(expired);
        }

        /** Takes over the values of another window, if both keep them alike. */
        void copyFrom(Window other) {
            for (int i = 0; i < other.size && aggregation == other.aggregation; i++) {
                int slot = other.slot(i);
                append(other.times[slot], other.highs[slot], other.lows[slot], other.counts[slot]);
            }
        }

        int bytes() {
            return Integer.BYTES + times.length * SLOT_BYTES;
        }

        void write(ByteBuffer target) {
            target.putInt(size);
            for (int i = 0; i < times.length; i++) {
                int slot = slot(i);
                boolean used = i < size;
                target.putLong(used ? times[slot] : 0)
                        .putLong(used ? highs[slot] : 0)
                        .putLong(used ? lows[slot] : 0);
                target.putInt(used ? counts[slot] : 0);
            }
        }

        void read(ByteBuffer source) {
            head = 0;
            size = Math.min(times.length, Math.max(0, source.getInt()));
            highSum = 0;
            lowSum = 0;
            countSum = 0;
            for (int i = 0; i < times.length; i++) {
                times[i] = source.getLong();
                highs[i] = source.getLong();
                lows[i] = source.getLong();
                counts[i] = source.getInt();
                highSum += i < size ? highs[i] : 0;
                lowSum += i < size ? lows[i] : 0;
                countSum += i < size ? counts[i] : 0;
            }
        }
    }
}
