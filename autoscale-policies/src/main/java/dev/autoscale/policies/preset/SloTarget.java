package dev.autoscale.policies.preset;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.forecast.SloSource;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A promise instead of a target: so many of a hundred requests wait no longer than so long. A builder; not thread-safe.
 *
 * <pre>{@code
 * SloTarget.between(1, 40)
 *         .wait(Duration.ofSeconds(2))
 *         .share(99)
 *         .concurrency(4)
 *         .startup(Duration.ofSeconds(60))
 *         .toSpec();
 * }</pre>
 *
 * <p>Metrics, by their order in the spec:
 *
 * <pre>
 * arrivals       requests that arrived, per second, all replicas together     {@link SloSource}
 * in_progress    requests that wait or are being served                       unless the service time is told
 * </pre>
 *
 * <ul>
 *   <li>What it promises is what it expects of its own forecasts: see {@link SloSource}, which has the rules.
 *   <li><b>Growth</b> is at once and without limit.
 *   <li><b>Shrinking</b> goes to the highest proposal of twice the start-up time and a cycle of 15 s: what has just been started is not
 *       given up for a moment's calm, and no more is held.
 *   <li>The minimum is at least one replica: from zero, the first request waits for a start, which no promise about waits survives.
 * </ul>
 *
 * <p>Take it where requests are served one by one or a few at a time by a replica, and take about as long whatever else runs. How it
 * compares with the defaults of other systems stands in the simulation's pages.
 */
@CheckReturnValue
public final class SloTarget extends Preset {
    /** The share that must not wait longer, in percent, if it is not given. */
    public static final double DEFAULT_SHARE = 99;

    private static final int CYCLE_SECONDS = 15;

    private final int min;
    private final int max;
    private double share = DEFAULT_SHARE;
    private @Nullable Duration wait;
    private @Nullable Duration latency;
    private @Nullable Duration serviceTime;
    private double concurrency = 1;
    private Duration startup = Duration.ZERO;
    private boolean seasons = true;

    private SloTarget(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /**
     * Begins with bounds.
     *
     * @param min the fewest replicas, at least 1
     * @param max the most replicas, at least {@code min}
     * @return the promise, still without a time
     */
    public static SloTarget between(int min, int max) {
        return new SloTarget(min, max);
    }

    /**
     * Promises how long requests wait until they are served; or {@link #latency}.
     *
     * @param time 0 to 1 day, in whole milliseconds; not null
     * @return this
     */
    public SloTarget wait(Duration time) {
        wait = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Promises how long requests take, from arrival to the end of service; or {@link #wait(Duration)}.
     *
     * @param time 1 ms to 1 day, in whole milliseconds; not null
     * @return this
     */
    public SloTarget latency(Duration time) {
        latency = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets how many of a hundred requests the promise is about.
     *
     * @param percent above 0 and below 100; {@value #DEFAULT_SHARE} unless it is set
     * @return this
     */
    public SloTarget share(double percent) {
        share = percent;
        return this;
    }

    /**
     * Sets how many requests a replica serves at a time.
     *
     * @param requests 0.001 to 10^6; 1 unless it is set
     * @return this
     */
    public SloTarget concurrency(double requests) {
        concurrency = requests;
        return this;
    }

    /**
     * Sets how long a replica takes from the order until it serves; corrected by what is seen, where the caller counts ready replicas.
     *
     * @param time 0 to 30 minutes, in whole milliseconds; 0 unless it is set; not null
     * @return this
     */
    public SloTarget startup(Duration time) {
        startup = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets the mean service time. Without it, it is learned from the requests in progress.
     *
     * @param time 1 ms to 1 day, in whole milliseconds; not null
     * @return this
     */
    public SloTarget serviceTime(Duration time) {
        serviceTime = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets whether it learns the courses of days and weeks.
     *
     * @param learned true unless it is set; without, it remembers less than 1 KiB instead of 17
     * @return this
     */
    public SloTarget seasons(boolean learned) {
        seasons = learned;
        return this;
    }

    @Override
    void check(Violation.Collector broken) {
        broken.requireBound(min >= 1, ">= 1", "minReplicas", min);
        broken.requireBound(max >= min, ">= minReplicas", "maxReplicas", max);
        String times = wait + ", " + latency;
        boolean isOne = (wait == null) != (latency == null);
        broken.require(isOne, "a promise needs one of wait and latency", "wait, latency", times);
        boolean isShare = share > 0 && share < 100;
        broken.require(isShare, "share must be > 0 and < 100", "share", share);
        Duration time = wait != null ? wait : latency != null ? latency : Duration.ofSeconds(1);
        try {
            source(isShare ? share : DEFAULT_SHARE, time).build();
        } catch (InvalidSettingsException e) {
            broken.addAll(e.violations());
        }
    }

    @Override
    AutoscalerSpec.Builder begin() {
        Duration time = wait != null ? wait : Objects.requireNonNull(latency);
        AutoscalerSpec.Builder spec = AutoscalerSpec.builder(min, max)
                .metric(source(share, time).asMetric("arrivals"))
                .scaleUp(up())
                .scaleDown(down(startup.plusSeconds(CYCLE_SECONDS).multipliedBy(2)));
        return serviceTime == null ? spec.metric(MetricSpec.signal("in_progress")) : spec;
    }

    private SloSource.Builder source(double percent, Duration time) {
        SloSource.Builder source =
                wait != null ? SloSource.wait(percent / 100, time) : SloSource.latency(percent / 100, time);
        if (serviceTime != null) {
            source = source.serviceTime(serviceTime);
        }
        return source.concurrency(concurrency).startup(startup).seasons(seasons);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "SloTarget[replicas=" + min + ".." + max + ", share=" + share
                + (wait == null ? "" : ", wait=" + wait) + (latency == null ? "" : ", latency=" + latency)
                + (serviceTime == null ? "" : ", serviceTime=" + serviceTime) + ", concurrency=" + concurrency
                + ", startup=" + startup + (seasons ? "" : ", without seasons") + ']';
    }
}
