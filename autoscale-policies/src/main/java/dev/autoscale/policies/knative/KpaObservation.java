package dev.autoscale.policies.knative;

import dev.autoscale.ScalingObservation;
import dev.autoscale.Violation;

/**
 * What was measured for one revision: ready pods, and samples of its load, each with its own time. A reusable form that the
 * caller fills before each decision; not thread-safe. One per thread is enough, for any number of specs.
 *
 * <p>{@link #at(long)} begins a new observation and forgets everything before. Setters allocate nothing, and for data they never
 * throw. Without anything said about the metric, the decision is made from the windows.
 */
public final class KpaObservation implements ScalingObservation<KpaObservation> {
    private static final int CAPACITY = 64;

    /** No count was given, or the count is not known. */
    static final int UNKNOWN = -1;

    long[] sampleMillis = new long[CAPACITY];
    double[] samples = new double[CAPACITY];
    int sampleCount;
    int ignoredSamples;

    long epochMillis;
    int replicas = UNKNOWN;
    private int readyPods = UNKNOWN;
    private boolean readyGiven;
    Metric metric = Metric.WINDOWS;
    double stable;
    double panic;
    boolean probed = true;
    boolean modeGiven;
    boolean proxied;
    long proxiedSinceMillis;

    /** Where the averages come from. */
    enum Metric {
        WINDOWS,
        GIVEN,
        NO_DATA,
        FAILED
    }

    KpaObservation() {}

    /**
     * Makes room for samples, so that {@link #record} has it.
     *
     * @param samples the most samples of one observation; fewer than there is room for change nothing. At first there is room
     *     for 64
     * @return this, without the samples recorded so far
     * @throws IllegalArgumentException if the capacity is negative
     */
    public KpaObservation ensureCapacity(int samples) {
        Violation.require(samples >= 0, "samples must be >= 0", "samples", samples);
        sampleCount = 0;
        if (samples > this.samples.length) {
            sampleMillis = new long[samples];
            this.samples = new double[samples];
        }
        return this;
    }

    /**
     * Begins a new observation and forgets all counts and samples before it.
     *
     * @param epochMillis the time of the decision in milliseconds since the epoch; any value. An instant before the
     *     autoscaler's last decision counts as no time passed
     * @return this
     */
    @Override
    public KpaObservation at(long epochMillis) {
        this.epochMillis = epochMillis;
        replicas = UNKNOWN;
        readyPods = UNKNOWN;
        readyGiven = false;
        metric = Metric.WINDOWS;
        sampleCount = 0;
        ignoredSamples = 0;
        probed = true;
        modeGiven = false;
        return this;
    }

    /**
     * Sets the current count. It decides nothing, but is what an invalid decision keeps. With
     * {@link KpaSpec.Builder#scaleToZero} bounds and the way to zero are not looked at while it is not known.
     *
     * @param replicas at least 0; a negative number makes the decision stay put
     * @return this
     */
    @Override
    public KpaObservation replicas(int replicas) {
        this.replicas = Math.max(UNKNOWN, replicas);
        return this;
    }

    /**
     * Sets how many pods are ready. Without it every current replica counts as ready.
     *
     * @param pods at least 0; a negative number counts as {@link #readyUnknown}
     * @return this
     */
    public KpaObservation ready(int pods) {
        readyPods = Math.max(UNKNOWN, pods);
        readyGiven = true;
        return this;
    }

    /**
     * Reports that ready pods could not be counted. The decision is then invalid.
     *
     * @return this
     */
    public KpaObservation readyUnknown() {
        return ready(UNKNOWN);
    }

    /**
     * Reports that what lists the ready pods does not exist, which counts as none.
     *
     * @return this
     */
    public KpaObservation readyNotFound() {
        return ready(0);
    }

    /**
     * Records a sample into both windows, in the order of the calls. A sample that is NaN, infinite or beyond
     * {@link KpaWindow#MAX_SAMPLE} is left out and {@linkplain KpaDecision#ignoredSamples counted}.
     *
     * @param sampleEpochMillis when it was measured; may lie before other samples. A time after the decision counts as the
     *     decision's
     * @param value requests in flight, or requests a second, of the whole revision; may be negative
     * @return this
     * @throws IllegalStateException if there is no room, see {@link #ensureCapacity}
     */
    public KpaObservation record(long sampleEpochMillis, double value) {
        if (!KpaWindow.isUsable(value)) {
            ignoredSamples++;
            return this;
        }
        int at = sampleCount;
        if (at == samples.length) {
            throw new IllegalStateException("samples must be <= capacity: capacity=" + at);
        }
        sampleMillis[at] = sampleEpochMillis;
        samples[at] = value;
        sampleCount = at + 1;
        return this;
    }

    /**
     * Sets the averages, for callers who aggregate elsewhere. Samples are still recorded, but not looked at.
     *
     * @param stable the average over the stable window
     * @param panic the average over the panic window; if one of them is NaN or infinite, the decision is invalid
     * @return this
     */
    public KpaObservation averages(double stable, double panic) {
        metric = Metric.GIVEN;
        this.stable = stable;
        this.panic = panic;
        return this;
    }

    /**
     * Reports that there is no data, whatever the windows hold. The decision is then invalid.
     *
     * @return this
     */
    public KpaObservation noData() {
        metric = Metric.NO_DATA;
        return this;
    }

    /**
     * Reports that the metric could not be read. The decision is then invalid.
     *
     * @return this
     */
    public KpaObservation failed() {
        metric = Metric.FAILED;
        return this;
    }

    /**
     * Says in which mode the revision's service is; without it, in the mode that the last decision set. Only specs with
     * {@link KpaSpec.Builder#scaleToZero} look at it.
     *
     * @param proxyMode true if requests go through activators
     * @param activatorsSinceMillis since when the activators have been the service's endpoints, in milliseconds since the epoch;
     *     {@link KpaScaleToZero.Input#NOT_IN_PATH} if they are not
     * @return this
     */
    public KpaObservation service(boolean proxyMode, long activatorsSinceMillis) {
        modeGiven = true;
        proxied = proxyMode;
        proxiedSinceMillis = activatorsSinceMillis;
        return this;
    }

    /**
     * Says whether a probe of the revision's service met an activator; without it, it did. Only specs with
     * {@link KpaSpec.Builder#scaleToZero} look at it, and only on the way to zero.
     *
     * @param passed false also after an error
     * @return this
     */
    public KpaObservation probed(boolean passed) {
        probed = passed;
        return this;
    }

    /** Ready pods, or {@link #UNKNOWN}. */
    int readyPods() {
        return readyGiven ? readyPods : replicas;
    }

    /** {@return what was told, in one line} */
    @Override
    public String toString() {
        return "KpaObservation[epochMillis=" + epochMillis + ", replicas="
                + (replicas == UNKNOWN ? "unknown" : replicas) + ", readyPods="
                + (readyPods == UNKNOWN ? "unknown" : readyPods) + ", metric=" + metric + ", samples=" + sampleCount
                + ']';
    }
}
