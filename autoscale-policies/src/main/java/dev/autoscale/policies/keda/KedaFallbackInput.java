package dev.autoscale.policies.keda;

/**
 * One query of a trigger's metric and what is known beside it, for {@link KedaFallback}. Reusable; not thread-safe. No method
 * allocates. Source: KEDA.
 */
public final class KedaFallbackInput {
    static final int UNKNOWN = -1;

    boolean failed;
    long valueMilli;
    int failures;
    int replicas;
    int readyPods;
    boolean otherFallsBack;

    /** An input whose query has failed, with nothing known. */
    public KedaFallbackInput() {
        failed();
    }

    /**
     * Begins anew with a query that gave a value.
     *
     * @param valueMilli what it gave, in milli-units; any value
     * @return this
     */
    public KedaFallbackInput measured(long valueMilli) {
        failed();
        this.failed = false;
        this.valueMilli = valueMilli;
        return this;
    }

    /**
     * Begins anew with a query that failed: no failure before, replicas and ready pods unknown.
     *
     * @return this
     */
    public KedaFallbackInput failed() {
        failed = true;
        valueMilli = 0;
        failures = KedaFallbackDecision.NO_ENTRY;
        replicas = UNKNOWN;
        readyPods = UNKNOWN;
        otherFallsBack = false;
        return this;
    }

    /**
     * How often this metric failed in a row before, over all queries: those of the polling loop and those of the HPA. Feeding
     * the count of one source only is what KEDA does by mistake; keep one count for each metric.
     *
     * @param count at least 0; {@link KedaFallbackDecision#NO_ENTRY} if the status has no health entry of this metric
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public KedaFallbackInput failuresBefore(int count) {
        if (count < 0 && count != KedaFallbackDecision.NO_ENTRY) {
            throw new IllegalArgumentException("failures must be >= 0 or NO_ENTRY: failures=" + count);
        }
        this.failures = count;
        return this;
    }

    /**
     * The target's wanted replicas. Not calling this says that they could not be read.
     *
     * @param current at least 0
     * @return this
     * @throws IllegalArgumentException if negative
     */
    public KedaFallbackInput replicas(int current) {
        if (current < 0) {
            throw new IllegalArgumentException("replicas must be >= 0: replicas=" + current);
        }
        this.replicas = current;
        return this;
    }

    /**
     * The target's pods that are running and ready. Not calling this says that they could not be listed.
     *
     * @param pods at least 0
     * @return this
     * @throws IllegalArgumentException if negative
     */
    public KedaFallbackInput readyPods(int pods) {
        if (pods < 0) {
            throw new IllegalArgumentException("readyPods must be >= 0: readyPods=" + pods);
        }
        this.readyPods = pods;
        return this;
    }

    /**
     * Whether another metric of the same {@code ScaledObject} has failed more often than the threshold; it decides about the
     * condition alone.
     *
     * @param fallsBack true if one has
     * @return this
     */
    public KedaFallbackInput otherMetricFallsBack(boolean fallsBack) {
        this.otherFallsBack = fallsBack;
        return this;
    }

    /** {@return what was told, in one line} */
    @Override
    public String toString() {
        return "KedaFallbackInput[" + (failed ? "failed" : "valueMilli=" + valueMilli) + ", failures=" + failures
                + ", replicas=" + replicas + ", readyPods=" + readyPods + ", otherFallsBack=" + otherFallsBack + ']';
    }
}
