package dev.autoscale;

import java.nio.ByteBuffer;

/**
 * The memory of recommendations: holds the count against swings of the metrics.
 *
 * <p>What is remembered is the recommendation itself, before stabilization, limits and bounds; so windows stay right when
 * bounds change. Until the first recommendation the count of the first cycle stands in for it: a fresh autoscaler holds the
 * size for a whole window (rule of the Kubernetes HPA).
 */
final class Stabilization {
    private final AutoscalerSpec spec;
    private final StabilizationWindow up;
    private final StabilizationWindow down;
    private boolean started;

    Stabilization(AutoscalerSpec spec) {
        this.spec = spec;
        if (spec.isLegacy()) {
            long windowMillis = spec.downscaleStabilizationMillis;
            up = window(false, -1);
            // Without behavior a recommendation exactly as old as the window still counts.
            down = window(true, windowMillis);
        } else {
            up = window(false, spec.up.windowMillis - 1);
            down = window(true, spec.down.windowMillis - 1);
        }
    }

    private StabilizationWindow window(boolean highest, long oldestMillis) {
        return StabilizationWindow.of(highest, oldestMillis, spec.historyCapacity(oldestMillis));
    }

    int hold(long nowMillis, int current, int recommended, Decision out) {
        int lowest = up.extreme(nowMillis, recommended);
        int highest = down.extreme(nowMillis, recommended);
        if (!started) {
            lowest = up.hasMemory() ? Math.min(lowest, current) : lowest;
            highest = down.hasMemory() ? Math.max(highest, current) : highest;
        }
        int stabilized = spec.isLegacy() ? highest : Math.min(Math.max(current, lowest), highest);
        if (stabilized == recommended) {
            return out.stabilized(stabilized, Reason.READY_FOR_NEW_SCALE);
        }
        boolean grows = !spec.isLegacy() && recommended >= current;
        return out.stabilized(stabilized, grows ? Reason.SCALE_UP_STABILIZED : Reason.SCALE_DOWN_STABILIZED);
    }

    /** Remembers the count of the very first cycle, whatever that cycle decides. */
    void start(long nowMillis, int current) {
        if (!started) {
            started = true;
            up.remember(nowMillis, current);
            down.remember(nowMillis, current);
        }
    }

    /** While idle no count is remembered: what comes after it may grow at once. */
    void startIdle() {
        started = true;
    }

    void remember(long nowMillis, int current, int recommended) {
        start(nowMillis, current);
        up.remember(nowMillis, recommended);
        down.remember(nowMillis, recommended);
    }

    /** The count with which a workload comes back is held as if it had been recommended; it does not hold growth back. */
    void woken(long nowMillis, int replicas) {
        down.remember(nowMillis, replicas);
    }

    long nextExpiryMillis(long nowMillis) {
        return Math.min(up.nextExpiryMillis(nowMillis), down.nextExpiryMillis(nowMillis));
    }

    boolean isStarted() {
        return started;
    }

    /** The same memory under another spec. A window that had no memory before begins with the last recommendation. */
    Stabilization under(AutoscalerSpec newSpec) {
        Stabilization next = new Stabilization(newSpec);
        next.started = started;
        next.up.rememberAll(up);
        next.down.rememberAll(down);
        if (!up.hasMemory()) {
            next.up.rememberLast(down);
        }
        if (!down.hasMemory()) {
            next.down.rememberLast(up);
        }
        return next;
    }

    int snapshotSize() {
        return Integer.BYTES + up.snapshotSize() + down.snapshotSize();
    }

    void write(ByteBuffer target) {
        target.putInt(started ? 1 : 0);
        up.write(target);
        down.write(target);
    }

    /** Whether the bytes from {@code position} on fit; returns the position after them, or -1. */
    int skip(ByteBuffer source, int position) {
        int afterUp = up.skip(source, position + Integer.BYTES);
        return afterUp < 0 ? -1 : down.skip(source, afterUp);
    }

    void read(ByteBuffer source) {
        started = source.getInt() != 0;
        up.read(source);
        down.read(source);
    }
}
