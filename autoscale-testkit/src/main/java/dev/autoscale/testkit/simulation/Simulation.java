package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.Objects;

/**
 * A workload in a closed loop: what a policy decides changes how many replicas serve, and so what is measured next. Event by
 * event, in virtual time. Everything that is random follows from a seed, and equal seeds give equal reports, bit for bit, on
 * every JDK. Immutable and thread-safe; each run has its own memory, which does not grow with the length of the load.
 *
 * <pre>{@code
 * Simulation simulation = Simulation.of(
 *         Loads.parse("poisson 5/s for 1h service exp 2s"),
 *         Environment.builder().concurrency(5).startup(Duration.ofSeconds(60)).build());
 * Report report = simulation.run(ScalingPolicy.of("today", spec, Map.of("queue", WorkloadMetric.QUEUED)), 42);
 * }</pre>
 *
 * <p><b>Demand.</b> The measure of what would have been right is the demand: for each slot the least constant number of replicas
 * with which as many of the slot's arrivals meet the SLO as it promises, or start at once if their service alone takes longer.
 * Whatever the SLO allows, it is not less than the mean number of arrivals that unlimited replicas would have in service, divided by
 * the places of a replica and rounded up, so that no backlog is handed on from slot to slot. Where service slows down with what a replica
 * serves, its places are those at full speed that it is worth at best ({@link Environment#placesAtFullSpeed}).
 */
public final class Simulation {
    private final Load load;
    private final Environment environment;

    private Simulation(Load load, Environment environment) {
        this.load = Objects.requireNonNull(load, "load");
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    /**
     * A workload.
     *
     * @param load what arrives
     * @param environment where it runs
     * @return the simulation
     */
    public static Simulation of(Load load, Environment environment) {
        return new Simulation(load, environment);
    }

    /**
     * Runs it once. Costs about as much as the events that happen: three for each arrival and three for each cycle.
     *
     * @param policy what decides
     * @param seed stands for everything that is random
     * @return what it came to
     * @throws IllegalArgumentException if a recorded load is malformed, or a load is over before scores count
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public Report run(ScalingPolicy policy, long seed) {
        return run(policy, seed, (atMillis, from, to, counts, scaler) -> {});
    }

    /**
     * Runs it once, and tells of every decision.
     *
     * @param policy what decides
     * @param seed stands for everything that is random
     * @param listener is notified of every decision
     * @return what it came to
     * @throws IllegalArgumentException if a recorded load is malformed, or a load is over before scores count
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public Report run(ScalingPolicy policy, long seed, SimulationListener listener) {
        try (SimulationRun run = new SimulationRun(load, environment, policy, seed, listener)) {
            return new Report(policy.name(), load.name(), seed, run.run());
        }
    }

    /**
     * The yardstick that always has the {@linkplain #peakDemand highest demand}. Before scores count, it has more where the demand is
     * higher, so that it begins without a backlog.
     *
     * @param name a short name
     * @param seed stands for everything that is random
     * @return the policy, of this seed alone
     */
    public ScalingPolicy fixedAtPeak(String name, long seed) {
        int peak = peakDemand(seed);
        return new PlainPolicy(
                name,
                "Fixed",
                start -> Math.max(peak, start.demandAheadOfScores().getAsInt()));
    }

    /**
     * The highest demand of any slot that scores are of.
     *
     * @param seed stands for everything that is random
     * @return replicas
     */
    public int peakDemand(long seed) {
        return Demand.peak(load, SeededRandom.of(seed).split("arrivals"), environment);
    }

    /** {@return the load and the environment} */
    @Override
    public String toString() {
        return "Simulation of " + load + " in " + environment;
    }
}
