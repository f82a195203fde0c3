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
 * A tick of many autoscalers of 64 mixed specs, beside its yardstick; one operation is one decision.
 *
 * <p>Run: {@code java -jar benchmarks/target/benchmarks.jar FleetBenchmark -p autoscalers=1000000}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FleetBenchmark {
    /** How many autoscalers; the default is for a quick look. */
    @Param("100000")
    int autoscalers;

    private Fleet fleet;
    private BareFleet fleetBare;

    /** Begins with new objects. */
    @Setup
    public void setUp() {
        fleet = Fleet.of(autoscalers);
        fleetBare = BareFleet.of(autoscalers);
    }

    /** {@return one decision} */
    @Benchmark
    public int fleet() {
        return fleet.decide();
    }

    /** {@return the yardstick of {@link #fleet}} */
    @Benchmark
    public int fleetBare() {
        return fleetBare.decide();
    }
}
