package dev.autoscale.testkit.scenario;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import java.nio.ByteBuffer;
import java.util.Map;

/** A policy at work in a scenario with given values. Not thread-safe. */
abstract class SubjectEngine<I extends ScalingObservation<I>, O extends ScalingDecision> {
    private ScalingEngine<I, O> engine;
    private I in;
    private O out;

    SubjectEngine(ScalingEngine<I, O> engine) {
        this.engine = engine;
        in = engine.newObservation();
        out = engine.newDecision();
    }

    abstract void fill(I observation, long epochMillis, long elapsedMillis, Map<String, Reading> readings);

    abstract void fillReady(I observation, int replicas);

    abstract void check(O decision);

    abstract String reason(O decision);

    abstract ScalingEngine<I, O> fresh(long epochMillis, int readyReplicas);

    /** Goes on under another spec; answers false if it is of another kind. */
    abstract boolean respec(ScalingEngine<I, O> current, Subject subject, long epochMillis);

    /** Decides; elapsed is the time since the decision before. */
    final int decide(long epochMillis, long elapsedMillis, int wanted, int ready, Map<String, Reading> readings) {
        in.at(epochMillis).replicas(wanted);
        fillReady(in, ready);
        fill(in, epochMillis, elapsedMillis, readings);
        engine.decide(in, out);
        return out.changes() ? out.replicas() : wanted;
    }

    final void checkInvariants() {
        check(out);
    }

    final String explanation() {
        return out.explainTo(new StringBuilder(reason(out)).append('\n')).toString();
    }

    final void scaled(long epochMillis, int from, int to) {
        engine.scaled(epochMillis, from, to);
    }

    final void restart(long epochMillis, boolean withMemory, int readyReplicas) {
        ScalingEngine<I, O> next = fresh(epochMillis, readyReplicas);
        if (withMemory) {
            ByteBuffer saved = ByteBuffer.allocate(engine.snapshotSize());
            engine.snapshot(saved);
            next.restore(saved.flip());
        }
        engine = next;
    }

    final boolean respec(Subject subject, long epochMillis) {
        boolean isDone = respec(engine, subject, epochMillis);
        in = engine.newObservation();
        out = engine.newDecision();
        return isDone;
    }
}
