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
 * Stabilization windows of different lengths, both full at a step of 15 s.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar WindowBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowBenchmark {
    private OneMetric shorter;
    private OneMetric longer;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        shorter = OneMetric.window(300);
        longer = OneMetric.window(3600);
    }

    /** {@return a window of 300 s} */
    @Benchmark
    public int window300() {
        return shorter.decide();
    }

    /** {@return a window of 3,600 s} */
    @Benchmark
    public int window3600() {
        return longer.decide();
    }
}
