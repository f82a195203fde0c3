package dev.autoscale.testkit.drive;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingEngine;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The main engine.
 *
 * @param spec what decides
 */
public record SpecDrive(AutoscalerSpec spec) implements Drive<Observation, Decision> {
    /** As often as the HPA controller decides, and as Kubernetes' metrics server scrapes. */
    public static final long CYCLE_MILLIS = 15_000;

    public SpecDrive {
        Objects.requireNonNull(spec, "spec");
    }

    @Override
    public List<String> metrics() {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(spec::metric)
                .filter(MetricSpec::readsValue)
                .map(MetricSpec::id)
                .toList();
    }

    @Override
    public int metricIndex(String id) {
        for (int i = 0; i < spec.metricCount(); i++) {
            if (spec.metric(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public long cycleMillis() {
        return CYCLE_MILLIS;
    }

    @Override
    public int firstReplicas() {
        return Math.max(1, spec.minReplicas());
    }

    @Override
    public int bounded(int replicas) {
        return Math.max(spec.minReplicas(), Math.min(spec.maxReplicas(), replicas));
    }

    @Override
    public ScalingEngine<Observation, Decision> newEngine(long epochMillis, int replicas) {
        return spec.newAutoscaler();
    }

    @Override
    public SpecDrive respec(ScalingEngine<Observation, Decision> engine, Drive<?, ?> next, long epochMillis) {
        if (next instanceof SpecDrive other && engine instanceof Autoscaler autoscaler) {
            autoscaler.respec(other.spec, epochMillis);
            return other;
        }
        throw new IllegalStateException("a spec of another kind");
    }

    @Override
    public void counts(Observation in, int wanted, int existing, int ready) {
        in.replicas(wanted, existing).readyReplicas(Math.min(ready, existing));
    }

    @Override
    public void value(Observation in, int metric, long sampledMillis, double value) {
        in.value(metric, value).sampledAt(metric, sampledMillis);
    }

    @Override
    public void failed(Observation in, int metric, long sampledMillis) {
        in.failed(metric).sampledAt(metric, sampledMillis);
    }

    @Override
    public void noSeries(Observation in, int metric) {
        in.noSeries(metric);
    }

    @Override
    public void capacityExhausted(ScalingEngine<Observation, Decision> engine, long epochMillis, int reached) {
        if (spec.hasCapacityBackoff() && engine instanceof Autoscaler autoscaler) {
            autoscaler.capacityExhausted(epochMillis, reached);
        }
    }

    @Override
    public void check(Decision out) {
        DecisionInvariants.check(spec, out);
    }
}
