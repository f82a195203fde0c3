package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.Arrays;

/** Path: one tick for each of many autoscalers, an object each, filling included, answers carried out. */
final class Autoscalers extends FleetPath {
    private final Autoscaler[] autoscalers;
    private final int lastSpec;
    private final Observation[] in;
    private final Decision[] out;

    private Autoscalers(AutoscalerSpec[] specs, Cycle cycle, int[] order) {
        super(cycle, order);
        lastSpec = specs.length - 1;
        in = new Observation[specs.length];
        out = new Decision[specs.length];
        Arrays.setAll(in, i -> specs[i].newObservation());
        Arrays.setAll(out, i -> specs[i].newDecision());
        autoscalers = new Autoscaler[order.length];
        Arrays.setAll(autoscalers, i -> specs[i & lastSpec].newAutoscaler());
        settle();
    }

    /** Of 64 specs, shuffled. */
    static Autoscalers mixed(int count) {
        AutoscalerSpec[] specs = Specs.mixed();
        return new Autoscalers(specs, Cycle.mixed(specs), shuffled(count));
    }

    /** Of one spec with default behavior. */
    static Autoscalers one(int[] order) {
        AutoscalerSpec spec = Specs.external();
        return new Autoscalers(new AutoscalerSpec[] {spec}, Cycle.one(spec), order);
    }

    @Override
    public int once() {
        int number = number();
        int step = step(number);
        int spec = number & lastSpec;
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

        private Bare(AutoscalerSpec[] specs, Cycle cycle, int[] order) {
            super(cycle, order);
            BareWorkload.Settings[] settings = new BareWorkload.Settings[specs.length];
            Arrays.setAll(
                    settings,
                    i -> BareWorkload.Settings.of(
                            specs[i], specs.length == 1 ? Arithmetic.TOLERANCE : Specs.mixedTolerance(i)));
            workloads = new BareWorkload[order.length];
            Arrays.setAll(workloads, i -> new BareWorkload(settings[i % specs.length]));
        }

        static Bare mixed(int count) {
            AutoscalerSpec[] specs = Specs.mixed();
            return new Bare(specs, Cycle.mixed(specs), shuffled(count));
        }

        static Bare one(int[] order) {
            AutoscalerSpec spec = Specs.external();
            return new Bare(new AutoscalerSpec[] {spec}, Cycle.one(spec), order);
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
