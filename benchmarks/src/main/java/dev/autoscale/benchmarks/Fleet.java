package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Path: one tick for each of many autoscalers, filling included, answers carried out. */
final class Fleet extends FleetPath {
    private static final int COLLECTIONS = 3;

    private final Autoscaler[] autoscalers;
    private final Observation[] in = new Observation[Specs.MIXED];
    private final Decision[] out = new Decision[Specs.MIXED];

    private Fleet(AutoscalerSpec[] specs, int count) {
        super(Cycle.mixed(specs), count);
        Arrays.setAll(in, i -> specs[i].newObservation());
        Arrays.setAll(out, i -> specs[i].newDecision());
        autoscalers = new Autoscaler[count];
        Arrays.setAll(autoscalers, i -> specs[i % specs.length].newAutoscaler());
        for (int i = 0; i < Cycle.SETTLED; i++) {
            run(count);
        }
    }

    static Fleet of(int count) {
        return new Fleet(Specs.mixed(), count);
    }

    /**
     * Heap that an autoscaler with default behavior takes, without the caller's reference to it: bytes in use after a collection,
     * with and without many of them.
     */
    static double bytesPerAutoscaler(int count) {
        AutoscalerSpec spec = Specs.external();
        Autoscaler[] autoscalers = new Autoscaler[count];
        long before = usedBytes();
        Arrays.setAll(autoscalers, i -> spec.newAutoscaler());
        long after = usedBytes();
        Reference.reachabilityFence(autoscalers);
        return (double) (after - before) / count;
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public int once() {
        int number = number();
        int step = step(number);
        int spec = number & (Specs.MIXED - 1);
        Decision decision = out[spec];
        Observation observation =
                in[spec].at(nowMillis).replicas(cycle.replicas[step]).value(0, cycle.values[step]);
        Autoscaler autoscaler = autoscalers[number];
        autoscaler.decide(observation, decision);
        autoscaler.scaled(decision);
        advance();
        return decision.replicas();
    }

    /** The yardstick: one small object each, which knows its settings and keeps its last answer. */
    static final class Bare extends FleetPath {
        private final BareWorkload[] workloads;

        private long atMillis;
        private int specReplicas;
        private int statusReplicas;
        private long valueMilli;

        private Bare(AutoscalerSpec[] specs, int count) {
            super(Cycle.mixed(specs), count);
            BareWorkload.Settings[] settings = new BareWorkload.Settings[specs.length];
            Arrays.setAll(settings, i -> BareWorkload.Settings.of(specs[i], Specs.mixedTolerance(i)));
            workloads = new BareWorkload[count];
            Arrays.setAll(workloads, i -> new BareWorkload(settings[i % specs.length]));
        }

        static Bare of(int count) {
            return new Bare(Specs.mixed(), count);
        }

        @Override
        public int once() {
            int number = number();
            int step = step(number);
            fill(cycle.replicas[step], cycle.values[step]);
            int replicas = workloads[number].decide(atMillis, specReplicas, statusReplicas, valueMilli);
            advance();
            return replicas;
        }

        private void fill(int replicas, double value) {
            atMillis = nowMillis;
            specReplicas = replicas;
            statusReplicas = replicas;
            valueMilli = Arithmetic.milli(value);
        }
    }
}
