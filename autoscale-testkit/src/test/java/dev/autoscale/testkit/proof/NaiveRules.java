package dev.autoscale.testkit.proof;

import dev.autoscale.ScheduleWindow;

/** What the plain numbers of a drawn spec mean, for the naive models. */
final class NaiveRules {
    private NaiveRules() {}

    /** Towards a limit, over allowed counts. */
    static int cut(DrawnDamping.Grid grid, int from, int limit) {
        return limit >= from ? Math.max(from, grid.down(limit)) : Math.min(from, grid.up(limit));
    }

    /** The same for what policies leave: one step goes on from a count that cannot be kept. */
    static int step(DrawnDamping.Grid grid, int from, int limit) {
        boolean leaves = from == 0 || !grid.allows(from);
        int cut = cut(grid, from, limit);
        return leaves && limit > from && cut == from ? grid.up(from + 1) : cut;
    }

    /** Whether anything stands between windows and rate policies. */
    static boolean holds(DrawnDamping damped) {
        return holds(damped.up())
                || holds(damped.down())
                || damped.budget() != null
                || !damped.grid().equals(DrawnDamping.Grid.ALL);
    }

    private static boolean holds(DrawnDamping.Way way) {
        return way.sustained() > 0 || way.decisions() > 1 || way.cooldown() > 0 || way.afterAny() > 0;
    }

    /** Open now, or opening within the lead. */
    static boolean isOpen(DrawnFeatures.Window window, long now) {
        PeriodicWindow time = window.time();
        long untilOpening = time.periodMillis() - Math.floorMod(now, time.periodMillis());
        return time.isActive(now) || untilOpening <= window.lead();
    }

    static boolean isFloor(DrawnFeatures.Window window) {
        return window.kind() == ScheduleWindow.Kind.FLOOR || window.kind() == ScheduleWindow.Kind.FIXED;
    }

    static boolean isCeiling(DrawnFeatures.Window window) {
        return window.kind() == ScheduleWindow.Kind.CEILING || window.kind() == ScheduleWindow.Kind.FIXED;
    }
}
