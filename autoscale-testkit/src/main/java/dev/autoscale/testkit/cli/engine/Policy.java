package dev.autoscale.testkit.cli.engine;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import dev.autoscale.testkit.drive.SpecDrive;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param averages the ids of sources whose values are averages over the replicas
 * @param damping which parts may hold the count between windows and rate policies
 * @param longestMemoryMillis no window or period looks back farther
 */
public record Policy(
        String name, AutoscalerSpec spec, Set<String> averages, Set<Decision.Step> damping, long longestMemoryMillis)
        implements ReplayPolicy {
    /** The default histories fit a decision every 15 s; more frequent ones need more room to remember exactly. */
    Policy rememberingExactly(long everyMillis) {
        if (everyMillis >= SpecDrive.CYCLE_MILLIS) {
            return this;
        }
        long histories = longestMemoryMillis / everyMillis + 2;
        AutoscalerSpec exact = spec.toBuilder()
                .historyCapacity((int) Math.min(1 << 20, histories))
                .build();
        return new Policy(name, exact, averages, damping, longestMemoryMillis);
    }

    @Override
    public long everyMillis() {
        return SpecDrive.CYCLE_MILLIS;
    }

    @Override
    public List<Feeds.Metric> metrics() {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(i -> Feeds.Metric.of(this, spec.metric(i)))
                .toList();
    }

    @Override
    public int minReplicas() {
        return spec.minReplicas();
    }

    @Override
    public int maxReplicas() {
        return spec.maxReplicas();
    }

    /**
     * Zero only with activation: otherwise Kubernetes brings back from there only what the autoscaler itself took there, and
     * here it has not yet done anything.
     */
    @Override
    public int fewestAtStart() {
        return hasActivation() ? 0 : 1;
    }

    @Override
    public int replicasAtStart() {
        return Math.max(1, spec.minReplicas());
    }

    @Override
    public ReplayRun<?, ?> newRun(ReplayPlan plan) {
        Policy exact = rememberingExactly(plan.everyMillis());
        return new ReplayRun<>(plan, new SpecDrive(exact.spec), out -> new SpecStep(exact, plan, out));
    }

    @Override
    public List<UsualFeed> usualFeeds() {
        return UsualFeed.of(spec, averages);
    }

    @Override
    public ScalingPolicy simulated(String title, Map<String, Feed> feeds, long everyMillis) {
        Policy exact = everyMillis == 0 ? this : rememberingExactly(everyMillis);
        return ScalingPolicy.of(title, exact.spec(), feeds);
    }

    /** Whether a recorded value of this metric depends on how many replicas there were. */
    boolean needsReplicas(MetricSpec metric) {
        return metric.dependsOnReplicas() || averages.contains(metric.id());
    }

    /** Whether it says how to go to zero and back beyond what the HPA does. */
    public boolean hasActivation() {
        return spec.activation() != null;
    }

    /** Whether something may hold the count back for a while: an alignment does not, it only rounds. */
    boolean mayHold() {
        return damping.stream().anyMatch(part -> part != Decision.Step.ALIGNED);
    }

    @Override
    public Schedule schedule() {
        return spec.schedule();
    }
}
