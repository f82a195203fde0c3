package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * What the {@link Schedule} made of a decision: a reusable result. Not thread-safe. For a spec without a schedule there is
 * nothing in it.
 */
public final class ScheduleStep {
    private int replicas = Decision.NOT_EVALUATED;
    private int floor;
    private int ceiling = Integer.MAX_VALUE;
    private @Nullable ScheduleWindow floorWindow;
    private @Nullable ScheduleWindow ceilingWindow;
    private long changesAtMillis = Long.MAX_VALUE;
    private boolean forbidsUp;
    private boolean forbidsDown;

    ScheduleStep() {}

    /**
     * The count after this step.
     *
     * @return replicas, or {@link Decision#NOT_EVALUATED}
     */
    public int replicas() {
        return replicas;
    }

    /**
     * The floor that the open windows hold.
     *
     * @return replicas; 0 without one
     */
    public int floor() {
        return floor;
    }

    /**
     * The ceiling that the open windows hold; it outranks the floor.
     *
     * @return replicas; {@link Integer#MAX_VALUE} without one
     */
    public int ceiling() {
        return ceiling;
    }

    /**
     * The open window that sets the floor.
     *
     * @return the window, or null
     */
    public @Nullable ScheduleWindow floorWindow() {
        return floorWindow;
    }

    /**
     * The open window that sets the ceiling.
     *
     * @return the window, or null
     */
    public @Nullable ScheduleWindow ceilingWindow() {
        return ceilingWindow;
    }

    /**
     * When a window opens or closes next. Never late; it may be early.
     *
     * @return epoch milliseconds; {@link Long#MAX_VALUE} if nothing changes any more
     */
    public long changesAtMillis() {
        return changesAtMillis;
    }

    /**
     * Whether an open window forbids growing.
     *
     * @return true if one does
     */
    public boolean forbidsUp() {
        return forbidsUp;
    }

    /**
     * Whether an open window forbids shrinking.
     *
     * @return true if one does
     */
    public boolean forbidsDown() {
        return forbidsDown;
    }

    void clear() {
        set(0, Integer.MAX_VALUE, null, null, Long.MAX_VALUE, Decision.NOT_EVALUATED);
        forbid(false, false);
    }

    void forbid(boolean up, boolean down) {
        forbidsUp = up;
        forbidsDown = down;
    }

    void set(
            int newFloor,
            int newCeiling,
            @Nullable ScheduleWindow newFloorWindow,
            @Nullable ScheduleWindow newCeilingWindow,
            long newChangesAtMillis,
            int newReplicas) {
        floor = newFloor;
        ceiling = newCeiling;
        floorWindow = newFloorWindow;
        ceilingWindow = newCeilingWindow;
        changesAtMillis = newChangesAtMillis;
        replicas = newReplicas;
    }
}
