package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;

/**
 * The memory of panic: since when, and the highest count since. In panic a count never shrinks; panic ends when
 * the load has been below the threshold for more than a stable window.
 */
final class KpaPanic {
    static final int SNAPSHOT_SIZE = 2 * Integer.BYTES + Long.BYTES;

    private boolean active;
    private long sinceMillis;
    private int highestPods;

    /** Begins in panic if more than one pod is ready, because why there are so many is not known. */
    KpaPanic(long epochMillis, int readyPods) {
        active = readyPods > 1;
        sinceMillis = epochMillis;
        highestPods = readyPods;
    }

    /** The count with panic looked at, written with the state that follows; remembers nothing. */
    int hold(long now, KpaSpec spec, KpaDecision out) {
        if (KpaPods.isOverThreshold(spec, out)) {
            out.inPanic = true;
            out.panicSinceMillis = now;
        } else if (active && isOver(now, spec.stableWindow().toMillis())) {
            out.inPanic = false;
            out.highestPanicPods = 0;
        }
        if (out.inPanic) {
            out.highestPanicPods = Math.max(out.highestPanicPods, Math.max(out.stablePods, out.panicPods));
            return out.highestPanicPods;
        }
        return out.stablePods;
    }

    /** Time has not gone back since, so the difference is right as an unsigned number even if it overflows. */
    private boolean isOver(long now, long windowMillis) {
        return Long.compareUnsigned(now - sinceMillis, windowMillis) > 0;
    }

    void writeTo(KpaDecision out) {
        out.inPanic = active;
        out.panicSinceMillis = sinceMillis;
        out.highestPanicPods = highestPods;
    }

    void remember(KpaDecision out) {
        active = out.inPanic;
        sinceMillis = out.panicSinceMillis;
        highestPods = out.highestPanicPods;
    }

    void write(ByteBuffer target) {
        target.putInt(active ? 1 : 0).putInt(highestPods).putLong(sinceMillis);
    }

    /** Whether {@link #read} takes the bytes from a position on, of which there are enough. */
    static boolean canRead(ByteBuffer source, int position, long latestMillis) {
        int flag = source.getInt(position);
        int pods = source.getInt(position + Integer.BYTES);
        long since = source.getLong(position + 2 * Integer.BYTES);
        return (flag == 0 || flag == 1) && pods >= 0 && since <= latestMillis;
    }

    void read(ByteBuffer source) {
        active = source.getInt() != 0;
        highestPods = source.getInt();
        sinceMillis = source.getLong();
    }
}
