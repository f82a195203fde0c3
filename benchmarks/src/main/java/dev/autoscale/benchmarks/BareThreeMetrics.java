package dev.autoscale.benchmarks;

/** Yardstick of {@link ThreeMetrics}. */
final class BareThreeMetrics implements Operation {
    private static final int MAX_REPLICAS = 10;

    private final Cycle cycle;
    private final long targetMilli = Bare.milli(Specs.TARGET);
    private final long objectTargetMilli = Bare.milli(Specs.OBJECT_TARGET);
    private final int[] answers = new int[Cycle.WORKLOADS];
    private final long[] valuesMilli = new long[3];
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    private long atMillis;
    private int specReplicas;
    private int statusReplicas;

    BareThreeMetrics(Cycle cycle) {
        this.cycle = cycle;
    }

    static BareThreeMetrics create() {
        return new BareThreeMetrics(Cycle.three(Specs.three()));
    }

    /** One decision; the next call goes on with the next workload. */
    int decide() {
        fill(nowMillis, cycle.replicas[step], 3 * step);
        int cpu = Bare.scaled(valuesMilli[0] / 1000, Specs.CPU_PERCENT, statusReplicas, Bare.TOLERANCE);
        int external = Bare.perReplica(valuesMilli[1], targetMilli, statusReplicas, Bare.TOLERANCE);
        int object = Bare.scaled(valuesMilli[2], objectTargetMilli, statusReplicas, Bare.TOLERANCE);
        int wanted = Math.max(cpu, Math.max(external, object));
        int replicas = Bare.limited(wanted, specReplicas, 1, MAX_REPLICAS);
        answers[step & (Cycle.WORKLOADS - 1)] = replicas;
        advance();
        return replicas;
    }

    private void fill(long epochMillis, int replicas, int first) {
        atMillis = epochMillis;
        specReplicas = replicas;
        statusReplicas = replicas;
        for (int metric = 0; metric < valuesMilli.length; metric++) {
            valuesMilli[metric] = Bare.milli(cycle.values[first + metric]);
        }
    }

    private void advance() {
        if ((++step & (Cycle.WORKLOADS - 1)) == 0) {
            nowMillis += Cycle.STEP_MILLIS;
            step = step == cycle.steps() ? 0 : step;
        }
    }

    @Override
    public int once() {
        return decide();
    }
}
