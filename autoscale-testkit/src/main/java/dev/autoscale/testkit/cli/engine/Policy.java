package dev.autoscale.testkit.cli.engine;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.Schedule;
import dev.autoscale.policies.schedule.CronSource;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.testkit.drive.SpecDrive;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy file that was read and found good.
 *
 * @param name the file's name, for titles
 * @param spec what it says
 * @param told which signals its own metrics are about, as far as the kind of the file tells, by metric id
 * @param warnings what its reader should know, a line each
 */
public record Policy(String name, AutoscalerSpec spec, Map<String, WorkloadMetric> told, List<String> warnings)
        implements ReplayPolicy {
    /** The longest window of the Kubernetes API. */
    private static final Duration MIN_MEMORY = Duration.ofHours(1);

    /** Which parts may hold the count between windows and rate policies. */
    public Set<Decision.Step> damping() {
        Set<Decision.Step> parts = EnumSet.noneOf(Decision.Step.class);
        for (ScalingRules rules : List.of(spec.scaleUp(), spec.scaleDown())) {
            add(parts, Decision.Step.SUSTAINED, !rules.sustainedFor().isZero() || rules.sustainedDecisions() > 1);
            boolean cools =
                    !rules.cooldown().isZero() || !rules.cooldownAfterAny().isZero();
            add(parts, Decision.Step.COOLED, cools);
        }
        add(parts, Decision.Step.ALIGNED, spec.alignment() != null);
        add(parts, Decision.Step.BUDGETED, spec.flapBudget() != null);
        return parts;
    }

    private static void add(Set<Decision.Step> parts, Decision.Step part, boolean isThere) {
        if (isThere) {
            parts.add(part);
        }
    }

    /** No window or period looks back farther. */
    public long longestMemoryMillis() {
        FlapBudget budget = spec.flapBudget();
        Stream<@Nullable Duration> windows = Stream.of(
                MIN_MEMORY,
                spec.scaleUp().stabilizationWindow(),
                spec.scaleDown().stabilizationWindow(),
                budget == null ? null : budget.period());
        Stream<@Nullable Duration> lookBacks = IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).lookBack())
                .map(lookBack -> lookBack == null ? null : lookBack.period());
        return Stream.concat(windows, lookBacks)
                .filter(Objects::nonNull)
                .mapToLong(Duration::toMillis)
                .max()
                .orElseThrow();
    }

    /** The default histories fit a decision every 15 s; more frequent ones need more room to remember exactly. */
    Policy rememberingExactly(long everyMillis) {
        if (everyMillis >= SpecDrive.CYCLE_MILLIS) {
            return this;
        }
        long histories = longestMemoryMillis() / everyMillis + 2;
        AutoscalerSpec exact = spec.toBuilder()
                .historyCapacity((int) Math.min(1 << 20, histories))
                .build();
        return new Policy(name, exact, told, warnings);
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

    /** Zero where the policy may go there. */
    @Override
    public int fewestAtStart() {
        return hasActivation() || spec.minReplicas() == 0 ? 0 : 1;
    }

    /** Without activation Kubernetes brings back only what the autoscaler itself took there. */
    @Override
    public boolean leavesZero() {
        return hasActivation();
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
        return UsualFeed.of(spec, told);
    }

    @Override
    public ScalingPolicy simulated(String title, Map<String, Feed> feeds, long everyMillis) {
        Policy exact = everyMillis == 0 ? this : rememberingExactly(everyMillis);
        return ScalingPolicy.of(title, exact.spec(), feeds);
    }

    /** Whether a recorded value of this metric depends on how many replicas there were. */
    boolean needsReplicas(MetricSpec metric) {
        return metric.dependsOnReplicas() || isAverage(metric);
    }

    /** Whether the values of a source are averages over the replicas although it has no target. */
    static boolean isAverage(MetricSpec metric) {
        return metric.replicaSource() instanceof WatermarkBand band && !band.isTotal();
    }

    @Override
    public boolean goesByTheClock() {
        return !schedule().windows().isEmpty()
                || IntStream.range(0, spec.metricCount())
                        .anyMatch(i -> spec.metric(i).replicaSource() instanceof CronSource);
    }

    /** Whether it says how to go to zero and back beyond what the HPA does. */
    public boolean hasActivation() {
        return spec.activation() != null;
    }

    @Override
    public Schedule schedule() {
        return spec.schedule();
    }
}
