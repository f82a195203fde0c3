package dev.autoscale.policies.keda;

/** How many jobs {@link ScaledJob} creates, and what led there. Reusable; not thread-safe. */
public final class ScaledJobDecision {
    boolean active;
    boolean failed;
    long queueLength;
    long maxValue;
    long effectiveMaxScale;
    long scaleTo;
    int jobsToCreate;

    /** A decision that creates nothing yet. */
    public ScaledJobDecision() {}

    /** {@return the answer} Jobs to create now, at least 0. */
    public int jobsToCreate() {
        return jobsToCreate;
    }

    /** {@return whether a trigger, or a minimum, wants jobs} */
    public boolean isActive() {
        return active;
    }

    /** {@return whether a trigger failed} */
    public boolean hasFailure() {
        return failed;
    }

    /** {@return the combined queue length, rounded up} Messages. */
    public long queueLength() {
        return queueLength;
    }

    /**
     * {@return the jobs that the triggers ask for together, rounded up, before jobs that exist are counted} At most the
     * maximum.
     */
    public long maxValue() {
        return maxValue;
    }

    /** {@return what the strategy leaves of {@link #maxValue}} Jobs; negative if more exist than are asked for. */
    public long effectiveMaxScale() {
        return effectiveMaxScale;
    }

    /**
     * {@return the other bound of the answer: the queue length, the maximum ({@link ScaledJob.Strategy#EAGER}), or what
     * the minimum lacks} Jobs.
     */
    public long scaleTo() {
        return scaleTo;
    }

    /** {@return what was decided, in one line} */
    @Override
    public String toString() {
        return "ScaledJobDecision[jobsToCreate=" + jobsToCreate + ", active=" + active + ", failed=" + failed
                + ", queueLength=" + queueLength + ", maxValue=" + maxValue + ", effectiveMaxScale=" + effectiveMaxScale
                + ", scaleTo=" + scaleTo + ']';
    }
}
