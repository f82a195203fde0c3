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
 * Snapshots of warmed autoscalers with default behavior, into a caller's buffers and back.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar SnapshotBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SnapshotBenchmark {
    private Snapshots written;
    private Snapshots read;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        written = new Snapshots();
        read = new Snapshots();
    }

    /**
     * Writes one snapshot.
     *
     * @return the result
     */
    @Benchmark
    public int snapshot() {
        return written.snapshot();
    }

    /**
     * Restores one snapshot.
     *
     * @return the result
     */
    @Benchmark
    public int restore() {
        return read.restore();
    }
}
