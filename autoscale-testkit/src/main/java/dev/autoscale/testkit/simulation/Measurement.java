package dev.autoscale.testkit.simulation;

import java.util.Arrays;

/** One scrape of the simulated workload. Reused: valid only during the call that hands it over. Not thread-safe. */
public final class Measurement {
    private static final int SIGNALS = WorkloadMetric.values().length;

    private final double[] values = new double[SIGNALS];
    private long sampledMillis;
    private int ready;

    Measurement() {}

    void set(long epochMillis, int readyReplicas) {
        sampledMillis = epochMillis;
        ready = readyReplicas;
    }

    void set(WorkloadMetric signal, double value) {
        values[signal.ordinal()] = value;
    }

    void spoil() {
        Arrays.fill(values, Double.NaN);
    }

    void copyFrom(Measurement other) {
        System.arraycopy(other.values, 0, values, 0, SIGNALS);
        sampledMillis = other.sampledMillis;
        ready = other.ready;
    }

    /** {@return when it was scraped, which may be some time before it arrived} Epoch milliseconds. */
    public long sampledMillis() {
        return sampledMillis;
    }

    /** {@return the replicas that were ready then} At least 0. */
    public int readyReplicas() {
        return ready;
    }

    /**
     * What was measured.
     *
     * @param signal which one
     * @return the value in the signal's unit; NaN if the scrape failed
     */
    public double value(WorkloadMetric signal) {
        return values[signal.ordinal()];
    }

    /** {@return what was measured, in one line} */
    @Override
    public String toString() {
        return "Measurement[sampledMillis=" + sampledMillis + ", ready=" + ready + ", values=" + Arrays.toString(values)
                + ']';
    }
}
