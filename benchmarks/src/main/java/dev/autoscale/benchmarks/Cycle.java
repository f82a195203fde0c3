package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The inputs of 64 workloads, one step every 15 s, that repeat after some rounds: values of their metrics and the replicas
 * that their autoscalers have then brought about. Path and yardstick read the same inputs in the same order; none of them
 * pays for making them.
 */
final class Cycle {
    static final int WORKLOADS = 64;
    static final long STEP_MILLIS = 15_000;
    static final long START_MILLIS = 1_767_225_600_000L;

    /** Rounds after which every window of up to 300 s and every rate policy has forgotten how it began. */
    static final int SETTLED = 32;

    private static final int SHORT = 256;

    /** Longer than the longest window that is measured. */
    private static final int LONG = 256;

    private static final int SETTLING_PERIODS = 3;

    final int rounds;
    final int metrics;
    /** By round, then workload, then metric. */
    final double[] values;
    /** By round, then workload. */
    final int[] replicas;

    private Cycle(int rounds, int metrics, double replicasAtPeak) {
        this.rounds = rounds;
        this.metrics = metrics;
        values = new double[rounds * WORKLOADS * metrics];
        replicas = new int[rounds * WORKLOADS];
        fill(replicasAtPeak);
    }

    /** One metric between about 1 and 10 replicas. */
    static Cycle one(AutoscalerSpec spec) {
        return new Cycle(SHORT, 1, 10).follow(repeated(spec));
    }

    /** One metric between about 100 and 900 replicas, over about an hour. */
    static Cycle large(AutoscalerSpec spec) {
        return new Cycle(LONG, 1, 900).follow(repeated(spec));
    }

    /** The three metrics of {@link Specs#three()}. */
    static Cycle three(AutoscalerSpec spec) {
        return new Cycle(SHORT, 3, 10).follow(repeated(spec));
    }

    /** One metric; workload {@code i} has spec {@code i}. */
    static Cycle mixed(AutoscalerSpec[] specs) {
        return new Cycle(SHORT, 1, 10).follow(specs);
    }

    int steps() {
        return rounds * WORKLOADS;
    }

    /**
     * Where the inputs of one of many workloads stand in a tick: those of its number modulo 64, shifted in time by the rest of its number.
     * So the inputs of all workloads in order are all steps, again and again.
     */
    int step(int tick, int number) {
        return (tick * WORKLOADS + number) & (steps() - 1);
    }

    private static AutoscalerSpec[] repeated(AutoscalerSpec spec) {
        AutoscalerSpec[] specs = new AutoscalerSpec[WORKLOADS];
        Arrays.fill(specs, spec);
        return specs;
    }

    private void fill(double replicasAtPeak) {
        SplittableRandom random = new SplittableRandom(42);
        for (int workload = 0; workload < WORKLOADS; workload++) {
            double phase = random.nextDouble();
            for (int round = 0; round < rounds; round++) {
                double wave = 0.5 + 0.45 * StrictMath.sin(2 * StrictMath.PI * ((double) round / rounds + phase));
                double share = Math.max(0.05, wave + 0.04 * (random.nextDouble() - 0.5));
                int step = round * WORKLOADS + workload;
                if (metrics == 1) {
                    values[step] = load(workload, share * replicasAtPeak * Specs.TARGET);
                } else {
                    values[step * metrics] = Math.rint(Specs.CPU_PERCENT * (0.4 + 0.75 * wave));
                    values[step * metrics + 1] = load(workload, share * replicasAtPeak * Specs.TARGET);
                    values[step * metrics + 2] = Math.rint(Specs.OBJECT_TARGET * (0.3 + 0.8 * share));
                }
            }
        }
    }

    /** Half of the workloads measure whole numbers, the others tenths. */
    private static double load(int workload, double load) {
        return workload % 2 == 0 ? Math.rint(load) : Math.rint(load * 10) / 10;
    }

    /** Lets autoscalers run until they repeat themselves, and notes their replicas. */
    private Cycle follow(AutoscalerSpec[] specs) {
        for (int workload = 0; workload < WORKLOADS; workload++) {
            AutoscalerSpec spec = specs[workload];
            Autoscaler autoscaler = spec.newAutoscaler();
            Observation in = spec.newObservation();
            Decision out = spec.newDecision();
            int current = spec.minReplicas();
            for (int round = 0; round < SETTLING_PERIODS * rounds; round++) {
                int step = round % rounds * WORKLOADS + workload;
                long nowMillis = START_MILLIS + round * STEP_MILLIS;
                replicas[step] = current;
                in.at(nowMillis).replicas(current);
                for (int metric = 0; metric < metrics; metric++) {
                    in.value(metric, values[step * metrics + metric]);
                }
                autoscaler.decide(in, out);
                autoscaler.scaled(out);
                current = out.replicas();
            }
        }
        return this;
    }
}
