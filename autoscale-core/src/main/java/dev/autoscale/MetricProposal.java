package dev.autoscale;

/**
 * What one metric proposes, and what it was computed from: a reusable result. Not thread-safe.
 *
 * <p>Numbers that the metric's kind does not have are {@link #UNSET}.
 */
public final class MetricProposal {
    /** A number that this metric does not have. */
    public static final long UNSET = Long.MIN_VALUE;

    private byte status = (byte) MetricStatus.NOT_EVALUATED.ordinal();
    int replicas;
    long utilizationPercent = UNSET;
    long averageMilli = UNSET;
    long totalMilli = UNSET;
    /** The replicas that the total is spread over when the average is read, or -1 if {@code averageMilli} has it. */
    int spreadOver = -1;

    long validUntilMillis = Long.MAX_VALUE;

    /** Creates an empty result, {@link MetricStatus#NOT_EVALUATED}. */
    public MetricProposal() {}

    void clear(MetricStatus newStatus) {
        status = (byte) newStatus.ordinal();
        replicas = 0;
        utilizationPercent = UNSET;
        averageMilli = UNSET;
        totalMilli = UNSET;
        spreadOver = -1;
        validUntilMillis = Long.MAX_VALUE;
    }

    void fail(MetricStatus why) {
        status = (byte) why.ordinal();
    }

    void propose(MetricStatus how, int count) {
        status = (byte) how.ordinal();
        replicas = count;
    }

    /**
     * What became of the metric.
     *
     * @return the status
     */
    public MetricStatus status() {
        return MetricStatus.of(status);
    }

    /**
     * The number of replicas that the metric asks for, before bounds, stabilization and limits.
     *
     * @return replicas; 0 unless the status has a proposal. Negative only where the spec computes as Kubernetes does
     */
    public int replicas() {
        return replicas;
    }

    /**
     * The used share of the requested resource.
     *
     * @return whole percent, truncated, or {@link #UNSET}
     */
    public long utilizationPercent() {
        return utilizationPercent;
    }

    /**
     * The value per replica.
     *
     * @return thousandths of the metric's unit; of a total rounded up, otherwise truncated; or {@link #UNSET}
     */
    public long averageMilli() {
        if (spreadOver < 0) {
            return averageMilli;
        }
        return (long) Math.ceil((double) totalMilli / (double) spreadOver);
    }

    /**
     * The value of an Object or External metric, all series together.
     *
     * @return thousandths of the metric's unit, or {@link #UNSET}
     */
    public long totalMilli() {
        return totalMilli;
    }
}
