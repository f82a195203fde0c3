package dev.autoscale.policies.keda;

import java.util.Arrays;

/** What is known about jobs and triggers at one moment, for {@link ScaledJob}. Reusable; not thread-safe. */
public final class ScaledJobInput {
    double[] lengths;
    double[] targets;
    int triggers;
    boolean failed;
    long unfinishedJobs;
    long pendingJobs;

    /**
     * An input for a number of triggers.
     *
     * @param capacity triggers of which nothing needs to be allocated later, at least 0
     */
    public ScaledJobInput(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity must be >= 0: capacity=" + capacity);
        }
        this.lengths = new double[capacity];
        this.targets = new double[capacity];
    }

    /**
     * Begins anew: forgets all triggers.
     *
     * @param unfinished jobs that are neither complete nor failed, at least 0; suspended ones count
     * @param pending those of the unfinished that have not started to work, 0 to {@code unfinished}
     * @return this
     */
    public ScaledJobInput jobs(int unfinished, int pending) {
        if (unfinished < 0 || pending < 0 || pending > unfinished) {
            throw new IllegalArgumentException(
                    "jobs must be 0 <= pending <= unfinished: unfinished=" + unfinished + ", pending=" + pending);
        }
        this.unfinishedJobs = unfinished;
        this.pendingJobs = pending;
        this.triggers = 0;
        this.failed = false;
        return this;
    }

    /**
     * Adds what a trigger measured. An inactive trigger counts for nothing; NaN counts as failed.
     *
     * @param queueLength the sum of its metrics
     * @param target average value per job; 0 asks for no job
     * @param active whether it is above its activation threshold
     * @return this
     */
    public ScaledJobInput trigger(double queueLength, double target, boolean active) {
        if (Double.isNaN(queueLength) || Double.isNaN(target)) {
            return failedTrigger();
        }
        if (active) {
            if (triggers == lengths.length) {
                lengths = Arrays.copyOf(lengths, triggers + triggers / 2 + 1);
                targets = Arrays.copyOf(targets, lengths.length);
            }
            lengths[triggers] = queueLength;
            targets[triggers] = target;
            triggers++;
        }
        return this;
    }

    /**
     * Adds a trigger that could not be measured. It does not keep the others from creating jobs.
     *
     * @return this
     */
    public ScaledJobInput failedTrigger() {
        failed = true;
        return this;
    }

    /** {@return what was told, in one line} */
    @Override
    public String toString() {
        return "ScaledJobInput[unfinished=" + unfinishedJobs + ", pending=" + pendingJobs + ", activeTriggers="
                + triggers + ", failed=" + failed + ']';
    }
}
