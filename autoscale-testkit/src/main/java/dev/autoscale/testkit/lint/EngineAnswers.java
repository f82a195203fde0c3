package dev.autoscale.testkit.lint;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Schedule;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.RatioTarget;
import java.util.List;

/** What a policy does, by the engine itself: how many replicas a metric asks for, and how fast they come. */
final class EngineAnswers {
    private static final int MAX_DECISIONS = 10_000;

    /** Longer than any climb that was followed. */
    static final long NEVER = Long.MAX_VALUE;

    private EngineAnswers() {}

    /** Whether a metric's answer follows from the load of all replicas alone. */
    static boolean isKnown(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return source == null
                ? metric.target() == MetricSpec.Target.AVERAGE_VALUE && metric.targetAmount() > 0
                : (source instanceof RatioTarget || source instanceof Backlog)
                        && source.signals().isEmpty();
    }

    /** The answer to a load of all replicas together, at most the largest int. */
    static int replicasFor(MetricSpec metric, double load) {
        if (metric.replicaSource() == null) {
            return (int) Math.ceil(load * 1000 / metric.targetAmount());
        }
        return alone(metric, 1, load).recommended();
    }

    /** What an autoscaler decides that has only this metric, with this many replicas and nothing in the signals. */
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

    /**
     * The time from the load's jump to the decision that reaches the goal.
     *
     * @param from the count before, at least 1
     * @param goal the count to reach, at most the spec's highest
     * @return milliseconds, or {@link #NEVER} if it takes more than 10,000 decisions
     */
    static long growthMillis(AutoscalerSpec spec, int from, int goal, long everyMillis) {
        if (from >= goal) {
            return 0;
        }
        AutoscalerSpec climbing = spec.toBuilder()
                .bounds(Math.min(1, spec.minReplicas()), goal)
                .metrics(List.of(MetricSpec.external("load").averageValue(1)))
                .combination(Combination.MAX)
                .activation(null)
                .schedule(Schedule.of())
                .buildUnchecked();
        Autoscaler autoscaler = climbing.newAutoscaler();
        Observation in = climbing.newObservation();
        Decision out = climbing.newDecision();
        autoscaler.decide(in.at(0).replicas(from).value(0, from), out);
        int count = from;
        for (long i = 1; i <= MAX_DECISIONS; i++) {
            long now = i * everyMillis;
            // Twice the goal is beyond every tolerance; the highest count ends the climb.
            autoscaler.decide(in.at(now).replicas(count).value(0, 2.0 * goal), out);
            if (out.replicas() >= goal) {
                return now - everyMillis;
            }
            autoscaler.scaled(out);
            count = out.replicas();
        }
        return NEVER;
    }
}
