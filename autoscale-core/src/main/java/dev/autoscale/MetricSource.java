package dev.autoscale;

import dev.autoscale.MetricSpec.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A metric that still waits for its target. Immutable and thread-safe. */
public final class MetricSource {
    private final MetricKind kind;
    private final String name;
    private final @Nullable String container;
    private final @Nullable ReplicaSource replicaSource;

    MetricSource(MetricKind kind, String name, @Nullable String container, @Nullable ReplicaSource replicaSource) {
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
     * API would refuse; {@link AutoscalerSpecBuilder#build()} refuses it too.
     */
    public MetricSpec withoutTarget() {
        return with(Target.NONE, 0);
    }

    MetricSpec with(Target target, long amount) {
        String id = container == null ? name : name + '/' + container;
        return new MetricSpec(this, id, target, amount, MetricOptions.NONE);
    }

    MetricKind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    @Nullable
    String container() {
        return container;
    }

    @Nullable
    ReplicaSource replicaSource() {
        return replicaSource;
    }

    /** Tells sources apart in snapshots. */
    void addTo(Checksum sum) {
        sum.add(kind.name()).add(name).add(Objects.toString(container, ""));
        sum.add(replicaSource == null ? "" : replicaSource.id());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MetricSource that
                && kind == that.kind
                && name.equals(that.name)
                && Objects.equals(container, that.container)
                && Objects.equals(sourceId(), that.sourceId());
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, container, sourceId());
    }

    private @Nullable String sourceId() {
        return replicaSource == null ? null : replicaSource.id();
    }

    private static long finiteMilli(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("target must be a finite number: target=" + value);
        }
        return Milli.ceil(value);
    }
}
