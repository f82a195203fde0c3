package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * What a metric may have beside its target. Immutable and thread-safe.
 *
 * @param maxAgeMillis how old a sample may be, inclusive; {@link Long#MAX_VALUE} without a limit
 * @param activationMilli active above this; {@link #UNSET} for the kind's own rule
 * @param fallback the answer after repeated failures, or null
 * @param onlyWhile the id of the metric that gates this one, or null
 * @param lookBack what becomes of the last values, or null if only the latest counts
 * @param warmUpMillis how long a pod's samples do not count after its start; 0 if they do at once
 */
record MetricOptions(
        long maxAgeMillis,
        long activationMilli,
        @Nullable Fallback fallback,
        @Nullable String onlyWhile,
        @Nullable LookBack lookBack,
        long warmUpMillis) {
    static final long UNSET = Long.MIN_VALUE;
    static final MetricOptions NONE = new MetricOptions(Long.MAX_VALUE, UNSET, null, null, null, 0);

    MetricOptions maxAge(long millis) {
        return new MetricOptions(millis, activationMilli, fallback, onlyWhile, lookBack, warmUpMillis);
    }

    MetricOptions activation(long thresholdMilli) {
        return new MetricOptions(maxAgeMillis, thresholdMilli, fallback, onlyWhile, lookBack, warmUpMillis);
    }

    MetricOptions fallback(@Nullable Fallback newFallback) {
        return new MetricOptions(maxAgeMillis, activationMilli, newFallback, onlyWhile, lookBack, warmUpMillis);
    }

    MetricOptions onlyWhile(@Nullable String otherId) {
        return new MetricOptions(maxAgeMillis, activationMilli, fallback, otherId, lookBack, warmUpMillis);
    }

    MetricOptions lookBack(@Nullable LookBack rule) {
        return new MetricOptions(maxAgeMillis, activationMilli, fallback, onlyWhile, rule, warmUpMillis);
    }

    MetricOptions warmUp(long millis) {
        return new MetricOptions(maxAgeMillis, activationMilli, fallback, onlyWhile, lookBack, millis);
    }

    boolean hasActivation() {
        return activationMilli != UNSET;
    }

    /** The threshold that holds: by default above 0. */
    long thresholdMilli() {
        return hasActivation() ? activationMilli : 0;
    }

    void addTo(Checksum sum) {
        sum.add(maxAgeMillis).add(activationMilli);
        sum.add(fallback == null ? "" : fallback.toString()).add(onlyWhile == null ? "" : onlyWhile);
        sum.add(lookBack == null ? "" : lookBack.toString()).add(warmUpMillis);
    }
}
