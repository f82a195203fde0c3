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
 * One External metric with a warmed history: default behavior and legacy, each beside its yardstick.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar OneMetricBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneMetricBenchmark {
    private OneMetric external;
    private BareOneMetric externalBare;
    private OneMetric legacy;
    private BareOneMetric legacyBare;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        external = OneMetric.external();
        externalBare = BareOneMetric.external();
        legacy = OneMetric.legacy();
        legacyBare = BareOneMetric.legacy();
    }

    /**
     * Default behavior.
     *
     * @return the result
     */
    @Benchmark
    public int external() {
        return external.decide();
    }

    /** {@return the yardstick of {@link #external}} */
    @Benchmark
    public int externalBare() {
        return externalBare.decide();
    }

    /**
     * Without behavior.
     *
     * @return the result
     */
    @Benchmark
    public int legacy() {
        return legacy.decide();
    }

    /** {@return the yardstick of {@link #legacy}} */
    @Benchmark
    public int legacyBare() {
        return legacyBare.decide();
    }
}
