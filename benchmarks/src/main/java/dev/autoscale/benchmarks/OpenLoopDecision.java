package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.testkit.simulation.OpenLoop;
import java.util.SplittableRandom;

/** Path: one cycle of an open loop, one workload with the HPA's default behavior over a load that was drawn beforehand. */
final class OpenLoopDecision implements Operation {
    private static final int LOADS = 1 << 14;
    private static final long CYCLE_MILLIS = 15_000;
    private static final double[] LOAD = load();

    private final OpenLoop<Observation, Decision> loop;

    OpenLoopDecision() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 100)
                .metric(MetricSpec.external("requests").averageValue(5))
                .build();
        loop = new OpenLoop<>(spec.newAutoscaler(), 0, CYCLE_MILLIS, 10);
    }

    /** A day's wave with noise. */
    private static double[] load() {
        SplittableRandom random = new SplittableRandom(9);
        double[] load = new double[LOADS];
        for (int i = 0; i < LOADS; i++) {
            double wave = 0.5 + 0.45 * StrictMath.sin(2 * StrictMath.PI * i / 5_760);
            load[i] = Math.rint(400 * wave * (0.8 + 0.4 * random.nextDouble()));
        }
        return load;
    }

    private static void measure(long epochMillis, int replicas, Observation in) {
        in.value(0, LOAD[(int) (epochMillis / CYCLE_MILLIS) & (LOADS - 1)]);
    }

    @Override
    public int once() {
        return (int) run(1);
    }

    @Override
    public long run(int times) {
        loop.run(times, OpenLoopDecision::measure);
        return loop.replicas();
    }

    long changes() {
        return loop.changes();
    }
}
