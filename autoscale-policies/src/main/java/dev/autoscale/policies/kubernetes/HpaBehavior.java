package dev.autoscale.policies.kubernetes;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code behavior} of a Kubernetes HorizontalPodAutoscaler, raw: it can hold what the API would refuse. Immutable and
 * thread-safe.
 *
 * <p>A behavior that is given, even an empty one, has both directions completed with the API's defaults by
 * {@link HorizontalPodAutoscaler#withDefaults()}.
 *
 * @param scaleUp the rules for growing, or null if not given
 * @param scaleDown the rules for shrinking, or null if not given
 */
public record HpaBehavior(@Nullable Rules scaleUp, @Nullable Rules scaleDown) {
    static final String MAX = "Max";
    static final String MIN = "Min";
    static final String DISABLED = "Disabled";

    private static final int DEFAULT_PERIOD_SECONDS = 15;

    /** What growing takes for everything that is not given. */
    private static final Rules SCALE_UP_DEFAULTS = new Rules(
            0, MAX, List.of(Policy.pods(4, DEFAULT_PERIOD_SECONDS), Policy.percent(100, DEFAULT_PERIOD_SECONDS)), null);

    /** What shrinking takes; its window stays open, so that the controller's own setting applies. */
    private static final Rules SCALE_DOWN_DEFAULTS =
            new Rules(null, MAX, List.of(Policy.percent(100, DEFAULT_PERIOD_SECONDS)), null);

    /**
     * The rules of one direction ({@code HPAScalingRules}). Immutable and thread-safe.
     *
     * @param stabilizationWindowSeconds whole seconds; the API allows 0 to 3600, both inclusive; null if not given
     * @param selectPolicy which policy decides; the API knows {@code Max}, {@code Min} and {@code Disabled}; null if not
     *     given, unlike the empty text, which the API refuses
     * @param policies the rate limits; null if not given, unlike an empty list, which the API refuses; copied
     * @param tolerance a share, 0.1 for 10 %; the API allows 0 and more; null if not given
     */
    @CheckReturnValue
    public record Rules(
            @Nullable Integer stabilizationWindowSeconds,
            @Nullable String selectPolicy,
            @Nullable List<Policy> policies,
            @Nullable Quantity tolerance) {
        private static final Rules UNSET = new Rules(null, null, null, null);

        /**
         * Copies the policies.
         *
         * @param stabilizationWindowSeconds may be null
         * @param selectPolicy may be null
         * @param policies may be null
         * @param tolerance may be null
         */
        public Rules {
            policies = policies == null ? null : List.copyOf(policies);
        }

        /**
         * Rules with nothing given.
         *
         * @return the empty rules
         */
        public static Rules rules() {
            return UNSET;
        }

        /**
         * These rules with a stabilization window.
         *
         * @param seconds whole seconds
         * @return the changed rules
         */
        public Rules withStabilizationWindowSeconds(int seconds) {
            return new Rules(seconds, selectPolicy, policies, tolerance);
        }

        /**
         * These rules with a choice of the policy that decides.
         *
         * @param choice {@code Max}, {@code Min} or {@code Disabled}
         * @return the changed rules
         */
        public Rules withSelectPolicy(String choice) {
            return new Rules(stabilizationWindowSeconds, Objects.requireNonNull(choice, "choice"), policies, tolerance);
        }

        /**
         * These rules with other policies.
         *
         * @param some all policies; without any, the list is given but empty
         * @return the changed rules
         */
        public Rules withPolicies(Policy... some) {
            return new Rules(stabilizationWindowSeconds, selectPolicy, List.of(some), tolerance);
        }

        /**
         * These rules with a tolerance of their own.
         *
         * @param share how far the ratio of metric to target may lie off 1 without a change
         * @return the changed rules
         */
        public Rules withTolerance(Quantity share) {
            return new Rules(
                    stabilizationWindowSeconds, selectPolicy, policies, Objects.requireNonNull(share, "share"));
        }

        /**
         * These rules as the library's own, to which more can be added, such as a
         * {@linkplain ScalingRules#cooldown cooldown}. What is not given takes the default of its direction, the same as
         * Kubernetes'.
         *
         * @return the rules, checked where a spec is built
         * @throws IllegalArgumentException if the choice of policy or the type of a policy is none that the API knows
         */
        public ScalingRules toScalingRules() {
            ScalingRules rules = ScalingRules.rules();
            if (stabilizationWindowSeconds != null) {
                rules = rules.stabilizationWindow(Duration.ofSeconds(stabilizationWindowSeconds));
            }
            if (selectPolicy != null) {
                rules = rules.select(select(selectPolicy));
            }
            if (policies != null) {
                rules = rules.policies(
                        policies.stream().map(Policy::toRatePolicy).toList());
            }
            return tolerance == null ? rules : rules.tolerance(tolerance.toDouble());
        }

        private static ScalingRules.SelectPolicy select(String choice) {
            return switch (choice) {
                case MAX -> ScalingRules.SelectPolicy.MAX;
                case MIN -> ScalingRules.SelectPolicy.MIN;
                case DISABLED -> ScalingRules.SelectPolicy.DISABLED;
                default ->
                    throw new IllegalArgumentException("must be one of Max, Min, Disabled: selectPolicy=" + choice);
            };
        }

        private Rules orElse(Rules defaults) {
            Integer seconds = stabilizationWindowSeconds;
            return new Rules(
                    seconds == null ? defaults.stabilizationWindowSeconds : seconds,
                    selectPolicy == null ? defaults.selectPolicy : selectPolicy,
                    policies == null ? defaults.policies : policies,
                    tolerance == null ? defaults.tolerance : tolerance);
        }
    }

    /**
     * One rate limit ({@code HPAScalingPolicy}). Immutable and thread-safe.
     *
     * @param type what the value counts; the API knows {@code Pods} and {@code Percent}; empty if not given
     * @param value pods or whole percent; the API allows 1 and more
     * @param periodSeconds whole seconds; the API allows 1 to 1800, both inclusive
     */
    public record Policy(String type, int value, int periodSeconds) {
        static final String PODS = "Pods";
        static final String PERCENT = "Percent";

        /**
         * Refuses null.
         *
         * @param type not null
         * @param value any value
         * @param periodSeconds any value
         */
        public Policy {
            Objects.requireNonNull(type, "type");
        }

        /**
         * A limit in pods.
         *
         * @param pods pods, at least 1
         * @param periodSeconds whole seconds, 1 to 1800
         * @return the policy
         */
        public static Policy pods(int pods, int periodSeconds) {
            return new Policy(PODS, pods, periodSeconds);
        }

        /**
         * A limit as a share of the count at the start of the period.
         *
         * @param percent whole percent, at least 1
         * @param periodSeconds whole seconds, 1 to 1800
         * @return the policy
         */
        public static Policy percent(int percent, int periodSeconds) {
            return new Policy(PERCENT, percent, periodSeconds);
        }

        RatePolicy toRatePolicy() {
            Duration period = Duration.ofSeconds(periodSeconds);
            return switch (type) {
                case PODS -> RatePolicy.pods(value).per(period);
                case PERCENT -> RatePolicy.percent(value).per(period);
                default -> throw new IllegalArgumentException("must be one of Pods, Percent: type=" + type);
            };
        }
    }

    /**
     * Sets the rules of both directions, completed with the API's defaults field by field.
     *
     * @param builder what gets the rules
     * @return the same builder
     * @throws IllegalArgumentException if the choice of policy or the type of a policy is none that the API knows
     */
    public AutoscalerSpec.Builder applyTo(AutoscalerSpec.Builder builder) {
        return builder.scaleUp(scaleUpOrDefaults().toScalingRules())
                .scaleDown(scaleDownOrDefaults().toScalingRules());
    }

    /**
     * The behavior of a manifest that is being read; for the readers of this library, whose view of a document nobody else has.
     *
     * @param behavior the object; complaints go where those of the document go
     * @return the behavior
     */
    public static HpaBehavior read(Fields behavior) {
        return BehaviorFields.read(behavior);
    }

    /**
     * {@return this behavior as it stands in a manifest} What is not given is not in it; an empty list of policies, which the API
     * refuses, is. The caller may change it.
     */
    public Map<String, Object> toMap() {
        return BehaviorFields.write(this);
    }

    /**
     * What the API server would refuse in this behavior alone.
     *
     * @param path where the behavior stands, as the fields of the violations are to begin
     * @return the broken rules, in the server's order; empty if there are none
     */
    public List<Violation> violations(String path) {
        return HpaValidation.violations(path, this);
    }

    /** Both directions, completed with the API's defaults field by field. */
    HpaBehavior withDefaults() {
        return new HpaBehavior(scaleUpOrDefaults(), scaleDownOrDefaults());
    }

    private Rules scaleUpOrDefaults() {
        return scaleUp == null ? SCALE_UP_DEFAULTS : scaleUp.orElse(SCALE_UP_DEFAULTS);
    }

    private Rules scaleDownOrDefaults() {
        return scaleDown == null ? SCALE_DOWN_DEFAULTS : scaleDown.orElse(SCALE_DOWN_DEFAULTS);
    }
}
