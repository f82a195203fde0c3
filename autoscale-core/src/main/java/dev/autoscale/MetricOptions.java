package dev.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * What a metric may have beside its target. Immutable and thread-safe.
 *
 * @param samples which samples count, and how
 * @param gate when the metric is active, and when it counts
 * @param fallback the answer after repeated failures, or null
 */
record MetricOptions(Samples samples, Gate gate, @Nullable Fallback fallback) {
    private static final long UNSET = Long.MIN_VALUE;
    static final MetricOptions NONE =
            new MetricOptions(new Samples(Long.MAX_VALUE, null, 0), new Gate(UNSET, null), null);

    /**
     * Which samples count.
     *
     * @param maxAgeMillis how old a sample may be, inclusive; {@link Long#MAX_VALUE} without a limit
     * @param lookBack what becomes of the last values, or null if only the latest counts
     * @param warmUpMillis how long a pod's samples do not count after its start; 0 if they do at once
     */
    record Samples(long maxAgeMillis, @Nullable LookBack lookBack, long warmUpMillis) {}

    /**
     * When a metric is active, and when it counts.
     *
     * @param activationMilli active above this; {@link #UNSET} for the kind's own rule
     * @param onlyWhile the id of the metric that gates this one, or null
     */
    record Gate(long activationMilli, @Nullable String onlyWhile) {}

    MetricOptions with(Samples newSamples) {
        return new MetricOptions(newSamples, gate, fallback);
    }

    MetricOptions with(Gate newGate) {
        return new MetricOptions(samples, newGate, fallback);
    }

    MetricOptions fallback(@Nullable Fallback newFallback) {
        return new MetricOptions(samples, gate, newFallback);
    }

    boolean hasActivation() {
        return gate.activationMilli != UNSET;
    }

    /** The threshold that holds: by default above 0. */
    long thresholdMilli() {
        return hasActivation() ? gate.activationMilli : 0;
    }

    void addTo(Checksum sum) {
        sum.add(samples.maxAgeMillis).add(gate.activationMilli);
        sum.add(fallback == null ? "" : fallback.toString()).add(gate.onlyWhile == null ? "" : gate.onlyWhile);
        sum.add(samples.lookBack == null ? "" : samples.lookBack.toString()).add(samples.warmUpMillis);
    }
}
