package dev.autoscale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain ScheduleWindow windows} of a workload together. Immutable and thread-safe.
 *
 * <pre>{@code
 * CronWindow hours = CronWindow.lasting(
 *         CronExpression.parse("0 8 * * 1-5", ZoneId.of("Europe/Berlin")), Duration.ofHours(10));
 * Schedule schedule = Schedule.of(
 *         ScheduleWindow.floor("business hours", hours, 5).lead(Duration.ofMinutes(10)));
 * }</pre>
 *
 * <p>Of the open windows that move bounds those of the highest rank count: the highest floor holds and the lowest ceiling, and
 * a ceiling outranks a floor. Windows that forbid a direction all count. An autoscaler asks again only at the next transition.
 *
 * <p>A floor also brings back a workload that someone took to zero, which the Kubernetes HPA leaves alone; to switch a workload
 * off, {@linkplain Overrides#pauseAt pause it at 0}.
 */
public final class Schedule extends Settings {
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
        super(windows.toArray());
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

    @Override
    void check(Violation.Collector broken, AutoscalerSpec spec) {
        List<ScheduleWindow> fixed = new ArrayList<>();
        for (ScheduleWindow window : windows) {
            window.check(broken, spec);
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

    /** {@return the windows} */
    @Override
    public String toString() {
        return "Schedule" + windows();
    }

    /**
     * Applies a schedule, and remembers what holds until the next transition. What it remembers it could compute
     * again, so it is no part of snapshots. That of a schedule without windows never changes, so autoscalers may share it.
     */
    static final class Cursor {
        static final int NO_CEILING = Integer.MAX_VALUE;

        private final Schedule schedule;
        private long fromMillis = 1;
        private long untilMillis; // empty at first
        private int floor;
        private int ceiling = NO_CEILING;
        private @Nullable ScheduleWindow floorWindow;
        private @Nullable ScheduleWindow ceilingWindow;
        /** What windows hold at once, past the rate policies. */
        private int floorAtOnce;

        private int ceilingAtOnce = NO_CEILING;
        private boolean forbidsUp;
        private boolean forbidsDown;

        Cursor(Schedule schedule) {
            this.schedule = schedule;
        }

        void moveTo(long nowMillis) {
            if (schedule.isEmpty() || (nowMillis >= fromMillis && nowMillis < untilMillis)) {
                return;
            }
            fromMillis = nowMillis;
            untilMillis = schedule.nextTransitionMillis(nowMillis);
            floor = 0;
            ceiling = NO_CEILING;
            floorAtOnce = 0;
            ceilingAtOnce = NO_CEILING;
            floorWindow = null;
            ceilingWindow = null;
            forbidsUp = false;
            forbidsDown = false;
            int highestRank = Integer.MIN_VALUE;
            for (int i = 0; i < schedule.size(); i++) {
                ScheduleWindow window = schedule.window(i);
                if (window.isOpen(nowMillis)) {
                    forbidsUp |= window.kind() == ScheduleWindow.Kind.FORBID_SCALE_UP;
                    forbidsDown |= window.kind() == ScheduleWindow.Kind.FORBID_SCALE_DOWN;
                    highestRank = window.movesBounds() ? Math.max(highestRank, window.rank()) : highestRank;
                }
            }
            for (int i = 0; i < schedule.size(); i++) {
                ScheduleWindow window = schedule.window(i);
                if (window.movesBounds() && window.rank() == highestRank && window.isOpen(nowMillis)) {
                    add(window);
                }
            }
        }

        /** Whether the windows that are open now ask for replicas, which counts as activity. */
        boolean keepsActive() {
            return Math.min(floor, ceiling) > 0;
        }

        /** Until when the last answers hold; a transition, or earlier. */
        long untilMillis() {
            return untilMillis;
        }

        private void add(ScheduleWindow window) {
            int replicas = window.replicas();
            if (window.kind() != ScheduleWindow.Kind.CEILING) {
                floorAtOnce = window.isAtOnce() ? Math.max(floorAtOnce, replicas) : floorAtOnce;
                if (floorWindow == null || replicas > floor) {
                    floor = replicas;
                    floorWindow = window;
                }
            }
            if (window.kind() != ScheduleWindow.Kind.FLOOR) {
                ceilingAtOnce = window.isAtOnce() ? Math.min(ceilingAtOnce, replicas) : ceilingAtOnce;
                if (replicas < ceiling) {
                    ceiling = replicas;
                    ceilingWindow = window;
                }
            }
        }

        /** Holds a count between floor and ceiling; what lies beyond the count is approached under the rate policies. */
        int bound(
                AutoscalerSpec spec,
                Changes changes,
                Block memory,
                long nowMillis,
                int current,
                int count,
                Decision out) {
            if (schedule.isEmpty()) {
                return count;
            }
            int target = Math.min(Math.max(count, floor), ceiling);
            int bounded = target;
            if (target > count && target > current && current > 0) {
                int limit = spec.isLegacy()
                        ? Limits.legacyScaleUpLimit(spec, current)
                        : changes.scaleUpLimit(memory, nowMillis, current);
                bounded = Math.min(target, Math.max(Math.max(Math.max(count, current), limit), floorAtOnce));
                bounded = spec.alignedStep(current, bounded);
            } else if (target < count && target < current) {
                int limit = spec.isLegacy() ? target : changes.scaleDownLimit(memory, nowMillis, current);
                bounded = Math.max(target, Math.min(Math.min(Math.min(count, current), limit), ceilingAtOnce));
                bounded = spec.alignedStep(current, bounded);
            }
            out.floorWindow = floorWindow;
            out.ceilingWindow = ceilingWindow;
            out.forbidsScaleUp = forbidsUp;
            out.forbidsScaleDown = forbidsDown;
            Reason why = bounded > count ? Reason.SCHEDULED_FLOOR : Reason.SCHEDULED_CEILING;
            return out.step(Decision.Step.SCHEDULED, bounded, untilMillis, bounded == count ? null : why);
        }
    }
}
