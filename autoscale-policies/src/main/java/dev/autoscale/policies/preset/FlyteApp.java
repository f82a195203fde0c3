package dev.autoscale.policies.preset;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scaling of a Flyte app: {@code replicas=(min, max)}, a concurrency or request rate per replica, {@code scaledown_after}.
 * A builder; not thread-safe.
 *
 * <pre>{@code
 * FlyteApp.replicas(1).toSpec();                                                             // always on
 * FlyteApp.replicas(0, 1).concurrency(1).scaledownAfter(Duration.ofMinutes(5)).toSpec();     // to zero when idle
 * FlyteApp.replicas(2, 5).concurrency(10).scaledownAfter(Duration.ofMinutes(10)).toSpec();   // high availability
 * FlyteApp.replicas(1, 20).requestRate(50).scaledownAfter(Duration.ofMinutes(2)).toSpec();   // burstable
 * }</pre>
 *
 * <p>The one metric, number 0, is the total of the app: requests in flight ({@code concurrency}), or requests per second
 * ({@code request_rate}). A fixed count has a metric {@code replicas} that needs no value. The rule:
 *
 * <ul>
 *   <li>It grows at once to {@code ceil(total / target)}, at most to the maximum.
 *   <li>It shrinks to the most that was needed within the last {@code scaledown_after}; what was needed exactly that long ago
 *       no longer counts.
 *   <li>With a minimum of 0 it is at zero exactly {@code scaledown_after} after the last decision that saw a request, and comes
 *       back with one replica at the next one that does. A metric that fails counts as a request for an app that runs.
 * </ul>
 *
 * <p>While the metric fails nothing shrinks, and an app at zero stays there. An app with a minimum above 0 that someone takes to
 * zero stays there, too. Source of names: Flyte.
 *
 * <p>Take it for apps and model servers with few settings. Take {@link AutoscalerSpec#builder} for rate policies, several
 * metrics or schedules, which {@link #toBuilder} leaves open.
 */
@CheckReturnValue
public final class FlyteApp extends Preset {
    /** {@code scaledown_after} if it is not given. */
    public static final Duration DEFAULT_SCALEDOWN_AFTER = Duration.ofMinutes(5);

    private final int min;
    private final int max;
    private @Nullable MetricSpec metric;
    private double target = 1;
    private String targetName = "concurrency";
    private int metrics;
    private Duration scaledownAfter = DEFAULT_SCALEDOWN_AFTER;

    private FlyteApp(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /**
     * A fixed count.
     *
     * @param replicas at least 1
     * @return the app
     */
    public static FlyteApp replicas(int replicas) {
        return new FlyteApp(replicas, replicas);
    }

    /**
     * A range.
     *
     * @param min the fewest replicas, at least 0
     * @param max the most replicas, at least 1 and at least {@code min}
     * @return the app, still without a metric
     */
    public static FlyteApp replicas(int min, int max) {
        return new FlyteApp(min, max);
    }

    /**
     * Scales on requests in flight.
     *
     * @param perReplica requests in flight that one replica takes, above 0; thousandths count
     * @return this
     */
    public FlyteApp concurrency(double perReplica) {
        return metric("concurrency", "concurrency", perReplica);
    }

    /**
     * Scales on requests per second.
     *
     * @param perReplica requests per second that one replica takes, above 0; thousandths count
     * @return this
     */
    public FlyteApp requestRate(double perReplica) {
        return metric("requestRate", "request_rate", perReplica);
    }

    private FlyteApp metric(String setting, String name, double perReplica) {
        targetName = setting;
        metrics++;
        target = perReplica;
        metric = MetricSpec.external(name).averageValue(Double.isFinite(perReplica) ? perReplica : 0);
        return this;
    }

    /**
     * Sets how long replicas stay without being needed.
     *
     * @param time 0 to 7 days, in whole milliseconds; 5 minutes unless it is set; not null
     * @return this
     */
    public FlyteApp scaledownAfter(Duration time) {
        scaledownAfter = Objects.requireNonNull(time, "time");
        return this;
    }

    @Override
    AutoscalerSpec.Builder begin() {
        MetricSpec followed = metric == null ? MetricSpec.source("replicas", new FixedReplicas(max)) : metric;
        return AutoscalerSpec.builder(min, max)
                .metric(followed)
                .scaleUp(up())
                .scaleDown(down(scaledownAfter))
                .activation(min == 0 ? Activation.cooldown(scaledownAfter) : null);
    }

    @Override
    void check(Violation.Collector broken) {
        broken.require(min >= 0, "replicas must have min >= 0", "min", min);
        broken.require(max >= 1 && max >= min, "replicas must have max >= 1 and >= min", "max", max);
        boolean isFollowed = metrics == 1 || (metrics == 0 && min == max);
        broken.require(isFollowed, "a range needs one of concurrency and requestRate", "metrics", metrics);
        requireTarget(targetName, target, broken);
        requirePeriod("scaledownAfter", scaledownAfter, broken);
    }

    /** Always the same count; equal counts are equal sources. Immutable. */
    private record FixedReplicas(int count) implements ReplicaSource {
        @Override
        public String id() {
            return "fixed(" + count + ')';
        }

        @Override
        public int replicas(Input in) {
            return count;
        }

        @Override
        public boolean readsValue() {
            return false;
        }

        /** {@return the same as {@link #id()}} */
        @Override
        public String toString() {
            return id();
        }
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "FlyteApp[replicas=" + min + ".." + max
                + (metric == null ? "" : ", metric=" + metric + ", target=" + target) + ", scaledownAfter="
                + scaledownAfter + ']';
    }
}
