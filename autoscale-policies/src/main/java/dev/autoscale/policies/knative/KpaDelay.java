package dev.autoscale.policies.knative;

import dev.autoscale.StabilizationWindow;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the scale-down delay: the highest count of the last slots of 2 s.
 *
 * <p>Knative makes it when the autoscaler is created and never changes its length; so its length is a part of the memory.
 */
final class KpaDelay {
    /** A longer delay counts as this one. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final long SLOT_MILLIS = 2000;
    private static final int MAX_SLOTS = (int) (LONGEST.toMillis() / SLOT_MILLIS);

    private final int slots;
    /** Its time is counted in slots. */
    private final StabilizationWindow window;

    KpaDelay(int slots) {
        this.slots = slots;
        window = StabilizationWindow.highest(Duration.ofMillis(slots), slots);
    }

    static KpaDelay of(Duration delay) {
        long millis = Math.max(0, Math.min(delay.toMillis(), LONGEST.toMillis()));
        return new KpaDelay((int) ((millis + SLOT_MILLIS - 1) / SLOT_MILLIS));
    }

    /** The count with the delay looked at. While nothing is routed to the revision there is none. Remembers nothing. */
    int hold(long now, KpaSpec spec, int pods) {
        return spec.isReachable() ? window.extreme(slotOf(now), pods) : pods;
    }

    void remember(long now, KpaSpec spec, int pods) {
        if (spec.isReachable()) {
            window.remember(slotOf(now), pods);
        }
    }

    private static long slotOf(long now) {
        return Math.floorDiv(now, SLOT_MILLIS);
    }

    int snapshotSize() {
        return Integer.BYTES + window.snapshotSize();
    }

    void write(ByteBuffer target) {
        target.putInt(slots);
        window.write(target);
    }

    /**
     * What can read the bytes from a position to the end: this memory, or, if theirs is of another length, a new one. Null if
     * they do not fit.
     */
    @Nullable
    KpaDelay fitting(ByteBuffer source, int position, int end) {
        if (position < 0 || position > end - Integer.BYTES) {
            return null;
        }
        int theirs = source.getInt(position);
        if (theirs < 0 || theirs > MAX_SLOTS) {
            return null;
        }
        KpaDelay delay = theirs == slots ? this : new KpaDelay(theirs);
        return delay.window.skip(source, position + Integer.BYTES) == end ? delay : null;
    }

    void read(ByteBuffer source) {
        source.getInt();
        window.read(source);
    }
}
