package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.PodSamples;

/**
 * Path: cpu utilization of 100 ready pods, filling of all pods included. The pods stay 100, so answers are not carried out;
 * recommendations are remembered.
 */
final class HundredPods implements Operation {
    private final PodInputs inputs;
    private final Autoscaler autoscaler;
    private final Observation in;
    private final Decision out;
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    HundredPods(AutoscalerSpec spec, PodInputs inputs) {
        this.inputs = inputs;
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation().ensureCapacity(PodInputs.PODS);
        out = spec.newDecision();
        run(Cycle.SETTLED);
    }

    static HundredPods create() {
        return new HundredPods(Specs.pods(), new PodInputs());
    }

    /** One decision. */
    int decide() {
        fill();
        autoscaler.decide(in, out);
        nowMillis += Cycle.STEP_MILLIS;
        step = (step + 1) & 0xffff;
        return out.replicas();
    }

    private void fill() {
        in.at(nowMillis).replicas(PodInputs.PODS);
        PodSamples pods = in.pods();
        for (int i = 0; i < PodInputs.PODS; i++) {
            int pod = pods.addReady(inputs.startMillis[i], inputs.readyMillis[i]);
            pods.request(0, pod, inputs.requestMilli[i]);
            pods.sampleMilli(0, pod, inputs.usageMilli(step, i), nowMillis, PodInputs.WINDOW_MILLIS);
        }
    }

    @Override
    public int once() {
        return decide();
    }

    Decision decision() {
        return out;
    }
}
