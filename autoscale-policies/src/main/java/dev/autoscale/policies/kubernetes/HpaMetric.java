package dev.autoscale.policies.kubernetes;

import dev.autoscale.MetricSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the {@code metrics} of a Kubernetes HorizontalPodAutoscaler, raw: it can hold what the API would refuse.
 * Immutable and thread-safe.
 *
 * <p>The API wants exactly one source, the one that the type names; the factories make such metrics.
 *
 * @param type the API knows {@code Object}, {@code Pods}, {@code Resource}, {@code ContainerResource} and {@code External};
 *     empty if not given
 * @param object the source of type {@code Object}, or null
 * @param pods the source of type {@code Pods}, or null
 * @param resource the source of type {@code Resource}, or null
 * @param containerResource the source of type {@code ContainerResource}, or null
 * @param external the source of type {@code External}, or null
 */
public record HpaMetric(
        String type,
        @Nullable ObjectSource object,
        @Nullable PodsSource pods,
        @Nullable ResourceSource resource,
        @Nullable ContainerResourceSource containerResource,
        @Nullable ExternalSource external) {
    static final String OBJECT = "Object";
    static final String PODS = "Pods";
    static final String RESOURCE = "Resource";
    static final String CONTAINER_RESOURCE = "ContainerResource";
    static final String EXTERNAL = "External";

    private static final String NO_SELECTOR = "nil";

    /**
     * What a metric is to be kept at ({@code MetricTarget}). Immutable and thread-safe.
     *
     * @param type the API knows {@code Utilization}, {@code Value} and {@code AverageValue}, and does not compare it with the
     *     field that is given; empty if not given
     * @param value the value itself, above 0 for the API, or null
     * @param averageValue the value per pod, above 0 for the API, or null
     * @param averageUtilization whole percent of the requested resource, at least 1 for the API, or null
     */
    public record Target(
            String type,
            @Nullable Quantity value,
            @Nullable Quantity averageValue,
            @Nullable Integer averageUtilization) {
        /** The target of a percentage of the request. */
        public static final String UTILIZATION = "Utilization";

        /** The target of a total. */
        public static final String VALUE = "Value";

        /** The target of an average per pod. */
        public static final String AVERAGE_VALUE = "AverageValue";

        /**
         * Refuses a null type.
         *
         * @param type not null
         * @param value may be null
         * @param averageValue may be null
         * @param averageUtilization may be null
         */
        public Target {
            Objects.requireNonNull(type, "type");
        }

        /**
         * A share of the requested resource.
         *
         * @param percent whole percent, at least 1; may exceed 100
         * @return the target
         */
        public static Target averageUtilization(int percent) {
            return new Target(UTILIZATION, null, null, percent);
        }

        /**
         * A value per pod.
         *
         * @param quantity above 0, in the metric's unit
         * @return the target
         */
        public static Target averageValue(Quantity quantity) {
            return new Target(AVERAGE_VALUE, null, Objects.requireNonNull(quantity, "quantity"), null);
        }

        /**
         * The value itself.
         *
         * @param quantity above 0, in the metric's unit
         * @return the target
         */
        public static Target value(Quantity quantity) {
            return new Target(VALUE, Objects.requireNonNull(quantity, "quantity"), null, null);
        }
    }

    /**
     * Which metric is meant ({@code MetricIdentifier}). Immutable and thread-safe.
     *
     * @param name the metric's name; empty if not given
     * @param selector which of its series, or null if not given; for descriptions, as the caller brings the values
     */
    public record Identifier(String name, @Nullable LabelSelector selector) {
        /**
         * Refuses a null name.
         *
         * @param name not null
         * @param selector may be null
         */
        public Identifier {
            Objects.requireNonNull(name, "name");
        }

        private String externalDescription() {
            return "external metric " + name + '(' + (selector == null ? NO_SELECTOR : selector) + ')';
        }
    }

    /**
     * A metric of one object of the cluster. Immutable and thread-safe.
     *
     * @param describedObject the object
     * @param metric which metric
     * @param target what to keep it at
     */
    public record ObjectSource(ObjectReference describedObject, Identifier metric, Target target) {
        /**
         * Refuses null.
         *
         * @param describedObject not null
         * @param metric not null
         * @param target not null
         */
        public ObjectSource {
            Objects.requireNonNull(describedObject, "describedObject");
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * A metric of every pod. Immutable and thread-safe.
     *
     * @param metric which metric
     * @param target what to keep it at
     */
    public record PodsSource(Identifier metric, Target target) {
        /**
         * Refuses null.
         *
         * @param metric not null
         * @param target not null
         */
        public PodsSource {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * A resource of every pod. Immutable and thread-safe.
     *
     * @param name the resource, such as {@code cpu}; empty if not given
     * @param target what to keep it at
     */
    public record ResourceSource(String name, Target target) {
        /**
         * Refuses null.
         *
         * @param name not null
         * @param target not null
         */
        public ResourceSource {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * A resource of one container of every pod. Immutable and thread-safe.
     *
     * @param name the resource, such as {@code cpu}; empty if not given
     * @param container the container; empty if not given
     * @param target what to keep it at
     */
    public record ContainerResourceSource(String name, String container, Target target) {
        /**
         * Refuses null.
         *
         * @param name not null
         * @param container not null
         * @param target not null
         */
        public ContainerResourceSource {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(container, "container");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * A metric from outside the cluster. Immutable and thread-safe.
     *
     * @param metric which metric
     * @param target what to keep it at
     */
    public record ExternalSource(Identifier metric, Target target) {
        /**
         * Refuses null.
         *
         * @param metric not null
         * @param target not null
         */
        public ExternalSource {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(target, "target");
        }
    }

    /**
     * Refuses a null type.
     *
     * @param type not null
     * @param object may be null
     * @param pods may be null
     * @param resource may be null
     * @param containerResource may be null
     * @param external may be null
     */
    public HpaMetric {
        Objects.requireNonNull(type, "type");
    }

    /**
     * A resource of every pod.
     *
     * @param name the resource, such as {@code cpu}
     * @param target a utilization or an average value
     * @return the metric
     */
    public static HpaMetric resource(String name, Target target) {
        return new HpaMetric(RESOURCE, null, null, new ResourceSource(name, target), null, null);
    }

    /**
     * A resource of one container of every pod.
     *
     * @param name the resource, such as {@code cpu}
     * @param container the container
     * @param target a utilization or an average value
     * @return the metric
     */
    public static HpaMetric containerResource(String name, String container, Target target) {
        return new HpaMetric(
                CONTAINER_RESOURCE, null, null, null, new ContainerResourceSource(name, container, target), null);
    }

    /**
     * A metric of every pod.
     *
     * @param name the metric, without a selector
     * @param target an average value
     * @return the metric
     */
    public static HpaMetric pods(String name, Target target) {
        return new HpaMetric(PODS, null, new PodsSource(new Identifier(name, null), target), null, null, null);
    }

    /**
     * A metric of one object of the cluster.
     *
     * @param describedObject the object
     * @param name the metric, without a selector
     * @param target a value or an average value
     * @return the metric
     */
    public static HpaMetric object(ObjectReference describedObject, String name, Target target) {
        ObjectSource source = new ObjectSource(describedObject, new Identifier(name, null), target);
        return new HpaMetric(OBJECT, source, null, null, null, null);
    }

    /**
     * A metric from outside the cluster.
     *
     * @param name the metric, without a selector
     * @param target a value or an average value
     * @return the metric
     */
    public static HpaMetric external(String name, Target target) {
        return external(new Identifier(name, null), target);
    }

    /**
     * A metric from outside the cluster, with a selector.
     *
     * @param metric which metric
     * @param target a value or an average value
     * @return the metric
     */
    public static HpaMetric external(Identifier metric, Target target) {
        return new HpaMetric(EXTERNAL, null, null, null, null, new ExternalSource(metric, target));
    }

    /** The library's own metric, as the controller of Kubernetes 1.36 reads this one, whether the API would accept it or not. */
    MetricSpec toMetricSpec() {
        if (object != null && type.equals(OBJECT)) {
            return objectTarget(MetricSpec.object(object.metric.name), object.target);
        }
        if (pods != null && type.equals(PODS)) {
            return averageTarget(MetricSpec.pods(pods.metric.name), pods.target);
        }
        if (resource != null && type.equals(RESOURCE)) {
            return resourceTarget(MetricSpec.resource(resource.name), resource.target);
        }
        if (containerResource != null && type.equals(CONTAINER_RESOURCE)) {
            return resourceTarget(
                    MetricSpec.containerResource(containerResource.name, containerResource.container),
                    containerResource.target);
        }
        if (external != null && type.equals(EXTERNAL)) {
            return externalTarget(MetricSpec.external(external.metric.name), external.target);
        }
        return MetricSpec.unknown(type);
    }

    /** Only here does the target's type count: the field has to be the one that it names. */
    private static MetricSpec objectTarget(MetricSpec.NeedsTarget source, Target target) {
        if (target.value != null && target.type.equals(Target.VALUE)) {
            return source.valueMilli(target.value.milliValue());
        }
        return target.type.equals(Target.AVERAGE_VALUE) ? averageTarget(source, target) : source.withoutTarget();
    }

    private static MetricSpec averageTarget(MetricSpec.NeedsTarget source, Target target) {
        Quantity average = target.averageValue;
        return average == null ? source.withoutTarget() : source.averageValueMilli(average.milliValue());
    }

    private static MetricSpec resourceTarget(MetricSpec.NeedsTarget source, Target target) {
        return target.averageValue == null && target.averageUtilization != null
                ? source.averageUtilization(target.averageUtilization)
                : averageTarget(source, target);
    }

    private static MetricSpec externalTarget(MetricSpec.NeedsTarget source, Target target) {
        return target.averageValue == null && target.value != null
                ? source.valueMilli(target.value.milliValue())
                : averageTarget(source, target);
    }

    /** The metric as the controller names it in the reason for a rescale; empty if it can never be the reason. */
    String description() {
        MetricSpec spec = toMetricSpec();
        String name = spec.name();
        String share = spec.target() == MetricSpec.Target.UTILIZATION ? " utilization (percentage of request)" : "";
        if (spec.target() == MetricSpec.Target.NONE) {
            return "";
        }
        return switch (spec.kind()) {
            case RESOURCE -> name + " resource" + share;
            case CONTAINER_RESOURCE -> name + (share.isEmpty() ? "" : " container") + " resource" + share;
            case PODS -> "pods metric " + name;
            case OBJECT -> objectDescription(spec.target());
            case EXTERNAL -> external == null ? "" : external.metric.externalDescription();
            case SOURCE, SIGNAL, UNKNOWN -> "";
        };
    }

    private String objectDescription(MetricSpec.Target target) {
        if (object == null) {
            return "";
        }
        return target == MetricSpec.Target.VALUE
                ? object.describedObject.kind() + " metric " + object.metric.name
                : object.metric.externalDescription();
    }
}
