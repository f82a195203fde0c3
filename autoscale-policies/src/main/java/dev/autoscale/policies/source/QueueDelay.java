package dev.autoscale.policies.source;

import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Workers for a queue by its oldest wait: a step more while something waits too long, fewer when there is less to do.
 * Immutable and thread-safe; an answer takes constant time and allocates nothing.
 *
 * <pre>{@code
 * var spec = AutoscalerSpec.builder(0, 10)
 *         .metric(QueueDelay.longerThan(Duration.ofSeconds(4))
 *                 .requestsFrom("requests", 1) // waiting and in progress; a worker handles one at a time
 *                 .asMetric("oldest_wait_seconds"))
 *         .metric(MetricSpec.signal("requests"))
 *         .build();
 * }</pre>
 *
 * <p>The value is the oldest wait in <em>seconds</em>, so its thousandths are milliseconds; 0 if nothing waits. With c the wanted
 * workers, r the ready ones of them (at most c), and need = ceil(requests / requests per worker), at least 1 while something
 * waits, and the {@link Builder#headroom headroom} on top:
 *
 * <pre>
 *                           with requests                 without
 * wait &gt; limit     grow     max(c, min(r + step, need))   max(c, r + step)
 * wait &lt;= limit    shrink   min(c, need)                  c, or abstain ({@link Builder#abstainWhileInTime})
 * </pre>
 *
 * <ul>
 *   <li>Workers that start are capacity: until what was added is ready, the same delay adds nothing. So the caller must say how
 *       many are ready ({@code observation.readyReplicas(n)}, or pods); else every decision adds a step.
 *   <li>Within the limit nothing is added, however many requests there are: that is what the limit is for. Nor does it
 *       ever add more workers than the requests can use, or the headroom that is missing while nothing waits too long; workers
 *       that are too many are kept while something does.
 *   <li>From zero, the first worker comes when the limit is exceeded. To wake at the first wait instead, give the spec an
 *       {@link dev.autoscale.Activation} and the metric {@link MetricSpec#activation activation(0)}: the limit then decides
 *       about further workers. Without a threshold the metric counts as active while it asks for workers.
 *   <li>With no requests and no wait it proposes 0, or the headroom if as many are there; the scale-down stabilization window, or an {@code Activation}'s cooldown on
 *       the way to zero, is the idle timeout. Without {@code requestsFrom} it is unknown who works, so it never shrinks by itself.
 * </ul>
 *
 * <p>The rule is that of RunPod's queue delay (4 s, one worker at a time); its request count is {@link Backlog#perReplica}.
 *
 * <p>Take it when requests are few and long and workers costly, as on GPUs, so that a short wait is better than one more
 * worker. Do not take it for loads that rise fast: it grows by a step per start-up time, however long the queue is. There take
 * {@link Backlog}, or both: the higher proposal wins.
 */
public final class QueueDelay extends FormulaSource {
    private static final int MAX_DAYS = 365;
    private static final String NEGATIVE = "wait and requests must be >= 0";

    private final long limitMillis;
    private final int step;
    private final List<String> signals;
    private final long requestsMilliPerWorker;
    private final int headroom;
    private final boolean abstains;

    private QueueDelay(Builder builder) {
        super(builder.text());
        limitMillis = builder.limit.toMillis();
        step = builder.step;
        signals = builder.requestsFrom == null ? List.of() : List.of(builder.requestsFrom);
        requestsMilliPerWorker = builder.requestsPerWorker * 1000L;
        headroom = builder.headroom;
        abstains = builder.abstains;
    }

    /**
     * Begins with the longest wait that is good.
     *
     * @param limit 0 to 365 days, in whole milliseconds; a wait of exactly this length is good; not null
     * @return the builder
     */
    public static Builder longerThan(Duration limit) {
        return new Builder(limit);
    }

    /** {@return the id of the metric that counts the requests} One id, or none. */
    @Override
    public List<String> signals() {
        return signals;
    }

    /**
     * Compares the oldest wait with the limit.
     *
     * @param in the oldest wait in seconds as the source's value, the requests, the wanted and the ready workers. Negative
     *     numbers, which only {@code kubernetesArithmetic()} lets through, fail
     * @return replicas, at least 0, or abstained, or failed
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        long requests = signals.isEmpty() ? Long.MAX_VALUE : in.signalMilli(0);
        long wait = in.valueMilli();
        return wait < 0 || requests < 0
                ? in.failed(NEGATIVE)
                : replicasOf(wait, requests, in.currentReplicas(), in.readyReplicas());
    }

    /** The requests are {@link Long#MAX_VALUE} thousandths where they are not counted. */
    int replicasOf(long waitMillis, long requestsMilli, int current, int ready) {
        boolean isCounted = !signals.isEmpty();
        int leastNeed = waitMillis > 0 ? 1 : 0;
        int need = isCounted
                ? Products.plus(
                        Math.max(leastNeed, Products.ceilDiv(requestsMilli, 1, requestsMilliPerWorker)), headroom)
                : Integer.MAX_VALUE;
        if (waitMillis > limitMillis) {
            int more = Products.plus(Math.min(current, ready), step);
            return Math.max(current, Math.min(more, need));
        }
        return abstains ? ReplicaSource.ABSTAIN : Math.min(current, need);
    }

    /** Collects the parts of a {@link QueueDelay} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final Duration limit;
        private int step = 1;
        private @Nullable String requestsFrom;
        private int requestsPerWorker = 1;
        private int headroom;
        private boolean abstains;

        private Builder(Duration limit) {
            this.limit = Objects.requireNonNull(limit, "limit");
        }

        /**
         * Sets how many workers are added at a time.
         *
         * @param workers at least 1, the default
         * @return this
         */
        public Builder step(int workers) {
            step = workers;
            return this;
        }

        /**
         * Sets where the number of requests comes from, so that it can shrink.
         *
         * @param metricId the id of another metric of the spec, such as a {@link MetricSpec#signal signal}, whose value is the
         *     requests that wait <em>and</em> those that are in progress; not null, not blank
         * @param requestsPerWorker how many requests one worker handles at a time, at least 1
         * @return this
         */
        public Builder requestsFrom(String metricId, int requestsPerWorker) {
            requestsFrom = Objects.requireNonNull(metricId, "metricId");
            this.requestsPerWorker = requestsPerWorker;
            return this;
        }

        /**
         * Sets how many workers may be there beyond what the requests need. Needs {@link #requestsFrom}.
         *
         * @param workers at least 0, the default
         * @return this
         */
        public Builder headroom(int workers) {
            headroom = workers;
            return this;
        }

        /**
         * Lets other metrics decide while nothing waits too long, where it would otherwise hold the count. Not together with
         * {@link #requestsFrom}. An abstaining metric counts as inactive, unless it has an activation threshold.
         *
         * @return this
         */
        public Builder abstainWhileInTime() {
            abstains = true;
            return this;
        }

        private String text() {
            String requests = requestsFrom == null
                    ? ""
                    : ", signal(" + RatioTarget.quotedIfNeeded(requestsFrom) + ") / " + requestsPerWorker
                            + (headroom == 0 ? "" : " + " + headroom);
            return "delay(wait > " + limit + ": +" + step + requests + (abstains ? ", else abstain" : "") + ')';
        }

        /**
         * Checks every rule and builds the source.
         *
         * @return the source
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public QueueDelay build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireMillis("limit", limit, 0, MAX_DAYS);
            broken.requireBound(step >= 1, ">= 1", "step", step);
            broken.requireBound(requestsPerWorker >= 1, ">= 1", "requestsPerWorker", requestsPerWorker);
            String from = String.valueOf(requestsFrom);
            broken.require(!from.isBlank(), "metric id must not be blank", "metricId", '"' + from + '"');
            broken.requireNotNegative("headroom", headroom);
            broken.require(headroom == 0 || requestsFrom != null, "headroom needs requestsFrom", "headroom", headroom);
            boolean isAlone = !abstains || requestsFrom == null;
            broken.require(isAlone, "abstainWhileInTime must be without requestsFrom", "requestsFrom", from);
            broken.throwIfAny();
            return new QueueDelay(this);
        }

        /**
         * Builds the source as a spec's metric.
         *
         * @param name the metric's name; not null
         * @return the metric
         * @throws IllegalArgumentException as {@link #build()}
         */
        public MetricSpec asMetric(String name) {
            return MetricSpec.source(name, build());
        }
    }
}
