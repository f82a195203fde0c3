package dev.autoscale.testkit.cli.engine;

/** Takes the decisions of a replay one by one. */
public interface StepSink {
    /**
     * One decision.
     *
     * @param number from 0
     * @param step what there is to tell; overwritten by the next one
     */
    void step(int number, Step step);
}
