package dev.autoscale;

import dev.autoscale.MetricSpec.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a spec is built from, with the defaults of Kubernetes and its controller manager. Not thread-safe. */
final class SpecSettings implements Cloneable {
    static final int LARGEST_HISTORY = 1 << 20;

    int minReplicas;
    int maxReplicas;
    List<MetricSpec> metrics = new ArrayList<>();
    ScalingRules scaleUp = ScalingRules.rules();
    ScalingRules scaleDown = ScalingRules.rules();
    boolean legacy;
    double legacyScaleUpFactor = 2.0;
    double tolerance = 0.1;
    Duration downscaleStabilization = Duration.ofMinutes(5);
    Duration cpuInitialization = Duration.ofMinutes(5);
    Duration readinessDelay = Duration.ofSeconds(30);
    boolean scaleToZero = true;
    boolean kubernetesArithmetic;
    Combination combination = Combination.MAX;

    @Nullable
    Activation activation;

    Schedule schedule = Schedule.of();

    @Nullable
    FlapBudget flapBudget;

    @Nullable
    Alignment alignment;

    CapacityCeiling.@Nullable Backoff capacityBackoff;

    boolean rolloutHold;
    /** Entries of each history, or 0 for what decisions every 15 s need. */
    int historyCapacity;

    SpecSettings(int minReplicas, int maxReplicas) {
        this.minReplicas = minReplicas;
        this.maxReplicas = maxReplicas;
    }

