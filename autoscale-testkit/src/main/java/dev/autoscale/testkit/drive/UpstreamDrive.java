package dev.autoscale.testkit.drive;

import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.util.List;
import java.util.Objects;

/**
 * The engine of another system.
 *
 * @param policy what decides
 */
public record UpstreamDrive(UpstreamPolicy policy) implements Drive<UpstreamObservation, UpstreamDecision> {
    public UpstreamDrive {
        Objects.requireNonNull(policy, "policy");
    }

    @Override
    public List<String> metrics() {
        return policy.metrics();
    }

    @Override
    public int metricIndex(String id) {
        return policy.metrics().indexOf(id);
    }

    @Override
    public long cycleMillis() {
        return policy.interval().toMillis();
    }

    @Override
    public int firstReplicas() {
        return Math.max(1, policy.minReplicas());
    }

    @Override
    public int bounded(int replicas) {
        return Math.max(policy.minReplicas(), Math.min(policy.maxReplicas(), replicas));
    }

    @Override
    public ScalingEngine<UpstreamObservation, UpstreamDecision> newEngine(long epochMillis, int replicas) {
        return policy.newAutoscaler(epochMillis, replicas);
    }

    @Override
    public UpstreamDrive respec(
            ScalingEngine<UpstreamObservation, UpstreamDecision> engine, Drive<?, ?> next, long epochMillis) {
        throw new IllegalStateException("a policy of " + policy.system() + " stays as it is");
    }

    @Override
    public void counts(UpstreamObservation in, int wanted, int existing, int ready) {
        in.replicas(wanted, existing, ready);
    }

    @Override
    public void value(UpstreamObservation in, int metric, long sampledMillis, double value) {
        in.value(metric, value);
    }

    @Override
    public void failed(UpstreamObservation in, int metric, long sampledMillis) {
        in.value(metric, Double.NaN);
    }

    @Override
    public void check(UpstreamDecision out) {
        if (out.currentReplicas() < 0 ? out.hasChange() : out.replicas() < 0) {
            throw new AssertionError("unknown replicas must stay, and others be >= 0: " + out);
        }
    }
}
