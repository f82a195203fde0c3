package dev.autoscale.policies.preset;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;

/**
 * An AWS target tracking policy: a target per instance, alarms that must last, cooldowns for each direction, scale-in off. A
 * builder; not thread-safe.
 *
 * <pre>{@code
 * TargetTracking.averagePerInstance("cpu_percent", 50)
 *         .capacity(2, 20)
 *         .scaleOutCooldown(Duration.ofSeconds(60))
 *         .scaleInCooldown(Duration.ofSeconds(300))
 *         .toSpec();
 * }</pre>
 *
 * <p>The one metric, number 0, is an average over the instances in service:
 * {@code observation.readyReplicas(inService).value(0, average)}. With r = average / target:
 *
 * <ul>
 *   <li>out, to {@code ceil(r * in service)}, once r was above 1 for {@link #alarmsAfter 3 minutes};
 *   <li>in, by the same formula, once r was below 0.9 for 15 minutes;
 *   <li>after a change outwards the next one waits for the scale-out cooldown unless it is larger: it counts from the capacity
 *       before ({@link ScalingRules#largerWithinCooldown});
 *   <li>after a change inwards the next one waits for the scale-in cooldown. The two directions do not hold each other. (In AWS a
 *       scale-out ends a scale-in cooldown that runs; here it goes on.)
 *   <li>Instances that warm up count as capacity and their samples do not: the average is over the others. Too much for them is
 *       never a reason to scale in.
 *   <li>Instances beyond the wanted ones, as during a replacement, do not count, and while there are any nothing scales in.
 * </ul>
 *
 * <p>With missing data, or no instance in service, nothing changes. An alarm counts from when it first asks for another count,
 * so that a change to a single instance, or at the bounds, may be later than in AWS. Several policies on one target, of which AWS takes the highest, are several metrics of
 * one spec: {@link #toBuilder} and {@link AutoscalerSpec.Builder#metric}. Predictive scaling is no part of it.
 *
 * <p>Source of the rules: AWS Application Auto Scaling and EC2 Auto Scaling, as documented; what AWS adds to them by its own
 * judgement is not known.
 *
 * <p>Take it to move a service from AWS without new behavior. Take the HPA's rules ({@link AutoscalerSpec#builder}) where a load
 * rises within minutes: alarms of 3 minutes and a cooldown are late by design.
 */
@CheckReturnValue
public final class TargetTracking extends Preset {
    /** Both cooldowns if they are not given. */
    public static final Duration DEFAULT_COOLDOWN = Duration.ofMinutes(5);

    /** How long the average must be above the target before it scales out, if it is not given. */
    public static final Duration DEFAULT_OUT_AFTER = Duration.ofMinutes(3);

    /** How long the average must be below 90 % of the target before it scales in, if it is not given. */
    public static final Duration DEFAULT_IN_AFTER = Duration.ofMinutes(15);

    /** The share of the target below which it scales in is 1 less this. */
    private static final double SCALE_IN_TOLERANCE = 0.1;

    private final String metric;
    private final double target;
    private int min = 1;
    private int max = 1;
    private Duration outCooldown = DEFAULT_COOLDOWN;
    private Duration inCooldown = DEFAULT_COOLDOWN;
    private Duration outAfter = DEFAULT_OUT_AFTER;
    private Duration inAfter = DEFAULT_IN_AFTER;
    private Duration warmup = Duration.ZERO;
    private boolean scaleIn = true;

    private TargetTracking(String metric, double target) {
        this.metric = Objects.requireNonNull(metric, "metric");
        this.target = target;
    }

    /**
     * A target for the average over the instances, such as their cpu or the requests per target of a load balancer.
     *
     * @param metric the metric's name, not null, not blank
     * @param target above 0, at least a thousandth
     * @return the policy, with a capacity of 1
     */
    public static TargetTracking averagePerInstance(String metric, double target) {
        return new TargetTracking(metric, target);
    }

    /**
     * Sets the bounds.
     *
     * @param minCapacity at least 1: with no instance there is no average
     * @param maxCapacity at least {@code minCapacity}
     * @return this
     */
    public TargetTracking capacity(int minCapacity, int maxCapacity) {
        min = minCapacity;
        max = maxCapacity;
        return this;
    }

    /**
     * Sets how long after a scale-out the next one that is no larger waits ({@code ScaleOutCooldown}).
     *
     * @param time 0 to 7 days, in whole milliseconds; 300 s unless it is set; not null
     * @return this
     */
    public TargetTracking scaleOutCooldown(Duration time) {
        outCooldown = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets how long after a scale-in the next one waits ({@code ScaleInCooldown}).
     *
     * @param time 0 to 7 days, in whole milliseconds; 300 s unless it is set; not null
     * @return this
     */
    public TargetTracking scaleInCooldown(Duration time) {
        inCooldown = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Never scales in ({@code DisableScaleIn}).
     *
     * @return this
     */
    public TargetTracking disableScaleIn() {
        scaleIn = false;
        return this;
    }

    /**
     * Sets how long the alarms' conditions must last. AWS does not let this be set; without alarms (zero) it reacts at once.
     *
     * @param out 0 to 7 days, in whole milliseconds; 3 minutes unless it is set; not null
     * @param in 0 to 7 days, in whole milliseconds; 15 minutes unless it is set; not null
     * @return this
     */
    public TargetTracking alarmsAfter(Duration out, Duration in) {
        outAfter = Objects.requireNonNull(out, "out");
        inAfter = Objects.requireNonNull(in, "in");
        return this;
    }

    /**
     * Sets how long samples of a listed pod do not count after its start ({@code EstimatedInstanceWarmup}).
     *
     * @param time 0 (the default) to 7 days, in whole milliseconds; not null
     * @return this
     */
    public TargetTracking instanceWarmup(Duration time) {
        warmup = Objects.requireNonNull(time, "time");
        return this;
    }

    @Override
    AutoscalerSpec.Builder begin() {
        ScalingRules in = down(Duration.ZERO)
                .tolerance(SCALE_IN_TOLERANCE)
                .sustainedFor(inAfter)
                .cooldown(inCooldown);
        return AutoscalerSpec.builder(min, max)
                .metric(MetricSpec.pods(metric).averageValue(target).warmUp(warmup))
                .scaleUp(up().sustainedFor(outAfter).cooldown(outCooldown).largerWithinCooldown())
                .scaleDown(scaleIn ? in : in.select(ScalingRules.SelectPolicy.DISABLED))
                .rolloutHold();
    }

    @Override
    void check(Violation.Collector broken) {
        broken.require(!metric.isBlank(), "metric must not be blank", "metric", '"' + metric + '"');
        requireTarget("target", target, broken);
        broken.requireBound(min >= 1, ">= 1", "minCapacity", min);
        broken.requireBound(max >= min, ">= minCapacity", "maxCapacity", max);
        requirePeriod("scaleOutCooldown", outCooldown, broken);
        requirePeriod("scaleInCooldown", inCooldown, broken);
        requirePeriod("alarmsAfter out", outAfter, broken);
        requirePeriod("alarmsAfter in", inAfter, broken);
        requirePeriod("instanceWarmup", warmup, broken);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "TargetTracking[" + metric + " at " + target + ", capacity=" + min + ".." + max + ", scaleOutCooldown="
                + outCooldown + ", scaleInCooldown=" + inCooldown + ", alarmsAfter=" + outAfter + " and " + inAfter
                + ", instanceWarmup=" + warmup + (scaleIn ? "" : ", without scale-in") + ']';
    }
}
