package dev.autoscale.testkit.cli.engine;

/**
 * Everything that a replay is decided by.
 *
 * @param policy what decides
 * @param series what was recorded
 * @param feeds which column of the series feeds what
 * @param fromMillis the first decision
 * @param everyMillis from one decision to the next
 * @param steps how many decisions, at least 1
 * @param initial the replicas before the first decision
 */
public record ReplayPlan(
        ReplayPolicy policy, Series series, Feeds feeds, long fromMillis, long everyMillis, int steps, int initial) {
    public long lastMillis() {
        return fromMillis + (steps - 1) * everyMillis;
    }

    /** A step counts for the time until the next one would be. */
    public long spanMillis() {
        return steps * everyMillis;
    }

    /** A count of that time, NaN if not recorded. */
    public double recorded(Feeds.Count count, int row) {
        Integer column = feeds.counts().get(count);
        return column == null ? Double.NaN : series.value(column, row);
    }
}
