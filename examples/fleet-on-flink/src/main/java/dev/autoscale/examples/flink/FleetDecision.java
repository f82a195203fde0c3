package dev.autoscale.examples.flink;

/**
 * A decision for one workload; there is one at most for each workload and instant. Carry out those with {@link #hasChange}.
 *
 * @param workload which workload
 * @param epochMillis the time that was decided for
 * @param from the replicas before, negative if unknown
 * @param to the replicas to run
 * @param reason why, in a word
 */
public record FleetDecision(String workload, long epochMillis, int from, int to, String reason) {
    /** Whether there is something to carry out. */
    public boolean hasChange() {
        return from != to;
    }
}
