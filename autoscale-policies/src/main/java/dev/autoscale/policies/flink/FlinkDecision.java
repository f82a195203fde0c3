package dev.autoscale.policies.flink;

/** What was decided about one vertex of a job. Not thread-safe; each cycle writes it anew. Reading allocates nothing. */
public final class FlinkDecision {
    private int current = 1;
    private int parallelism = 1;
    private int recommended = 1;
    private boolean isOutside;
    private boolean isLimited;
    private boolean isIneffective;
    private double factor = Double.NaN;
    private double expectedRate = Double.NaN;
    private double upThreshold = Double.NaN;
    private double downThreshold = Double.NaN;

    FlinkDecision() {}

    void copyFrom(FlinkBlock block, long[] longs) {
        current = block.whole(longs, FlinkBlock.CURRENT);
        parallelism = block.whole(longs, FlinkBlock.ANSWER);
        recommended = block.whole(longs, FlinkBlock.RECOMMENDED);
        isOutside = block.flag(longs, FlinkBlock.OUTSIDE);
        isLimited = block.flag(longs, FlinkBlock.LIMITED);
        isIneffective = block.flag(longs, FlinkBlock.INEFFECTIVE);
        factor = block.number(longs, FlinkBlock.FACTOR);
        expectedRate = block.number(longs, FlinkBlock.EXPECTED);
        upThreshold = block.number(longs, FlinkBlock.UP);
        downThreshold = block.number(longs, FlinkBlock.DOWN);
    }

    /** {@return the parallelism that it was decided at} */
    public int currentParallelism() {
        return current;
    }

    /** {@return the parallelism that the vertex is to have; what it has if it stays} */
    public int parallelism() {
        return parallelism;
    }

    /** {@return the same without the wait of scale-downs} */
    public int recommended() {
        return recommended;
    }

    /** {@return whether the change is due because the vertex is outside its bounds; false if it stays} */
    public boolean isOutsideBounds() {
        return isOutside;
    }

    /** {@return the true processing rate below which the vertex is outside its bounds; NaN if it cannot be told} */
    public double scaleUpThreshold() {
        return upThreshold;
    }

    /** {@return the true processing rate above which the vertex is outside its bounds; NaN if it cannot be told} */
    public double scaleDownThreshold() {
        return downThreshold;
    }

    /** {@return the records per second that the vertex is expected to process afterwards; NaN if nothing is to change} */
    public double expectedProcessingRate() {
        return expectedRate;
    }

    /** {@return whether alignment cut the change short or changed it (the event {@code ScalingLimited})} */
    public boolean isScalingLimited() {
        return isLimited;
    }

    /** {@return whether the last growth did not bring what was expected (the event {@code IneffectiveScaling})} */
    public boolean isScalingIneffective() {
        return isIneffective;
    }

    /** {@return the decision in words, in one line} */
    @Override
    public String toString() {
        String asked = Double.isNaN(factor) ? " are not judged" : " times " + factor + " ask for " + recommended;
        String cut = isLimited ? ", cut by alignment" : "";
        String past = isIneffective ? ", the last growth did not help" : "";
        String how =
                parallelism == current ? "they stay" : parallelism + (isOutside ? " are due" : " if another is due");
        return current + " subtasks" + asked + cut + past + "; bounds " + upThreshold + " to " + downThreshold
                + " records/s: " + how;
    }
}
