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

    @Override
    public int once() {
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

    Decision decision() {
        return out;
    }

    /** The yardstick: the same samples into plain arrays, one loop that sorts and sums, the same arithmetic. */
    static final class Bare implements Operation {
        private static final int PHASE = 7;
        private static final int PENDING = 0;
        private static final int RUNNING = 1;
        private static final int FAILED = 3;
        private static final int READY = 8;
        private static final int DELETED = 16;
        private static final int SAMPLED = 32;
        private static final long INITIALIZATION_MILLIS = 300_000;
        private static final long READINESS_DELAY_MILLIS = 30_000;
        private static final int MAX_REPLICAS = 200;

        private final PodInputs inputs;
        private final byte[] states = new byte[PodInputs.PODS];
        private final long[] startMillis = new long[PodInputs.PODS];
        private final long[] transitionMillis = new long[PodInputs.PODS];
        private final long[] requestsMilli = new long[PodInputs.PODS];
        private final long[] valuesMilli = new long[PodInputs.PODS];
        private final long[] sampleMillis = new long[PodInputs.PODS];
        private final long[] windowMillis = new long[PodInputs.PODS];
        private long nowMillis = Cycle.START_MILLIS;
        private int step;

        private int ready;
        private int unready;
        private int missing;
        private long usedMilli;
        private long requestedMilli;

        Bare(PodInputs inputs) {
            this.inputs = inputs;
        }

        @Override
        public int once() {
            fill();
            sum();
            long percent = usedMilli * 100 / requestedMilli;
            int wanted = Arithmetic.scaled(percent, Specs.CPU_PERCENT, ready, Arithmetic.TOLERANCE);
            nowMillis += Cycle.STEP_MILLIS;
            step = (step + 1) & 0xffff;
            return Arithmetic.limited(wanted, PodInputs.PODS, 1, MAX_REPLICAS);
        }

        private void fill() {
            for (int i = 0; i < PodInputs.PODS; i++) {
                states[i] = RUNNING | READY | SAMPLED;
                startMillis[i] = inputs.startMillis[i];
                transitionMillis[i] = inputs.readyMillis[i];
                requestsMilli[i] = inputs.requestMilli[i];
                valuesMilli[i] = inputs.usageMilli(step, i);
                sampleMillis[i] = nowMillis;
                windowMillis[i] = PodInputs.WINDOW_MILLIS;
            }
        }

        /** Sums in local variables, as a hand-written loop would. */
        private void sum() {
            int readySoFar = 0;
            int unreadySoFar = 0;
            int missingSoFar = 0;
            long usedSoFarMilli = 0;
            long requestedSoFarMilli = 0;
            for (int i = 0; i < PodInputs.PODS; i++) {
                int state = states[i];
                int phase = state & PHASE;
                if (phase == FAILED || (state & DELETED) != 0) {
                    continue;
                }
                if (phase == PENDING || ((state & SAMPLED) != 0 && isStarting(i, state))) {
                    unreadySoFar++;
                } else if ((state & SAMPLED) == 0) {
                    missingSoFar++;
                } else {
                    readySoFar++;
                    usedSoFarMilli += valuesMilli[i];
                    requestedSoFarMilli += requestsMilli[i];
                }
            }
            ready = readySoFar;
            unready = unreadySoFar;
            missing = missingSoFar;
            usedMilli = usedSoFarMilli;
            requestedMilli = requestedSoFarMilli;
        }

        private boolean isStarting(int i, int state) {
            boolean notReady = (state & READY) == 0;
            if (startMillis[i] + INITIALIZATION_MILLIS > nowMillis) {
                return notReady || sampleMillis[i] < transitionMillis[i] + windowMillis[i];
            }
            return notReady && startMillis[i] + READINESS_DELAY_MILLIS > transitionMillis[i];
        }
    }
}
