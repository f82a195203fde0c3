package dev.autoscale;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metric that an autoscaler follows, and its target (one entry of the Kubernetes HPA's {@code metrics}). Immutable and
 * thread-safe.
 *
 * <p>A metric has an id, by default its name (for a container's resource {@code resource/container}); ids are unique within
 * a spec. Values are checked where an {@link AutoscalerSpec} is built.
 */
public final class MetricSpec {
    /** Where a metric comes from, with the names of the Kubernetes HPA. */
    public enum Kind {
        /** A resource of whole pods, such as cpu or memory. */
        RESOURCE("Resource", Reason.FAILED_GET_RESOURCE_METRIC),
        /** A resource of one container of each pod. */
        CONTAINER_RESOURCE("ContainerResource", Reason.FAILED_GET_CONTAINER_RESOURCE_METRIC),
        /** Another metric of each pod. */
        PODS("Pods", Reason.FAILED_GET_PODS_METRIC),
        /** A metric of one object of the cluster, such as an ingress. */
        OBJECT("Object", Reason.FAILED_GET_OBJECT_METRIC),
        /** A metric from outside the cluster, such as the length of a queue. */
        EXTERNAL("External", Reason.FAILED_GET_EXTERNAL_METRIC),
        /** A type that nobody knows; only for specs that the Kubernetes API would refuse. */
        UNKNOWN("Unknown", Reason.INVALID_METRIC_SOURCE_TYPE);

        private final String text;
        private final Reason failure;

        Kind(String text, Reason failure) {
            this.text = text;
            this.failure = failure;
        }

        /**
         * The condition reason when a metric of this kind is the first to fail.
         *
         * @return the reason
         */
        public Reason failure() {
            return failure;
        }

        /**
         * The kind as Kubernetes writes it.
         *
         * @return the Kubernetes name
         */
        @Override
        public String toString() {
            return text;
        }

        boolean isPerPod() {
            return this == RESOURCE || this == CONTAINER_RESOURCE || this == PODS;
        }

        boolean isResource() {
            return this == RESOURCE || this == CONTAINER_RESOURCE;
        }
    }

    /** What the target is compared with. */
    public enum Target {
        /** The share of the requested resource that is used, in whole percent. */
        UTILIZATION,
        /** The value per replica. */
        AVERAGE_VALUE,
        /** The value itself. */
        VALUE,
        /** No usable field; only for specs that the Kubernetes API would refuse. */
        NONE
    }

    /** A metric that still waits for its target. Immutable and thread-safe. */
    public static final class Source {
        private final Kind kind;
        private final String name;
        private final @Nullable String container;

        private Source(Kind kind, String name, @Nullable String container) {
            this.kind = kind;
            this.name = Objects.requireNonNull(name, "name");
            this.container = container;
        }

        /**
         * Targets a share of the requested resource.
         *
         * @param percent whole percent, at least 1; may exceed 100
         * @return the metric
         */
        public MetricSpec averageUtilization(int percent) {
            return with(Target.UTILIZATION, percent);
        }

        /**
         * Targets a value per replica.
         *
         * @param value above 0, in the metric's unit; rounded up to thousandths
         * @return the metric
         * @throws IllegalArgumentException if the value is NaN or infinite
         */
        public MetricSpec averageValue(double value) {
            return averageValueMilli(finiteMilli(value));
        }

        /**
         * Targets a value per replica, exactly.
         *
         * @param valueMilli above 0, in thousandths of the metric's unit
         * @return the metric
         */
        public MetricSpec averageValueMilli(long valueMilli) {
            return with(Target.AVERAGE_VALUE, valueMilli);
        }

        /**
         * Targets the value itself.
         *
         * @param value above 0, in the metric's unit; rounded up to thousandths
         * @return the metric
         * @throws IllegalArgumentException if the value is NaN or infinite
         */
        public MetricSpec value(double value) {
            return valueMilli(finiteMilli(value));
        }

        /**
         * Targets the value itself, exactly.
         *
         * @param valueMilli above 0, in thousandths of the metric's unit
         * @return the metric
         */
        public MetricSpec valueMilli(long valueMilli) {
            return with(Target.VALUE, valueMilli);
        }

        /**
         * A metric without a usable target: it fails in every decision. For replaying specs that the Kubernetes API would
         * refuse; {@link AutoscalerSpecBuilder#build()} refuses it too.
         *
         * @return the metric
         */
        public MetricSpec withoutTarget() {
            return with(Target.NONE, 0);
        }

        private MetricSpec with(Target target, long amount) {
            String id = container == null ? name : name + '/' + container;
            return new MetricSpec(kind, id, name, container, target, amount, Long.MAX_VALUE);
        }

        private static long finiteMilli(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("target must be a finite number: target=" + value);
            }
            return Milli.ceil(value);
        }
    }

    private final Kind kind;
    private final String id;
    private final String name;
    private final @Nullable String container;
    private final Target target;
    private final long amount;
    private final long maxAgeMillis;

    private MetricSpec(
            Kind kind,
            String id,
            String name,
            @Nullable String container,
            Target target,
            long amount,
            long maxAgeMillis) {
        this.kind = kind;
        this.id = id;
        this.name = name;
        this.container = container;
        this.target = target;
        this.amount = amount;
        this.maxAgeMillis = maxAgeMillis;
    }

    /**
     * A resource of whole pods. The name {@code cpu} brings Kubernetes' rules for pods that still start.
     *
     * @param resource the resource's name, such as {@code cpu} or {@code memory}
     * @return the metric's source
     */
    public static Source resource(String resource) {
        return new Source(Kind.RESOURCE, resource, null);
    }

    /**
     * A resource of one container of each pod. The name {@code cpu} brings Kubernetes' rules for pods that still start.
     *
     * @param resource the resource's name, such as {@code cpu} or {@code memory}
     * @param container the container's name
     * @return the metric's source
     */
    public static Source containerResource(String resource, String container) {
        return new Source(Kind.CONTAINER_RESOURCE, resource, Objects.requireNonNull(container, "container"));
    }

    /**
     * Another metric of each pod; its target is an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static Source pods(String name) {
        return new Source(Kind.PODS, name, null);
    }

    /**
     * A metric of one object of the cluster; its target is a value or an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static Source object(String name) {
        return new Source(Kind.OBJECT, name, null);
    }

    /**
     * A metric from outside the cluster; its target is a value or an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static Source external(String name) {
        return new Source(Kind.EXTERNAL, name, null);
    }

    /**
     * A metric of a type that nobody knows: it fails in every decision. For replaying specs that the Kubernetes API would
     * refuse; {@link AutoscalerSpecBuilder#build()} refuses it too.
     *
     * @param name the metric's name
     * @return the metric
     */
    public static MetricSpec unknown(String name) {
        return new Source(Kind.UNKNOWN, name, null).withoutTarget();
    }

    /**
     * The same metric under another id.
     *
     * @param id the id, not blank, unique within a spec
     * @return the renamed metric
     */
    public MetricSpec id(String id) {
        return new MetricSpec(kind, Objects.requireNonNull(id, "id"), name, container, target, amount, maxAgeMillis);
    }

    /**
     * The same metric with a limit on the age of its samples: an older sample counts as missing.
     *
     * @param maxAge above 0; a sample exactly this old still counts
     * @return the metric with the limit
     */
    public MetricSpec maxAge(Duration maxAge) {
        return new MetricSpec(kind, id, name, container, target, amount, Times.millis(maxAge));
    }

    /**
     * Where the metric comes from.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The metric's id, unique within a spec.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * The metric's or resource's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The container that the metric is about.
     *
     * @return the container's name, or null unless the kind is {@link Kind#CONTAINER_RESOURCE}
     */
    public @Nullable String container() {
        return container;
    }

    /**
     * What the target is compared with.
     *
     * @return the kind of target
     */
    public Target target() {
        return target;
    }

    /**
     * The target's amount.
     *
     * @return whole percent for {@link Target#UTILIZATION}, otherwise thousandths of the metric's unit
     */
    public long targetAmount() {
        return amount;
    }

    /**
     * The limit on the age of samples.
     *
     * @return milliseconds, inclusive; {@link Long#MAX_VALUE} without a limit
     */
    public long maxAgeMillis() {
        return maxAgeMillis;
    }

    boolean limitsAge() {
        return maxAgeMillis != Long.MAX_VALUE;
    }

    /** Whether Kubernetes' rules for starting pods apply. */
    boolean isCpu() {
        return kind.isResource() && name.equals("cpu");
    }

    /** Whether the metric can be measured while the workload has no pods. */
    boolean worksFromZero() {
        return kind == Kind.OBJECT || kind == Kind.EXTERNAL;
    }

    /** Whether Kubernetes takes a negative sum of series for an overflow. */
    boolean negativeSumOverflows() {
        return kind == Kind.EXTERNAL && target == Target.AVERAGE_VALUE;
    }

    /** Whether the metric is a total that the target spreads over the replicas, so that the count hardly matters to it. */
    boolean isTotalPerReplica() {
        return worksFromZero() && target == Target.AVERAGE_VALUE;
    }

    String amountText() {
        return target == Target.UTILIZATION ? amount + " %" : Milli.text(amount);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MetricSpec that
                && kind == that.kind
                && id.equals(that.id)
                && name.equals(that.name)
                && Objects.equals(container, that.container)
                && target == that.target
                && amount == that.amount
                && maxAgeMillis == that.maxAgeMillis;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, id, name, container, target, amount, maxAgeMillis);
    }

    /**
     * The metric in one line, for messages.
     *
     * @return id, kind and target
     */
    @Override
    public String toString() {
        return id + " (" + kind + ' ' + target + ' ' + amountText() + ')';
    }
}
