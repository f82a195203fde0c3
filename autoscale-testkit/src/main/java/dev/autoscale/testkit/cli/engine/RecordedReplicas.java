package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Overrides;
import dev.autoscale.testkit.cli.engine.Feeds.Count;

/**
 * What a recording tells of replicas beside their number, for a replay that has another number of them. Immutable.
 *
 * <p>Replicas that did not come into existence, or did not become ready, would not have done so in the replay either: it has no more
 * of them than were recorded. Where all were there and ready, all of the replay's are. Replicas beyond the wanted ones, as during
 * a rollout, are beyond those of the replay, too.
 *
 * @param plan what was recorded
 */
record RecordedReplicas(ReplayPlan plan) {
    /** Whether existing or ready replicas were recorded. */
    boolean tellsMore() {
        Feeds feeds = plan.feeds();
        return feeds.has(Count.EXISTING) || feeds.has(Count.READY) || feeds.has(Count.STARTING);
    }

    private double existingThen(int row) {
        double existing = plan.recorded(Count.EXISTING, row);
        return Double.isNaN(existing) ? plan.recorded(Count.REPLICAS, row) : existing;
    }

    /** The replicas that shared what was measured; NaN if not recorded. */
    double readyThen(int row) {
        double ready = plan.recorded(Count.READY, row);
        double starting = plan.recorded(Count.STARTING, row);
        double existing = existingThen(row);
        return !Double.isNaN(ready) ? ready : Double.isNaN(starting) ? existing : existing - starting;
    }

    /** How many of the replay's replicas exist. */
    int existing(int row, int wanted) {
        double surplus = existingThen(row) - plan.recorded(Count.REPLICAS, row);
        if (Double.isNaN(surplus) || surplus == 0) {
            return wanted;
        }
        return surplus < 0
                ? Math.min(wanted, whole(existingThen(row)))
                : (int) Math.min(Integer.MAX_VALUE, (long) wanted + whole(surplus));
    }

    /** How many of the replay's existing replicas are ready. */
    int ready(int row, int existing) {
        double ready = readyThen(row);
        return Double.isNaN(ready) || ready >= existingThen(row) ? existing : Math.min(existing, whole(ready));
    }

    /** Pauses as it was then. */
    void pause(int row, Overrides overrides) {
        double count = plan.recorded(Count.PAUSE_AT, row);
        if (count >= 0) {
            overrides.pauseAt(whole(count));
        } else if (plan.recorded(Count.PAUSED, row) > 0) {
            overrides.pause();
        }
    }

    private static int whole(double count) {
        return Math.max(0, (int) Math.rint(count));
    }
}
