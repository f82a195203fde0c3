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

    /** {@return the count after this step} Replicas, or {@link Decision#NOT_EVALUATED}. */
    public int replicas() {
        return replicas;
    }

    /** {@return the floor that the open windows hold} Replicas; 0 without one. */
    public int floor() {
        return floor;
    }

    /**
     * {@return the ceiling that the open windows hold; it outranks the floor} Replicas; {@link Integer#MAX_VALUE}
     * without one.
     */
    public int ceiling() {
        return ceiling;
    }

    /** {@return the open window that sets the floor} Or null. */
    public @Nullable ScheduleWindow floorWindow() {
        return floorWindow;
    }

    /** {@return the open window that sets the ceiling} Or null. */
    public @Nullable ScheduleWindow ceilingWindow() {
        return ceilingWindow;
    }

    /**
     * {@return when a window opens or closes next} Never late; it may be early. Epoch milliseconds; {@link
     * Long#MAX_VALUE} if nothing changes any more.
     */
    public long changesAtMillis() {
        return changesAtMillis;
    }

    /** {@return whether an open window forbids growing} */
    public boolean forbidsUp() {
        return forbidsUp;
    }

    /** {@return whether an open window forbids shrinking} */
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
