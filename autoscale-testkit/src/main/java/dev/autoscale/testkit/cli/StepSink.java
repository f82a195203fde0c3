package dev.autoscale.testkit.cli;

import dev.autoscale.Decision;

/** Takes the decisions of a replay one by one. */
interface StepSink {
    /**
     * One decision.
     *
     * @param step its number, from 0
     * @param out the decision; overwritten by the next one
     * @param seen what each metric was given, NaN for a failed sample; overwritten by the next one
     * @param recordedReplicas the replicas of that time, NaN if not recorded
     */
    void step(int step, Decision out, double[] seen, double recordedReplicas);
}
