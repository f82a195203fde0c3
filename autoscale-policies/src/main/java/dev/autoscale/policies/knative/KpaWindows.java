package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The memory of samples: the stable and the panic window, with buckets of a second. */
final class KpaWindows {
    private static final long BUCKET_MILLIS = 1000;

    private final KpaWindow stable;
    private final KpaWindow panic;

    KpaWindows(KpaSpec spec) {
        stable = new KpaWindow(spec.aggregation(), spec.stableWindow().toMillis(), BUCKET_MILLIS);
        panic = new KpaWindow(spec.aggregation(), spec.panicWindow().toMillis(), BUCKET_MILLIS);
    }

    /** Records an observation's samples; returns how many were too late even for the stable window. */
    int record(long now, KpaObservation in) {
        int late = 0;
        for (int i = 0; i < in.sampleCount; i++) {
            // A sample from the future would close the windows to all others until then.
            long bucket = Math.floorDiv(Math.min(in.sampleMillis[i], now), BUCKET_MILLIS);
            double value = in.samples[i];
            late += stable.recordIn(bucket, value) ? 0 : 1;
            panic.recordIn(bucket, value);
        }
        return late;
    }

    /** Writes the averages to decide from; returns what makes the decision invalid, or null. */
    @Nullable
    KpaReason measure(long now, KpaObservation in, KpaSpec spec, KpaDecision out) {
        return switch (in.metric) {
            case WINDOWS -> average(Math.floorDiv(now, BUCKET_MILLIS), spec, out);
            case GIVEN -> given(in, out);
            case NO_DATA -> KpaReason.NO_DATA;
            case FAILED -> KpaReason.METRIC_FAILED;
        };
    }

    /** Without a bound on the burst nothing is scraped, so that an empty window is no load and not a failure to measure. */
    private @Nullable KpaReason average(long bucket, KpaSpec spec, KpaDecision out) {
        out.hasData = !stable.isEmptyAt(bucket);
        if (!out.hasData) {
            return spec.targetBurstCapacity() < 0 ? null : KpaReason.NO_DATA;
        }
        out.stableAverage = stable.averageAt(bucket);
        out.panicAverage = panic.averageAt(bucket);
        return null;
    }

    private static @Nullable KpaReason given(KpaObservation in, KpaDecision out) {
        out.hasData = true;
        out.stableAverage = in.stable;
        out.panicAverage = in.panic;
        return Double.isFinite(in.stable) && Double.isFinite(in.panic) ? null : KpaReason.NOT_FINITE;
    }

    /** Goes on under another spec with what the windows hold. */
    void follow(KpaSpec spec, long now) {
        stable.aggregateBy(spec.aggregation());
        panic.aggregateBy(spec.aggregation());
        stable.resize(now, spec.stableWindow().toMillis());
        panic.resize(now, spec.panicWindow().toMillis());
    }

    void copyFrom(KpaWindows other) {
        stable.copyFrom(other.stable);
        panic.copyFrom(other.panic);
    }

    int snapshotSize() {
        return stable.buckets.snapshotSize() + panic.buckets.snapshotSize();
    }

    void write(ByteBuffer target) {
        stable.buckets.write(target);
        panic.buckets.write(target);
    }

    /** Where the bytes that {@link #read} takes from a position on end; -1 if they do not fit. */
    int skip(ByteBuffer source, int position, int end, long latestMillis) {
        long latest = Math.floorDiv(latestMillis, BUCKET_MILLIS);
        return panic.buckets.skip(source, stable.buckets.skip(source, position, end, latest), end, latest);
    }

    void read(ByteBuffer source) {
        stable.read(source);
        panic.read(source);
    }
}