    /** The same settings, of which either can be changed without the other. */
    SpecSettings copy() {
        try {
            SpecSettings copy = (SpecSettings) clone();
            copy.metrics = new ArrayList<>(metrics);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    long fingerprint(DirectionRules up, DirectionRules down) {
        Checksum sum = new Checksum();
        sum.add(minReplicas).add(maxReplicas).add(historyCapacity);
        sum.add(legacy ? 1 : 0).add(scaleToZero ? 1 : 0).add(kubernetesArithmetic ? 1 : 0);
        sum.add(Double.doubleToLongBits(legacyScaleUpFactor)).add(Times.millis(downscaleStabilization));
        sum.add(Times.millis(cpuInitialization)).add(Times.millis(readinessDelay));
        up.addTo(sum);
        down.addTo(sum);
        for (MetricSpec metric : metrics) {
            metric.addTo(sum);
        }
        combination.addTo(sum);
        sum.add(activation == null ? 0 : 1);
        if (activation != null) {
            activation.addTo(sum);
        }
        schedule.addTo(sum);
        sum.add(flapBudget == null ? 0 : 1).add(alignment == null ? 0 : 1).add(capacityBackoff == null ? 0 : 1);
        if (flapBudget != null) {
            flapBudget.addTo(sum);
        }
        if (alignment != null) {
            alignment.addTo(sum);
        }
        if (capacityBackoff != null) {
            sum.add(capacityBackoff.firstMillis()).add(capacityBackoff.longestMillis());
        }
        sum.add(rolloutHold ? 1 : 0);
        return sum.value();
    }

    boolean equalsBesideMetricsAndRules(SpecSettings that) {
        return minReplicas == that.minReplicas
                && maxReplicas == that.maxReplicas
                && legacy == that.legacy
                && Double.compare(legacyScaleUpFactor, that.legacyScaleUpFactor) == 0
                && downscaleStabilization.equals(that.downscaleStabilization)
                && cpuInitialization.equals(that.cpuInitialization)
                && readinessDelay.equals(that.readinessDelay)
                && scaleToZero == that.scaleToZero
                && kubernetesArithmetic == that.kubernetesArithmetic
                && combination.equals(that.combination)
                && Objects.equals(activation, that.activation)
                && schedule.equals(that.schedule)
                && Objects.equals(flapBudget, that.flapBudget)
                && Objects.equals(alignment, that.alignment)
                && Objects.equals(capacityBackoff, that.capacityBackoff)
                && rolloutHold == that.rolloutHold
                && historyCapacity == that.historyCapacity;
    }

    /** Throws one exception that names every broken rule; {@code spec} is the spec built from these settings. */
    void check(AutoscalerSpec spec) {
        Violation.Collector broken = new Violation.Collector();
        checkBounds(broken, spec);
        checkMetrics(broken);
        checkInputs(broken);
        schedule.check(broken, maxReplicas);
        checkDamping(broken, spec);
        checkController(broken);
        if (!legacy) {
            spec.up().check(broken);
            spec.down().check(broken);
        }
        broken.throwIfAny();
    }

    private void checkBounds(Violation.Collector broken, AutoscalerSpec spec) {
        broken.require(minReplicas >= 0, "minReplicas must be >= 0", "minReplicas", minReplicas);
        broken.require(maxReplicas >= 1, "maxReplicas must be >= 1", "maxReplicas", maxReplicas);
        broken.require(
                maxReplicas >= minReplicas,
                "maxReplicas must be >= minReplicas",
                "maxReplicas",
                maxReplicas + ", minReplicas=" + minReplicas);
        if (minReplicas == 0) {
            broken.require(
                    spec.worksFromZero(),
                    "minReplicas 0 needs an Object or External metric, or a source",
                    "minReplicas",
                    minReplicas + ", metrics=" + metrics);
            broken.require(
                    scaleToZero || activation != null, "minReplicas 0 needs scaleToZero", "scaleToZero", scaleToZero);
        }
        if (activation != null) {
            activation.check(broken, minReplicas, maxReplicas);
            broken.require(
                    metrics.stream().anyMatch(MetricSpec::countsForActivation),
                    "activation needs an Object or External metric, a source, or a signal with activation",
                    "activation",
                    "cooldown " + activation.cooldown() + ", metrics=" + metrics);
        }
    }

    private void checkMetrics(Violation.Collector broken) {
        int count = metrics.size();
        broken.require(
                count >= 1 && count <= AutoscalerSpec.MOST_METRICS,
                "metrics must be >= 1 and <= " + AutoscalerSpec.MOST_METRICS,
                "metrics",
                count);
        Set<String> ids = new HashSet<>();
        for (MetricSpec metric : metrics) {
            checkMetric(metric, broken);
            broken.require(ids.add(metric.id()), "metric ids must differ (id(...) renames)", "id", metric.id());
        }
    }

    private static void checkMetric(MetricSpec metric, Violation.Collector broken) {
        String id = metric.id();
        Target target = metric.target();
        broken.require(!id.isBlank(), "metric id must not be blank", "id", '"' + id + '"');
        broken.require(!metric.name().isBlank(), "metric name must not be blank", "metric", '"' + id + '"');
        broken.require(metric.maxAgeMillis() > 0, "maxAge must be > 0", id + ".maxAge", metric.maxAgeMillis() + " ms");
        LookBack.check(broken, id + ".lookBack", metric.samples().lookBack());
        broken.require(
                metric.samples().warmUpMillis() >= 0,
                "warmUp must be >= 0",
                id + ".warmUp",
                metric.samples().warmUpMillis() + " ms");
        boolean usable = switch (metric.kind()) {
            case RESOURCE, CONTAINER_RESOURCE -> target == Target.UTILIZATION || target == Target.AVERAGE_VALUE;
            case PODS -> target == Target.AVERAGE_VALUE;
            case OBJECT, EXTERNAL -> target == Target.VALUE || target == Target.AVERAGE_VALUE;
            case SOURCE, SIGNAL -> target == Target.NONE;
            case UNKNOWN -> false;
        };
        broken.require(usable, "target must suit the metric kind " + metric.kind(), id + ".target", target);
        broken.require(
                target == Target.NONE || metric.targetAmount() > 0,
                "target must be > 0",
                id + ".target",
                metric.amountText());
    }

    /** What metrics say about each other. */
    private void checkInputs(Violation.Collector broken) {
        for (MetricSpec metric : metrics) {
            broken.require(
                    metric.kind() != MetricSpec.Kind.SIGNAL || metric.options().fallback() == null,
                    "fallback needs a metric that proposes",
                    metric.id() + ".fallback",
                    String.valueOf(metric.options().fallback()));
            String gate = metric.options().gate().onlyWhile();
            if (gate != null) {
                broken.require(
                        !gate.equals(metric.id()) && has(gate),
                        "onlyWhile must name another metric",
                        metric.id() + ".onlyWhile",
                        gate);
            }
            ReplicaSource source = metric.replicaSource();
            if (source != null) {
                source.signals()
                        .forEach(id -> broken.require(
                                has(id), "a source's signals must be metrics", metric.id() + ".signals", id));
                broken.require(
                        source.memorySize() >= 0,
                        "memorySize must be >= 0",
                        metric.id() + ".memorySize",
                        source.memorySize());
            }
        }
        broken.require(
                metrics.isEmpty() || metrics.stream().anyMatch(metric -> metric.kind() != MetricSpec.Kind.SIGNAL),
                "metrics must not all be signals",
                "metrics",
                metrics);
    }

    private boolean has(String id) {
        return metrics.stream().anyMatch(metric -> metric.id().equals(id));
    }

    private void checkDamping(Violation.Collector broken, AutoscalerSpec spec) {
        if (flapBudget != null) {
            flapBudget.check(broken);
        }
        if (capacityBackoff != null) {
            capacityBackoff.check(broken);
        }
        if (alignment != null) {
            new AlignmentCheck(alignment, spec, broken).check();
        }
    }

    private void checkController(Violation.Collector broken) {
        broken.require(
                !legacy || (scaleUp == ScalingRules.rules() && scaleDown == ScalingRules.rules()),
                "legacy must be without scaleUp and scaleDown rules",
                "legacy",
                legacy);
        broken.require(
                legacyScaleUpFactor >= 1 && Double.isFinite(legacyScaleUpFactor),
                "legacyScaleUpFactor must be >= 1",
                "legacyScaleUpFactor",
                legacyScaleUpFactor);
        broken.require(tolerance >= 0 && Double.isFinite(tolerance), "tolerance must be >= 0", "tolerance", tolerance);
        broken.require(
                !downscaleStabilization.isNegative()
                        && downscaleStabilization.compareTo(DirectionRules.LONGEST_WINDOW) <= 0,
                "downscaleStabilization must be >= 0 and <= 7 days",
                "downscaleStabilization",
                downscaleStabilization);
        broken.require(
                !cpuInitialization.isNegative(),
                "cpuInitializationPeriod must be >= 0",
                "cpuInitializationPeriod",
                cpuInitialization);
        broken.require(
                !readinessDelay.isNegative(),
                "initialReadinessDelay must be >= 0",
                "initialReadinessDelay",
                readinessDelay);
        broken.require(
                historyCapacity == 0 || (historyCapacity >= 2 && historyCapacity <= LARGEST_HISTORY),
                "historyCapacity must be >= 2 and <= " + LARGEST_HISTORY,
                "historyCapacity",
                historyCapacity);
    }
}
