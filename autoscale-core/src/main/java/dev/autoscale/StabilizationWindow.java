package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The highest, or the lowest, recommendation of the last while: the memory that keeps an autoscaler from following every
 * swing of its metrics. Not thread-safe.
 *
 * <p>Reading and remembering cost O(1) amortised and allocate nothing, however long the window is. Source of the rule:
 * Kubernetes HPA {@code stabilizationWindowSeconds}.
 */
public final class StabilizationWindow {
    private final WindowRing ring;
    private final Block memory;

    /** @param oldestMillis the greatest age at which a recommendation still counts; below 0 for a window without memory */
    StabilizationWindow(boolean highest, long oldestMillis, int capacity) {
        Layout layout = Layout.whole();
        ring = WindowRing.of(layout, highest, oldestMillis, capacity);
        memory = new Block(new long[layout.withRows().words()], 0);
        memory.clearHeader();
    }

    /**
     * A window for shrinking, which holds the highest recommendation.
     *
     * @param window its length, at least 0; more than 12 days (2^30 ms) count as 12 days; a recommendation exactly
     *     this old no longer counts
     * @param capacity the most entries that it keeps; fewer than 4 count as 4
     * @return the empty window
     */
    public static StabilizationWindow highest(Duration window, int capacity) {
        return new StabilizationWindow(true, Times.millis(window) - 1, capacity);
    }

    /**
     * A window for growing, which holds the lowest recommendation.
     *
     * @param window its length, at least 0; more than 12 days (2^30 ms) count as 12 days; a recommendation exactly
     *     this old no longer counts
     * @param capacity the most entries that it keeps; fewer than 4 count as 4
     * @return the empty window
     */
    public static StabilizationWindow lowest(Duration window, int capacity) {
        return new StabilizationWindow(false, Times.millis(window) - 1, capacity);
    }

    /**
     * The extreme of a new recommendation and all remembered ones that still count. Remembers nothing.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the new recommendation
     * @return the extreme
     */
    public int extreme(long nowMillis, int recommended) {
        return ring.extreme(memory, nowMillis, recommended);
    }

    /**
     * Remembers a recommendation and forgets those that no longer count.
     *
     * @param nowMillis the time, not before that of the last recommendation remembered
     * @param recommended the recommendation
     */
    public void remember(long nowMillis, int recommended) {
        if (!memory.reaches(nowMillis)) {
            ring.moveEpoch(memory, memory.offsetOf(nowMillis));
            memory.moveEpoch(nowMillis);
        }
        ring.forget(memory, nowMillis);
        ring.remember(memory, nowMillis, recommended);
    }

    /** The first time after this one at which an entry stops counting, or the end of time. */
    long nextExpiryMillis(long nowMillis) {
        return ring.nextExpiryMillis(memory, nowMillis);
    }

    /** {@return how many bytes {@link #write} would write now} */
    public int snapshotSize() {
        return Long.BYTES + ring.snapshotSize(memory);
    }

    /**
     * Writes what is remembered. Allocates nothing.
     *
     * @param target receives {@link #snapshotSize} bytes from its position on, which moves past them
     * @throws java.nio.BufferOverflowException if there is too little room
     */
    public void write(ByteBuffer target) {
        target.putLong(memory.epochMillis());
        ring.write(memory, target);
    }

    /**
     * Where the bytes end that {@link #read} would take from a position on. Changes nothing.
     *
     * @param source holds what {@link #write} wrote, in the same byte order
     * @param position where the bytes begin, at least 0
     * @return the position after them; -1 if they hold more than fits into this window, are cut off, or are not in order
     */
    public int skip(ByteBuffer source, int position) {
        return Stabilization.skip(ring, source, position + Long.BYTES, Block.MAX_OFFSET, Integer.MIN_VALUE);
    }

    /**
     * Replaces what is remembered. Allocates nothing. The bytes are not checked beyond {@link #skip}.
     *
     * @param source holds what a window of the same kind, length and capacity wrote, from its position on, which moves past it
     * @throws IllegalArgumentException if the bytes do not fit into this window or are cut off; nothing is changed then
     */
    public void read(ByteBuffer source) {
        int end = skip(source, source.position());
        if (end < 0 || end > source.limit()) {
            throw new IllegalArgumentException(
                    "window must fit and be whole: capacity=" + ring.capacity() + ", remaining=" + source.remaining());
        }
        memory.epochMillis(source.getLong());
        ring.read(memory, source);
    }

    /** {@return what the window looks for, how far back, and how much it remembers} */
    @Override
    public String toString() {
        return "StabilizationWindow[" + (ring.isHighest() ? "highest" : "lowest") + " of "
                + Duration.ofMillis(ring.oldestMillis() + 1L) + ", entries=" + ring.size(memory) + ", capacity="
                + ring.capacity() + ']';
    }
}
