package dev.autoscale.testkit.simulation;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.testkit.drive.Drive;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.util.Arrays;

/** An engine at work. */
final class EngineScaler<I extends ScalingObservation<I>, O extends ScalingDecision> implements Scaler {
    private final Drive<I, O> drive;
    private final EnginePolicy.Input[] inputs;
    private final boolean eachSampleCounts;
    private final I in;
    private final O out;
    private ScalingEngine<I, O> engine;

    /** A row per sample: its time, and in the other array a column per input. */
    private long[] sampleMillis = new long[4];

    private double[] values;
    private int samples;

    EngineScaler(EnginePolicy<I, O> policy, SimulationStart start) {
        drive = policy.drive();
        inputs = policy.inputs().toArray(EnginePolicy.Input[]::new);
        eachSampleCounts = drive.sampleMillis() > 0;
        values = new double[sampleMillis.length * inputs.length];
        engine = drive.newEngine(start.epochMillis(), Math.max(0, start.replicas()));
        in = engine.newObservation();
        out = engine.newDecision();
    }

    @Override
    public long cycleMillis() {
        return drive.cycleMillis();
    }

    @Override
    public long scrapeMillis() {
        return eachSampleCounts ? drive.sampleMillis() : drive.cycleMillis();
    }

    @Override
    public void measured(Measurement sample) {
        samples = eachSampleCounts ? samples : 0;
        if (samples == sampleMillis.length) {
            sampleMillis = Arrays.copyOf(sampleMillis, samples * 2);
            values = Arrays.copyOf(values, values.length * 2);
        }
        sampleMillis[samples] = sample.sampledMillis();
        for (int i = 0; i < inputs.length; i++) {
            values[samples * inputs.length + i] = inputs[i].value(sample);
        }
        samples++;
    }

    @Override
    public int decide(long epochMillis, ReplicaCounts counts) {
        if (counts.blocked() > 0) {
            drive.capacityExhausted(engine, epochMillis, counts.existing() - counts.blocked());
        }
        drive.ensureCapacity(in, samples);
        drive.counts(in.at(epochMillis), counts.wanted(), counts.existing(), counts.ready());
        for (int sample = 0; sample < samples; sample++) {
            fill(sample);
        }
        samples = eachSampleCounts ? 0 : samples;
        engine.decide(in, out);
        return out.hasChange() ? out.replicas() : counts.wanted();
    }

    private void fill(int sample) {
        for (int i = 0; i < inputs.length; i++) {
            double value = values[sample * inputs.length + i];
            if (Double.isNaN(value)) {
                drive.failed(in, inputs[i].metric(), sampleMillis[sample]);
            } else {
                drive.value(in, inputs[i].metric(), sampleMillis[sample], value);
            }
        }
    }

    @Override
    public void scaled(long epochMillis, int from, int to) {
        engine.scaled(epochMillis, from, to);
    }

    @Override
    public void scaleFailed(long epochMillis) {
        engine.scaleFailed(epochMillis);
    }

    @Override
    public void restart(long epochMillis, boolean withMemory, int replicas) {
        engine = drive.restarted(engine, withMemory, epochMillis, replicas);
        samples = 0;
    }

    @Override
    public void checkInvariants() {
        drive.check(out);
    }

    @Override
    public String reason() {
        return out.reason().toString();
    }

    @Override
    public String explanation() {
        return out.explainTo(new StringBuilder()).toString();
    }
}
