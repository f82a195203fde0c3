package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds growth at what the platform could give when it last ran out of capacity, and tries again after a while, each time later
 * than before. Owns the words of the last report.
 */
final class CapacityCeiling {
    private static final int NONE = -1;

    private final @Nullable Backoff backoff;
    private final int ceilingWord;
    private final int retryAtWord;
    private final int waitWord;

    CapacityCeiling(Layout layout, AutoscalerSpec spec) {
        backoff = (Backoff) spec.settings.rule(Decision.Step.GRANTED);
        int words = backoff == null ? 0 : 1;
        ceilingWord = layout.take(words);
        retryAtWord = layout.take(words);
        waitWord = layout.take(words);
    }

    void clear(Block memory) {
        if (backoff != null) {
            memory.set(ceilingWord, NONE);
        }
    }

    /** Whether the words in bytes can be of this. */
    boolean isPossible(ByteBuffer source, int position) {
        long ceiling = backoff == null ? NONE : Block.saved(source, position, ceilingWord);
        long waitMillis = backoff == null ? 0 : Block.saved(source, position, waitWord);
        boolean isWait = backoff == null || (waitMillis >= 0 && waitMillis <= backoff.longestMillis);
        return ceiling >= NONE && ceiling <= Integer.MAX_VALUE && isWait;
    }

    int bound(Block memory, AutoscalerSpec spec, long nowMillis, int current, int count, Decision out) {
        if (backoff == null) {
            return count;
        }
        int ceiling = (int) memory.get(ceilingWord);
        long retryAtMillis = memory.get(retryAtWord);
        if (ceiling == NONE || nowMillis >= retryAtMillis) {
            return count;
        }
        int bounded = count <= current ? count : spec.aligned(current, Math.max(current, Math.min(count, ceiling)));
        out.capacityCeiling = ceiling;
        return out.step(Decision.Step.GRANTED, bounded, retryAtMillis, bounded == count ? null : Reason.NO_CAPACITY);
    }

    /**
     * A report while the last one still holds says nothing new about when to try again; one that comes long after the last
     * one starts over.
     */
    void capacityExhausted(Block memory, long nowMillis, int reached) {
        if (backoff == null) {
            throw new IllegalStateException("capacityExhausted needs a spec with capacityBackoff");
        }
        long retryAtMillis = memory.get(retryAtWord);
        boolean holds = memory.get(ceilingWord) != NONE && nowMillis < retryAtMillis;
        if (!holds) {
            boolean forgotten = nowMillis >= Times.plus(retryAtMillis, backoff.longestMillis);
            long waitedMillis = forgotten ? 0 : memory.get(waitWord);
            long doubled = Times.plus(waitedMillis, waitedMillis);
            long waitMillis = waitedMillis == 0 ? backoff.firstMillis : Math.min(doubled, backoff.longestMillis);
            memory.set(waitWord, waitMillis);
            memory.set(retryAtWord, Times.plus(nowMillis, waitMillis));
        }
        memory.set(ceilingWord, reached);
    }

    void copyFrom(Block memory, CapacityCeiling rules, Block from) {
        if (backoff != null && rules.backoff != null) {
            memory.set(ceilingWord, from.get(rules.ceilingWord));
            memory.set(retryAtWord, from.get(rules.retryAtWord));
            memory.set(waitWord, Math.min(from.get(rules.waitWord), backoff.longestMillis));
        }
    }

    /** How long growth waits after the platform had no capacity; the wait doubles with each further report. Immutable. */
    static final class Backoff extends Settings {
        private static final long MAX_MILLIS = Duration.ofDays(7).toMillis();

        final long firstMillis;
        final long longestMillis;

        Backoff(long firstMillis, long longestMillis) {
            super(firstMillis, longestMillis);
            this.firstMillis = firstMillis;
            this.longestMillis = longestMillis;
        }

        @Override
        void check(Violation.Collector broken, AutoscalerSpec spec) {
            broken.require(
                    firstMillis >= 1 && firstMillis <= MAX_MILLIS,
                    "capacityBackoff first must be >= 1 ms and <= 7 days",
                    "capacityBackoff.first",
                    firstMillis + " ms");
            broken.require(
                    longestMillis >= firstMillis && longestMillis <= MAX_MILLIS,
                    "capacityBackoff longest must be >= first and <= 7 days",
                    "capacityBackoff.longest",
                    longestMillis + " ms, first=" + firstMillis + " ms");
        }
    }
}
