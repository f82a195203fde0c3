package dev.autoscale;

import java.time.Duration;

/**
 * How long growth waits after the platform had no capacity. Immutable.
 *
 * @param firstMillis after the first report
 * @param longestMillis the wait doubles with each further report, up to this
 */
record CapacityBackoff(long firstMillis, long longestMillis) {
    private static final long MOST_MILLIS = Duration.ofDays(7).toMillis();

    void check(BrokenRules broken) {
        if (firstMillis < 1 || longestMillis < firstMillis || longestMillis > MOST_MILLIS) {
            broken.add("capacityBackoff must have 1 ms <= first <= longest <= 7 days: first=" + firstMillis
                    + " ms, longest=" + longestMillis + " ms");
        }
    }
}
