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
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepScaling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a policy does, by the engine itself: how many replicas a metric asks for, and how fast they come. */
final class EngineAnswers {
    private static final int MAX_DECISIONS = 10_000;

    /** More than any metric aims at. */
    private static final double HIGH = 1e9;

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

    /** Whether every metric that asks for replicas adds some at a time, whatever the load is. */
    static boolean addsInSteps(AutoscalerSpec spec) {
        List<MetricSpec> asking = IntStream.range(0, spec.metricCount())
                .mapToObj(spec::metric)
                .filter(metric -> metric.kind() != MetricSpec.Kind.SIGNAL)
                .toList();
        return !asking.isEmpty() && asking.stream().allMatch(EngineAnswers::isStepwise);
    }

    private static boolean isStepwise(MetricSpec metric) {
        ReplicaSource source = metric.replicaSource();
        return source instanceof StepScaling || source instanceof QueueDelay || source instanceof Backlog;
    }

    /** The value with which a metric asks for the most. */
    private static double worst(MetricSpec metric, int replicas) {
        double worst = HIGH;
        int most = 0;
        if (metric.replicaSource() instanceof StepScaling steps) {
            for (double bound : steps.bounds()) {
                int asked = alone(metric, replicas, bound).recommended();
                worst = asked > most ? bound : worst;
                most = Math.max(most, asked);
            }
            worst = alone(metric, replicas, HIGH).recommended() >= most ? HIGH : worst;
        }
        return worst;
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
        boolean inSteps = addsInSteps(spec);
        AutoscalerSpec.Builder builder = spec.toBuilder()
                .bounds(Math.min(1, spec.minReplicas()), goal)
                .combination(Combination.MAX)
                .activation(null)
                .schedule(Schedule.of());
        AutoscalerSpec climbing = (inSteps
                        ? builder
                        : builder.metrics(List.of(MetricSpec.external("load").averageValue(1))))
                .buildUnchecked();
        double[] high = high(climbing, inSteps, from, goal);
        Autoscaler autoscaler = climbing.newAutoscaler();
        Observation in = climbing.newObservation();
        Decision out = climbing.newDecision();
        double[] before = new double[high.length];
        Arrays.fill(before, inSteps ? 0 : from);
        autoscaler.decide(fed(in.at(0).replicas(from), before), out);
        int count = from;
        for (long i = 1; i <= MAX_DECISIONS; i++) {
            long now = i * everyMillis;
            autoscaler.decide(fed(in.at(now).replicas(count), high), out);
            if (out.replicas() >= goal) {
                return now - everyMillis;
            }
            autoscaler.scaled(out);
            count = out.replicas();
        }
        return NEVER;
    }

    /** Values that end at the goal: of a load twice of it, which is beyond every tolerance. */
    private static double[] high(AutoscalerSpec spec, boolean inSteps, int from, int goal) {
        double[] high = new double[spec.metricCount()];
        for (int i = 0; i < high.length; i++) {
            MetricSpec metric = spec.metric(i);
            high[i] = !inSteps ? 2.0 * goal : isStepwise(metric) ? worst(metric, from) : HIGH;
        }
        return high;
    }

    private static Observation fed(Observation in, double[] values) {
        for (int i = 0; i < values.length; i++) {
            in.value(i, values[i]);
        }
        return in;
    }
}
