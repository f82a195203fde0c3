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
 * Ticks of Knative's autoscaler with windows of two lengths, and its exponential average beside a plain loop.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar KpaBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KpaBenchmark {
    private KpaTick tick60;
    private KpaTick tick3600;
    private KpaWeighted weighted;
    private BareWeighted weightedBare;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        tick60 = KpaTick.window(60);
        tick3600 = KpaTick.window(3600);
        weighted = KpaWeighted.window(3600);
        weightedBare = BareWeighted.window(3600);
    }

    /** {@return a tick with a window of 60 s} */
    @Benchmark
    public int tick60() {
        return tick60.tick();
    }

    /** {@return a tick with a window of 3,600 s} */
    @Benchmark
    public int tick3600() {
        return tick3600.tick();
    }

    /** {@return the exponential average of a window of 3,600 s} */
    @Benchmark
    public double weighted() {
        return weighted.average();
    }

    /** {@return the yardstick of {@link #weighted}} */
    @Benchmark
    public double weightedBare() {
        return weightedBare.average();
    }
}
