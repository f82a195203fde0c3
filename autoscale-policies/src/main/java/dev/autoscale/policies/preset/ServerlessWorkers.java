package dev.autoscale.policies.preset;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.CheckReturnValue;
import dev.autoscale.MetricSpec;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a serverless endpoint, as RunPod scales them: by request count or queue delay, with an idle timeout and
 * pre-warmed workers. A builder; not thread-safe.
 *
 * <pre>{@code
 * ServerlessWorkers.between(0, 3).queueDelay(Duration.ofSeconds(4)).toSpec(); // RunPod's defaults
 * ServerlessWorkers.balanced(10).initializationTime(Duration.ofSeconds(40)).toSpec();
 * }</pre>
 *
 * <p>Metrics, by their order in the spec:
 *
 * <pre>
 * requestCount(n)   requests       waiting and in progress     ceil(requests / n) + pre-warmed
 * queueDelay(d)     oldest_wait    seconds; 0 if none waits    {@link QueueDelay}: one worker more while it is above d
 *                   requests       waiting and in progress     adds no more than requests + pre-warmed can use
 * </pre>
 *
 * <ul>
 *   <li><b>Idle timeout.</b> Workers go when they were not needed for so long: the count shrinks to the most that was needed
 *       within the idle timeout. With a minimum of 0 the last one goes exactly an idle timeout after the last decision that saw a
 *       request. A worker that is busy longer than that is a request in progress, so it stays; which workers go is the
 *       platform's choice.
 *   <li><b>Pre-warmed workers</b> (flash) are kept idle: with one of them the minimum is at least one worker, and the first
 *       request finds it idle. Under load the request count keeps as many beyond what the requests need; the queue delay, which
 *       adds nothing while no request waits too long, may add as many more.
 *   <li><b>Initialisation.</b> A worker that starts counts as capacity and is never asked for twice, whichever way is chosen: the
 *       request count asks for a total, the queue delay adds to the ready ones ({@code observation.readyReplicas(n)}), and with
 *       an {@link #initializationTime} also waits so long between two steps, and shrinks so long after a change at the earliest,
 *       so that no worker is stopped before it could work. That holds for the first worker from zero too, also if its request was
 *       given up while it starts.
 *   <li>From zero the first request brings a worker at once, however many there are. An endpoint with a minimum, or with
 *       pre-warmed workers, that someone takes to zero stays there.
 * </ul>
 *
 * <p>While a metric fails nothing shrinks. Source of names and defaults: RunPod, as documented; the three profiles follow its
 * advice, their numbers are ours.
 *
 * <p>Take it for GPU workers that handle one or a few requests at a time. Do not take the queue delay for loads that rise fast
 * ({@link dev.autoscale.policies.source.Backlog} asks for all of them at once), nor an idle timeout below the time a worker needs to start: it would stop
 * workers that the next request has to start again.
 */
@CheckReturnValue
public final class ServerlessWorkers extends Preset {
    /** The idle timeout if it is not given. */
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(5);

    private static final int MOST = 1_000_000_000;

    private final int min;
    private final int max;
    private @Nullable Integer requestsPerWorker;
    private @Nullable Duration delay;
    private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    private Duration initializationTime = Duration.ZERO;
    private int prewarmed;

    private ServerlessWorkers(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /**
     * Begins with bounds.
     *
     * @param minWorkers the workers that are always there (RunPod's active workers, default 0), at least 0
     * @param maxWorkers the most workers (RunPod's default is 3), from 1 to 1,000,000,000, at least {@code minWorkers}
     * @return the endpoint, still without a way to scale
     */
    public static ServerlessWorkers between(int minWorkers, int maxWorkers) {
        return new ServerlessWorkers(minWorkers, maxWorkers);
    }

    /**
     * For jobs that may wait: no idle worker, a queue delay of 10 s, an idle timeout of 5 s.
     *
     * @param maxWorkers the most workers, from 1 to 1,000,000,000
     * @return the endpoint
     */
    public static ServerlessWorkers lowCost(int maxWorkers) {
        return between(0, maxWorkers).queueDelay(Duration.ofSeconds(10));
    }

    /**
     * For traffic that comes and goes: no idle worker, a queue delay of 4 s, an idle timeout of 30 s.
     *
     * @param maxWorkers the most workers, from 1 to 1,000,000,000
     * @return the endpoint
     */
    public static ServerlessWorkers balanced(int maxWorkers) {
        return between(0, maxWorkers).queueDelay(Duration.ofSeconds(4)).idleTimeout(Duration.ofSeconds(30));
    }

    /**
     * For users who wait for the answer: a worker per request and one pre-warmed, an idle timeout of 60 s.
     *
     * @param maxWorkers the most workers, from 1 to 1,000,000,000
     * @return the endpoint
     */
    public static ServerlessWorkers highPerformance(int maxWorkers) {
        return between(1, maxWorkers).requestCount(1).prewarmedWorkers(1).idleTimeout(Duration.ofSeconds(60));
    }

    /**
     * Scales by the number of requests ({@code REQUEST_COUNT}).
     *
     * @param requestsPerWorker requests that are waiting or in progress per worker, from 1 to 1,000,000,000
     * @return this
     */
    public ServerlessWorkers requestCount(int requestsPerWorker) {
        this.requestsPerWorker = requestsPerWorker;
        return this;
    }

    /**
     * Scales by the oldest wait ({@code QUEUE_DELAY}); a worker handles one request at a time.
     *
     * @param longest the longest wait that is good, 0 to 7 days, in whole milliseconds (RunPod's default is 4 s); not null
     * @return this
     */
    public ServerlessWorkers queueDelay(Duration longest) {
        delay = Objects.requireNonNull(longest, "longest");
        return this;
    }

    /**
     * Sets how long a worker stays that is not needed ({@code idleTimeout}).
     *
     * @param time 0 to 7 days, in whole milliseconds; 5 s unless it is set; not null
     * @return this
     */
    public ServerlessWorkers idleTimeout(Duration time) {
        idleTimeout = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets how many workers stand by beyond what the requests need.
     *
     * @param workers at least 0 (the default), at most the most workers
     * @return this
     */
    public ServerlessWorkers prewarmedWorkers(int workers) {
        prewarmed = workers;
        return this;
    }

    /**
     * Sets how long a worker takes until it can work.
     *
     * @param time 0 (the default) to 7 days, in whole milliseconds; not null
     * @return this
     */
    public ServerlessWorkers initializationTime(Duration time) {
        initializationTime = Objects.requireNonNull(time, "time");
        return this;
    }

    @Override
    AutoscalerSpec.Builder begin() {
        int fewest = Math.max(min, prewarmed);
        ScalingRules up = up();
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(fewest, max)
                .scaleUp(delay == null ? up : up.cooldown(initializationTime))
                .scaleDown(down(idleTimeout).cooldownAfterAny(initializationTime))
                .activation(fewest == 0 ? Activation.cooldown(idleTimeout).keepAfterWaking(initializationTime) : null);
        if (delay == null) {
            return builder.metric(RatioTarget.of("requests")
                    .dividedBy(Objects.requireNonNull(requestsPerWorker))
                    .plus(prewarmed)
                    .asMetric());
        }
        return builder.metric(QueueDelay.longerThan(delay)
                        .requestsFrom("requests", 1)
                        .headroom(prewarmed)
                        .asMetric("oldest_wait"))
                .metric(MetricSpec.signal("requests").activation(0));
    }

    @Override
    void check(Violation.Collector broken) {
        broken.requireNotNegative("minWorkers", min);
        broken.requireBound(max >= 1 && max >= min, ">= 1 and >= minWorkers", "maxWorkers", max);
        broken.requireBound(max <= MOST, "<= " + MOST, "maxWorkers", max);
        boolean isOne = (delay == null) != (requestsPerWorker == null);
        String rule = "workers need one of requestCount and queueDelay";
        broken.require(isOne, rule, "requestCount, queueDelay", requestsPerWorker + ", " + delay);
        if (requestsPerWorker != null) {
            broken.requireBound(requestsPerWorker >= 1, ">= 1", "requestCount", requestsPerWorker);
            broken.requireBound(requestsPerWorker <= MOST, "<= " + MOST, "requestCount", requestsPerWorker);
        }
        if (delay != null) {
            requirePeriod("queueDelay", delay, broken);
        }
        requirePeriod("idleTimeout", idleTimeout, broken);
        requirePeriod("initializationTime", initializationTime, broken);
        boolean isWithin = prewarmed >= 0 && prewarmed <= max;
        broken.requireBound(isWithin, ">= 0 and <= maxWorkers", "prewarmedWorkers", prewarmed);
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "ServerlessWorkers[minWorkers=" + min + ", maxWorkers=" + max
                + (requestsPerWorker == null ? "" : ", requestsPerWorker=" + requestsPerWorker)
                + (delay == null ? "" : ", queueDelay=" + delay) + ", idleTimeout=" + idleTimeout
                + ", initializationTime=" + initializationTime + ", prewarmed=" + prewarmed + ']';
    }
}
