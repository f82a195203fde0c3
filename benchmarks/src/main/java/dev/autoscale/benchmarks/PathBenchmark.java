package dev.autoscale.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every path and every yardstick, each in a process of its own.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar -p path=EXTERNAL,EXTERNAL_BARE}, or without {@code -p} for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathBenchmark {
    /** What is measured. */
    @Param
    public Measured path;

    /** How many autoscalers a fleet has; the default is for a quick look. */
    @Param("100000")
    public int autoscalers;

    private Operation operation;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        operation = path.create(autoscalers);
    }

    /** {@return the result of one operation} */
    @Benchmark
    public int once() {
        return operation.once();
    }
}
