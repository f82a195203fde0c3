package dev.autoscale;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is to do: bounds, metrics and rules. Immutable and thread-safe; one spec serves any number of
 * autoscalers.
 *
 * <p>Everything that is not set takes the default of Kubernetes and its controller manager. The one exception is
 * {@link AutoscalerSpecBuilder#scaleToZero}, which is on.
 */
public final class AutoscalerSpec {
    /** The most metrics that one spec may have. */
    public static final int MOST_METRICS = 64;

    private static final long SYNC_PERIOD_MILLIS = 15_000;

    private final SpecSettings settings;
    private final int minReplicas;
    private final int maxReplicas;
    private final boolean legacy;
    private final MetricSpec[] metrics;
    private final MetricCalculator[] calculators;
    private final DirectionRules up;
    private final DirectionRules down;
    private final long downscaleStabilizationMillis;
    private final boolean limitsAge;
    private final boolean worksFromZero;
    private final SpecInputs inputs;
    private final boolean plain;
    private final int lowestReplicas;
    private final int sleepsBelow;
    private final long fingerprint;

    AutoscalerSpec(SpecSettings source) {
        settings = new SpecSettings(source.minReplicas, source.maxReplicas, source);
        minReplicas = settings.minReplicas;
        maxReplicas = settings.maxReplicas;
        legacy = settings.legacy;
        metrics = settings.metrics.toArray(MetricSpec[]::new);
        downscaleStabilizationMillis = Times.millis(settings.downscaleStabilization);
        up = DirectionRules.up(settings.scaleUp, settings.tolerance);
        // The controller's flag is cut to whole seconds where it stands in for an unset window.
        long defaultWindowMillis = downscaleStabilizationMillis / 1000 * 1000;
        down = DirectionRules.down(settings.scaleDown, defaultWindowMillis, settings.tolerance);
        calculators = new MetricCalculator[metrics.length];
        boolean anyAge = false;
        boolean anyFromZero = false;
        for (int i = 0; i < metrics.length; i++) {
            calculators[i] = new MetricCalculator(metrics[i], i, this);
            anyAge |= metrics[i].maxAgeMillis() != Long.MAX_VALUE;
            anyFromZero |= metrics[i].worksFromZero()
                    || metrics[i].kind() == MetricSpec.Kind.SOURCE
                    || (settings.activation != null && metrics[i].countsForActivation());
        }
        limitsAge = anyAge;
        worksFromZero = anyFromZero;
        inputs = new SpecInputs(metrics);
        plain = inputs.isPlain()
                && settings.activation == null
                && settings.schedule.isEmpty()
                && settings.combination.isMax()
                && !isDamped()
                && up.damping.gain() == 1
                && down.damping.gain() == 1
                && settings.capacityBackoff == null
                && !settings.rolloutHold;
        lowestReplicas = settings.activation == null ? minReplicas : Math.max(1, minReplicas);
        Activation by = settings.activation;
        sleepsBelow = by == null ? 0 : by.hasIdleReplicas() ? lowestReplicas : 1;
        fingerprint = settings.fingerprint(up, down);
    }

    /**
     * Begins a spec.
     *
     * @param minReplicas the fewest replicas, at least 0; 0 needs an Object or External metric
     * @param maxReplicas the most replicas, at least 1 and not below {@code minReplicas}
     * @return the builder
     */
    public static AutoscalerSpecBuilder builder(int minReplicas, int maxReplicas) {
        return new AutoscalerSpecBuilder(new SpecSettings(minReplicas, maxReplicas));
    }

    /**
     * Begins a spec that starts from this one.
     *
     * @return a builder that builds an equal spec
     */
    public AutoscalerSpecBuilder toBuilder() {
        return new AutoscalerSpecBuilder(new SpecSettings(minReplicas(), maxReplicas(), settings));
    }

    /**
     * Creates an autoscaler that has seen nothing yet.
     *
     * @return the autoscaler
     */
    public Autoscaler newAutoscaler() {
        return new Autoscaler(this);
    }

    /**
     * Creates a reusable observation for autoscalers of this spec.
     *
     * @return the observation, with room for no pods
     */
    public Observation newObservation() {
        return new Observation(this);
    }

    /**
     * Creates a reusable decision for autoscalers of this spec.
     *
     * @return the decision, not yet taken
     */
    public Decision newDecision() {
        return new Decision(this);
    }

    /**
     * The calculator of one metric, for its proposal alone.
     *
     * @param metric the metric's index
     * @return the calculator
     */
    public MetricCalculator calculator(int metric) {
        return calculators[metric];
    }

    /** {@return the fewest replicas} At least 0. */
    public int minReplicas() {
        return minReplicas;
    }

    /** {@return the most replicas} At least 1. */
    public int maxReplicas() {
        return maxReplicas;
    }

    /** {@return how many metrics there are} */
    public int metricCount() {
        return metrics.length;
    }

    /**
     * One of the metrics, in the order in which they were added.
     *
     * @param metric the metric's index
     * @return the metric
     */
    public MetricSpec metric(int metric) {
        return metrics[metric];
    }

    /**
     * The index of a metric.
     *
     * @param id the metric's id
     * @return the index, or -1 if there is no such metric
     */
    public int metricIndex(String id) {
        for (int i = 0; i < metrics.length; i++) {
            if (metrics[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return whether the spec is {@link AutoscalerSpecBuilder#legacy()}} */
    public boolean isLegacy() {
        return legacy;
    }

    /** {@return how the proposals of several metrics become one} */
    public Combination combination() {
        return settings.combination;
    }

    /** {@return when the workload goes to zero or its idle count, and back} The rules, or null. */
    public @Nullable Activation activation() {
        return settings.activation;
    }

    /** {@return the windows of time that move bounds or forbid a direction} An empty schedule if there are none. */
    public Schedule schedule() {
        return settings.schedule;
    }

    /** {@return how much the count may be moved about within a period} The budget, or null. */
    public @Nullable FlapBudget flapBudget() {
        return settings.flapBudget;
    }

    /** {@return which counts are allowed} The rule, or null if all are. */
    public @Nullable Alignment alignment() {
        return settings.alignment;
    }

    /**
     * {@return whether {@link Autoscaler#noCapacity} means something} True with {@link
     * AutoscalerSpecBuilder#capacityBackoff}.
     */
    public boolean backsOffFromCapacity() {
        return settings.capacityBackoff != null;
    }

    /**
     * {@return whether the metrics shrink nothing during a rolling update} True for {@link
     * AutoscalerSpecBuilder#rolloutHold}.
     */
    public boolean holdsRollouts() {
        return settings.rolloutHold;
    }

    /**
     * {@return what tempers growing, with every default filled in; without behavior ({@link #isLegacy()}) only the
     * tolerance counts} The rules; allocates.
     */
    public ScalingRules scaleUp() {
        return ScalingRules.of(up);
    }

    /**
     * {@return what tempers shrinking, with every default filled in; without behavior only the tolerance and the window
     * count} The rules; allocates.
     */
    public ScalingRules scaleDown() {
        return ScalingRules.of(down);
    }

    /** {@return how long the cpu of a started pod is taken with care} At least 0. */
    public Duration cpuInitializationPeriod() {
        return settings.cpuInitialization;
    }

    SpecSettings settings() {
        return settings;
    }

    DirectionRules up() {
        return up;
    }

    DirectionRules down() {
        return down;
    }

    long downscaleStabilizationMillis() {
        return downscaleStabilizationMillis;
    }

    boolean limitsAge() {
        return limitsAge;
    }

    boolean worksFromZero() {
        return worksFromZero;
    }

    /** Whether nothing goes beyond the Kubernetes HPA, so that an autoscaler needs no {@link OptionalParts}. */
    boolean isPlain() {
        return plain;
    }

    /** The fewest replicas of a workload that is neither at zero nor at its idle count. */
    int lowestReplicas() {
        return lowestReplicas;
    }

    /** Whether activation alone decides at a count: it is at zero, or its idle count holds it below min. */
    boolean sleepsAt(int current) {
        return current < sleepsBelow && current >= 0;
    }

    /** Whether something holds counts between windows and rate policies. */
    boolean isDamped() {
        return up.damping.holds() || down.damping.holds() || settings.flapBudget != null || settings.alignment != null;
    }

    /** The count that is allowed and nearest to a limit, on the way there from another one. */
    int aligned(int from, int limit) {
        return settings.alignment == null ? limit : settings.alignment.towards(from, limit);
    }

    /**
     * As {@link #aligned}, for what rate policies and budgets leave. From zero, or a count not allowed itself, growth goes on to
     * the next one: else it would wait for ever.
     */
    int alignedStep(int from, int limit) {
        Alignment by = settings.alignment;
        if (by == null) {
            return limit;
        }
        int aligned = by.towards(from, limit);
        boolean between = from == 0 || !by.allows(from);
        return between && limit > from && aligned == from ? by.up(from + 1) : aligned;
    }

    /** Whether the metrics must shrink nothing now. */
    boolean isRolloutHeld(Observation in) {
        return settings.rolloutHold && in.surges();
    }

    int alignedUp(int replicas) {
        return settings.alignment == null ? replicas : settings.alignment.up(replicas);
    }

    /** Whether this autoscaler may itself take a workload to zero, and bring it back. */
    boolean mayReachZero() {
        Activation by = settings.activation;
        return (minReplicas == 0 && worksFromZero)
                || (by != null && by.hasIdleReplicas())
                || settings.schedule.reachesZero();
    }

    /** Whether a workload that this autoscaler took to zero is told from one that somebody else took there. */
    boolean remembersZero() {
        return settings.scaleToZero || settings.schedule.reachesZero();
    }

    SpecInputs inputs() {
        return inputs;
    }

    /** Entries that a history of this length needs when decisions come at Kubernetes' pace (or as the spec says). */
    int historyCapacity(long lengthMillis) {
        if (settings.historyCapacity > 0) {
            return settings.historyCapacity;
        }
        return (int) Math.min(SpecSettings.LARGEST_HISTORY, Math.max(0, lengthMillis) / SYNC_PERIOD_MILLIS + 2);
    }

    /** Tells specs apart in snapshots. */
    long fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof AutoscalerSpec that
                        && fingerprint == that.fingerprint
                        && settings.metrics.equals(that.settings.metrics)
                        && up.equals(that.up)
                        && down.equals(that.down)
                        && settings.equalsBesideMetricsAndRules(that.settings));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint);
    }
}
