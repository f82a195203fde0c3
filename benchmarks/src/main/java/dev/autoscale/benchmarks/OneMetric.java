package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import java.util.Arrays;

/** Path: one External metric, 64 workloads in turn with warmed histories, filling included, answers carried out. */
final class OneMetric extends AutoscalerPath {
    private OneMetric(AutoscalerSpec spec, Cycle cycle) {
        super(spec, cycle);
        run(cycle.steps());
    }

    static OneMetric of(AutoscalerSpec spec) {
        return new OneMetric(spec, Cycle.one(spec));
    }

    static OneMetric window(int seconds) {
        AutoscalerSpec spec = Specs.downscaleWindow(seconds);
        return new OneMetric(spec, Cycle.large(spec));
    }

    @Override
    public int once() {
        in.at(nowMillis).replicas(cycle.replicas[step]).value(0, cycle.values[step]);
        return decide();
    }

    /** The yardstick: the same inputs into plain fields, the same arithmetic, no memory but the answers. */
    static final class Bare extends CyclePath {
        private final BareWorkload[] workloads = new BareWorkload[Cycle.WORKLOADS];

        private long atMillis;
        private int specReplicas;
        private int statusReplicas;
        private long valueMilli;

        Bare(AutoscalerSpec spec) {
            super(Cycle.one(spec));
            BareWorkload.Settings settings = BareWorkload.Settings.of(spec, Arithmetic.TOLERANCE);
            Arrays.setAll(workloads, i -> new BareWorkload(settings));
        }

        @Override
        public int once() {
            fill(cycle.replicas[step], cycle.values[step]);
            int replicas = workloads[workload()].decide(atMillis, specReplicas, statusReplicas, valueMilli);
            advance();
            return replicas;
        }

        private void fill(int replicas, double value) {
            atMillis = nowMillis;
            specReplicas = replicas;
            statusReplicas = replicas;
            valueMilli = Arithmetic.milli(value);
        }
    }
}
