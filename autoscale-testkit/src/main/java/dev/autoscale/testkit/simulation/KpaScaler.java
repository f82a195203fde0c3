package dev.autoscale.testkit.simulation;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Knative's engine at work. Not thread-safe. */
final class KpaScaler implements Scaler {
    private static final long CYCLE_MILLIS = 2_000;
    private static final long SCRAPE_MILLIS = 1_000;

    private final KpaPolicy policy;
    private final KpaObservation in;
    private final KpaDecision out;
    private KpaAutoscaler autoscaler;
    private long[] sampleMillis = new long[4];
    private double[] samples = new double[4];
    private int sampleCount;
    private boolean isDecided;

    KpaScaler(KpaPolicy policy, SimulationStart start) {
        this.policy = policy;
        autoscaler = policy.spec().newAutoscaler(start.epochMillis(), Math.max(0, start.replicas()));
        in = autoscaler.newObservation();
        out = autoscaler.newDecision();
    }

    @Override
    public long cycleMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public long scrapeMillis() {
        return SCRAPE_MILLIS;
    }

    @Override
    public void measured(Measurement sample) {
        double value = policy.signal().value(sample);
        if (Double.isNaN(value)) {
            return;
        }
        if (sampleCount == samples.length) {
            sampleMillis = Arrays.copyOf(sampleMillis, sampleCount * 2);
            samples = Arrays.copyOf(samples, sampleCount * 2);
        }
        sampleMillis[sampleCount] = sample.sampledMillis();
        samples[sampleCount++] = value;
    }

    @Override
    public int decide(long epochMillis, ReplicaCounts counts) {
        in.ensureCapacity(sampleCount);
        in.at(epochMillis).replicas(counts.wanted()).ready(counts.ready());
        for (int i = 0; i < sampleCount; i++) {
            in.record(sampleMillis[i], samples[i]);
        }
        sampleCount = 0;
        autoscaler.decide(in, out);
        isDecided = true;
        return out.changes() ? out.replicas() : counts.wanted();
    }

    @Override
    public void scaled(long epochMillis, int from, int to) {
        autoscaler.scaled(epochMillis, from, to);
    }

    @Override
    public void scaleFailed(long epochMillis) {
        autoscaler.scaleFailed(epochMillis);
    }

    @Override
    public void restart(long epochMillis, boolean withMemory, int replicas) {
        KpaAutoscaler fresh = policy.spec().newAutoscaler(epochMillis, replicas);
        if (withMemory) {
            ByteBuffer saved = ByteBuffer.allocate(autoscaler.snapshotSize());
            autoscaler.snapshot(saved);
            fresh.restore(saved.flip());
        }
        autoscaler = fresh;
        sampleCount = 0;
    }

    @Override
    public void checkInvariants() {
        KpaInvariants.check(policy.spec(), out);
    }

    @Override
    public String reason() {
        return isDecided ? out.reason().toString() : "";
    }

    @Override
    public String explanation() {
        return isDecided ? out.explainTo(new StringBuilder()).toString() : "";
    }
}
