package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;

/** Path: decisions in words, into one reused StringBuilder; some held, some limited, some at target. */
final class Explaining implements Operation {
    private static final int DECISIONS = 8;
    private static final double FIRST_LOAD = 4;

    private final Decision[] decisions = new Decision[DECISIONS];
    private final StringBuilder text = new StringBuilder(1024);
    private int next;

    Explaining() {
        AutoscalerSpec spec = Specs.external();
        Observation in = spec.newObservation();
        for (int i = 0; i < DECISIONS; i++) {
            Autoscaler autoscaler = spec.newAutoscaler();
            decisions[i] = spec.newDecision();
            in.at(Cycle.START_MILLIS).replicas(3).value(0, FIRST_LOAD + 7 * i);
            autoscaler.decide(in, decisions[i]);
        }
    }

    /** Explains one decision; the next call goes on with the next one. */
    @Override
    public int once() {
        text.setLength(0);
        decisions[next].explainTo(text);
        next = (next + 1) & (DECISIONS - 1);
        return text.length();
    }

    CharSequence text() {
        return text;
    }
}
