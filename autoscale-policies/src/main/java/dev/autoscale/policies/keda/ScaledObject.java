package dev.autoscale.policies.keda;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fallback.Behavior;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.internal.UniqueNames;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.policies.kubernetes.ObjectReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec} of KEDA's {@code ScaledObject}, raw: it can hold what KEDA would refuse. Immutable and thread-safe.
 *
 * <pre>{@code
 * AutoscalerSpec spec = ScaledObject.builder()
 *         .maxReplicaCount(20)
 *         .trigger(KedaTrigger.queue("orders", 10, 50))
 *         .trigger(KedaTrigger.cron("day", "Europe/Berlin", "0 8 * * *", "0 18 * * *", 3))
 *         .build()
 *         .toSpec();
 * }</pre>
 *
 * <p><b>Order.</b> Trigger i is metric i of the spec and of its observations. A metric's id is the name of its trigger; without
 * one it is {@code cpu} or {@code memory}, or {@code s0-prometheus} with the trigger's index and type; a further metric of the
 * same id gets {@code #2}, {@code #3} and so on. A cron trigger takes no value.
 *
 * <p><b>Annotations</b> ({@link KedaAnnotations}). {@code paused} is {@link dev.autoscale.Overrides#pause}, {@code paused-replicas}
 * {@link dev.autoscale.Overrides#pauseAt}, {@code paused-scale-in} {@link dev.autoscale.Overrides#freezeScaleDown},
 * {@code paused-scale-out} {@link dev.autoscale.Overrides#freezeScaleUp}, both until {@link Long#MAX_VALUE}, and
 * {@code force-activation} {@link dev.autoscale.Overrides#forceActivation}: set them in every observation that they hold for.
 *
 * <p><b>One decision for two.</b> In a cluster KEDA takes the workload to zero and back and an HPA does the rest, each at its own
 * pace; here one decision does both. {@link RequestScale} is KEDA's part alone, bit for bit. Cooldowns end strictly after their
 * time, as KEDA's. What differs, mostly where KEDA is careless and the engine takes the safe way:
 * <ul>
 *   <li>A failing trigger, cpu and memory included, keeps a working workload from going idle and begins the cooldown again; KEDA may
 *       go to zero with the first clean poll after an error.
 *   <li>A fallback of 0 replicas never leads to zero; in KEDA every error below the threshold then counts as no activity. Nor
 *       does it wake a workload.
 *   <li>Failures are counted by decision; KEDA counts the HPA's queries too. The fallback's count is taken as it is, past the
 *       HPA's tolerance, and also where no pod is ready.
 *   <li>{@code initialCooldownPeriod} begins with the autoscaler's first decision, and the instant at which it is over counts as
 *       over; KEDA counts from the creation of the object. A change from zero reported by
 *       {@link dev.autoscale.Autoscaler#scaled} counts as activity, whoever made it.
 *   <li>An idle count above 0 is kept; in KEDA the HPA raises it again.
 *   <li>A freeze of growth forbids raising to {@code minReplicaCount} too; KEDA's {@code paused-scale-out} does not.
 *   <li>With cpu and memory triggers only, a workload that is at zero stays there: someone turned it off. KEDA raises it.
 *   <li>Values are rounded up to thousandths, unless they are given exactly; KEDA rounds to the nearest. Activity is then right
 *       for every activation threshold of at most three digits.
 * </ul>
 *
 * <p><b>{@code scalingModifiers}</b> ({@link ScalingModifiers}) put a formula over the triggers' values in the place of their
 * proposals. Trigger i is metric i all the same, as a signal, which is fed as before and proposes nothing; the formula's value is a
 * further metric at the end, called {@code composite-metric}. The triggers cpu and memory stay metrics of their own. Of the
 * differences above those about failures hold for the composite metric; a formula that fails, or gives no finite number, is a
 * failing metric, where KEDA publishes whatever its CPU makes of it and may go to zero.
 *
 * <p>{@code useCachedMetrics} and {@code containerName} have no place here.
 *
 * <p>Source of names, defaults and rules: KEDA.
 *
 * @param scaleTargetRef the workload; an empty {@code apiVersion} and {@code kind} mean a Deployment; null if not given: a cluster
 *     needs it, a decision does not
 * @param pollingInterval whole seconds between two looks at the triggers, at least 1, or null if not given, which means 30; for
 *     whoever calls {@code decide}, the spec does not hold it
 * @param cooldownPeriod whole seconds without activity before the workload goes idle, at least 0, or null if not given, which means
 *     300
 * @param initialCooldownPeriod the same while nothing has been active yet, at least 0, or null if not given, which means 0
 * @param idleReplicaCount the idle count, at least 0 and below {@code minReplicaCount}, or null if not given: then it is
 *     zero, if {@code minReplicaCount} is 0
 * @param minReplicaCount the fewest replicas of a workload that is not idle, at least 0, or null if not given, which means 0:
 *     it idles at zero and works with 1 and more
 * @param maxReplicaCount the most replicas, at least 1 and at least {@code minReplicaCount}, or null if not given, which means
 *     100
 * @param fallback what triggers that fail answer, or null for none
 * @param triggers the triggers, copied; at least one
 * @param behavior the scaling behavior of the HPA ({@code advanced.horizontalPodAutoscalerConfig.behavior}), or null if not given,
 *     unlike an empty one: without behavior the HPA scales by older rules
 * @param scalingModifiers the formula that the triggers go through ({@code advanced.scalingModifiers}), or null for none
 */
public record ScaledObject(
        @Nullable ObjectReference scaleTargetRef,
        @Nullable Integer pollingInterval,
        @Nullable Integer cooldownPeriod,
        @Nullable Integer initialCooldownPeriod,
        @Nullable Integer idleReplicaCount,
        @Nullable Integer minReplicaCount,
        @Nullable Integer maxReplicaCount,
        @Nullable Fallback fallback,
        List<KedaTrigger> triggers,
        @Nullable HpaBehavior behavior,
        @Nullable ScalingModifiers scalingModifiers) {
    /** {@code pollingInterval} if it is not given, in seconds. */
    public static final int DEFAULT_POLLING_INTERVAL = 30;

    /** {@code cooldownPeriod} if it is not given, in seconds. */
    public static final int DEFAULT_COOLDOWN_PERIOD = 300;

    /** {@code maxReplicaCount} if it is not given. */
    public static final int DEFAULT_MAX_REPLICA_COUNT = 100;

    /**
     * What a trigger that fails again and again answers. Immutable and thread-safe. It holds for every trigger but cpu, memory
     * and cron.
     *
     * @param failureThreshold the consecutive failures that are tolerated, at least 0: the next one makes it hold
     * @param replicas the count, at least 0
     * @param behavior {@code static}, {@code currentReplicas}, {@code currentReplicasIfHigher} or
     *     {@code currentReplicasIfLower}; null if not given, which means {@code static}, as any other text does in the end; or
     *     {@code scalingModifiers}, with a formula: then a trigger that fails too often is nil there, and the count stands in for
     *     a formula that gives nil
     */
    public record Fallback(
            int failureThreshold, int replicas, @Nullable String behavior) {
        private static final String STATIC = "static";
        private static final String CURRENT = "currentReplicas";
        private static final String IF_HIGHER = "currentReplicasIfHigher";
        private static final String IF_LOWER = "currentReplicasIfLower";
        private static final String PLACEHOLDER = "scalingModifiers";

        static final List<String> BEHAVIORS = List.of(STATIC, CURRENT, IF_HIGHER, IF_LOWER, PLACEHOLDER);

        /** Whether it answers with a placeholder, for the formula of scaling modifiers. */
        boolean isPlaceholder() {
            return PLACEHOLDER.equals(behavior);
        }

        /** Whether KEDA reads the current replicas first: it does for whatever is not {@code static}. */
        boolean readsReplicas() {
            return behavior != null && !behavior.equals(STATIC);
        }

        /** The engine's fallback with the same answer, from so many failures in a row on. */
        dev.autoscale.Fallback afterFailures(int failures) {
            Behavior choice = switch (String.valueOf(behavior)) {
                case CURRENT -> Behavior.CURRENT_REPLICAS;
                case IF_HIGHER -> Behavior.CURRENT_REPLICAS_IF_HIGHER;
                case IF_LOWER -> Behavior.CURRENT_REPLICAS_IF_LOWER;
                default -> Behavior.STATIC;
            };
            return dev.autoscale.Fallback.afterFailures(failures, replicas).behavior(choice);
        }
    }

    /**
     * A formula that makes one metric of the values of all triggers but cpu and memory. Raw: it can hold what KEDA would
     * refuse, and an empty text is none. Immutable and thread-safe.
     *
     * <p>A trigger is a value of the formula by its name; one without a name is none, but fails it all the same. Values enter as
     * KEDA's do, in thousandths times 0.001, so that 5.6 is 5.6000000000000005. The language is that of {@link Formula}.
     *
     * @param formula the formula, or null if not given
     * @param target what its value is compared with, a number above 0 that is cut to thousandths; or null if not given. KEDA has a
     *     fallback only where this is a whole number in decimal digits
     * @param activationTarget the value above which, and not at which, the workload is active; null if not given, which
     *     means 0
     * @param metricType {@code AverageValue} or {@code Value}; null if not given, which means {@code AverageValue}
     */
    public record ScalingModifiers(
            @Nullable String formula,
            @Nullable String target,
            @Nullable String activationTarget,
            @Nullable String metricType) {
        /** Whether anything is given, so that triggers go through the formula. */
        boolean isUsed() {
            return Stream.of(formula, target, activationTarget, metricType)
                    .anyMatch(text -> !orEmpty(text).isEmpty());
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        /** The target in thousandths, cut; 0 if it cannot be read. */
        long targetMilli() {
            return (long) (GoFloat.parse(orEmpty(target)).orElse(0.0) * 1000);
        }

        /** Above which value it is active; NaN if it cannot be read. */
        double activation() {
            String text = orEmpty(activationTarget);
            return text.isEmpty() ? 0 : GoFloat.parse(text).orElse(Double.NaN);
        }

        String type() {
            return orEmpty(metricType).isEmpty() ? KedaMetricTrigger.AVERAGE_VALUE : orEmpty(metricType);
        }

        /** Whether KEDA's fallback can hold with it. */
        boolean allowsFallback() {
            return GoText.int64(orEmpty(target)) > 0;
        }

        /** What the values of a formula over triggers are called, in their order. */
        static List<String> names(List<KedaTrigger> triggers) {
            return triggers.stream()
                    .filter(trigger -> !(trigger instanceof KedaResourceTrigger))
                    .map(KedaTrigger::name)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .toList();
        }

        /** The formula over triggers, compiled. */
        Formula over(List<KedaTrigger> triggers) {
            return Formula.compile(orEmpty(formula), names(triggers));
        }
    }

    /**
     * Copies the triggers; refuses null, except where null means "not given".
     *
     * @param scaleTargetRef may be null
     * @param pollingInterval may be null
     * @param cooldownPeriod may be null
     * @param initialCooldownPeriod may be null
     * @param idleReplicaCount may be null
     * @param minReplicaCount may be null
     * @param maxReplicaCount may be null
     * @param fallback may be null
     * @param triggers not null
     * @param behavior may be null
     * @param scalingModifiers may be null
     */
    public ScaledObject {
        triggers = List.copyOf(Objects.requireNonNull(triggers, "triggers"));
    }

    /**
     * Begins with nothing given.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The spec of a parsed manifest.
     *
     * @param document as {@link #read(Map)} takes it
     * @return the spec, raw
     * @throws InvalidSettingsException as by {@link #read(Map)}
     */
    public static ScaledObject of(Map<String, ?> document) {
        return read(document).spec();
    }

    /**
     * Reads a parsed manifest of {@code keda.sh/v1alpha1}. What parses it does not matter: names are texts, values are maps, lists,
     * texts, numbers, booleans or null.
     *
     * <pre>{@code
     * Map<String, Object> document = Map.of(
     *         "apiVersion", "keda.sh/v1alpha1",
     *         "kind", "ScaledObject",
     *         "metadata", Map.of("name", "orders"),
     *         "spec", Map.of(
     *                 "scaleTargetRef", Map.of("name", "orders"),
     *                 "triggers", List.of(Map.of(
     *                         "type", "aws-sqs-queue", "metadata", Map.of("queueLength", "20")))));
     * Manifest<ScaledObject> manifest = ScaledObject.read(document);
     * AutoscalerSpec spec = manifest.spec().toSpec();
     * }</pre>
     *
     * <p>Only the form is judged here; {@link #violations} tells what KEDA would refuse, and {@link #warnings} what it takes without
     * effect. The {@linkplain Manifest#notes() notes} name fields that no cluster knows, fields that no decision depends on, such as
     * {@code authenticationRef}, and annotations that pause or activate, which are {@link dev.autoscale.Overrides} here. The document is
     * not changed, and the rest of it is kept.
     *
     * @param document not null
     * @return the manifest
     * @throws InvalidSettingsException that names every field of another type, such as a number without quotes in the
     *     {@code metadata} of a trigger; a missing {@code spec}, {@code scaleTargetRef}, {@code type} or {@code metadata};
     *     {@code useCachedMetrics} of a cpu, memory or cron trigger; or another kind or version
     */
    public static Manifest<ScaledObject> read(Map<String, ?> document) {
        return read(document, Map.of());
    }

    /**
     * Reads a parsed manifest as {@link #read(Map)} does, and gives triggers targets that the manifest does not hold, such as those
     * of {@code external} triggers ({@link KedaTrigger#withTarget}).
     *
     * @param document not null
     * @param targets by the names of triggers; of one without by what its metric is called, such as {@code s0-external}; not null
     * @return the manifest
     * @throws InvalidSettingsException as by {@link #read(Map)}; or if a target is that of a cron, cpu or memory trigger, or of none
     */
    public static Manifest<ScaledObject> read(Map<String, ?> document, Map<String, Double> targets) {
        return KedaReader.scaledObject(document, targets);
    }

    /**
     * {@return this spec as a document of {@code keda.sh/v1alpha1} without metadata} What is not given is not in it; nor is the target
     * of an external trigger. The caller may change it.
     */
    public Map<String, Object> toMap() {
        return KedaWriter.write(this);
    }

    /**
     * {@return the rules that this object breaks: those of KEDA's schema, webhook and triggers that concern decisions,
     * and those of the HPA that KEDA would create} The broken rules in the order of the manifest; empty if a cluster
     * would run it.
     */
    public List<Violation> violations() {
        return ScaledObjectValidation.violations(this);
    }

    /**
     * {@return what KEDA accepts although it has no effect, or another one than it seems to} Sentences in the form
     * {@code rule: name=value}; empty if there is nothing to warn of.
     */
    public List<String> warnings() {
        return ScaledObjectValidation.warnings(this);
    }

    /**
     * Refuses an object that breaks a rule.
     *
     * @throws IllegalArgumentException if a rule is broken; the message names every broken one
     */
    public void validate() {
        InvalidSettingsException.throwIfAny(violations());
    }

    /**
     * The library's spec for this object.
     *
     * @return a spec that decides as KEDA and the HPA of Kubernetes do together, but for what stands above
     * @throws IllegalArgumentException if a rule is broken, as by {@link #validate()}; or if there are more than 64 triggers or
     *     policies, which the library refuses
     */
    public AutoscalerSpec toSpec() {
        validate();
        return toBuilder().build();
    }

    /**
     * Begins the library's spec for this object without checking anything, for further settings, or to replay what KEDA would
     * have refused ({@link AutoscalerSpec.Builder#buildUnchecked()}). Without behavior the spec is
     * {@link AutoscalerSpec.Builder#legacy()}. A trigger that KEDA could not run is kept, and fails in every decision; a
     * fallback with a negative number is none, as in KEDA.
     *
     * @return the builder
     * @throws IllegalArgumentException if a {@code selectPolicy} or the type of a policy is unknown: the library has nothing
     *     to say it with
     */
    public AutoscalerSpec.Builder toBuilder() {
        boolean rests = !hasResourceTriggersOnly();
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(
                        rests ? minReplicas() : Math.max(1, minReplicas()), maxReplicas())
                .scaleToZero(false)
                .activation(rests ? activation() : null);
        ScalingModifiers modifiers = usedModifiers();
        dev.autoscale.Fallback engineFallback = engineFallback();
        Set<String> taken = new HashSet<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            KedaTrigger trigger = triggers.get(i);
            ids.add(UniqueNames.unique(id(i, trigger), taken));
            builder.metric(metric(trigger, ids.get(i), modifiers != null, engineFallback));
        }
        if (modifiers != null) {
            KedaCompositeSource source = new KedaCompositeSource(this, modifiers, ids);
            builder.metric(MetricSpec.source(UniqueNames.unique(KedaFallback.COMPOSITE_METRIC, taken), source)
                    .activationMilli(KedaMetricTrigger.activationMilli(modifiers.activation()))
                    .fallback(source.readsMissingSignals() ? null : engineFallback));
        }
        return behavior == null ? builder.legacy() : behavior.applyTo(builder);
    }

    private static MetricSpec metric(
            KedaTrigger trigger, String id, boolean isInput, dev.autoscale.@Nullable Fallback fallback) {
        if (trigger instanceof KedaMetricTrigger metric) {
            return isInput ? MetricSpec.signal(id) : metric.metric(id).fallback(fallback);
        }
        if (trigger instanceof KedaCronTrigger cron) {
            return isInput ? MetricSpec.source(id, cron.source().asFormulaValue()) : cron.metric(id);
        }
        return ((KedaResourceTrigger) trigger).metric(id);
    }

    /** The modifiers, unless they are empty. */
    @Nullable
    ScalingModifiers usedModifiers() {
        return scalingModifiers != null && scalingModifiers.isUsed() ? scalingModifiers : null;
    }

    /** What its metric is called, unless another one is. */
    static String id(int index, KedaTrigger trigger) {
        if (!trigger.name().isBlank()) {
            return trigger.name();
        }
        return trigger instanceof KedaResourceTrigger ? trigger.kedaType() : "s" + index + '-' + trigger.kedaType();
    }

    /** KEDA waits until more than the cooldown has passed, the engine until it has passed: one millisecond lies between. */
    private Activation activation() {
        Activation activation = Activation.cooldown(
                        Duration.ofSeconds(cooldownSeconds()).plusMillis(1))
                .initialCooldown(Duration.ofSeconds(initialCooldownSeconds()));
        return idleReplicaCount == null ? activation : activation.idleReplicas(idleReplicaCount);
    }

    private dev.autoscale.@Nullable Fallback engineFallback() {
        Fallback valid = validFallback();
        return valid == null
                ? null
                : valid.afterFailures((int) Math.min(Integer.MAX_VALUE, valid.failureThreshold + 1L));
    }

    /** The fallback, unless KEDA takes it for none. */
    @Nullable
    Fallback validFallback() {
        ScalingModifiers modifiers = usedModifiers();
        boolean isValid = fallback != null
                && fallback.failureThreshold >= 0
                && fallback.replicas >= 0
                && (modifiers == null || modifiers.allowsFallback());
        return isValid ? fallback : null;
    }

    /** The count that is given, or 0. */
    int minReplicas() {
        return minReplicaCount == null ? 0 : minReplicaCount;
    }

    /** The count that is given, or 100. */
    int maxReplicas() {
        return maxReplicaCount == null ? DEFAULT_MAX_REPLICA_COUNT : maxReplicaCount;
    }

    /** The period that is given, or 300. */
    int cooldownSeconds() {
        return cooldownPeriod == null ? DEFAULT_COOLDOWN_PERIOD : cooldownPeriod;
    }

    /** The period that is given, or 0. */
    int initialCooldownSeconds() {
        return initialCooldownPeriod == null ? 0 : initialCooldownPeriod;
    }

    /** Whether no trigger but cpu and memory is there, so that KEDA never takes the workload to zero. */
    boolean hasResourceTriggersOnly() {
        return triggers.stream().allMatch(trigger -> trigger instanceof KedaResourceTrigger);
    }

    /** Collects the fields of a {@link ScaledObject}; checks nothing. Not thread-safe. */
    public static final class Builder {
        private @Nullable ObjectReference target;
        private @Nullable Integer polling;
        private @Nullable Integer cooldown;
        private @Nullable Integer initialCooldown;
        private @Nullable Integer idle;
        private @Nullable Integer min;
        private @Nullable Integer max;
        private @Nullable Fallback fallback;
        private final List<KedaTrigger> triggers = new ArrayList<>();
        private @Nullable HpaBehavior behavior;
        private @Nullable ScalingModifiers modifiers;

        private Builder() {}

        /**
         * The workload, for whoever writes a manifest.
         *
         * @param reference its name; kind and API version may be empty, for a Deployment; or null for none
         * @return this
         */
        public Builder scaleTargetRef(@Nullable ObjectReference reference) {
            this.target = reference;
            return this;
        }

        /**
         * How often the triggers are looked at.
         *
         * @param seconds at least 1
         * @return this
         */
        public Builder pollingInterval(int seconds) {
            this.polling = seconds;
            return this;
        }

        /**
         * How long nothing must have been active before the workload goes idle.
         *
         * @param seconds at least 0; exclusive: it goes idle once more time has passed
         * @return this
         */
        public Builder cooldownPeriod(int seconds) {
            this.cooldown = seconds;
            return this;
        }

        /**
         * How long the workload is left to work while nothing has been active yet.
         *
         * @param seconds at least 0
         * @return this
         */
        public Builder initialCooldownPeriod(int seconds) {
            this.initialCooldown = seconds;
            return this;
        }

        /**
         * Where the workload idles instead of at zero.
         *
         * @param replicas at least 0, below {@code minReplicaCount}
         * @return this
         */
        public Builder idleReplicaCount(int replicas) {
            this.idle = replicas;
            return this;
        }

        /**
         * The fewest replicas of a workload that is not idle.
         *
         * @param replicas at least 0; with 0 it idles at zero
         * @return this
         */
        public Builder minReplicaCount(int replicas) {
            this.min = replicas;
            return this;
        }

        /**
         * The most replicas.
         *
         * @param replicas at least 1
         * @return this
         */
        public Builder maxReplicaCount(int replicas) {
            this.max = replicas;
            return this;
        }

        /**
         * What triggers that fail answer: a fixed count.
         *
         * @param failureThreshold the consecutive failures that are tolerated, at least 0
         * @param replicas the count, at least 0
         * @return this
         */
        public Builder fallback(int failureThreshold, int replicas) {
            return fallback(failureThreshold, replicas, null);
        }

        /**
         * What triggers that fail answer.
         *
         * @param failureThreshold the consecutive failures that are tolerated, at least 0
         * @param replicas the count, at least 0
         * @param fallbackBehavior as in {@link Fallback#behavior}; may be null
         * @return this
         */
        public Builder fallback(int failureThreshold, int replicas, @Nullable String fallbackBehavior) {
            this.fallback = new Fallback(failureThreshold, replicas, fallbackBehavior);
            return this;
        }

        /**
         * Adds a trigger.
         *
         * @param trigger not null
         * @return this
         */
        public Builder trigger(KedaTrigger trigger) {
            triggers.add(Objects.requireNonNull(trigger, "trigger"));
            return this;
        }

        /**
         * How the HPA tempers scaling.
         *
         * @param given the behavior, or null for none
         * @return this
         */
        public Builder behavior(@Nullable HpaBehavior given) {
            this.behavior = given;
            return this;
        }

        /**
         * Puts a formula between the triggers and the HPA.
         *
         * @param formula over the values of the triggers by their names; not null
         * @param target what its value is compared with, per replica; not null
         * @return this
         */
        public Builder scalingModifiers(String formula, String target) {
            return scalingModifiers(new ScalingModifiers(formula, target, null, null));
        }

        /**
         * Puts a formula between the triggers and the HPA.
         *
         * @param given the modifiers, or null for none
         * @return this
         */
        public Builder scalingModifiers(@Nullable ScalingModifiers given) {
            this.modifiers = given;
            return this;
        }

        /**
         * Completes the object; nothing is checked.
         *
         * @return the object
         */
        public ScaledObject build() {
            return new ScaledObject(
                    target,
                    polling,
                    cooldown,
                    initialCooldown,
                    idle,
                    min,
                    max,
                    fallback,
                    triggers,
                    behavior,
                    modifiers);
        }
    }
}
