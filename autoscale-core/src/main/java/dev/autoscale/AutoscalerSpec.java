package dev.autoscale;

import dev.autoscale.Decision.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is to do: bounds, metrics and rules. Immutable and thread-safe; one spec serves any number of
 * autoscalers.
 *
 * <pre>{@code
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 10) // minReplicas, maxReplicas
 *         .metric(MetricSpec.resource("cpu").averageUtilization(60))
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .scaleDown(ScalingRules.rules().stabilizationWindow(Duration.ofMinutes(10)))
 *         .build(); // names every broken rule at once
 * AutoscalerSpec wider = spec.toBuilder().bounds(2, 50).build();
 * }</pre>
 *
 * <p>Everything that is not set takes the default of Kubernetes and its controller manager. The one exception is
 * {@link Builder#scaleToZero}, which is on.
 */
public final class AutoscalerSpec {
    /** The most metrics that one spec may have. */
    public static final int MAX_METRICS = 64;

    private static final long SYNC_PERIOD_MILLIS = 15_000;

    final SpecSettings settings;
    private final int minReplicas;
    private final int maxReplicas;
    private final boolean legacy;
    private final MetricSpec[] metrics;
    private final MetricCalculator[] calculators;
    final DirectionRules up;
    final DirectionRules down;
    final long downscaleStabilizationMillis;
    final boolean limitsAge;
    private final boolean worksFromZero;
    final SpecInputs inputs;
    private final boolean plain;
    /** The fewest replicas of a workload that is neither at zero nor at its idle count. */
    final int lowestReplicas;

    private final int idleBelow;
    private final @Nullable Activation activation;
    private final Schedule schedule;
    private final @Nullable Alignment alignment;
    private final Settings all;
    private final long fingerprint;
    /** What all autoscalers of this spec share, where they may. */
    final Memory memory;

    AutoscalerSpec(SpecSettings source) {
        settings = source.copy();
        minReplicas = settings.minReplicas;
        maxReplicas = settings.maxReplicas;
        legacy = settings.legacy;
        activation = (Activation) settings.rule(Step.ACTIVATED);
        schedule = Objects.requireNonNullElse((Schedule) settings.rule(Step.SCHEDULED), Schedule.of());
        alignment = (Alignment) settings.rule(Step.ALIGNED);
        metrics = settings.metrics.toArray(MetricSpec[]::new);
        downscaleStabilizationMillis = Times.millis(settings.downscaleStabilization);
        up = DirectionRules.up(settings.scaleUp, settings.tolerance);
        // The controller's flag is cut to whole seconds where it stands in for an unset window.
        long defaultWindowMillis = downscaleStabilizationMillis / 1000 * 1000;
        down = DirectionRules.down(settings.scaleDown, defaultWindowMillis, settings.tolerance);
        calculators = new MetricCalculator[metrics.length];
        Arrays.setAll(calculators, i -> new MetricCalculator(metrics[i], i, this));
        limitsAge = settings.metrics.stream().anyMatch(metric -> metric.maxAgeMillis() != Long.MAX_VALUE);
        worksFromZero = settings.metrics.stream()
                .anyMatch(metric -> metric.worksFromZero()
                        || metric.kind() == MetricSpec.Kind.SOURCE
                        || (activation != null && metric.wakes()));
        inputs = new SpecInputs(metrics);
        plain = inputs.isPlain()
                && !settings.hasRules()
                && !settings.rolloutHold
                && settings.combination.isMax()
                && !isDamped()
                && up.damping.gain() == 1
                && down.damping.gain() == 1;
        lowestReplicas = activation == null ? minReplicas : Math.max(1, minReplicas);
        idleBelow = activation == null ? 0 : activation.hasIdleReplicas() ? lowestReplicas : 1;
        all = settings.all(up, down);
        fingerprint = all.fingerprint();
        memory = Memory.whole(this);
    }

    /**
     * Begins a spec.
     *
     * @param minReplicas the fewest replicas, at least 0; 0 needs an Object or External metric
     * @param maxReplicas the most replicas, at least 1 and not below {@code minReplicas}
     * @return the builder
     */
    public static Builder builder(int minReplicas, int maxReplicas) {
        return new Builder(new SpecSettings(minReplicas, maxReplicas));
    }

    /**
     * Begins a spec that starts from this one.
     *
     * @return a builder that builds an equal spec
     */
    public Builder toBuilder() {
        return new Builder(settings.copy());
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
     * The index of a metric. Looks at one metric after the other, and allocates nothing unless it throws.
     *
     * @param id the metric's id
     * @return the index, at least 0
     * @throws IllegalArgumentException that names the metrics there are, if there is none of this id
     */
    public int metricIndex(String id) {
        int index = indexOrAbsent(id);
        if (index < 0) {
            String known = Arrays.stream(metrics).map(MetricSpec::id).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("metric must be one of " + known + ": metric=" + id);
        }
        return index;
    }

    /** The index of a metric, or -1 if there is none of this id. */
    int indexOrAbsent(String id) {
        for (int i = 0; i < metrics.length; i++) {
            if (metrics[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return whether the spec is {@link Builder#legacy()}} */
    public boolean isLegacy() {
        return legacy;
    }

    /** {@return how the proposals of several metrics become one} */
    public Combination combination() {
        return settings.combination;
    }

    /** {@return when the workload goes to zero or its idle count, and back} The rules, or null. */
    public @Nullable Activation activation() {
        return activation;
    }

    /** {@return the windows of time that move bounds or forbid a direction} An empty schedule if there are none. */
    public Schedule schedule() {
        return schedule;
    }

    /** {@return how much the count may change within a period: the churn budget} The budget, or null. */
    public @Nullable FlapBudget flapBudget() {
        return (FlapBudget) settings.rule(Step.BUDGETED);
    }

    /** {@return which counts are allowed} The rule, or null if all are. */
    public @Nullable Alignment alignment() {
        return alignment;
    }

    /**
     * {@return whether {@link Autoscaler#capacityExhausted} means something} True with {@link
     * Builder#capacityBackoff}.
     */
    public boolean hasCapacityBackoff() {
        return settings.rule(Step.GRANTED) != null;
    }

    /**
     * {@return whether the metrics shrink nothing during a rolling update} True for {@link
     * Builder#rolloutHold}.
     */
    public boolean hasRolloutHold() {
        return settings.rolloutHold;
    }

    /** {@return whether changes count that nobody reported} True for {@link Builder#countUnreported}. */
    public boolean countsUnreported() {
        return settings.countsUnreported;
    }

    /**
     * {@return the scale-up rules, with every default filled in; without behavior ({@link #isLegacy()}) only the
     * tolerance counts} The rules; allocates.
     */
    public ScalingRules scaleUp() {
        return ScalingRules.of(up);
    }

    /**
     * {@return the scale-down rules, with every default filled in; without behavior only the tolerance and the window
     * count} The rules; allocates.
     */
    public ScalingRules scaleDown() {
        return ScalingRules.of(down);
    }

    /**
     * {@return how much memory one workload of a {@link Fleet} takes while its history is short} Bytes: a multiple of 64, without what
     * the fleet has once. 128 for the defaults of the Kubernetes HPA. O(size of the spec); allocates.
     */
    public int bytesPerWorkload() {
        return Memory.spilling(this).words() * Long.BYTES;
    }

    /**
     * {@return the most memory that one workload of a {@link Fleet} takes, when its histories are full} Bytes, at least {@link
     * #bytesPerWorkload}; long windows and periods, or a large {@link Builder#historyCapacity}, make it large. O(size of the spec);
     * allocates.
     */
    public long mostBytesPerWorkload() {
        return Memory.spilling(this).mostBytes();
    }

    /** {@return how long CPU samples of a new pod are treated with caution} At least 0. */
    public Duration cpuInitializationPeriod() {
        return settings.cpuInitialization;
    }

    boolean worksFromZero() {
        return worksFromZero;
    }

    /** Whether nothing goes beyond the Kubernetes HPA, so that an autoscaler needs no {@link Memory.Parts}. */
    boolean isPlain() {
        return plain;
    }

    /** Whether activation alone decides at a count: it is at zero, or its idle count holds it below min. */
    boolean isIdleAt(int current) {
        return current < idleBelow && current >= 0;
    }

    /** Whether something holds counts between windows and rate policies. */
    boolean isDamped() {
        return up.damping.holds() || down.damping.holds() || settings.hasDamping();
    }

    /** The count that is allowed and nearest to a limit, on the way there from another one. */
    int aligned(int from, int limit) {
        return alignment == null ? limit : alignment.towards(from, limit);
    }

    /** As {@link #aligned}, for what rate policies and budgets leave. */
    int alignedStep(int from, int limit) {
        return alignment == null ? limit : alignment.step(from, limit);
    }

    /** Whether the metrics must shrink nothing now. */
    boolean isRolloutHeld(Observation in) {
        return settings.rolloutHold && in.surges();
    }

    int alignedUp(int current, int replicas) {
        return alignment == null ? replicas : alignment.asked(current, replicas);
    }

    /** Whether this autoscaler may itself take a workload to zero, and bring it back. */
    boolean mayReachZero() {
        return (minReplicas == 0 && worksFromZero)
                || (activation != null && activation.hasIdleReplicas())
                || schedule.reachesZero();
    }

    /** Whether a workload that this autoscaler took to zero is told from one that someone else took there. */
    boolean remembersZero() {
        return settings.scaleToZero || schedule.reachesZero();
    }

    /** Entries that a history of this length needs when decisions come at Kubernetes' pace (or as the spec says). */
    int historyCapacity(long lengthMillis) {
        return settings.historyCapacity > 0
                ? settings.historyCapacity
                : (int) Math.min(SpecSettings.MAX_HISTORY, Math.max(0, lengthMillis) / SYNC_PERIOD_MILLIS + 2);
    }

    /** Tells specs apart in snapshots. */
    long fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof AutoscalerSpec that && fingerprint == that.fingerprint && all.equals(that.all));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint);
    }

    /** {@return the spec in one line, without the optional parts that it lacks} */
    @Override
    public String toString() {
        return "AutoscalerSpec[minReplicas=" + minReplicas + ", maxReplicas=" + maxReplicas + ", metrics="
                + settings.metrics
                + (legacy ? ", legacy" : ", scaleUp=" + scaleUp() + ", scaleDown=" + scaleDown())
                + (settings.combination.isMax() ? "" : ", combination=" + settings.combination)
                + (settings.hasRules() ? ", rules=" + settings.rules : "")
                + (settings.rolloutHold ? ", rolloutHold" : "")
                + (settings.countsUnreported ? ", countUnreported" : "") + ']';
    }

    /**
     * Collects the parts of an {@link AutoscalerSpec} and checks them all at once. Not thread-safe.
     *
     * <p>Everything that is not set takes the default of Kubernetes and its controller manager. The one exception is
     * {@link #scaleToZero}, which is on.
     */
    public static final class Builder {
        private final SpecSettings settings;

        Builder(SpecSettings settings) {
            this.settings = settings;
        }

        /**
         * The same parts between other bounds.
         *
         * @param newMinReplicas the fewest replicas
         * @param newMaxReplicas the most replicas
         * @return a new builder
         */
        public Builder bounds(int newMinReplicas, int newMaxReplicas) {
            SpecSettings copy = settings.copy();
            copy.minReplicas = newMinReplicas;
            copy.maxReplicas = newMaxReplicas;
            return new Builder(copy);
        }

        /**
         * Adds a metric. Several metrics are combined as {@link #combination} says.
         *
         * @param metric the metric
         * @return this
         */
        public Builder metric(MetricSpec metric) {
            settings.metrics.add(Objects.requireNonNull(metric, "metric"));
            return this;
        }

        /**
         * Replaces all metrics.
         *
         * @param metrics the metrics, in order
         * @return this
         */
        public Builder metrics(List<MetricSpec> metrics) {
            settings.metrics.clear();
            metrics.forEach(this::metric);
            return this;
        }

        /**
         * Sets how the proposals of several metrics become one.
         *
         * @param combination the rule; {@link Combination#MAX} unless it is set
         * @return this
         */
        public Builder combination(Combination combination) {
            settings.combination = Objects.requireNonNull(combination, "combination");
            return this;
        }

        /**
         * Sets when the workload goes to zero or its idle count, and how it comes back. While it works it then has at least
         * {@code max(1, minReplicas)} replicas, and it comes back from zero whoever took it there.
         *
         * @param activation the rules; null (the default) for none
         * @return this
         */
        public Builder activation(@Nullable Activation activation) {
            settings.rule(Step.ACTIVATED, activation);
            return this;
        }

        /**
         * Sets the windows of time that move bounds or forbid a direction.
         *
         * @param schedule the windows; none unless they are set
         * @return this
         */
        public Builder schedule(Schedule schedule) {
            settings.rule(Step.SCHEDULED, schedule.isEmpty() ? null : schedule);
            return this;
        }

        /**
         * Sets a churn budget: how much the count may change within a period, which is counted.
         *
         * @param budget the budget; null (the default) for none
         * @return this
         */
        public Builder flapBudget(@Nullable FlapBudget budget) {
            settings.rule(Step.BUDGETED, budget);
            return this;
        }

        /**
         * Sets which counts are allowed. Bounds and all other counts of the spec must be allowed ones, and rate policies and
         * {@link #flapBudget} must be able to let each of them reach the next.
         *
         * @param alignment the rule; null (the default) if all are
         * @return this
         */
        public Builder alignment(@Nullable Alignment alignment) {
            settings.rule(Step.ALIGNED, alignment);
            return this;
        }

        /**
         * Makes growth wait after {@link Autoscaler#capacityExhausted}: first shortly, then twice as long with each further report. A report
         * that comes {@code longest} or more after a wait was over is a first one again.
         *
         * @param first the first wait, at least 1 ms
         * @param longest the longest wait, at least {@code first} and at most 7 days
         * @return this
         */
        public Builder capacityBackoff(Duration first, Duration longest) {
            settings.rule(Step.GRANTED, new CapacityCeiling.Backoff(Times.millis(first), Times.millis(longest)));
            return this;
        }

        /**
         * Keeps a rolling update from moving the count: ratios scale at most the wanted replicas, totals within the tolerance ask for
         * the wanted replicas instead of those that exist, and while more exist than are wanted (a surge) the metrics, whatever they
         * are, shrink nothing. {@link Activation}, a {@link Schedule} and
         * {@code maxReplicas} still may.
         *
         * @return this
         */
        public Builder rolloutHold() {
            settings.rolloutHold = true;
            return this;
        }

        /**
         * Sets the rules for growing.
         *
         * @param rules the rules
         * @return this
         */
        public Builder scaleUp(ScalingRules rules) {
            settings.scaleUp = Objects.requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Sets the rules for shrinking.
         *
         * @param rules the rules
         * @return this
         */
        public Builder scaleDown(ScalingRules rules) {
            settings.scaleDown = Objects.requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Takes the path of a Kubernetes manifest without {@code behavior}: no rate policies, growth to at most
         * {@code max(factor * current, 4)} per decision, and a scale-down window that can also raise the count. Scaling
         * rules are not looked at, but for the window that {@link #downscaleStabilization} sets.
         *
         * @return this
         */
        public Builder legacy() {
            settings.legacy = true;
            return this;
        }

        /**
         * Sets the factor of {@link #legacy()}.
         *
         * @param factor at least 1, finite; Kubernetes has 2
         * @return this
         */
        public Builder legacyScaleUpFactor(double factor) {
            settings.legacyScaleUpFactor = factor;
            return this;
        }

        /**
         * Sets the tolerance of both directions, unless their rules say otherwise.
         *
         * @param share a share, 0.1 (the default) for 10 %; at least 0, finite
         * @return this
         */
        public Builder tolerance(double share) {
            settings.tolerance = share;
            return this;
        }

        /**
         * Sets the scale-down window of {@link #legacy()}, and of rules that set none (there in whole seconds).
         *
         * @param window 0 to 7 days; 300 s by default
         * @return this
         */
        public Builder downscaleStabilization(Duration window) {
            settings.downscaleStabilization = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * Sets how long CPU samples of a new pod are treated with caution.
         *
         * @param period at least 0; 300 s by default
         * @return this
         */
        public Builder cpuInitializationPeriod(Duration period) {
            settings.cpuInitialization = Objects.requireNonNull(period, "period");
            return this;
        }

        /**
         * Sets how long after its start a pod may turn unready and still count as never having been ready.
         *
         * @param delay at least 0; 30 s by default
         * @return this
         */
        public Builder initialReadinessDelay(Duration delay) {
            settings.readinessDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        /**
         * Sets whether a workload that this autoscaler took to zero is brought back by its Object and External metrics
         * (Kubernetes' feature gate {@code HPAScaleToZero}, there off by default). Without it zero means disabled.
         *
         * @param enabled true by default
         * @return this
         */
        public Builder scaleToZero(boolean enabled) {
            settings.scaleToZero = enabled;
            return this;
        }

        /**
         * Follows Kubernetes where its arithmetic is unsafe: negative samples count, and sums wrap around instead of
         * saturating. For comparing with Kubernetes; a bad sample may then shrink the workload.
         *
         * @return this
         */
        public Builder kubernetesArithmetic() {
            settings.kubernetesArithmetic = true;
            return this;
        }

        /**
         * Counts a change that nobody reported, because somebody else changed the target or {@link Autoscaler#scaled} was forgotten, as
         * one of the time at which a decision first sees it: it spends the budget of rate policies, cooldowns and the flap budget from
         * the decision after that one on, and a workload that the last decision wanted at zero and that is there was taken there by this
         * autoscaler. Without it only {@link Decision#unreportedFrom} tells.
         *
         * @return this
         */
        public Builder countUnreported() {
            settings.countsUnreported = true;
            return this;
        }

        /**
         * Sets how many entries each history keeps: recommendations per stabilization window, changes per direction and of the
         * {@link #flapBudget}, values of each metric that {@linkplain MetricSpec#lookBack looks back}.
         * The default fits a decision every 15 s. A full history merges entries so that it never allows more than it should.
         *
         * @param entries 2 to 1,048,576
         * @return this
         */
        public Builder historyCapacity(int entries) {
            settings.historyCapacity = entries;
            return this;
        }

        /**
         * Checks every rule and builds the spec.
         *
         * @return the spec
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public AutoscalerSpec build() {
            AutoscalerSpec spec = buildUnchecked();
            spec.settings.check(spec);
            return spec;
        }

        /**
         * Builds the spec without checking it, for replaying what the Kubernetes API would have refused: decisions are then
         * what Kubernetes' controller would have computed.
         *
         * @return the spec
         */
        public AutoscalerSpec buildUnchecked() {
            return new AutoscalerSpec(settings);
        }
    }
}
