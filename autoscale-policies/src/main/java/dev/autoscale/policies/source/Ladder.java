package dev.autoscale.policies.source;

import java.util.StringJoiner;

/** From this many on, this many replicas; 0 below the first step. Immutable; nothing allocates. */
final class Ladder implements RatioTarget.Rule {
    private final int[] froms;
    private final int[] counts;

    /** As many counts as first values, which ascend. */
    Ladder(int[] froms, int[] counts) {
        this.froms = froms;
        this.counts = counts;
    }

    @Override
    public long replicas(long milli) {
        for (int i = froms.length - 1; i >= 0; i--) {
            if (milli >= froms[i] * 1000L) {
                return counts[i];
            }
        }
        return 0;
    }

    @Override
    public String text(String workload) {
        StringJoiner steps = new StringJoiner(", ", "ladder(" + workload + ": ", ")");
        for (int i = 0; i < froms.length; i++) {
            steps.add(froms[i] + " -> " + counts[i]);
        }
        return steps.toString();
    }
}
