package dev.autoscale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain ScheduleWindow windows} of a workload together. Immutable and thread-safe.
 *
 * <p>Of the open windows that move bounds those of the highest rank count: the highest floor holds and the lowest ceiling, and
 * a ceiling outranks a floor. Windows that forbid a direction all count. An autoscaler asks again only at the next transition.
 *
 * <p>A floor also brings back a workload that somebody took to zero, which the Kubernetes HPA leaves alone; to switch a workload
 * off, {@linkplain Overrides#pauseAt pause it at 0}.
 */
public final class Schedule {
    /*
     * FIXED windows are searched for overlaps over the 28 years in which weekdays and leap days repeat, and, for windows that
     * do not repeat, over the time since 1970.
     */
    private static final long SEARCH_FROM_MILLIS = 1_704_067_200_000L;

    private static final long SEARCH_MILLIS = 28L * 1461 / 4 * 86_400_000;
    private static final int SEARCH_TRANSITIONS = 100_000;
    private static final long NO_OVERLAP = Long.MIN_VALUE;

    private static final Schedule EMPTY = new Schedule(List.of());

    private final ScheduleWindow[] windows;

    private Schedule(List<ScheduleWindow> windows) {
        this.windows = windows.toArray(ScheduleWindow[]::new);
    }

    /**
     * A schedule of windows.
     *
     * @param windows the windows, in any order
     * @return the schedule
     */
    public static Schedule of(ScheduleWindow... windows) {
        return windows.length == 0 ? EMPTY : new Schedule(List.of(windows));
    }

    /** {@return the windows} An unmodifiable list, in the order in which they were given. */
    public List<ScheduleWindow> windows() {
        return List.of(windows);
    }

    /**
     * When a window opens or closes next, lead times included. Never late; it may be early.
     *
     * @param nowMillis epoch milliseconds, any
     * @return epoch milliseconds, greater than {@code nowMillis}; {@link Long#MAX_VALUE} if nothing changes any more
     */
    public long nextTransitionMillis(long nowMillis) {
        long next = Long.MAX_VALUE;
        for (ScheduleWindow window : windows) {
            next = Math.min(next, window.nextTransitionMillis(nowMillis));
        }
        return next;
    }

    boolean isEmpty() {
        return windows.length == 0;
    }

    int size() {
        return windows.length;
    }

    ScheduleWindow window(int index) {
        return windows[index];
    }

    /** Whether a window can take the workload to zero. */
    boolean reachesZero() {
        for (ScheduleWindow window : windows) {
            if (window.replicas() == 0 && window.kind() != ScheduleWindow.Kind.FLOOR) {
                return true;
            }
        }
        return false;
    }

    void check(Violation.Collector broken, int maxReplicas) {
        List<ScheduleWindow> fixed = new ArrayList<>();
        for (ScheduleWindow window : windows) {
            window.check(broken, maxReplicas);
            if (window.kind() == ScheduleWindow.Kind.FIXED) {
                fixed.forEach(other -> checkOverlap(broken, other, window));
                fixed.add(window);
            }
        }
    }

    private static void checkOverlap(Violation.Collector broken, ScheduleWindow one, ScheduleWindow other) {
        if (one.rank() != other.rank() || one.replicas() == other.replicas()) {
            return;
        }
        long at = overlap(one, other, SEARCH_FROM_MILLIS, SEARCH_FROM_MILLIS + SEARCH_MILLIS);
        at = at == NO_OVERLAP ? overlap(one, other, 0, SEARCH_FROM_MILLIS) : at;
        broken.require(
                at == NO_OVERLAP,
                "FIXED windows of equal rank must not overlap",
                other.name() + ".rank",
                other.rank() + ", " + one + ", " + other + ", both open at " + Instant.ofEpochMilli(at));
    }

    private static long overlap(ScheduleWindow one, ScheduleWindow other, long fromMillis, long untilMillis) {
        long at = fromMillis;
        for (int i = 0; i < SEARCH_TRANSITIONS && at < untilMillis; i++) {
            if (one.isOpen(at) && other.isOpen(at)) {
                return at;
            }
            at = Math.min(one.nextTransitionMillis(at), other.nextTransitionMillis(at));
        }
        return NO_OVERLAP;
    }

    void addTo(Checksum sum) {
        sum.add(windows.length);
        for (ScheduleWindow window : windows) {
            window.addTo(sum);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schedule that && windows().equals(that.windows());
    }

    @Override
    public int hashCode() {
        return windows().hashCode();
    }
}
