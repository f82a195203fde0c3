package dev.autoscale.policies;

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

    /**
     * The answer.
     *
     * @return jobs to create now, at least 0
     */
    public int jobsToCreate() {
        return jobsToCreate;
    }

    /**
     * Whether a trigger, or a minimum, wants jobs.
     *
     * @return true if jobs may be created
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Whether a trigger failed.
     *
     * @return true if one did
     */
    public boolean hasFailure() {
        return failed;
    }

    /**
     * The combined queue length, rounded up.
     *
     * @return messages
     */
    public long queueLength() {
        return queueLength;
    }

    /**
     * The jobs that the triggers ask for together, rounded up, before jobs that exist are counted.
     *
     * @return jobs, at most the maximum
     */
    public long maxValue() {
        return maxValue;
    }

    /**
     * What the strategy leaves of {@link #maxValue}.
     *
     * @return jobs; negative if more exist than are asked for
     */
    public long effectiveMaxScale() {
        return effectiveMaxScale;
    }

    /**
     * The other bound of the answer: the queue length, the maximum ({@link ScaledJob.Strategy#EAGER}), or what the minimum lacks.
     *
     * @return jobs
     */
    public long scaleTo() {
        return scaleTo;
    }
}
