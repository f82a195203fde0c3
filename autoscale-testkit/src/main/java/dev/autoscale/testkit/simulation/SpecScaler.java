package dev.autoscale.testkit.simulation;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.nio.ByteBuffer;

/** The main engine at work. Not thread-safe. */
final class SpecScaler implements Scaler {
    /** As often as the HPA controller decides, and as Kubernetes' metrics server scrapes. */
    private static final long CYCLE_MILLIS = 15_000;

    private final SpecPolicy policy;
    private final AutoscalerSpec spec;
    private final Observation in;
    private final Decision out;
    private final Measurement latest = new Measurement();
    private Autoscaler autoscaler;
    private boolean isMeasured;

    SpecScaler(SpecPolicy policy) {
        this.policy = policy;
        spec = policy.spec();
        in = spec.newObservation();
        out = spec.newDecision();
        autoscaler = spec.newAutoscaler();
    }

    @Override
    public long cycleMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public long scrapeMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public void measured(Measurement sample) {
        latest.copyFrom(sample);
        isMeasured = true;
    }

    @Override
    public int decide(long epochMillis, ReplicaCounts counts) {
        if (counts.blocked() > 0 && spec.backsOffFromCapacity()) {
            autoscaler.noCapacity(epochMillis, counts.existing() - counts.blocked());
        }
        in.at(epochMillis)
                .replicas(counts.wanted(), counts.existing())
                .readyReplicas(Math.min(counts.ready(), counts.existing()));
        for (int metric = 0; isMeasured && metric < spec.metricCount(); metric++) {
            if (policy.readsValue(metric)) {
                fill(metric);
            }
        }
        autoscaler.decide(in, out);
        return out.changes() ? out.replicas() : counts.wanted();
    }

    private void fill(int metric) {
        double value = policy.value(metric, latest);
        if (Double.isNaN(value)) {
            in.failed(metric);
        } else {
            in.value(metric, value);
        }
        in.sampledAt(metric, latest.sampledMillis());
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
        Autoscaler fresh = spec.newAutoscaler();
        if (withMemory) {
            ByteBuffer saved = ByteBuffer.allocate(autoscaler.snapshotSize());
            autoscaler.snapshot(saved);
            fresh.restore(saved.flip());
        }
        autoscaler = fresh;
        isMeasured = false;
    }

    @Override
    public void checkInvariants() {
        DecisionInvariants.check(spec, out);
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
