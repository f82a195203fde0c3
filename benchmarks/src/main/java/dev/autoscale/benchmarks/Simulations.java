package dev.autoscale.benchmarks;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Simulates an hour of requests in a closed loop, again and again, and prints what a run takes of the thread's processor time.
 *
 * <p>Run: {@code java -cp benchmarks/target/benchmarks.jar dev.autoscale.benchmarks.Simulations [TRACE]}, with a recording of
 * requests ({@code arrival_ms,service_ms}) or without.
 */
public final class Simulations {
    private static final int WARM_UPS = 20;
    private static final int RUNS = 21;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Simulation simulation;
    private final ScalingPolicy policy;

    Simulations(Load load) {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 40)
                .metric(MetricSpec.external("active_requests").averageValue(5))
                .build();
        policy = ScalingPolicy.of("active requests", spec, Map.of("active_requests", WorkloadMetric.IN_SYSTEM));
        simulation = Simulation.of(
                load,
                Environment.builder()
                        .inStep()
                        .concurrency(5)
                        .startup(Duration.ofSeconds(60))
                        .build());
    }

    /** As many requests in an hour as the recordings have, in bursts. */
    static Load drawn() {
        return Loads.onOff(
                1,
                16.5,
                Duration.ofMinutes(4),
                Duration.ofMinutes(1),
                Duration.ofMinutes(57),
                ServiceTimes.logNormal(Duration.ofSeconds(1), 0.8));
    }

    /**
     * Measures and prints.
     *
     * @param arguments a recording, or nothing
     */
    public static void main(String[] arguments) {
        if (arguments.length > 1) {
            System.err.println("usage: Simulations [TRACE]");
            System.exit(2);
        }
        Simulations simulations = new Simulations(arguments.length == 0 ? drawn() : Loads.trace(Path.of(arguments[0])));
        for (int i = 0; i < WARM_UPS; i++) {
            simulations.run();
        }
        double[] millis = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            simulations.run();
            millis[i] = (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
        }
        Arrays.sort(millis);
        Report report = simulations.run();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d requests, %,d decisions, %.1f ms a run (%.1f..%.1f), SLO met %.2f %%%n",
                report.load(),
                report.arrivals(),
                report.decisions(),
                millis[RUNS / 2],
                millis[0],
                millis[RUNS - 1],
                report.score(Score.SLO_SHARE));
    }

    Report run() {
        return simulation.run(policy, 1);
    }
}
