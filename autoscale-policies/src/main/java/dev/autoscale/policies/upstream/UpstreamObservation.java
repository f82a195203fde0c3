package dev.autoscale.policies.upstream;

import dev.autoscale.ScalingObservation;
import java.util.Arrays;
import java.util.List;

/**
 * What an {@link UpstreamAutoscaler} is told: the time, the counts, and a number for each metric. A reusable form; not thread-safe.
 * Allocates nothing.
 */
public final class UpstreamObservation implements ScalingObservation<UpstreamObservation> {
    private final List<String> metrics;
    private final double[] values;
    private long epochMillis;
    private int replicas;
    private int existing;
    private int ready;

    UpstreamObservation(List<String> metrics) {
        this.metrics = metrics;
        values = new double[metrics.size()];
        clear(0);
    }

    private void clear(long newEpochMillis) {
        epochMillis = newEpochMillis;
        replicas = -1;
        existing = -1;
        ready = -1;
        Arrays.fill(values, Double.NaN);
    }

    @Override
    public UpstreamObservation at(long newEpochMillis) {
        clear(newEpochMillis);
        return this;
    }

    /**
     * Sets the count that is wanted now; it is also taken for those that exist and are ready, until these are set.
     *
     * @param wanted at least 0; a negative number makes the decision stay put
     * @return this
     */
    @Override
    public UpstreamObservation replicas(int wanted) {
        return replicas(wanted, wanted, wanted);
    }

    /**
     * Sets the counts.
     *
     * @param wanted the replicas that are wanted now
     * @param nowExisting the replicas that exist
     * @param nowReady the replicas that serve
     * @return this; a negative number makes the decision stay put
     */
    public UpstreamObservation replicas(int wanted, int nowExisting, int nowReady) {
        replicas = wanted;
        existing = nowExisting;
        ready = nowReady;
        return this;
    }

    /**
     * Sets a value.
     *
     * @param metric its index in {@link UpstreamPolicy#metrics}
     * @param value the value, in the metric's unit; NaN if there is none
     * @return this
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public UpstreamObservation value(int metric, double value) {
        values[metric] = value;
        return this;
    }

    /** {@return the time} Epoch milliseconds, as given. */
    public long epochMillis() {
        return epochMillis;
    }

    /** {@return the replicas that are wanted} Negative if unknown. */
    public int replicas() {
        return replicas;
    }

    /** {@return the replicas that exist} Negative if unknown. */
    public int existingReplicas() {
        return existing;
    }

    /** {@return the replicas that serve} Negative if unknown. */
    public int readyReplicas() {
        return ready;
    }

    /**
     * {@return the value of a metric; NaN if there is none}
     *
     * @param metric its index in {@link UpstreamPolicy#metrics}
     * @throws IndexOutOfBoundsException if there is no such metric
     */
    public double value(int metric) {
        return values[metric];
    }

    boolean hasCounts() {
        return replicas >= 0 && existing >= 0 && ready >= 0;
    }

    /** {@return time, counts and values in one line} */
    @Override
    public String toString() {
        return "UpstreamObservation[at=" + epochMillis + ", replicas=" + replicas + ", existing=" + existing
                + ", ready=" + ready + ", metrics=" + metrics + ", values=" + Arrays.toString(values) + ']';
    }
}
