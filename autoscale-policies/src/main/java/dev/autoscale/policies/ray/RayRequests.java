package dev.autoscale.policies.ray;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a deployment, as Ray Serve's controller adds them up from the reports of replicas and handles. Pure functions; thread-safe.
 * Source of the rules: Ray 2.58.0.
 *
 * @param total requests in flight, queued ones included: the metric {@code ongoing_requests} of {@link RayServe}
 * @param queued those that wait
 */
public record RayRequests(double total, double queued) {
    private static final double LONGEST_SILENCE_SECONDS = 10;

    /** Where a handle is. */
    public enum Source {
        /** In a proxy. */
        PROXY,
        /** In a replica of another deployment. */
        REPLICA,
        /** In a driver, or it is not known where. */
        UNKNOWN
    }

    /**
     * The latest report of one replica.
     *
     * @param replica its id; not null
     * @param running what it serves; null if it does not say
     */
    public record OfReplica(String replica, @Nullable RayGauge running) {
        /**
         * Refuses null for the id.
         *
         * @param replica not null
         * @param running null if it does not say
         */
        public OfReplica {
            Objects.requireNonNull(replica, "replica");
        }
    }

    /**
     * The latest report of one handle.
     *
     * @param source where it is; not null
     * @param alive whether what it is in is alive
     * @param seconds when it reported
     * @param queued what waits there; not null
     * @param running what it has running, by replica and in the order of its report; not null
     */
    public record OfHandle(
            Source source, boolean alive, double seconds, RayGauge queued, Map<String, RayGauge> running) {
        /**
         * Refuses null.
         *
         * @param source not null
         * @param alive any
         * @param seconds any
         * @param queued not null
         * @param running not null
         */
        public OfHandle {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(queued, "queued");
            Objects.requireNonNull(running, "running");
        }

        /**
         * Whether the report no longer counts: what it came from is gone, or it is older than two intervals and 10 s.
         *
         * @param nowSeconds now
         * @param intervalSeconds how often handles report ({@code metrics_interval_s})
         * @return whether it is dropped
         */
        public boolean isStale(double nowSeconds, double intervalSeconds) {
            boolean isGone = source != Source.UNKNOWN && !alive;
            return isGone || nowSeconds - seconds >= Math.max(2 * intervalSeconds, LONGEST_SILENCE_SECONDS);
        }
    }

    /**
     * The sum of means, as Ray Serve adds up unless it is told to aggregate.
     *
     * @param running ids of the running replicas; not null
     * @param replicas reports of replicas, in the order of their arrival; not null
     * @param handles reports of handles that are not {@link OfHandle#isStale stale}, in the order of the first of each; not null
     * @return the sums; where replicas report more than 0, handles only count what waits
     */
    public static RayRequests ofMeans(List<String> running, List<OfReplica> replicas, List<OfHandle> handles) {
        double total = 0;
        for (OfReplica report : replicas) {
            RayGauge gauge = report.running();
            total += gauge == null || !running.contains(report.replica()) ? 0 : gauge.mean();
        }
        boolean isOnReplicas = total > 0;
        double queued = 0;
        for (OfHandle handle : handles) {
            total += handle.queued().mean();
            queued += handle.queued().mean();
            if (!isOnReplicas) {
                for (Map.Entry<String, RayGauge> entry : handle.running().entrySet()) {
                    total += running.contains(entry.getKey()) ? entry.getValue().mean() : 0;
                }
            }
        }
        return new RayRequests(total, queued);
    }

    /**
     * The aggregate of the sum of all gauges ({@code RAY_SERVE_AGGREGATE_METRICS_AT_CONTROLLER=1}).
     *
     * @param running ids of the running replicas, in the order in which they are listed; not null
     * @param replicas reports of replicas; not null
     * @param handles reports of handles that are not stale; not null
     * @param aggregation {@code aggregation_function}; not null
     * @param nowSeconds now
     * @return the aggregates; where a running replica reports, handles only count what waits
     */
    public static RayRequests ofSeries(
            List<String> running,
            List<OfReplica> replicas,
            List<OfHandle> handles,
            RaySeries.Aggregation aggregation,
            double nowSeconds) {
        List<RaySeries> all = new ArrayList<>();
        for (String id : running) {
            for (OfReplica report : replicas) {
                RayGauge gauge = report.running();
                if (gauge != null && report.replica().equals(id)) {
                    all.add(gauge.points());
                }
            }
        }
        if (all.isEmpty()) {
            for (OfHandle handle : handles) {
                handle.running().forEach((id, gauge) -> {
                    if (running.contains(id)) {
                        all.add(gauge.points());
                    }
                });
            }
        }
        List<RaySeries> queues =
                handles.stream().map(handle -> handle.queued().points()).toList();
        all.addAll(queues);
        return new RayRequests(
                RaySeries.aggregate(all, aggregation, nowSeconds),
                RaySeries.aggregate(queues, aggregation, nowSeconds));
    }
}
