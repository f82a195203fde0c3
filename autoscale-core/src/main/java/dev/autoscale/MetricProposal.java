package dev.autoscale;

import dev.autoscale.MetricSpec.Target;

/**
 * What one metric proposes, and what it was computed from: a reusable result. Not thread-safe.
 *
 * <p>Numbers that the metric's kind does not have are {@link #UNSET}.
 */
public final class MetricProposal {
    /** A number that this metric does not have. */
    public static final long UNSET = Long.MIN_VALUE;

    private final MetricSpec metric;
    private byte status = (byte) MetricStatus.NOT_EVALUATED.ordinal();
    private int replicas;
    /** What is compared with the target: percent, an average or a total; or {@link #UNSET}. */
    private long measured = UNSET;
    /** Beside a utilization the average usage, beside a total the replicas that share it. */
    private long beside = UNSET;

    private long validUntilMillis = Long.MAX_VALUE;

    /**
     * Creates an empty result, {@link MetricStatus#NOT_EVALUATED}.
     *
     * @param metric the metric that is to be computed
     */
    public MetricProposal(MetricSpec metric) {
        this.metric = metric;
    }

    void measured(long newMeasured, long newBeside, long newValidUntilMillis) {
        measured = newMeasured;
        beside = newBeside;
        validUntilMillis = newValidUntilMillis;
    }

    void propose(MetricStatus how, int count) {
        status = (byte) how.ordinal();
        replicas = count;
    }

    /** Keeps what was measured. */
    void fail(MetricStatus why) {
        propose(why, 0);
    }

    void clear(MetricStatus why) {
        measured(UNSET, UNSET, Long.MAX_VALUE);
        fail(why);
    }

    /** As {@code status().hasProposal()}, without the detour. */
    boolean hasProposal() {
        return MetricStatus.hasProposal(status);
    }

    /** The first time at which the proposal may change with unchanged samples. */
    long validUntilMillis() {
        return validUntilMillis;
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
        return metric.target() == Target.UTILIZATION ? measured : UNSET;
    }

    /**
     * The value per replica.
     *
     * @return thousandths of the metric's unit; of a total rounded up, otherwise truncated; or {@link #UNSET}
     */
    public long averageMilli() {
        if (metric.target() == Target.UTILIZATION) {
            return beside;
        }
        if (!metric.worksFromZero() || beside == UNSET) {
            return metric.worksFromZero() ? UNSET : measured;
        }
        boolean endsTheRange = metric.kind() == MetricSpec.Kind.EXTERNAL && (double) measured >= 0x1p63;
        return endsTheRange ? Long.MAX_VALUE : (long) Math.ceil((double) measured / (double) beside);
    }

    /**
     * The value of an Object or External metric, all series together.
     *
     * @return thousandths of the metric's unit, or {@link #UNSET}
     */
    public long totalMilli() {
        return metric.worksFromZero() ? measured : UNSET;
    }
}
