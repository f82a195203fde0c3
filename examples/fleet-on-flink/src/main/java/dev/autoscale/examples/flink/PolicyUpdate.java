package dev.autoscale.examples.flink;

/**
 * A policy, or a new version of one. Broadcast: every subtask of the job knows every policy.
 *
 * @param policy which policy
 * @param epochMillis from when on this version holds
 * @param text the policy itself, in whatever form the job's {@link PolicyReader} reads
 */
public record PolicyUpdate(int policy, long epochMillis, String text) {}
