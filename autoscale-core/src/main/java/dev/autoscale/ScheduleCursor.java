package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * Applies a schedule, and remembers what holds until the next transition. Not thread-safe. What it remembers it could compute
 * again, so it is no part of snapshots.
 */
final class ScheduleCursor {
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

    ScheduleCursor(Schedule schedule) {
        this.schedule = schedule;
    }

    void moveTo(long nowMillis) {
        if (nowMillis >= fromMillis && nowMillis < untilMillis) {
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
    int bound(AutoscalerSpec spec, RateLimits rates, long nowMillis, int current, int count, Decision out) {
        if (schedule.isEmpty() || current < 0) {
            return count;
        }
        moveTo(nowMillis);
        int target = Math.min(Math.max(count, floor), ceiling);
        int bounded = target;
        if (target > count && target > current && current > 0) {
            int limit =
                    spec.isLegacy() ? Limits.legacyScaleUpLimit(spec, current) : rates.scaleUpLimit(nowMillis, current);
            bounded = Math.min(target, Math.max(Math.max(Math.max(count, current), limit), floorAtOnce));
            bounded = spec.alignedStep(current, bounded);
        } else if (target < count && target < current) {
            int limit = spec.isLegacy() ? target : rates.scaleDownLimit(nowMillis, current);
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
