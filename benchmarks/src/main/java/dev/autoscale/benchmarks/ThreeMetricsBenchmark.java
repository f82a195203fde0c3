package dev.autoscale.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Three metrics, beside their yardstick.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar ThreeMetricsBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ThreeMetricsBenchmark {
    private ThreeMetrics three;
    private BareThreeMetrics threeBare;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        three = ThreeMetrics.create();
        threeBare = BareThreeMetrics.create();
    }

    /** {@return one decision} */
    @Benchmark
    public int three() {
        return three.decide();
    }

    /** {@return the yardstick of {@link #three}} */
    @Benchmark
    public int threeBare() {
        return threeBare.decide();
    }
}
