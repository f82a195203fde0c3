package dev.autoscale;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds growth at what the platform could give when it last ran out of capacity, and tries again after a while, each time later
 * than before. Owns the memory of the last report.
 */
final class CapacityCeiling {
    static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    private static final int NONE = -1;

    private final @Nullable Backoff backoff;
    private int ceiling = NONE;
    private long retryAtMillis;
    private long waitMillis;

    CapacityCeiling(AutoscalerSpec spec) {
        backoff = (Backoff) spec.settings.rule(Decision.Step.GRANTED);
    }

    int bound(AutoscalerSpec spec, long nowMillis, int current, int count, Decision out) {
        if (ceiling == NONE || nowMillis >= retryAtMillis || current < 0) {
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
    void capacityExhausted(long nowMillis, int reached) {
        if (backoff == null) {
            throw new IllegalStateException("capacityExhausted needs a spec with capacityBackoff");
        }
        boolean holds = ceiling != NONE && nowMillis < retryAtMillis;
        if (!holds) {
            boolean forgotten = nowMillis >= Times.plus(retryAtMillis, backoff.longestMillis);
            waitMillis = forgotten ? 0 : waitMillis;
            long doubled = Times.plus(waitMillis, waitMillis);
            waitMillis = waitMillis == 0 ? backoff.firstMillis : Math.min(doubled, backoff.longestMillis);
            retryAtMillis = Times.plus(nowMillis, waitMillis);
        }
        ceiling = reached;
    }

    void copyFrom(CapacityCeiling other) {
        if (backoff != null) {
            ceiling = other.ceiling;
            retryAtMillis = other.retryAtMillis;
            waitMillis = other.waitMillis;
        }
    }

    void write(ByteBuffer target) {
        target.putInt(ceiling).putLong(retryAtMillis).putLong(waitMillis);
    }

    void read(ByteBuffer source) {
        ceiling = source.getInt();
        retryAtMillis = source.getLong();
        waitMillis = source.getLong();
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
