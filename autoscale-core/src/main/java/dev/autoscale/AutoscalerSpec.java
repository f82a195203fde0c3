package dev.autoscale;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is to do: bounds, metrics and rules. Immutable and thread-safe; one spec serves any number of
 * autoscalers.
 *
 * <p>Everything that is not set takes the default of Kubernetes and its controller manager. The one exception is
 * {@link Builder#scaleToZero}, which is on.
 */
public final class AutoscalerSpec {
    /** The most metrics that one spec may have. */
    public static final int MOST_METRICS = 64;

    private static final long SYNC_PERIOD_MILLIS = 15_000;

    private final SpecSettings settings;
    private final MetricSpec[] metrics;
    private final MetricCalculator[] calculators;
    private final DirectionRules up;
    private final DirectionRules down;
    private final long downscaleStabilizationMillis;
    private final boolean limitsAge;
    private final boolean worksFromZero;
    private final long fingerprint;

    private AutoscalerSpec(SpecSettings source) {
        settings = new SpecSettings(source.minReplicas, source.maxReplicas, source);
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
            anyFromZero |= metrics[i].worksFromZero();
        }
        limitsAge = anyAge;
        worksFromZero = anyFromZero;
        fingerprint = settings.fingerprint(up, down);
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
        return new Builder(new SpecSettings(minReplicas(), maxReplicas(), settings));
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

    /**
     * The fewest replicas.
     *
     * @return replicas, at least 0
     */
    public int minReplicas() {
        return settings.minReplicas;
    }

    /**
     * The most replicas.
     *
     * @return replicas, at least 1
     */
    public int maxReplicas() {
        return settings.maxReplicas;
    }

    /**
     * How many metrics there are.
     *
     * @return the number of metrics
     */
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

    /**
     * Whether the spec is {@link Builder#legacy()}.
     *
     * @return true for legacy
     */
    public boolean isLegacy() {
        return settings.legacy;
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
                        && settings.hasSameNumbers(that.settings));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint);
    }

    /** Collects the parts of a spec and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final SpecSettings settings;

        private Builder(SpecSettings settings) {
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
            return new Builder(new SpecSettings(newMinReplicas, newMaxReplicas, settings));
        }

        /**
         * Adds a metric. Several metrics are combined by the highest proposal.
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
         * Sets how long the cpu of a started pod is taken with care.
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
         * Sets how many entries each history keeps: recommendations per stabilization window, and changes per direction.
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
