package dev.autoscale;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metric that an autoscaler follows, and its target (one entry of the Kubernetes HPA's {@code metrics}). Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * MetricSpec.resource("cpu").averageUtilization(60); // percent of what pods request
 * MetricSpec.external("queue").averageValue(5); // a total, 5 of it per replica
 * MetricSpec.external("lag_seconds").value(30).maxAge(Duration.ofMinutes(2)); // a value that replicas do not share
 * MetricSpec.source("backlog", Backlog.perReplica(10).build()); // a rule of one's own
 * }</pre>
 *
 * <p>A metric has an id, by default its name (for a container's resource {@code resource/container}); ids are unique within
 * a spec. Values are checked where an {@link AutoscalerSpec} is built.
 */
@CheckReturnValue
public final class MetricSpec extends Settings {
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

    /** What becomes of a sample that is no amount of anything. */
    public enum SampleRule {
        /** The metric fails, so nothing shrinks. */
        FAIL,
        /** It counts as 0: KEDA's rule, for sources that say so when they are empty. */
        ZERO,
        /** It counts as it does in the Kubernetes HPA: it lowers a sum, and an External metric below 0 asks for as many as there may be. */
        KUBERNETES
    }

    private final NeedsTarget source;
    private final String id;
    private final Target target;
    private final long amount;
    private final Options options;

    MetricSpec(NeedsTarget source, String id, Target target, long amount, Options options) {
        super(
                source,
                id,
                target,
                amount,
                options.samples,
                options.gate.activationMilli,
                options.gate.onlyWhile,
                options.fallback);
        this.source = source;
        this.id = id;
        this.target = target;
        this.amount = amount;
        this.options = options;
    }

    /**
     * A resource of whole pods. The name {@code cpu} brings Kubernetes' rules for pods that still start.
     *
     * @param resource the resource's name, such as {@code cpu} or {@code memory}
     * @return the metric's source
     */
    public static NeedsTarget resource(String resource) {
        return new NeedsTarget(Kind.RESOURCE, resource, null, null);
    }

    /**
     * A resource of one container of each pod. The name {@code cpu} brings Kubernetes' rules for pods that still start.
     *
     * @param resource the resource's name, such as {@code cpu} or {@code memory}
     * @param container the container's name
     * @return the metric's source
     */
    public static NeedsTarget containerResource(String resource, String container) {
        Objects.requireNonNull(container, "container");
        return new NeedsTarget(Kind.CONTAINER_RESOURCE, resource, container, null);
    }

    /**
     * Another metric of each pod; its target is an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static NeedsTarget pods(String name) {
        return new NeedsTarget(Kind.PODS, name, null, null);
    }

    /**
     * A metric of one object of the cluster; its target is a value or an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static NeedsTarget object(String name) {
        return new NeedsTarget(Kind.OBJECT, name, null, null);
    }

    /**
     * A metric from outside the cluster; its target is a value or an average value.
     *
     * @param name the metric's name
     * @return the metric's source
     */
    public static NeedsTarget external(String name) {
        return new NeedsTarget(Kind.EXTERNAL, name, null, null);
    }

    /**
     * An input whose replicas another rule works out: a ratio to another workload, a time window, a backlog.
     *
     * @param name the input's name
     * @param source the rule
     * @return the metric
     */
    public static MetricSpec source(String name, ReplicaSource source) {
        Objects.requireNonNull(source, "source");
        return new NeedsTarget(Kind.SOURCE, name, null, source).with(Target.NONE, 0);
    }

    /**
     * A value that proposes nothing itself: {@linkplain ReplicaSource sources} read it, {@linkplain #onlyWhile gates} look at
     * it, and with {@link #activation} it keeps the workload from zero.
     *
     * @param name the signal's name
     * @return the metric
     */
    public static MetricSpec signal(String name) {
        return new NeedsTarget(Kind.SIGNAL, name, null, null).with(Target.NONE, 0);
    }

    /**
     * A metric of an unknown type: it fails in every decision. For replaying specs that the Kubernetes API would
     * refuse; {@link AutoscalerSpec.Builder#build()} refuses it too.
     *
     * @param name the metric's name
     * @return the metric
     */
    public static MetricSpec unknown(String name) {
        return new NeedsTarget(Kind.UNKNOWN, name, null, null).withoutTarget();
    }

    /**
     * The same metric under another id.
     *
     * @param id the id, not blank, unique within a spec
     * @return the renamed metric
     */
    public MetricSpec id(String id) {
        return new MetricSpec(source, Objects.requireNonNull(id, "id"), target, amount, options);
    }

    /**
     * The same metric with a limit on the age of its samples: an older sample counts as missing.
     *
     * @param maxAge above 0; a sample exactly this old still counts
     * @return the metric with the limit
     */
    public MetricSpec maxAge(Duration maxAge) {
        return with(samples()
                .with(Times.millis(maxAge), samples().lookBack(), samples().warmUpMillis()));
    }

    /**
     * The same metric, with what becomes of samples below 0. A negative request of a pod is no sample: it always counts as missing.
     *
     * @param rule {@link SampleRule#FAIL} unless it is set; a spec with {@link AutoscalerSpec.Builder#kubernetesArithmetic} takes a
     *     failure for {@link SampleRule#KUBERNETES}
     * @return the metric with the rule
     */
    public MetricSpec negative(SampleRule rule) {
        return with(
                samples().with(Objects.requireNonNull(rule, "rule"), samples().notFinite()));
    }

    /**
     * The same metric, with what becomes of samples that are NaN or infinite. A pod's sample counts as missing whatever the rule is.
     *
     * @param rule {@link SampleRule#FAIL} unless it is set, or {@link SampleRule#ZERO}
     * @return the metric with the rule
     */
    public MetricSpec notFinite(SampleRule rule) {
        return with(samples().with(samples().negative(), Objects.requireNonNull(rule, "rule")));
    }

    /**
     * The same metric with an activation threshold, apart from its target: above it, and not at it, the metric is active and
     * keeps the workload from zero (KEDA's {@code activationThreshold}). Without one, Object and External metrics are active
     * above 0, sources while they ask for replicas; signals and metrics of pods then do not count. Those of pods (for a
     * utilization in whole percent, which Kubernetes cuts) cannot be measured at zero, so they keep a workload at work but bring none back
     * from zero. A source that measures nothing is active while it asks for replicas, whatever the threshold is. Only specs with an {@link Activation} and
     * {@linkplain #onlyWhile gates} look at it.
     *
     * @param threshold in the metric's unit; rounded up to thousandths, as values are
     * @return the metric with the threshold
     * @throws IllegalArgumentException if the threshold is NaN or infinite
     */
    public MetricSpec activation(double threshold) {
        Violation.require(Double.isFinite(threshold), "activation must be a finite number", "activation", threshold);
        return activationMilli(Milli.ceil(threshold));
    }

    /**
     * The same metric with an exact activation threshold; otherwise as {@link #activation(double)}.
     *
     * @param thresholdMilli thousandths of the metric's unit
     * @return the metric with the threshold
     */
    public MetricSpec activationMilli(long thresholdMilli) {
        return with(options.with(new Options.Gate(thresholdMilli, options.gate().onlyWhile())));
    }

    /**
     * The same metric, of which not the latest value counts but what becomes of the last ones. It is about values; the samples
     * of listed pods are averaged where they are measured.
     *
     * @param rule the rule; null for the latest value
     * @return the metric with the rule
     */
    public MetricSpec lookBack(@Nullable LookBack rule) {
        return with(samples().with(samples().maxAgeMillis(), rule, samples().warmUpMillis()));
    }

    /**
     * The same metric with a warm-up: the samples of a listed pod that started less than this ago do not count. The pod counts
     * as capacity, as the Kubernetes HPA counts a pod that is not ready yet: it is taken to use nothing while the others ask
     * for more. (Without listed pods, give the average over the warm ones and their number as
     * {@link Observation#readyReplicas}.)
     *
     * @param time at least 0 (the default); a pod exactly this old is warm
     * @return the metric with the warm-up
     */
    public MetricSpec warmUp(Duration time) {
        return with(samples().with(samples().maxAgeMillis(), samples().lookBack(), Times.millis(time)));
    }

    /**
     * The same metric with an answer for when it fails again and again.
     *
     * @param fallback the answer; null for none
     * @return the metric with the fallback
     */
    public MetricSpec fallback(@Nullable Fallback fallback) {
        return with(options.fallback(fallback));
    }

    /**
     * The same metric behind a gate: it counts only while another one is active (above its {@link #activation} threshold).
     * While the other one fails it counts.
     *
     * @param otherId the id of the other metric; null for none
     * @return the metric behind the gate
     */
    public MetricSpec onlyWhile(@Nullable String otherId) {
        return with(options.with(new Options.Gate(options.gate().activationMilli(), otherId)));
    }

    private MetricSpec with(Options.Samples samples) {
        return with(options.with(samples));
    }

    private MetricSpec with(Options newOptions) {
        return new MetricSpec(source, id, target, amount, newOptions);
    }

    /** {@return where the metric comes from} */
    public Kind kind() {
        return source.kind;
    }

    /** {@return the metric's id, unique within a spec} */
    public String id() {
        return id;
    }

    /** {@return the metric's or resource's name} */
    public String name() {
        return source.name;
    }

    /**
     * {@return the container that the metric is about} The container's name, or null unless the kind is {@link
     * Kind#CONTAINER_RESOURCE}.
     */
    public @Nullable String container() {
        return source.container;
    }

    /** {@return what the target is compared with} */
    public Target target() {
        return target;
    }

    /**
     * {@return the target's amount} Whole percent for {@link Target#UTILIZATION}, otherwise thousandths of the metric's
     * unit.
     */
    public long targetAmount() {
        return amount;
    }

    /** {@return the limit on the age of samples} Milliseconds, inclusive; {@link Long#MAX_VALUE} without a limit. */
    public long maxAgeMillis() {
        return samples().maxAgeMillis();
    }

    /** {@return the rule that works out the replicas of a {@link Kind#SOURCE}} Null for every other kind. */
    public @Nullable ReplicaSource replicaSource() {
        return source.replicaSource;
    }

    /** {@return whether the metric has an activation threshold of its own} True with {@link #activation(double)}. */
    public boolean hasActivation() {
        return options.hasActivation();
    }

    /** {@return what becomes of samples below 0} */
    public SampleRule negative() {
        return samples().negative();
    }

    /** {@return what becomes of samples that are NaN or infinite} */
    public SampleRule notFinite() {
        return samples().notFinite();
    }

    /** {@return what the last values become} The rule, or null if only the latest value counts. */
    public @Nullable LookBack lookBack() {
        return samples().lookBack();
    }

    /** {@return how long the samples of a listed pod do not count after its start} At least 0; 0 unless it is set. */
    public Duration warmUp() {
        return Duration.ofMillis(samples().warmUpMillis());
    }

    /** {@return the answer for when the metric fails again and again} The fallback, or null if there is none. */
    public @Nullable Fallback fallback() {
        return options.fallback();
    }

    /** {@return whether the metric is given values} False only for a source that {@linkplain ReplicaSource#readsValue reads none}. */
    public boolean readsValue() {
        ReplicaSource by = replicaSource();
        return by == null || by.readsValue();
    }

    /**
     * {@return whether the same load shows another value with another number of replicas} True for what is measured of each pod,
     * and for a target of {@linkplain Target#VALUE the value} itself; false for totals, and for sources and signals, which may
     * mean anything by their values.
     */
    public boolean dependsOnReplicas() {
        return switch (kind()) {
            case SOURCE, SIGNAL -> false;
            case OBJECT, EXTERNAL -> target != Target.AVERAGE_VALUE;
            default -> true;
        };
    }

    Options options() {
        return options;
    }

    Options.Samples samples() {
        return options.samples();
    }

    /** Whether Kubernetes' rules for starting pods apply. */
    boolean isCpu() {
        return kind().isResource() && name().equals("cpu");
    }

    /** Whether the metric can be measured while the workload has no pods. */
    boolean worksFromZero() {
        return kind() == Kind.OBJECT || kind() == Kind.EXTERNAL;
    }

    /** Whether the metric can bring a workload back that has no pods. */
    boolean wakes() {
        return worksFromZero() || kind() == Kind.SOURCE || (kind() == Kind.SIGNAL && options.hasActivation());
    }

    /** Whether the metric can keep a workload from zero or its idle count. */
    boolean countsForActivation() {
        return wakes() || (kind().isPerPod() && options.hasActivation());
    }

    /**
     * Whether a value is about the replicas that there were when it was measured, so that it says less (or more) once there are
     * others: averages, and values whose ratio scales the count.
     */
    boolean isAboutReplicas() {
        ReplicaSource by = replicaSource();
        return kind().isPerPod() || target() == Target.VALUE || (by != null && by.valueIsPerReplica());
    }

    /** Whether Kubernetes takes a negative sum of series for an overflow. */
    boolean negativeSumOverflows() {
        return kind() == Kind.EXTERNAL && target == Target.AVERAGE_VALUE;
    }

    /** Whether the metric is a total that the target spreads over the replicas, so that the count hardly matters to it. */
    boolean isTotalPerReplica() {
        return worksFromZero() && target == Target.AVERAGE_VALUE;
    }

    String amountText() {
        return target == Target.UTILIZATION ? amount + " %" : Milli.text(amount);
    }

    /** {@return the metric in one line, for messages} Id, kind and target. */
    @Override
    public String toString() {
        ReplicaSource by = replicaSource();
        return id + " (" + kind() + ' ' + (by == null ? target + " " + amountText() : by.id()) + ')';
    }

    /** Where a metric comes from, with the names of the Kubernetes HPA. Immutable and thread-safe. */
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
        /** Replicas that a {@link ReplicaSource} works out. */
        SOURCE("ReplicaSource", Reason.FAILED_REPLICA_SOURCE),
        /** A value that proposes nothing itself. */
        SIGNAL("Signal", Reason.FAILED_REPLICA_SOURCE),
        /** An unknown type; only for specs that the Kubernetes API would refuse. */
        UNKNOWN("Unknown", Reason.INVALID_METRIC_SOURCE_TYPE);

        private final String text;
        private final Reason failure;

        Kind(String text, Reason failure) {
            this.text = text;
            this.failure = failure;
        }

        /** {@return the condition reason when a metric of this kind is the first to fail} */
        public Reason failure() {
            return failure;
        }

        /** {@return the kind as Kubernetes writes it} */
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

    /** A metric that still waits for its target. Immutable and thread-safe. */
    public static final class NeedsTarget extends Settings {
        private final Kind kind;
        private final String name;
        private final @Nullable String container;
        private final @Nullable ReplicaSource replicaSource;

        NeedsTarget(Kind kind, String name, @Nullable String container, @Nullable ReplicaSource replicaSource) {
            super(kind.name(), name, container, replicaSource == null ? null : replicaSource.id());
            this.kind = kind;
            this.name = Objects.requireNonNull(name, "name");
            this.container = container;
            this.replicaSource = replicaSource;
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
         * {@return a metric without a usable target: it fails in every decision} For replaying specs that the Kubernetes
         * API would refuse; {@link AutoscalerSpec.Builder#build()} refuses it too.
         */
        public MetricSpec withoutTarget() {
            return with(Target.NONE, 0);
        }

        MetricSpec with(Target target, long amount) {
            String id = container == null ? name : name + '/' + container;
            return new MetricSpec(this, id, target, amount, Options.NONE);
        }

        private static long finiteMilli(double value) {
            Violation.require(Double.isFinite(value), "target must be a finite number", "target", value);
            return Milli.ceil(value);
        }
    }

    /**
     * What a metric may have besides its target. Immutable.
     *
     * @param samples which samples count, and how
     * @param gate when the metric is active, and when it counts
     * @param fallback the answer after repeated failures, or null
     */
    record Options(Samples samples, Gate gate, @Nullable Fallback fallback) {
        private static final long UNSET = Long.MIN_VALUE;
        static final Options NONE = new Options(
                new Samples(Long.MAX_VALUE, null, 0, SampleRule.FAIL, SampleRule.FAIL), new Gate(UNSET, null), null);

        /**
         * Which samples count.
         *
         * @param maxAgeMillis how old a sample may be, inclusive; {@link Long#MAX_VALUE} without a limit
         * @param lookBack what becomes of the last values, or null if only the latest counts
         * @param warmUpMillis how long a pod's samples do not count after its start; 0 if they do at once
         * @param negative what becomes of samples below 0
         * @param notFinite what becomes of samples that are NaN or infinite
         */
        record Samples(
                long maxAgeMillis,
                @Nullable LookBack lookBack,
                long warmUpMillis,
                SampleRule negative,
                SampleRule notFinite) {
            Samples with(long newMaxAge, @Nullable LookBack newLookBack, long newWarmUp) {
                return new Samples(newMaxAge, newLookBack, newWarmUp, negative, notFinite);
            }

            Samples with(SampleRule newNegative, SampleRule newNotFinite) {
                return new Samples(maxAgeMillis, lookBack, warmUpMillis, newNegative, newNotFinite);
            }
        }

        /**
         * When a metric is active, and when it counts.
         *
         * @param activationMilli active above this; {@link #UNSET} for the kind's own rule
         * @param onlyWhile the id of the metric that gates this one, or null
         */
        record Gate(long activationMilli, @Nullable String onlyWhile) {}

        Options with(Samples newSamples) {
            return new Options(newSamples, gate, fallback);
        }

        Options with(Gate newGate) {
            return new Options(samples, newGate, fallback);
        }

        Options fallback(@Nullable Fallback newFallback) {
            return new Options(samples, gate, newFallback);
        }

        boolean hasActivation() {
            return gate.activationMilli != UNSET;
        }

        /** The threshold that holds: by default above 0. */
        long thresholdMilli() {
            return hasActivation() ? gate.activationMilli : 0;
        }
    }
}
