package dev.autoscale.testkit.scenario;

import java.util.function.Supplier;

/** A decision as the expectations of a scenario see it. Reused. */
final class Moment {
    private long atMillis;
    private int before;
    private int count;
    private int readyBefore;
    private int ready;
    private boolean isBusy;
    private Supplier<String> explain = () -> "";
    private String explanation = "";
    private boolean isExplained;

    Moment(int replicas, int readyReplicas) {
        count = replicas;
        ready = readyReplicas;
    }

    void set(long millis, int replicasBefore, int replicas, int readyReplicas, boolean sawLoad, Supplier<String> why) {
        atMillis = millis;
        before = replicasBefore;
        count = replicas;
        readyBefore = ready;
        ready = readyReplicas;
        isBusy = sawLoad;
        explain = why;
        isExplained = false;
    }

    /** Since the scenario's beginning. */
    long atMillis() {
        return atMillis;
    }

    /** The replicas that were wanted until now. */
    int before() {
        return before;
    }

    /** The replicas that are wanted from now on. */
    int count() {
        return count;
    }

    /** The replicas that were ready after the decision before. */
    int readyBefore() {
        return readyBefore;
    }

    /** The replicas that are ready after this decision. */
    int ready() {
        return ready;
    }

    /** Whether the decision was told of any load. */
    boolean isBusy() {
        return isBusy;
    }

    /** The reason in a line, and the decision step by step. */
    String explanation() {
        if (!isExplained) {
            explanation = explain.get();
            isExplained = true;
        }
        return explanation;
    }
}
