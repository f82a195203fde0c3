package dev.autoscale;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of an {@link AutoscalerSpec} and checks them all at once. Not thread-safe.
 *
 * <p>Everything that is not set takes the default of Kubernetes and its controller manager. The one exception is
 * {@link #scaleToZero}, which is on.
 */
public final class AutoscalerSpecBuilder {
    private final SpecSettings settings;

    AutoscalerSpecBuilder(SpecSettings settings) {
        this.settings = settings;
    }

    /**
     * The same parts between other bounds.
     *
     * @param newMinReplicas the fewest replicas
     * @param newMaxReplicas the most replicas
     * @return a new builder
     */
    public AutoscalerSpecBuilder bounds(int newMinReplicas, int newMaxReplicas) {
        return new AutoscalerSpecBuilder(new SpecSettings(newMinReplicas, newMaxReplicas, settings));
    }

    /**
     * Adds a metric. Several metrics are combined as {@link #combination} says.
     *
     * @param metric the metric
     * @return this
     */
    public AutoscalerSpecBuilder metric(MetricSpec metric) {
        settings.metrics.add(Objects.requireNonNull(metric, "metric"));
        return this;
    }

    /**
     * Replaces all metrics.
     *
     * @param metrics the metrics, in order
     * @return this
     */
    public AutoscalerSpecBuilder metrics(List<MetricSpec> metrics) {
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
    public AutoscalerSpecBuilder combination(Combination combination) {
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
    public AutoscalerSpecBuilder activation(@Nullable Activation activation) {
        settings.activation = activation;
        return this;
    }

    /**
     * Sets the windows of time that move bounds or forbid a direction.
     *
     * @param schedule the windows; none unless they are set
     * @return this
     */
    public AutoscalerSpecBuilder schedule(Schedule schedule) {
        settings.schedule = Objects.requireNonNull(schedule, "schedule");
        return this;
    }

    /**
     * Limits how much the count may be moved about within a period, and counts it.
     *
     * @param budget the budget; null (the default) for none
     * @return this
     */
    public AutoscalerSpecBuilder flapBudget(@Nullable FlapBudget budget) {
        settings.flapBudget = budget;
        return this;
    }

    /**
     * Sets which counts are allowed. Bounds and all other counts of the spec must be allowed ones, and rate policies and
     * {@link #flapBudget} must be able to let each of them reach the next.
     *
     * @param alignment the rule; null (the default) if all are
     * @return this
     */
    public AutoscalerSpecBuilder alignment(@Nullable Alignment alignment) {
        settings.alignment = alignment;
        return this;
    }

    /**
     * Makes growth wait after {@link Autoscaler#noCapacity}: first shortly, then twice as long with each further report. A report
     * that comes {@code longest} or more after a wait was over is a first one again.
     *
     * @param first the first wait, at least 1 ms
     * @param longest the longest wait, at least {@code first} and at most 7 days
     * @return this
     */
    public AutoscalerSpecBuilder capacityBackoff(Duration first, Duration longest) {
        settings.capacityBackoff = new CapacityCeiling.Backoff(Times.millis(first), Times.millis(longest));
        return this;
    }

    /**
     * Keeps a rolling update from inflating the count: ratios scale at most the wanted replicas, and while more exist than are
     * wanted (a surge) the metrics, whatever they are, shrink nothing. {@link Activation}, a {@link Schedule} and
     * {@code maxReplicas} still may.
     *
     * @return this
     */
    public AutoscalerSpecBuilder rolloutHold() {
        settings.rolloutHold = true;
        return this;
    }

    /**
     * Sets the rules for growing.
     *
     * @param rules the rules
     * @return this
     */
    public AutoscalerSpecBuilder scaleUp(ScalingRules rules) {
        settings.scaleUp = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /**
     * Sets the rules for shrinking.
     *
     * @param rules the rules
     * @return this
     */
    public AutoscalerSpecBuilder scaleDown(ScalingRules rules) {
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
    public AutoscalerSpecBuilder legacy() {
        settings.legacy = true;
        return this;
    }

    /**
     * Sets the factor of {@link #legacy()}.
     *
     * @param factor at least 1, finite; Kubernetes has 2
     * @return this
     */
    public AutoscalerSpecBuilder legacyScaleUpFactor(double factor) {
        settings.legacyScaleUpFactor = factor;
        return this;
    }

    /**
     * Sets the tolerance of both directions, unless their rules say otherwise.
     *
     * @param share a share, 0.1 (the default) for 10 %; at least 0, finite
     * @return this
     */
    public AutoscalerSpecBuilder tolerance(double share) {
        settings.tolerance = share;
        return this;
    }

    /**
     * Sets the scale-down window of {@link #legacy()}, and of rules that set none (there in whole seconds).
     *
     * @param window 0 to 7 days; 300 s by default
     * @return this
     */
    public AutoscalerSpecBuilder downscaleStabilization(Duration window) {
        settings.downscaleStabilization = Objects.requireNonNull(window, "window");
        return this;
    }

    /**
     * Sets how long the cpu of a started pod is taken with care.
     *
     * @param period at least 0; 300 s by default
     * @return this
     */
    public AutoscalerSpecBuilder cpuInitializationPeriod(Duration period) {
        settings.cpuInitialization = Objects.requireNonNull(period, "period");
        return this;
    }

    /**
     * Sets how long after its start a pod may turn unready and still count as never having been ready.
     *
     * @param delay at least 0; 30 s by default
     * @return this
     */
    public AutoscalerSpecBuilder initialReadinessDelay(Duration delay) {
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
    public AutoscalerSpecBuilder scaleToZero(boolean enabled) {
        settings.scaleToZero = enabled;
        return this;
    }

    /**
     * Follows Kubernetes where its arithmetic is unsafe: negative samples count, and sums wrap around instead of
     * saturating. For comparing with Kubernetes; a bad sample may then shrink the workload.
     *
     * @return this
     */
    public AutoscalerSpecBuilder kubernetesArithmetic() {
        settings.kubernetesArithmetic = true;
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
    public AutoscalerSpecBuilder historyCapacity(int entries) {
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
        spec.settings().check(spec);
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
