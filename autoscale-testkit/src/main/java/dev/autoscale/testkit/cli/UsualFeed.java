package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.Backlog;
import dev.autoscale.policies.RatioTarget;
import dev.autoscale.testkit.simulation.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What feeds a metric of a policy in a simulation if the user says nothing.
 *
 * @param metric the metric's id
 * @param signals the signal; none if nothing that a simulation measures is meant
 * @param meaning what is meant instead; empty if there is a signal
 * @param takesNumbers whether it may be a constant
 */
record UsualFeed(String metric, List<Signal> signals, String meaning, boolean takesNumbers) {
    static UsualFeed of(String metric, Signal signal, boolean takesNumbers) {
        return new UsualFeed(metric, List.of(signal), "", takesNumbers);
    }

    private static UsualFeed none(String metric, String meaning) {
        return new UsualFeed(metric, List.of(), meaning, true);
    }

    /** Of all metrics that need values: a time window, for one, does not. */
    static List<UsualFeed> of(AutoscalerSpec spec) {
        List<MetricSpec> metrics =
                IntStream.range(0, spec.metricCount()).mapToObj(spec::metric).toList();
        List<UsualFeed> feeds = new ArrayList<>();
        for (MetricSpec metric : metrics) {
            String id = metric.id();
            if (metric.replicaSource() instanceof RatioTarget ratio) {
                feeds.add(none(id, "the replicas of " + ratio.workload()));
            } else if (metrics.stream().anyMatch(other -> isRatePerReplica(other.replicaSource(), id))) {
                feeds.add(none(id, "what a replica can do"));
            } else if (Feeds.readsValue(metric)) {
                feeds.add(of(id, Signal.suggestedBy(id), true));
            }
        }
        return feeds;
    }

    /** A backlog's formula divides by it. */
    private static boolean isRatePerReplica(@Nullable ReplicaSource source, String id) {
        return source instanceof Backlog
                && source.signals().contains(id)
                && (source.id().contains("/ signal(" + id + ')') || source.id().contains("/ signal(\"" + id + "\")"));
    }
}
