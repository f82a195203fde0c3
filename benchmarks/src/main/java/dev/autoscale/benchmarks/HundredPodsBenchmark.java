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
 * One cpu utilization metric with 100 ready pods, filling included, beside its yardstick.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar HundredPodsBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HundredPodsBenchmark {
    private HundredPods pods;
    private BareHundredPods podsBare;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        pods = HundredPods.create();
        podsBare = BareHundredPods.create();
    }

    /** {@return one decision} */
    @Benchmark
    public int pods100() {
        return pods.decide();
    }

    /** {@return the yardstick of {@link #pods100}} */
    @Benchmark
    public int pods100Bare() {
        return podsBare.decide();
    }
}
