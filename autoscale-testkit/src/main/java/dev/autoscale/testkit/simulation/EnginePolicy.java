package dev.autoscale.testkit.simulation;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingObservation;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.drive.Drive;
import dev.autoscale.testkit.drive.KpaDrive;
import dev.autoscale.testkit.drive.SpecDrive;
import dev.autoscale.testkit.drive.UpstreamDrive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A policy that an engine follows. Immutable.
 *
 * @param name a short name
 * @param drive the engine and its spec
 * @param inputs what feeds the metrics that are given values
 */
record EnginePolicy<I extends ScalingObservation<I>, O extends ScalingDecision>(
        String name, Drive<I, O> drive, List<Input> inputs) implements ScalingPolicy {
    /**
     * What feeds a metric.
     *
     * @param metric the metric's index
     * @param feed where its values come from
     * @param isAverage whether it gets a total divided by the ready replicas
     */
    record Input(int metric, Feed feed, boolean isAverage) {
        /** What the metric is told: NaN without a replica that an average could be of. */
        double value(Measurement sample) {
            double value = feed.value(sample);
            int ready = sample.readyReplicas();
            return isAverage ? ready == 0 ? Double.NaN : value / ready : value;
        }
    }

    EnginePolicy {
        Objects.requireNonNull(name, "name");
    }

    static EnginePolicy<Observation, Decision> of(String name, AutoscalerSpec spec, Map<String, ? extends Feed> feeds) {
        SpecDrive drive = new SpecDrive(spec);
        Violation.Collector broken = new Violation.Collector();
        for (String id : feeds.keySet()) {
            broken.require(drive.metrics().contains(id), "metric must be one of the spec's", "metric", id);
        }
        List<Input> inputs = new ArrayList<>();
        for (String id : drive.metrics()) {
            int metric = spec.metricIndex(id);
            Feed given = feeds.get(id);
            Feed feed = given == null ? WorkloadMetric.toldBy(spec, metric).orElse(null) : given;
            broken.require(feed != null, "feed must be given, as the metric's type tells none", "metric", id);
            if (feed != null) {
                boolean isAverage = spec.metric(metric).dependsOnReplicas() && feed.isTotal();
                inputs.add(new Input(metric, feed, isAverage));
            }
        }
        broken.throwIfAny();
        return new EnginePolicy<>(name, drive, inputs);
    }

    static EnginePolicy<KpaObservation, KpaDecision> knative(String name, KpaSpec spec, WorkloadMetric signal) {
        return new EnginePolicy<>(name, new KpaDrive(spec), List.of(new Input(0, signal, false)));
    }

    static EnginePolicy<UpstreamObservation, UpstreamDecision> upstream(
            String name, UpstreamPolicy policy, Map<String, ? extends Feed> feeds) {
        Violation.Collector broken = new Violation.Collector();
        for (String id : feeds.keySet()) {
            broken.require(policy.metrics().contains(id), "metric must be one of the policy's", "metric", id);
        }
        List<Input> inputs = new ArrayList<>();
        for (String id : policy.metrics()) {
            Feed feed = feeds.get(id);
            broken.require(feed != null, "feed must be given", "metric", id);
            if (feed != null) {
                inputs.add(new Input(inputs.size(), feed, false));
            }
        }
        broken.throwIfAny();
        return new EnginePolicy<>(name, new UpstreamDrive(policy), inputs);
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return start.isGiven() ? start.replicas() : drive.bounded(start.replicas());
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new EngineScaler<>(this, start);
    }

    @Override
    public String toString() {
        return name;
    }
}
