package dev.autoscale.testkit.simulation;

/** What a metric of a policy is fed from: a {@link WorkloadMetric}, or a number worked out of several. Pure. */
@FunctionalInterface
public interface Feed {
    /**
     * Works the value out.
     *
     * @param sample what was measured
     * @return the value; NaN if there is none, which the policy sees as a failed metric
     */
    double value(Measurement sample);

    /**
     * {@return whether values add up over the replicas} Metrics that are averages per replica get a total divided by
     * the ready replicas. False unless overridden.
     */
    default boolean isTotal() {
        return false;
    }
}
