package dev.autoscale.policies.keda;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.FieldRules;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of KEDA's {@code ScaledJob}, raw: it can hold what KEDA would refuse. Immutable and thread-safe.
 *
 * <pre>{@code
 * Map<String, Object> document = Map.of(
 *         "apiVersion", "keda.sh/v1alpha1",
 *         "kind", "ScaledJob",
 *         "spec", Map.of(
 *                 "jobTargetRef", Map.of("template", Map.of()),
 *                 "triggers", List.of(Map.of(
 *                         "type", "aws-sqs-queue", "metadata", Map.of("queueLength", "20")))));
 * ScaledJobSpec spec = ScaledJobSpec.read(document).spec();
 * ScaledJob job = spec.toScaledJob();
 * double target = spec.targets().get(0).target(); // 20, for ScaledJob.Input.trigger
 * }</pre>
 *
 * <p>Source of names, defaults and rules: KEDA.
 *
 * @param pollingInterval whole seconds between two looks at the triggers, at least 1, or null if not given, which means 30; for
 *     whoever calls {@link ScaledJob#decide}
 * @param minReplicaCount the fewest jobs, at least 0, or null if not given, which means 0
 * @param maxReplicaCount the most jobs, at least 1, or null if not given, which means 100
 * @param strategy {@code default}, {@code custom}, {@code accurate} or {@code eager}; null if not given, which means {@code default}
 * @param customScalingQueueLengthDeduction of the strategy {@code custom}: jobs to subtract; null if not given, which means 0
 * @param customScalingRunningJobPercentage of the strategy {@code custom}: the share of running jobs to subtract, such as 0.5; without
 *     a number KEDA takes the strategy {@code default} instead
 * @param multipleScalersCalculation {@code max}, {@code min}, {@code avg} or {@code sum}; null if not given, which means {@code max}
 * @param triggers the triggers, copied; at least one
 */
public record ScaledJobSpec(
        @Nullable Integer pollingInterval,
        @Nullable Integer minReplicaCount,
        @Nullable Integer maxReplicaCount,
        @Nullable String strategy,
        @Nullable Integer customScalingQueueLengthDeduction,
        @Nullable String customScalingRunningJobPercentage,
        @Nullable String multipleScalersCalculation,
        List<KedaTrigger> triggers) {
    private static final List<String> STRATEGIES = List.of("default", "custom", "accurate", "eager");
    private static final List<String> CALCULATIONS = List.of("max", "min", "avg", "sum");
    private static final String CUSTOM = "custom";
    private static final String STRATEGY = "spec.scalingStrategy.";

    /**
     * What the value of a trigger is measured against. Immutable and thread-safe.
     *
     * @param name the trigger's name, or what KEDA would call its metric
     * @param target load for each job; NaN if it is not known
     * @param activation the value above which, and not at which, the trigger is active
     */
    public record Target(String name, double target, double activation) {}

    /**
     * Copies the triggers; refuses null, except where null means "not given".
     *
     * @param pollingInterval may be null
     * @param minReplicaCount may be null
     * @param maxReplicaCount may be null
     * @param strategy may be null
     * @param customScalingQueueLengthDeduction may be null
     * @param customScalingRunningJobPercentage may be null
     * @param multipleScalersCalculation may be null
     * @param triggers not null
     */
    public ScaledJobSpec {
        triggers = List.copyOf(Objects.requireNonNull(triggers, "triggers"));
    }

    /**
     * The spec of a parsed manifest.
     *
     * @param document as {@link #read(Map)} takes it
     * @return the spec, raw
     * @throws InvalidSettingsException as by {@link #read(Map)}
     */
    public static ScaledJobSpec of(Map<String, ?> document) {
        return read(document).spec();
    }

    /**
     * Reads a parsed manifest of {@code keda.sh/v1alpha1}, as {@link ScaledObject#read(Map)} does. The job's template, rollout and
     * limits of its history decide nothing and are kept.
     *
     * @param document not null
     * @return the manifest
     * @throws InvalidSettingsException that names every field of another type; a missing {@code spec}, {@code jobTargetRef},
     *     {@code type} or {@code metadata}; or another kind or version
     */
    public static Manifest<ScaledJobSpec> read(Map<String, ?> document) {
        return read(document, Map.of());
    }

    /**
     * Reads a parsed manifest as {@link #read(Map)} does, and gives triggers targets that the manifest does not hold.
     *
     * @param document not null
     * @param targets as for {@link ScaledObject#read(Map, Map)}; not null
     * @return the manifest
     * @throws InvalidSettingsException as by {@link #read(Map)}; or if a target is that of a cron, cpu or memory trigger, or of none
     */
    public static Manifest<ScaledJobSpec> read(Map<String, ?> document, Map<String, Double> targets) {
        return KedaReader.scaledJob(document, targets);
    }

    /**
     * {@return this spec as a document of {@code keda.sh/v1alpha1} without metadata} What is not given is not in it; nor is the job's
     * template, nor the target of an external trigger. The caller may change it.
     */
    public Map<String, Object> toMap() {
        return KedaWriter.write(this);
    }

    /** {@return the targets of the triggers, in their order} A cron trigger has 1, as it counts jobs. */
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            KedaTrigger trigger = triggers.get(i);
            KedaMetricTrigger metric = trigger instanceof KedaMetricTrigger it ? it : null;
            double target = metric != null ? metric.target() : trigger instanceof KedaCronTrigger ? 1 : Double.NaN;
            targets.add(new Target(ScaledObject.id(i, trigger), target, metric == null ? 0 : metric.activation()));
        }
        return List.copyOf(targets);
    }

    /** {@return the rules of KEDA's schema and controller that this spec breaks} In the order of the manifest. */
    public List<Violation> violations() {
        FieldRules rules = new FieldRules();
        rules.atLeast(1, "spec.pollingInterval", pollingInterval);
        rules.atLeast(0, "spec.minReplicaCount", minReplicaCount);
        rules.atLeast(1, "spec.maxReplicaCount", maxReplicaCount);
        rules.oneOf(STRATEGIES, STRATEGY + "strategy", strategy);
        rules.oneOf(CALCULATIONS, STRATEGY + "multipleScalersCalculation", multipleScalersCalculation);
        rules.required(!triggers.isEmpty(), "must hold at least one trigger", "spec.triggers", triggers);
        KedaTriggerRules.checkOfJob(rules, triggers);
        return rules.violations();
    }

    /**
     * {@return what KEDA accepts although it has no effect, or another one than it seems to} Sentences in the form
     * {@code rule: name=value}; empty if there is nothing to warn of.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String share = customScalingRunningJobPercentage;
        boolean isShare =
                share != null && GoFloat.parse(share).filter(Double::isFinite).isPresent();
        if (CUSTOM.equals(strategy) && !isShare) {
            warnings.add("custom is default unless it is a number such as 0.5: " + STRATEGY
                    + "customScalingRunningJobPercentage=" + (share == null ? "" : share));
        }
        if (!CUSTOM.equals(strategy) && (share != null || customScalingQueueLengthDeduction != null)) {
            warnings.add("deduction and percentage need the strategy custom: " + STRATEGY + "strategy="
                    + (strategy == null ? "" : strategy));
        }
        int min = minReplicaCount == null ? 0 : minReplicaCount;
        int max = maxReplicaCount == null ? ScaledJob.DEFAULT_MAX_REPLICA_COUNT : maxReplicaCount;
        if (min > max) {
            warnings.add("it counts as the maximum, so up to twice as many jobs may run: spec.minReplicaCount=" + min);
        }
        warnings.addAll(KedaTriggerRules.warnings(triggers));
        return List.copyOf(warnings);
    }

    /**
     * Refuses a spec that breaks a rule.
     *
     * @throws IllegalArgumentException if a rule is broken; the message names every broken one
     */
    public void validate() {
        InvalidSettingsException.throwIfAny(violations());
    }

    /**
     * What decides for this spec.
     *
     * @return the function
     * @throws IllegalArgumentException if a rule is broken, as by {@link #validate()}
     */
    public ScaledJob toScaledJob() {
        validate();
        ScaledJob.Builder builder = ScaledJob.builder()
                .kedaTexts(
                        strategy,
                        customScalingQueueLengthDeduction,
                        customScalingRunningJobPercentage,
                        multipleScalersCalculation);
        if (minReplicaCount != null) {
            builder.minReplicaCount(minReplicaCount);
        }
        if (maxReplicaCount != null) {
            builder.maxReplicaCount(maxReplicaCount);
        }
        return builder.build();
    }
}
