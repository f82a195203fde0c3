package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Schedule;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.drive.UpstreamDrive;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy of another system that was read and found good. Immutable.
 *
 * @param name the file's name, for titles
 * @param policy what decides
 * @param told what its metrics measure, by id, where its system tells
 * @param shares the ids of the metrics that are about one replica, such as an average over those that serve
 * @param warnings what has no effect in the file, a line each
 */
public record UpstreamReplay(
        String name, UpstreamPolicy policy, Map<String, WorkloadMetric> told, Set<String> shares, List<String> warnings)
        implements ReplayPolicy {
    @Override
    public long everyMillis() {
        return policy.interval().toMillis();
    }

    @Override
    public List<Feeds.Metric> metrics() {
        return policy.metrics().stream()
                .map(id -> new Feeds.Metric(
                        id, id, true, shares.contains(id) ? policy.system() + ", of one replica" : "", false, false))
                .toList();
    }

    @Override
    public Set<Feeds.Count> counts() {
        return EnumSet.of(Feeds.Count.REPLICAS, Feeds.Count.EXISTING, Feeds.Count.READY, Feeds.Count.STARTING);
    }

    @Override
    public int minReplicas() {
        return policy.minReplicas();
    }

    @Override
    public int maxReplicas() {
        return policy.maxReplicas();
    }

    @Override
    public int fewestAtStart() {
        return 0;
    }

    @Override
    public int replicasAtStart() {
        return Math.max(1, policy.minReplicas());
    }

    @Override
    public Schedule schedule() {
        return Schedule.of();
    }

    @Override
    public ReplayRun<?, ?> newRun(ReplayPlan plan) {
        return new ReplayRun<>(plan, new UpstreamDrive(policy), out -> new UpstreamStep(plan, out));
    }

    @Override
    public List<UsualFeed> usualFeeds() {
        return policy.metrics().stream()
                .map(id -> UsualFeed.ofUpstream(id, Optional.ofNullable(told.get(id)), shares.contains(id)))
                .toList();
    }

    @Override
    public ScalingPolicy simulated(String title, Map<String, Feed> feeds, long everyMillis) {
        return ScalingPolicy.upstream(title, policy, feeds);
    }
}
