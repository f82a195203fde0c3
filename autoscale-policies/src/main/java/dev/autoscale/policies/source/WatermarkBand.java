package dev.autoscale.policies.source;

import dev.autoscale.MetricSpec;
import dev.autoscale.Milli;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A band between two watermarks: the replicas change only while the average per replica is outside of it. Immutable and
 * thread-safe; an answer takes constant time and allocates nothing.
 *
 * <pre>{@code
 * var spec = AutoscalerSpec.builder(2, 40)
 *         .metric(WatermarkBand.ofAverage(60, 80) // percent of a replica's slots that are in use
 *                 .tolerance(0.05) // acts above 84 and below 57
 *                 .asMetric("busy_slots"))
 *         .build();
 * }</pre>
 *
 * <p>With a the average per replica, r the ready and c the wanted replicas, and L = r * a the whole load:
 *
 * <pre>
 * a &gt; high * (1 + tolerance)   max(c, ceil(L / high))                                   grow until the average is at most high
 * a &lt; low * (1 - tolerance)    min(c, max(1, floor(L / low), ceil(L / high)))           shrink until it is at least low
 * otherwise                    c, or one step of {@link Builder#convergeTowards}
 * </pre>
 *
 * <p>Both edges belong to the band. All of it is exact. From zero, any total wakes ({@code ceil(L / high)}), an average only
 * above the band, as if it were that of one replica. If replicas are wanted and none is ready, it never shrinks.
 *
 * <p>The rule is that of the WatermarkPodAutoscaler (its algorithm {@code absolute} is {@link #ofAverage}, {@code average} is
 * {@link #ofTotal}), which {@link dev.autoscale.policies.wpa.WatermarkPodAutoscaler} follows to the last bit, with these
 * differences. Its shrink stops at {@code floor(L / low)} alone: if high is less than twice low,
 * that can be so few that the average comes out above high, and it grows again; {@code ceil(L / high)} keeps the average at or
 * below high. Replicas that are asked for but not ready are neither asked for again nor given back while the average is above
 * the band. A value of 0 is no load, not a missing value. The tolerance is exact, where it is cut to thousandths there, and a step of
 * {@link Builder#convergeTowards} looks at the load alone, not at the bounds.
 *
 * <p>It never proposes 0 for a working workload. To go to zero, give the metric an activation threshold
 * ({@link MetricSpec#activation}) and the spec an {@link dev.autoscale.Activation}.
 *
 * <p>Take it when the load wobbles and changes are costly, so that a whole range is good enough. Do not take it when one target
 * is meant: a band answers the same for 61 % and 79 %, so it runs up to high / low times as many replicas as are needed.
 */
public final class WatermarkBand extends FormulaSource {
    /** The end of the band to converge towards. */
    public enum Watermark {
        /** More replicas, less load on each. */
        LOW,
        /** Fewer replicas, more load on each. */
        HIGH
    }

    /** Watermarks are at most this high. */
    private static final double MOST = 1e12;

    private static final long ONE = 1000;

    private final boolean isTotal;
    private final long lowMilli;
    private final long highMilli;
    /** The edges with the tolerance, in millionths. */
    private final long lowEdge;

    private final long highEdge;
    private final @Nullable Watermark towards;
    private final int multiple;

    private WatermarkBand(Builder builder) {
        super(builder.text());
        isTotal = builder.isTotal;
        lowMilli = builder.lowMilli();
        highMilli = builder.highMilli();
        lowEdge = lowMilli * (ONE - builder.toleranceMilli());
        highEdge = highMilli * (ONE + builder.toleranceMilli());
        towards = builder.towards;
        multiple = builder.multiple;
    }

    /**
     * Begins a band for a value that is an average per replica already.
     *
     * @param low the low watermark, above 0, at most 10^12, in the metric's unit; rounded up to thousandths, as values are
     * @param high the high watermark, above the low one, at most 10^12; rounded up to thousandths
     * @return the builder
     */
    public static Builder ofAverage(double low, double high) {
        return new Builder(false, low, high);
    }

    /**
     * Begins a band for a value that is the total of all replicas: the ready ones share it.
     *
     * @param low the low watermark per replica; as for {@link #ofAverage}
     * @param high the high watermark per replica; as for {@link #ofAverage}
     * @return the builder
     */
    public static Builder ofTotal(double low, double high) {
        return new Builder(true, low, high);
    }

    /** {@return whether the values are totals} Otherwise they are averages per replica. */
    public boolean isTotal() {
        return isTotal;
    }

    /**
     * Compares the average with the band.
     *
     * @param in the average or total as the source's value, the wanted and the ready replicas. A negative value, which only
     *     {@code kubernetesArithmetic()} lets through, fails
     * @return replicas, at least 0
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        long value = in.valueMilli();
        return value < 0
                ? in.failed("value must be >= 0")
                : replicasOf(value, in.currentReplicas(), in.readyReplicas());
    }

    @Override
    public boolean valueIsPerReplica() {
        return !isTotal;
    }

    int replicasOf(long valueMilli, int current, int ready) {
        // The load is value * times, the average value / shares.
        long times = isTotal ? 1 : current == 0 ? 1 : ready;
        long shares = isTotal ? (current == 0 ? 0 : ready) : 1;
        if (current > 0 && ready == 0) {
            return isTotal ? Math.max(current, Products.ceilDiv(valueMilli, 1, highMilli)) : current;
        }
        if (Products.compare(valueMilli, ONE, highEdge, shares) > 0) {
            return Math.max(current, Products.ceilDiv(valueMilli, times, highMilli));
        }
        if (current == 0) {
            return 0;
        }
        return Products.compare(valueMilli, ONE, lowEdge, shares) < 0
                ? shrunk(valueMilli, times, current)
                : converged(valueMilli, times, current);
    }

    private int shrunk(long valueMilli, long times, int current) {
        int belowHigh = Products.ceilDiv(valueMilli, times, highMilli);
        int aboveLow = Products.floorDiv(valueMilli, times, lowMilli);
        return Math.min(current, Math.max(1, Math.max(aboveLow, belowHigh)));
    }

    private int converged(long valueMilli, long times, int current) {
        if (towards == Watermark.HIGH) {
            int fewer = current - multiple;
            return fewer >= 1 && Products.compare(valueMilli, times, highMilli, fewer) <= 0 ? fewer : current;
        }
        if (towards == Watermark.LOW) {
            int more = Products.plus(current, multiple);
            return Products.compare(valueMilli, times, lowMilli, more) >= 0 ? more : current;
        }
        return current;
    }

    /** Collects the parts of a {@link WatermarkBand} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final boolean isTotal;
        private final double low;
        private final double high;
        private double tolerance = 0.1;
        private @Nullable Watermark towards;
        private int multiple = 1;

        private Builder(boolean isTotal, double low, double high) {
            this.isTotal = isTotal;
            this.low = low;
            this.high = high;
        }

        /**
         * Sets how far outside of the watermarks the average is still good.
         *
         * @param share of the watermark, at least 0, below 1; rounded down to thousandths. 0.1 unless it is set
         * @return this
         */
        public Builder tolerance(double share) {
            tolerance = share;
            return this;
        }

        /**
         * Lets the replicas move inside the band too, by one step per decision, as long as the load, spread over the
         * replicas that it then proposes, would not pass that watermark (without tolerance). The stabilization windows and
         * rate policies space the steps.
         *
         * @param watermark the end of the band to move towards; not null. Without this call there is none
         * @param replicas the size of a step, at least 1: the WatermarkPodAutoscaler's {@code replicaScalingAbsoluteModulo}
         * @return this
         */
        public Builder convergeTowards(Watermark watermark, int replicas) {
            towards = Objects.requireNonNull(watermark, "watermark");
            multiple = replicas;
            return this;
        }

        private long lowMilli() {
            return Milli.ceil(low);
        }

        private long highMilli() {
            return Milli.ceil(high);
        }

        private long toleranceMilli() {
            return Milli.floor(tolerance);
        }

        private String text() {
            return "band(" + (isTotal ? "total" : "average") + ' ' + Milli.text(lowMilli()) + ".."
                    + Milli.text(highMilli()) + ", tolerance " + Milli.text(toleranceMilli())
                    + (towards == null ? "" : ", towards " + towards + " by " + multiple) + ')';
        }

        /**
         * Checks every rule and builds the band.
         *
         * @return the band
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public WatermarkBand build() {
            Violation.Collector broken = new Violation.Collector();
            broken.requireBound(low > 0 && low <= MOST, "> 0 and <= 1e12", "low", low);
            broken.requireBound(high > 0 && high <= MOST, "> 0 and <= 1e12", "high", high);
            broken.require(lowMilli() < highMilli(), "high must be > low", "low", low + ", high=" + high);
            broken.requireBound(tolerance >= 0 && tolerance < 1, ">= 0 and < 1", "tolerance", tolerance);
            broken.require(multiple >= 1, "convergeTowards must be by >= 1", "replicas", multiple);
            broken.throwIfAny();
            return new WatermarkBand(this);
        }

        /**
         * Builds the band as a spec's metric.
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
