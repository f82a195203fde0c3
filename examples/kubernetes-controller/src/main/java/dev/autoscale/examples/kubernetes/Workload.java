package dev.autoscale.examples.kubernetes;

import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.policies.kubernetes.HpaStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A policy that is followed, with the memory of its decisions. One thread. */
final class Workload {
    private final Autoscaler autoscaler;
    private Policy policy;
    private Observation in;
    private Decision out;

    /** As of the last decision; below 0 before the first. */
    private int replicas = Decision.UNKNOWN_REPLICAS;

    Workload(Policy policy) {
        this.policy = policy;
        this.autoscaler = policy.spec().newAutoscaler();
        this.in = policy.spec().newObservation();
        this.out = policy.spec().newDecision();
    }

    /** Goes on under a policy that may have been edited, and forgets nothing that still has meaning. */
    void follow(Policy now, long epochMillis) {
        if (!now.spec().equals(policy.spec())) {
            autoscaler.respec(now.spec(), epochMillis);
            in = now.spec().newObservation();
            out = now.spec().newDecision();
        }
        policy = now;
    }

    /** Begins an observation, with what the policy's annotations order. */
    Observation observation(long epochMillis) {
        policy.order(in.at(epochMillis).overrides());
        return in;
    }

    /** Fills in the values of all metrics; one that cannot be had fails, and then the workload may grow but not shrink. */
    void measure(Metrics metrics, Map<String, Integer> pods, long epochMillis) {
        for (int i = 0; i < policy.queries().size(); i++) {
            Metrics.Query query = policy.queries().get(i);
            try {
                if (isPerPod(query.metric())) {
                    sample(i, metrics.ofPods(query, epochMillis), pods);
                } else if (query.metric().readsValue()) {
                    sum(i, metrics.series(query, epochMillis));
                }
            } catch (IOException e) {
                in.failed(i);
            }
        }
    }

    private static boolean isPerPod(MetricSpec metric) {
        return switch (metric.kind()) {
            case RESOURCE, CONTAINER_RESOURCE, PODS -> true;
            default -> false;
        };
    }

    private void sample(int metric, Map<String, Double> values, Map<String, Integer> pods) {
        values.forEach((name, value) -> {
            Integer pod = pods.get(name);
            if (pod != null) { // Sources know pods of other workloads too, and those that have gone.
                in.pods().sample(metric, pod, value);
            }
        });
    }

    /** No series is not zero: a source that was just restarted has none either. */
    private void sum(int metric, List<Double> values) {
        if (values.isEmpty()) {
            in.value(metric, Double.NaN);
        }
        values.forEach(value -> in.addSeries(metric, value));
    }

    void decide() {
        autoscaler.decide(in, out);
        replicas = out.currentReplicas();
    }

    /** In the shadow of another autoscaler: what that did spends the budgets of the rules, as if this one had done it. */
    void othersScaled(int current, long epochMillis) {
        if (replicas >= 0 && current >= 0) {
            autoscaler.scaled(epochMillis, replicas, current);
        }
    }

    HpaStatus status() {
        return policy.hpa() == null ? HpaStatus.of(autoscaler, out) : HpaStatus.of(policy.hpa(), autoscaler, out);
    }

    Policy policy() {
        return policy;
    }

    Autoscaler autoscaler() {
        return autoscaler;
    }

    Decision out() {
        return out;
    }
}
