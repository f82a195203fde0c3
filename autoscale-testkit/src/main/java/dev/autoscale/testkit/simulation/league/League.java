package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Compares policies: each runs through the same simulation with the same seeds, and so do three yardsticks, {@link #ORACLE},
 * {@link #CLAIRVOYANT} and {@link #FIXED_AT_PEAK}. The policy that is added first is the baseline, which the others are compared with. Not thread-safe.
 *
 * <pre>{@code
 * Standings standings = League.of(Simulation.of(load, environment))
 *         .seeds(1, 2, 3)
 *         .add(ScalingPolicy.of("today", today, feeds))
 *         .add(ScalingPolicy.of("planned", planned, feeds))
 *         .run();
 * standings.rows().get(1).difference(Score.REPLICA_HOURS); // what "planned" costs more than "today"
 * }</pre>
 *
 * <p>A recorded load is the same for all seeds, so what seeds vary then are start-up times and delays that are drawn, and the
 * phases of decisions and scrapes. Without any of these ({@link Environment.Builder#inStep}) all seeds give the same. All decide as often as {@link
 * Environment.Builder#syncInterval} says; without it each as often as it does by itself, the yardsticks every 15 s.
 */
public final class League {
    /** The name of the row of {@link ScalingPolicy#oracle}. */
    public static final String ORACLE = "oracle";

    /** The name of the row of {@link ScalingPolicy#clairvoyant}. */
    public static final String CLAIRVOYANT = "clairvoyant";

    /** The name of the row that always has the highest demand ({@link Simulation#peakDemand}) of its seed. */
    public static final String FIXED_AT_PEAK = "fixed at peak";

    /** The names of the rows that every league has, after those of the policies. */
    public static final List<String> YARDSTICKS = List.of(ORACLE, CLAIRVOYANT, FIXED_AT_PEAK);

    private final Simulation simulation;
    private final List<ScalingPolicy> policies = new ArrayList<>();
    private long[] seeds = {1};

    private League(Simulation simulation) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
    }

    /**
     * A league without policies, of seed 1.
     *
     * @param simulation what each policy goes through
     * @return the league
     */
    public static League of(Simulation simulation) {
        return new League(simulation);
    }

    /**
     * Sets the seeds.
     *
     * @param all at least one, all different
     * @return this
     */
    public League seeds(long... all) {
        seeds = all.clone();
        return this;
    }

    /**
     * Adds a policy; the first is the baseline.
     *
     * @param policy its name must be no other's, nor that of a yardstick
     * @return this
     */
    public League add(ScalingPolicy policy) {
        policies.add(Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * {@return how often {@link #run} simulates: once for each seed, of each policy and each yardstick} At least 4 if
     * it can be run.
     */
    public int runs() {
        return (policies.size() + YARDSTICKS.size()) * seeds.length;
    }

    /**
     * Runs all of them.
     *
     * @return what it came to
     * @throws IllegalArgumentException that names every broken rule, or if a recorded load is malformed
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public Standings run() {
        return run(report -> {});
    }

    /**
     * Runs all of them, and tells of each run. Memory grows with the policies, but not with the seeds: of each policy only the
     * report of the first seed is kept.
     *
     * @param listener is given each report as soon as it is there, {@link #runs} in all
     * @return what it came to
     * @throws IllegalArgumentException that names every broken rule, or if a recorded load is malformed
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public Standings run(Consumer<? super Report> listener) {
        check();
        List<Standing> rows = new ArrayList<>();
        for (ScalingPolicy policy : policies) {
            rows.add(row(seed -> policy, false, rows, listener));
        }
        rows.add(row(seed -> ScalingPolicy.oracle(), true, rows, listener));
        rows.add(row(seed -> ScalingPolicy.clairvoyant(), true, rows, listener));
        rows.add(row(seed -> simulation.fixedAtPeak(FIXED_AT_PEAK, seed), true, rows, listener));
        return new Standings(seeds, rows);
    }

    private Standing row(
            LongFunction<ScalingPolicy> entrant,
            boolean isYardstick,
            List<Standing> before,
            Consumer<? super Report> listener) {
        List<Report> first = new ArrayList<>();
        double[][] values = SeedScores.of(simulation, entrant, seeds, report -> {
            if (first.isEmpty()) {
                first.add(report);
            }
            listener.accept(report);
        });
        return new Standing(first.get(0), values, isYardstick, before.isEmpty() ? null : before.get(0));
    }

    private void check() {
        Violation.Collector broken = new Violation.Collector();
        broken.require(!policies.isEmpty(), "policies must be at least one", "policies", policies.size());
        broken.require(seeds.length > 0, "seeds must be at least one", "seeds", seeds.length);
        Set<Long> seenSeeds = new HashSet<>();
        for (long seed : seeds) {
            broken.require(seenSeeds.add(seed), "seeds must be different", "seed", seed);
        }
        Set<String> names = new HashSet<>(YARDSTICKS);
        for (ScalingPolicy policy : policies) {
            broken.require(
                    names.add(policy.name()), "name must be no other's and no yardstick's", "name", policy.name());
        }
        broken.throwIfAny();
    }

    /** {@return who plays, where and how often} */
    @Override
    public String toString() {
        return "League[" + policies.stream().map(ScalingPolicy::name).toList() + " in " + simulation + ", seeds="
                + seeds.length + ']';
    }
}
