package dev.autoscale;

import dev.autoscale.Decision.Step;
import dev.autoscale.MetricSpec.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a spec is built from, with the defaults of Kubernetes and its controller manager. */
final class SpecSettings implements Cloneable {
    static final int MAX_HISTORY = 1 << 20;

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

    EnumMap<Step, Settings> rules = new EnumMap<>(Step.class);
    boolean rolloutHold;
    boolean countsUnreported;
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
            copy.rules = new EnumMap<>(rules);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** What an optional step does; null if it does nothing. */
    @Nullable
    Settings rule(Step step) {
        return rules.get(step);
    }

    void rule(Step step, @Nullable Settings rule) {
        if (rule == null) {
            rules.remove(step);
        } else {
            rules.put(step, rule);
        }
    }

    /** Whether an optional step has rules. */
    boolean hasRules() {
        return !rules.isEmpty();
    }

    /** Whether a step between windows and rate policies has rules. */
    boolean hasDamping() {
        return rules.keySet().stream().anyMatch(step -> step.compareTo(Step.LIMITED) < 0);
    }

    /** Everything, with the rules of both directions as they are resolved. */
    Settings all(DirectionRules up, DirectionRules down) {
        return new Settings(
                minReplicas,
                maxReplicas,
                historyCapacity,
                legacy,
                legacyScaleUpFactor,
                downscaleStabilization,
                cpuInitialization,
                readinessDelay,
                scaleToZero,
                kubernetesArithmetic,
                combination,
                rolloutHold,
                countsUnreported,
                up.settings(),
                down.settings(),
                new Settings(metrics.toArray()),
                new Settings(Arrays.stream(Step.values()).map(rules::get).toArray()));
    }

    /** Throws one exception that names every broken rule; {@code spec} is the spec built from these settings. */
    void check(AutoscalerSpec spec) {
        Violation.Collector broken = new Violation.Collector();
        checkBounds(broken, spec);
        checkMetrics(broken);
        checkInputs(broken);
        rules.values().forEach(rule -> rule.check(broken, spec));
        checkController(broken);
        if (!legacy) {
            spec.up.check(broken);
            spec.down.check(broken);
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
                    scaleToZero || spec.activation() != null,
                    "minReplicas 0 needs scaleToZero",
                    "scaleToZero",
                    scaleToZero);
        }
        Activation activation = spec.activation();
        if (activation != null) {
            boolean reachesZero =
                    !activation.hasIdleReplicas() || activation.idle.replicas() == 0 || activation.hasIdleTtl();
            broken.require(
                    metrics.stream().anyMatch(reachesZero ? MetricSpec::wakes : MetricSpec::countsForActivation),
                    "activation needs an Object or External metric, a source, or a signal with activation",
                    "activation",
                    "cooldown " + activation.cooldown() + ", metrics=" + metrics);
        }
    }

    private void checkMetrics(Violation.Collector broken) {
        int count = metrics.size();
        broken.require(
                count >= 1 && count <= AutoscalerSpec.MAX_METRICS,
                "metrics must be >= 1 and <= " + AutoscalerSpec.MAX_METRICS,
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
        broken.require(
                metric.notFinite() != MetricSpec.SampleRule.KUBERNETES,
                "notFinite must be FAIL or ZERO",
                id + ".notFinite",
                metric.notFinite());
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
        combination
                .metrics()
                .forEach(id -> broken.require(has(id), "a combination must name metrics", "combination", id));
        broken.require(
                metrics.isEmpty() || metrics.stream().anyMatch(metric -> metric.kind() != MetricSpec.Kind.SIGNAL),
                "metrics must not all be signals",
                "metrics",
                metrics);
    }

    private boolean has(String id) {
        return metrics.stream().anyMatch(metric -> metric.id().equals(id));
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
                        && downscaleStabilization.compareTo(DirectionRules.MAX_WINDOW) <= 0,
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
                historyCapacity == 0 || (historyCapacity >= 2 && historyCapacity <= MAX_HISTORY),
                "historyCapacity must be >= 2 and <= " + MAX_HISTORY,
                "historyCapacity",
                historyCapacity);
    }
}
