package dev.autoscale.examples.flink;

/**
 * What was measured for one workload at one instant.
 *
 * @param workload the key: which workload
 * @param policy which policy it follows, see {@link PolicyUpdate#policy}
 * @param epochMillis when it was measured: the time of the decision
 * @param replicas how many replicas the target is set to, where this job did not set it: in the first event of a workload, after
 *     somebody else changed the target, after an order could not be carried out. {@link #AS_ORDERED} otherwise
 * @param values a value for each metric of the policy, in its order; NaN for one that could not be read
 */
public record WorkloadEvent(String workload, int policy, long epochMillis, int replicas, double[] values) {
    /** The target is what the last decision made it. */
    public static final int AS_ORDERED = -1;
}
