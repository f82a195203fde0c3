package dev.autoscale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one direction of scaling (the {@code scaleUp} or {@code scaleDown} of the Kubernetes HPA's {@code behavior}).
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * ScalingRules up = ScalingRules.rules()
 *         .policy(RatePolicy.percent(100).per(Duration.ofSeconds(15)))
 *         .policy(RatePolicy.pods(2).per(Duration.ofSeconds(15))); // the larger of both
 * ScalingRules down = ScalingRules.rules()
 *         .stabilizationWindow(Duration.ofMinutes(5))
 *         .cooldown(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>A part that is not set takes the Kubernetes default of its direction: stabilization window 0 s up, and down the spec's
 * downscale stabilization; {@link SelectPolicy#MAX}; policies +4 pods and +100 % per 15 s up, -100 % per 15 s down; the
 * spec's tolerance. Values are checked where an {@link AutoscalerSpec} is built.
 */
@CheckReturnValue
public final class ScalingRules {
    private static final ScalingRules UNSET = new ScalingRules(null, null, null, null, DampingRules.NONE);

    private final @Nullable Duration stabilizationWindow;
    private final @Nullable SelectPolicy select;
    private final @Nullable List<RatePolicy> policies;
    private final @Nullable Double tolerance;
    private final DampingRules damping;

    private ScalingRules(
            @Nullable Duration stabilizationWindow,
            @Nullable SelectPolicy select,
            @Nullable List<RatePolicy> policies,
            @Nullable Double tolerance,
            DampingRules damping) {
        this.stabilizationWindow = stabilizationWindow;
        this.select = select;
        this.policies = policies;
        this.tolerance = tolerance;
        this.damping = damping;
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
     * @param policies the policies; an empty list is refused by {@link AutoscalerSpec.Builder#build()}
     * @return rules with these policies
     */
    public ScalingRules policies(List<RatePolicy> policies) {
        return new ScalingRules(stabilizationWindow, select, List.copyOf(policies), tolerance, damping);
    }

    /**
     * Sets which policy decides.
     *
     * @param select the choice
     * @return rules with this choice
     */
    public ScalingRules select(SelectPolicy select) {
        return new ScalingRules(
                stabilizationWindow, Objects.requireNonNull(select, "select"), policies, tolerance, damping);
    }

    /**
     * Sets the stabilization window: growing takes the lowest, shrinking the highest recommendation within it.
     *
     * @param window 0 to 7 days; a recommendation exactly this old no longer counts
     * @return rules with this window
     */
    public ScalingRules stabilizationWindow(Duration window) {
        return new ScalingRules(Objects.requireNonNull(window, "window"), select, policies, tolerance, damping);
    }

    /**
     * Sets how far the ratio of metric to target may lie off 1 in this direction without a change.
     *
     * @param tolerance a share, 0.1 for 10 %; at least 0, both ends inclusive
     * @return rules with this tolerance
     */
    public ScalingRules tolerance(double tolerance) {
        return new ScalingRules(stabilizationWindow, select, policies, tolerance, damping);
    }

    /**
     * Moves in this direction only once every decision for this long has asked for it (the {@code for} of an alert; the
     * {@code breach_duration_secs} of Cloud Foundry, the {@code upscale_delay_s} and {@code downscale_delay_s} of Ray Serve).
     * What is asked for at the end counts; for the lowest or highest count of that time there is the stabilization window. A
     * decision in which the metrics fail breaks off a wish to shrink. After a change the wish goes on; to wait again, set a
     * {@link #cooldown}. From zero nothing waits.
     *
     * @param time 0 (the default) to 7 days; at exactly this age the direction is free
     * @return rules with this time
     */
    public ScalingRules sustainedFor(Duration time) {
        return with(damping.with(new SustainedBreach.Rule(
                Times.millis(time),
                damping.sustained().breaches(),
                damping.sustained().decisions())));
    }

    /**
     * Moves in this direction only if it is asked for in enough of the last decisions, this one included (the "datapoints to
     * alarm" of an AWS alarm, {@code within_bounds_trigger} of Nomad). From zero nothing waits.
     *
     * @param breaches at least 1 (the default)
     * @param decisions at least {@code breaches}, at most 64; 1 by default
     * @return rules with these numbers
     */
    public ScalingRules sustainedIn(int breaches, int decisions) {
        return with(damping.with(new SustainedBreach.Rule(damping.sustained().forMillis(), breaches, decisions)));
    }

    /**
     * Waits after a change in this direction before the next one in it (AWS target tracking, Nomad). The other direction is not
     * held. Changes are those that {@link Autoscaler#scaled} reports, but for the moves of {@link Activation} and of a pause.
     *
     * @param time 0 (the default) to 7 days; at exactly this age of the change the direction is free
     * @return rules with this cooldown
     */
    public ScalingRules cooldown(Duration time) {
        return with(damping.with(new Cooldowns.Rule(
                Times.millis(time),
                damping.cooldown().anyMillis(),
                damping.cooldown().allowsLarger())));
    }

    /**
     * Waits after any change, in whichever direction, before the next one in this direction (Cloud Foundry, the forbidden
     * windows of the Watermark Pod Autoscaler); otherwise as {@link #cooldown}. With both set, both must be over.
     *
     * @param time 0 (the default) to 7 days; at exactly this age of the change the direction is free
     * @return rules with this cooldown
     */
    public ScalingRules cooldownAfterAny(Duration time) {
        return with(damping.with(new Cooldowns.Rule(
                damping.cooldown().sameMillis(),
                Times.millis(time),
                damping.cooldown().allowsLarger())));
    }

    /**
     * Lets growth through during the {@link #cooldown} of a growth if it is larger than that one (the scale-out cooldown of AWS
     * Application Auto Scaling). Growth is what is wanted beyond the ready replicas, and counts from the count before the cooldown: if 4
     * grew to 8, and 11 are wanted while only the 4 are ready, 7 more are wanted than 4 can bear, so it goes on to 11. With all 8 ready
     * that wish is 3 more; that is no more than the 4 that have come, and waits. What goes through begins the cooldown again, which is
     * still of the growth from 4. A {@link #cooldownAfterAny} that is set too holds as ever.
     *
     * @return rules with this exception; of {@link AutoscalerSpec.Builder#scaleUp} only
     */
    public ScalingRules largerWithinCooldown() {
        Cooldowns.Rule cooldown = damping.cooldown();
        return with(damping.with(new Cooldowns.Rule(cooldown.sameMillis(), cooldown.anyMillis(), true)));
    }

    /**
     * Goes only a share of the way to what the metrics recommend (the {@code upscaling_factor} and {@code downscaling_factor} of
     * Ray Serve): from current c and combined proposal d to {@code ceil(c + gain * (d - c))}; at least one step, so if that is c
     * again although d is lower, to c - 1. The windows remember the result. A gain above 1 overshoots, but never to zero. From zero the gain does not apply.
     *
     * @param share above 0, at most 100; 1 by default
     * @return rules with this gain
     */
    public ScalingRules gain(double share) {
        return with(damping.gain(share));
    }

    private ScalingRules with(DampingRules newDamping) {
        return new ScalingRules(stabilizationWindow, select, policies, tolerance, newDamping);
    }

    DampingRules damping() {
        return damping;
    }

    /** Rules in which nothing is left to a default. */
    static ScalingRules of(DirectionRules resolved) {
        return new ScalingRules(
                Duration.ofMillis(resolved.windowMillis),
                resolved.select,
                List.of(resolved.policies),
                resolved.tolerance,
                resolved.damping);
    }

    /** {@return the stabilization window} Or null if it is not set. */
    public @Nullable Duration stabilizationWindow() {
        return stabilizationWindow;
    }

    /** {@return which policy decides} The choice, or null if it is not set. */
    public @Nullable SelectPolicy select() {
        return select;
    }

    /** {@return the policies} An unmodifiable list, or null if they are not set. */
    public @Nullable List<RatePolicy> policies() {
        return policies;
    }

    /**
     * {@return how far the ratio of metric to target may lie off 1} A share, both ends inclusive, or null if it is not
     * set.
     */
    public @Nullable Double tolerance() {
        return tolerance;
    }

    /** {@return how long the direction must be asked for before it is taken} At least 0; 0 unless it is set. */
    public Duration sustainedFor() {
        return Duration.ofMillis(damping.sustained().forMillis());
    }

    /**
     * In how many of the last decisions the direction must be asked for before it is taken.
     *
     * @return at least 1; 1 unless it is set
     */
    public int sustainedBreaches() {
        return damping.sustained().breaches();
    }

    /** {@return of how many of the last decisions those are counted} At least {@link #sustainedBreaches}; 1 unless it is set. */
    public int sustainedDecisions() {
        return damping.sustained().decisions();
    }

    /**
     * {@return how long a change in this direction keeps the next one in it waiting} At least 0; 0 unless it is set.
     */
    public Duration cooldown() {
        return Duration.ofMillis(damping.cooldown().sameMillis());
    }

    /**
     * {@return how long a change in whichever direction keeps the next one in this direction waiting} At least 0; 0
     * unless it is set.
     */
    public Duration cooldownAfterAny() {
        return Duration.ofMillis(damping.cooldown().anyMillis());
    }

    /** {@return whether growth that is larger than the last one does not wait for the {@link #cooldown()}} */
    public boolean allowsLargerWithinCooldown() {
        return damping.cooldown().allowsLarger();
    }

    /** {@return the rules in one line, without those that are left to the default} */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "ScalingRules[", "]");
        if (stabilizationWindow != null) {
            text.add("stabilizationWindow=" + stabilizationWindow);
        }
        if (policies != null) {
            text.add("policies=" + policies);
        }
        if (select != null) {
            text.add("select=" + select);
        }
        if (tolerance != null) {
            text.add("tolerance=" + tolerance);
        }
        if (!damping.equals(DampingRules.NONE)) {
            text.add(damping.toString());
        }
        return text.toString();
    }

    /** Which of several rate policies of one direction decides (Kubernetes HPA {@code selectPolicy}). Immutable and thread-safe. */
    public enum SelectPolicy {
        /** The policy that allows the biggest change. */
        MAX,
        /** The policy that allows the smallest change. */
        MIN,
        /** No change in this direction. */
        DISABLED
    }

    /**
     * What holds one direction back between its stabilization window and its rate policies. Immutable.
     *
     * @param sustained for how long, or how often, the direction must be asked for
     * @param cooldown how long a change keeps the next one waiting
     * @param gain the share of the way to the combined proposal that is recommended
     */
    record DampingRules(SustainedBreach.Rule sustained, Cooldowns.Rule cooldown, double gain) {
        static final DampingRules NONE = new DampingRules(SustainedBreach.Rule.NONE, Cooldowns.Rule.NONE, 1.0);

        private static final double MAX_GAIN = 100.0;

        DampingRules with(SustainedBreach.Rule newSustained) {
            return new DampingRules(newSustained, cooldown, gain);
        }

        DampingRules with(Cooldowns.Rule newCooldown) {
            return new DampingRules(sustained, newCooldown, gain);
        }

        DampingRules gain(double share) {
            return new DampingRules(sustained, cooldown, share);
        }

        /** Whether it holds anything between window and rate policies. */
        boolean holds() {
            return sustained.holds() || cooldown.holds();
        }

        void check(Violation.Collector broken, String name) {
            sustained.check(broken, name);
            cooldown.check(broken, name);
            broken.require(gain > 0 && gain <= MAX_GAIN, "gain must be > 0 and <= 100", name + "gain", gain);
        }

        static void requireTime(Violation.Collector broken, String part, String name, long millis) {
            broken.require(
                    millis >= 0 && millis <= DirectionRules.MAX_WINDOW.toMillis(),
                    part + " must be >= 0 and <= 7 days",
                    name + part,
                    millis + " ms");
        }

        Settings settings() {
            return new Settings(sustained, cooldown, gain);
        }
    }
}
