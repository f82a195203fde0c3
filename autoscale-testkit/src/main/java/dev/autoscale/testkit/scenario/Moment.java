package dev.autoscale.testkit.scenario;

import java.util.function.Supplier;

/**
 * A decision as the expectations of a scenario see it.
 *
 * @param atMillis since the scenario's beginning
 * @param before the replicas that were wanted until now
 * @param count the replicas that are wanted from now on
 * @param readyBefore the replicas that were ready after the decision before
 * @param ready the replicas that are ready after this decision
 * @param isBusy whether the decision was told of any load
 * @param why the reason in a line, and the decision step by step; of use until the next decision
 */
record Moment(long atMillis, int before, int count, int readyBefore, int ready, boolean isBusy, Supplier<String> why) {
    String explanation() {
        return why.get();
    }
}
