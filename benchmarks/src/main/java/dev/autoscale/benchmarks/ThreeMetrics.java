package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;

/** Path: cpu utilization, an External average value and an Object value; otherwise as {@link OneMetric}. */
final class ThreeMetrics extends AutoscalerPath {
    ThreeMetrics(AutoscalerSpec spec) {
        super(spec, Cycle.three(spec));
        run(cycle.steps());
    }

    @Override
    public int once() {
        int first = 3 * step;
        in.at(nowMillis).replicas(cycle.replicas[step]);
        in.value(0, cycle.values[first]).value(1, cycle.values[first + 1]).value(2, cycle.values[first + 2]);
        return decide();
    }

    /** The yardstick. */
    static final class Bare extends CyclePath {
        private static final int MAX_REPLICAS = 10;

        private final long targetMilli = Arithmetic.milli(Specs.TARGET);
        private final long objectTargetMilli = Arithmetic.milli(Specs.OBJECT_TARGET);
        private final int[] answers = new int[Cycle.WORKLOADS];
        private final long[] valuesMilli = new long[3];

        private long atMillis;
        private int specReplicas;
        private int statusReplicas;

        Bare(AutoscalerSpec spec) {
            super(Cycle.three(spec));
        }

        @Override
        public int once() {
            fill(cycle.replicas[step], 3 * step);
            int cpu = Arithmetic.scaled(valuesMilli[0] / 1000, Specs.CPU_PERCENT, statusReplicas, Arithmetic.TOLERANCE);
            int external = Arithmetic.perReplica(valuesMilli[1], targetMilli, statusReplicas, Arithmetic.TOLERANCE);
            int object = Arithmetic.scaled(valuesMilli[2], objectTargetMilli, statusReplicas, Arithmetic.TOLERANCE);
            int wanted = Math.max(cpu, Math.max(external, object));
            int replicas = Arithmetic.limited(wanted, specReplicas, 1, MAX_REPLICAS);
            answers[workload()] = replicas;
            advance();
            return replicas;
        }

        private void fill(int replicas, int first) {
            atMillis = nowMillis;
            specReplicas = replicas;
            statusReplicas = replicas;
            for (int metric = 0; metric < valuesMilli.length; metric++) {
                valuesMilli[metric] = Arithmetic.milli(cycle.values[first + metric]);
            }
        }
    }
}
