package dev.autoscale.benchmarks;

/** Goes through the inputs of a {@link Cycle}: 64 workloads in turn, round by round. */
abstract class CyclePath implements Operation {
    final Cycle cycle;
    long nowMillis = Cycle.START_MILLIS;
    int step;

    CyclePath(Cycle cycle) {
        this.cycle = cycle;
    }

    final int workload() {
        return step & (Cycle.WORKLOADS - 1);
    }

    /** The next operation goes on with the next workload. */
    final void advance() {
        if ((++step & (Cycle.WORKLOADS - 1)) == 0) {
            nowMillis += Cycle.STEP_MILLIS;
            step = step == cycle.steps() ? 0 : step;
        }
    }
}
