package dev.autoscale.testkit.cli.engine;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What feeds a metric of a policy in a simulation if the user says nothing.
 *
 * @param metric the metric's id
 * @param signals the signal; none if the metric must be mapped
 * @param meaning what is meant that is not simulated; empty if there is a signal, or if nothing tells what is meant
 * @param takesNumbers whether it may be a constant
 * @param shared the signals that it gets an equal share of per ready replica; a spec's own averages are not among them, as
 *     the simulation knows them
 */
public record UsualFeed(
        String metric, List<WorkloadMetric> signals, String meaning, boolean takesNumbers, Set<WorkloadMetric> shared) {
    /** Percent of several replicas added up means nothing to steps and gates. */
    private static final Set<WorkloadMetric> PERCENTAGES = Set.of(WorkloadMetric.CPU, WorkloadMetric.MEMORY);

    private static final Set<WorkloadMetric> TOTALS =
            Stream.of(WorkloadMetric.values()).filter(WorkloadMetric::isTotal).collect(Collectors.toUnmodifiableSet());

    /** Of another system's policy; a share is what one ready replica has of a total. */
    static UsualFeed ofUpstream(String metric, Optional<WorkloadMetric> signal, boolean isShare) {
        return new UsualFeed(metric, signal.stream().toList(), "", true, isShare ? TOTALS : Set.of());
    }

    /** Of a revision of Knative. */
    static UsualFeed ofRevision(String metric, WorkloadMetric signal) {
        return new UsualFeed(metric, List.of(signal), "", false, Set.of());
    }

    private static UsualFeed none(String metric, String meaning) {
        return new UsualFeed(metric, List.of(), meaning, true, Set.of());
    }

    /**
     * Of all metrics that need values: a time window, for one, does not.
     *
     * @param spec whose metrics
     * @param told the signals that the kind of the file tells, by metric id
     */
    static List<UsualFeed> of(AutoscalerSpec spec, Map<String, WorkloadMetric> told) {
        List<MetricSpec> metrics =
                IntStream.range(0, spec.metricCount()).mapToObj(spec::metric).toList();
        List<UsualFeed> feeds = new ArrayList<>();
        for (MetricSpec metric : metrics) {
            String id = metric.id();
            Optional<WorkloadMetric> signal =
                    Optional.ofNullable(told.get(id)).or(() -> WorkloadMetric.toldBy(spec, spec.metricIndex(id)));
            if (signal.isEmpty() && metric.replicaSource() instanceof RatioTarget ratio) {
                feeds.add(none(id, "the replicas of " + ratio.workload()));
            } else if (metrics.stream().anyMatch(other -> isRatePerReplica(other.replicaSource(), id))) {
                feeds.add(none(id, "what a replica can do"));
            } else if (metric.readsValue()) {
                Set<WorkloadMetric> shared = Policy.isAverage(metric) ? TOTALS : shared(metric);
                feeds.add(new UsualFeed(id, signal.stream().toList(), "", true, shared));
            }
        }
        return feeds;
    }

    private static Set<WorkloadMetric> shared(MetricSpec metric) {
        return switch (metric.kind()) {
            case SOURCE, SIGNAL -> PERCENTAGES;
            default -> Set.of();
        };
    }

    /** A backlog's formula divides by it. */
    private static boolean isRatePerReplica(@Nullable ReplicaSource source, String id) {
        return source instanceof Backlog backlog
                && backlog.rateSignal().filter(id::equals).isPresent();
    }
}
