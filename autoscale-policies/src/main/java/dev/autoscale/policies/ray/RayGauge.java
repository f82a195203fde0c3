package dev.autoscale.policies.ray;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reporter of requests sends about one gauge: its points within the look-back period and their mean. Immutable and thread-safe.
 * Source of the rules: Ray 2.58.0.
 *
 * @param mean the mean of the points
 * @param points the points; not null
 */
public record RayGauge(double mean, RaySeries points) {
    /**
     * Refuses null.
     *
     * @param mean any
     * @param points not null
     */
    public RayGauge {
        Objects.requireNonNull(points, "points");
    }

    /**
     * Requests that a replica says it serves.
     *
     * @param points what was sampled; not null
     * @param nowSeconds now
     * @param lookBackSeconds how far back points count ({@code look_back_period_s}); a point of exactly this age does not
     * @return the points left, and their mean; 0 if there are none
     */
    public static RayGauge ofReplica(RaySeries points, double nowSeconds, double lookBackSeconds) {
        RaySeries kept = points.after(nowSeconds - lookBackSeconds);
        return kept == null || kept.size() == 0
                ? new RayGauge(0, RaySeries.EMPTY)
                : new RayGauge(kept.sum() / kept.size(), kept);
    }

    /**
     * Requests that wait at a handle.
     *
     * @param points what was sampled; not null
     * @param nowSeconds now
     * @param lookBackSeconds how far back points count
     * @param current how many wait now, for where no point is left
     * @return the points left, and their mean
     */
    public static RayGauge ofQueue(RaySeries points, double nowSeconds, double lookBackSeconds, double current) {
        RaySeries kept = points.after(nowSeconds - lookBackSeconds);
        double mean = kept == null || kept.size() == 0 ? current : kept.sum() / kept.size();
        return new RayGauge(mean, orNow(kept, nowSeconds, current));
    }

    /**
     * Requests that a handle has running at one replica. Their mean is over the points of the handle's queue, so a replica that is
     * younger than the look-back period counts less.
     *
     * @param points what was sampled; not null
     * @param nowSeconds now
     * @param lookBackSeconds how far back points count
     * @param current how many run there now, for where no point is left
     * @param queue what was sampled of the handle's queue; not null
     * @return the points left, and their mean
     */
    public static RayGauge ofHandle(
            RaySeries points, double nowSeconds, double lookBackSeconds, double current, RaySeries queue) {
        RaySeries keptQueue = queue.after(nowSeconds - lookBackSeconds);
        int samples = keptQueue == null ? 1 : Math.max(1, keptQueue.size());
        RaySeries kept = points.after(nowSeconds - lookBackSeconds);
        double sum = kept == null || kept.size() == 0 ? current : kept.sum();
        return new RayGauge(sum / samples, orNow(kept, nowSeconds, current));
    }

    private static RaySeries orNow(@Nullable RaySeries kept, double nowSeconds, double current) {
        return kept == null ? RaySeries.of(new double[] {nowSeconds}, new double[] {current}) : kept;
    }
}
