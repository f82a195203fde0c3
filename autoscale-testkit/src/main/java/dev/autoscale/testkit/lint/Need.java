package dev.autoscale.testkit.lint;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.RatioTarget;

/** How many replicas a metric asks for, by the engine itself. Thread-safe. */
final class Need {
    private Need() {}

    /** Whether a metric's answer follows from the load of all replicas alone. */
    static boolean isKnown(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return source == null
                ? metric.target() == MetricSpec.Target.AVERAGE_VALUE && metric.targetAmount() > 0
                : (source instanceof RatioTarget || source instanceof Backlog)
                        && source.signals().isEmpty();
    }

    /** The answer to a load of all replicas together, at most the largest int. */
    static int of(MetricSpec metric, double load) {
        if (metric.replicaSource() == null) {
            return (int) Math.ceil(load * 1000 / metric.targetAmount());
        }
        return alone(metric, 1, load).recommended();
    }

    /** What an autoscaler decides that has only this metric, with so many replicas and nothing in the signals. */
    static Decision alone(MetricSpec metric, int replicas, double value) {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(0, Integer.MAX_VALUE)
                .tolerance(0)
                .metric(metric.onlyWhile(null).fallback(null).lookBack(null));
        ReplicaSource source = metric.replicaSource();
        if (source != null) {
            source.signals().forEach(id -> builder.metric(MetricSpec.signal(id)));
        }
        AutoscalerSpec spec = builder.buildUnchecked();
        Observation in = spec.newObservation().at(0).replicas(replicas).value(0, value);
        for (int i = 1; i < spec.metricCount(); i++) {
            in.value(i, 0);
        }
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        return out;
    }
}
