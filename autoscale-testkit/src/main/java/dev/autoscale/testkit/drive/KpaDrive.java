package dev.autoscale.testkit.drive;

import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.KpaInvariants;
import java.util.List;
import java.util.Objects;

/**
 * Knative's engine, for one revision. A failed scrape is no sample.
 *
 * @param spec what decides
 */
public record KpaDrive(KpaSpec spec) implements Drive<KpaObservation, KpaDecision> {
    /** A revision has one metric, without a name. */
    private static final String METRIC = "load";

    /** As often as Knative decides. */
    public static final long CYCLE_MILLIS = 2_000;

    private static final long SAMPLE_MILLIS = 1_000;

    public KpaDrive {
        Objects.requireNonNull(spec, "spec");
    }

    @Override
    public List<String> metrics() {
        return List.of(METRIC);
    }

    @Override
    public int metricIndex(String id) {
        return id.equals(METRIC) ? 0 : -1;
    }

    @Override
    public long cycleMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public long sampleMillis() {
        return SAMPLE_MILLIS;
    }

    @Override
    public long windowMillis() {
        return spec.stableWindow().toMillis();
    }

    @Override
    public int firstReplicas() {
        return 1;
    }

    @Override
    public int bounded(int replicas) {
        KpaScaleToZero bounds = spec.scaleToZero();
        if (bounds == null) {
            return replicas;
        }
        int most = bounds.maxScale() == 0 ? replicas : Math.min(bounds.maxScale(), replicas);
        return Math.max(bounds.minScale(), most);
    }

    @Override
    public ScalingEngine<KpaObservation, KpaDecision> newEngine(long epochMillis, int replicas) {
        return spec.newAutoscaler(epochMillis, replicas);
    }

    @Override
    public KpaDrive respec(ScalingEngine<KpaObservation, KpaDecision> engine, Drive<?, ?> next, long epochMillis) {
        if (next instanceof KpaDrive other && engine instanceof KpaAutoscaler autoscaler) {
            autoscaler.respec(other.spec, epochMillis);
            return other;
        }
        throw new IllegalStateException("a spec of another kind");
    }

    @Override
    public void ensureCapacity(KpaObservation in, int samples) {
        in.ensureCapacity(samples);
    }

    @Override
    public void counts(KpaObservation in, int wanted, int existing, int ready) {
        in.replicas(wanted).ready(ready);
    }

    @Override
    public void value(KpaObservation in, int metric, long sampledMillis, double value) {
        in.record(sampledMillis, value);
    }

    @Override
    public void check(KpaDecision out) {
        KpaInvariants.check(spec, out);
    }
}
