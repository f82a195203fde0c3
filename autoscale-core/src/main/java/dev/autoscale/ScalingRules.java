package dev.autoscale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tempers one direction of scaling (the {@code scaleUp} or {@code scaleDown} of the Kubernetes HPA's {@code behavior}).
 * Immutable and thread-safe.
 *
 * <p>A part that is not set takes the Kubernetes default of its direction: stabilization window 0 s up, and down the spec's
 * downscale stabilization; {@link SelectPolicy#MAX}; policies +4 pods and +100 % per 15 s up, -100 % per 15 s down; the
 * spec's tolerance. Values are checked where an {@link AutoscalerSpec} is built.
 */
public final class ScalingRules {
    private static final ScalingRules UNSET = new ScalingRules(null, null, null, null);

    private final @Nullable Duration stabilizationWindow;
    private final @Nullable SelectPolicy select;
    private final @Nullable List<RatePolicy> policies;
    private final @Nullable Double tolerance;

    private ScalingRules(
            @Nullable Duration stabilizationWindow,
            @Nullable SelectPolicy select,
            @Nullable List<RatePolicy> policies,
            @Nullable Double tolerance) {
        this.stabilizationWindow = stabilizationWindow;
        this.select = select;
        this.policies = policies;
        this.tolerance = tolerance;
    }

    /**
     * Rules with nothing set, so with every Kubernetes default.
     *
     * @return the unset rules
     */
    public static ScalingRules rules() {
        return UNSET;
    }

    /**
     * Adds one policy; the first one added replaces the default policies.
     *
     * @param policy the policy
     * @return rules with the policy added
     */
    public ScalingRules policy(RatePolicy policy) {
        List<RatePolicy> more = policies == null ? new ArrayList<>() : new ArrayList<>(policies);
        more.add(Objects.requireNonNull(policy, "policy"));
        return policies(more);
    }

    /**
     * Replaces all policies.
     *
     * @param policies the policies; an empty list is refused by {@link AutoscalerSpecBuilder#build()}
     * @return rules with these policies
     */
    public ScalingRules policies(List<RatePolicy> policies) {
        return new ScalingRules(stabilizationWindow, select, List.copyOf(policies), tolerance);
    }

    /**
     * Sets which policy decides.
     *
     * @param select the choice
     * @return rules with this choice
     */
    public ScalingRules select(SelectPolicy select) {
        return new ScalingRules(stabilizationWindow, Objects.requireNonNull(select, "select"), policies, tolerance);
    }

    /**
     * Sets the stabilization window: growing takes the lowest, shrinking the highest recommendation within it.
     *
     * @param window 0 to 7 days; a recommendation exactly this old no longer counts
     * @return rules with this window
     */
    public ScalingRules stabilizationWindow(Duration window) {
        return new ScalingRules(Objects.requireNonNull(window, "window"), select, policies, tolerance);
    }

    /**
     * Sets how far the ratio of metric to target may lie off 1 in this direction without a change.
     *
     * @param tolerance a share, 0.1 for 10 %; at least 0, both ends inclusive
     * @return rules with this tolerance
     */
    public ScalingRules tolerance(double tolerance) {
        return new ScalingRules(stabilizationWindow, select, policies, tolerance);
    }

    @Nullable
    Duration stabilizationWindow() {
        return stabilizationWindow;
    }

    @Nullable
    SelectPolicy select() {
        return select;
    }

    @Nullable
    List<RatePolicy> policies() {
        return policies;
    }

    @Nullable
    Double tolerance() {
        return tolerance;
    }
}
