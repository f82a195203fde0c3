package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Schedule;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaTargets;
import dev.autoscale.testkit.drive.KpaDrive;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A revision of Knative that was read and found good. Immutable.
 *
 * @param name the file's name, for titles
 * @param config the cluster's settings
 * @param annotations the revision's
 * @param containerConcurrency the requests that a container accepts at a time, 0 for any number
 * @param warnings what has no effect in the file, a line each
 */
public record KnativePolicy(
        String name, KpaConfig config, KpaAnnotations annotations, int containerConcurrency, List<String> warnings)
        implements ReplayPolicy {
    KpaTargets targets() {
        return KpaTargets.of(config, annotations, containerConcurrency, true);
    }

    public KpaSpec spec() {
        return KpaSpec.of(config, annotations, containerConcurrency);
    }

    /** What is measured: {@code concurrency} or {@code rps}. */
    public String metric() {
        return annotations.metric();
    }

    @Override
    public long everyMillis() {
        return KpaDrive.CYCLE_MILLIS;
    }

    @Override
    public List<Feeds.Metric> metrics() {
        return List.of(new Feeds.Metric(metric(), metric(), true, "", false, false));
    }

    @Override
    public Set<Feeds.Count> counts() {
        return EnumSet.of(Feeds.Count.REPLICAS, Feeds.Count.READY);
    }

    @Override
    public int minReplicas() {
        return targets().minScale();
    }

    @Override
    public int maxReplicas() {
        int max = targets().maxScale();
        return max == 0 ? Integer.MAX_VALUE : max;
    }

    @Override
    public int fewestAtStart() {
        return 0;
    }

    @Override
    public int replicasAtStart() {
        return Math.max(targets().initialScale(), minReplicas());
    }

    @Override
    public Schedule schedule() {
        return Schedule.of();
    }

    @Override
    public ReplayRun<?, ?> newRun(ReplayPlan plan) {
        return new ReplayRun<>(plan, new KpaDrive(spec()), out -> new KnativeStep(this, plan, out));
    }

    @Override
    public List<UsualFeed> usualFeeds() {
        boolean isRate = metric().equals("rps");
        return List.of(
                UsualFeed.ofRevision(metric(), isRate ? WorkloadMetric.ARRIVAL_RATE : WorkloadMetric.CONCURRENCY));
    }

    @Override
    public ScalingPolicy simulated(String title, Map<String, Feed> feeds, long everyMillis) {
        WorkloadMetric signal = (WorkloadMetric) Objects.requireNonNull(feeds.get(metric()), metric());
        return ScalingPolicy.knative(title, spec(), signal);
    }
}
