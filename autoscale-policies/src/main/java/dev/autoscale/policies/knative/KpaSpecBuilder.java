package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link KpaSpec}; {@link #build} checks them all. Not thread-safe. Each setting says its default in
 * {@link KpaSpec#builder}. Source of the rules: Knative's admission of annotations and of {@code config-autoscaler}.
 */
public final class KpaSpecBuilder {
    private static final double LEAST_TARGET = 0.01;
    private static final Duration SHORTEST_STABLE = Duration.ofSeconds(6);
    private static final Duration LONGEST_STABLE = Duration.ofHours(1);
    private static final Duration SHORTEST_PANIC = Duration.ofSeconds(1);

    KpaAggregation aggregation = KpaAggregation.LINEAR;
    Duration stableWindow = Duration.ofSeconds(60);

    @Nullable
    Duration panicWindow;

    double target = 70;
    double total = 100;
    double targetBurstCapacity = 211;
    double panicThreshold = 2;
    double maxScaleUpRate = 1000;
    double maxScaleDownRate = 2;
    Duration scaleDownDelay = Duration.ZERO;
    int activationScale;
    boolean reachable = true;

    @Nullable
    KpaScaleToZero scaleToZero;

    KpaSpecBuilder() {}

    /**
     * Sets how windows make one value of their buckets.
     *
     * @param aggregation linear or exponential
     * @return this
     */
    public KpaSpecBuilder aggregation(KpaAggregation aggregation) {
        this.aggregation = Objects.requireNonNull(aggregation, "aggregation");
        return this;
    }

    /**
     * Sets the window of the stable average, which is also how long panic lasts after the load was last above the threshold.
     *
     * @param window whole seconds, from 6 s to an hour
     * @return this
     */
    public KpaSpecBuilder stableWindow(Duration window) {
        stableWindow = Objects.requireNonNull(window, "window");
        return this;
    }

    /**
     * Sets the window of the panic average. If it is never set, it is 10 % of the stable window, in whole seconds, half up, at
     * least one.
     *
     * @param window whole seconds, from a second to the stable window
     * @return this
     */
    public KpaSpecBuilder panicWindow(Duration window) {
        panicWindow = Objects.requireNonNull(window, "window");
        return this;
    }

    /**
     * Sets what one pod is meant to carry.
     *
     * @param target requests in flight, or requests a second; finite, at least 0.01
     * @return this
     */
    public KpaSpecBuilder target(double target) {
        this.target = target;
        return this;
    }

    /**
     * Sets what one pod can carry. Only the excess burst capacity looks at it.
     *
     * @param total requests in flight, or requests a second; finite, at least 0
     * @return this
     */
    public KpaSpecBuilder total(double total) {
        this.total = total;
        return this;
    }

    /**
     * Sets the burst that ready pods should be able to take without help.
     *
     * @param capacity in units of {@link #total}, finite, at least 0; or {@link KpaSpec#UNLIMITED_BURST}. Then samples are not
     *     scraped, so that a window without samples counts as no load instead of no data
     * @return this
     */
    public KpaSpecBuilder targetBurstCapacity(double capacity) {
        targetBurstCapacity = capacity;
        return this;
    }

    /**
     * Sets from how many times the ready pods on a wanted count is panic.
     *
     * @param factor more than 0; infinite for never. Knative's annotation says it in percent: 200 is 2
     * @return this
     */
    public KpaSpecBuilder panicThreshold(double factor) {
        panicThreshold = factor;
        return this;
    }

    /**
     * Sets by how much the ready pods may be multiplied in one decision.
     *
     * @param factor more than 1; infinite for no limit
     * @return this
     */
    public KpaSpecBuilder maxScaleUpRate(double factor) {
        maxScaleUpRate = factor;
        return this;
    }

    /**
     * Sets by how much the ready pods may be divided in one decision.
     *
     * @param divisor more than 1; infinite for no limit
     * @return this
     */
    public KpaSpecBuilder maxScaleDownRate(double divisor) {
        maxScaleDownRate = divisor;
        return this;
    }

    /**
     * Sets how long a count is held before it shrinks.
     *
     * @param delay whole seconds, from none to 24 hours. It works in steps of 2 s: a delay D holds for D - 2 s to D
     * @return this
     */
    public KpaSpecBuilder scaleDownDelay(Duration delay) {
        scaleDownDelay = Objects.requireNonNull(delay, "delay");
        return this;
    }

    /**
     * Sets the fewest pods while there is any load. It outranks {@link #maxScaleUpRate}, and says nothing without load.
     *
     * @param pods at least 0; 0 and 1 say nothing
     * @return this
     */
    public KpaSpecBuilder activationScale(int pods) {
        activationScale = pods;
        return this;
    }

    /**
     * Sets whether the revision is routed to. If not, neither {@link #maxScaleDownRate} nor {@link #scaleDownDelay} holds it.
     *
     * @param reachable false if it is known that nothing is routed to it
     * @return this
     */
    public KpaSpecBuilder reachable(boolean reachable) {
        this.reachable = reachable;
        return this;
    }

    /**
     * Sets what Knative's reconciler does behind the decision: minimum, maximum and initial scale, and the way to zero. Without
     * it the count is not bounded, and zero is reached as soon as there is no load.
     *
     * @param rules the rules; null (the default) for none
     * @return this
     */
    public KpaSpecBuilder scaleToZero(@Nullable KpaScaleToZero rules) {
        scaleToZero = rules;
        return this;
    }

    /**
     * Checks every rule and builds the spec.
     *
     * @return the spec
     * @throws IllegalArgumentException that names every broken rule with its value
     */
    public KpaSpec build() {
        KpaSpec spec = buildUnchecked();
        Violation.Collector broken = new Violation.Collector();
        requireSeconds(broken, "stableWindow", stableWindow, SHORTEST_STABLE, LONGEST_STABLE);
        requireSeconds(broken, "panicWindow", spec.panicWindow(), SHORTEST_PANIC, stableWindow);
        requireSeconds(broken, "scaleDownDelay", scaleDownDelay, Duration.ZERO, KpaDelay.LONGEST);
        broken.requireBound(
                target >= LEAST_TARGET && target < Double.POSITIVE_INFINITY, "finite and >= 0.01", "target", target);
        broken.requireBound(total >= 0 && total < Double.POSITIVE_INFINITY, "finite and >= 0", "total", total);
        boolean burst = targetBurstCapacity >= 0 && targetBurstCapacity < Double.POSITIVE_INFINITY;
        broken.requireBound(
                burst || targetBurstCapacity == KpaSpec.UNLIMITED_BURST,
                "finite and >= 0, or -1",
                "targetBurstCapacity",
                targetBurstCapacity);
        broken.requireBound(panicThreshold > 0, "> 0", "panicThreshold", panicThreshold);
        broken.requireBound(maxScaleUpRate > 1, "> 1", "maxScaleUpRate", maxScaleUpRate);
        broken.requireBound(maxScaleDownRate > 1, "> 1", "maxScaleDownRate", maxScaleDownRate);
        broken.requireNotNegative("activationScale", activationScale);
        broken.throwIfAny();
        return spec;
    }

    private static void requireSeconds(
            Violation.Collector broken, String name, Duration value, Duration least, Duration most) {
        boolean holds = value.compareTo(least) >= 0 && value.compareTo(most) <= 0 && value.toNanosPart() == 0;
        broken.requireBound(holds, "whole seconds, >= " + least + " and <= " + most, name, value);
    }

    /**
     * Builds the spec without checking it, for replaying what Knative's admission would have refused. Fractions of a
     * millisecond are cut off; a longer scale-down delay than 24 hours counts as 24 hours.
     *
     * @return the spec
     */
    public KpaSpec buildUnchecked() {
        return new KpaSpec(this);
    }
}
