package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A setting of Knative's autoscaler: a key of the cluster's {@code config-autoscaler}, an annotation of a revision, which
 * outranks the key, or both. Immutable and thread-safe. Read with {@link KpaConfig#get} and {@link KpaAnnotations#get}.
 *
 * <p>Each constant says its key with the default, and its annotation, whose name begins with {@code autoscaling.knative.dev/}; an
 * old camel-case spelling ({@code minScale} for {@code min-scale}) counts only without the new one.
 *
 * <p>Source of names, defaults and rules: Knative Serving.
 *
 * @param <T> what its text is read as
 */
public final class KpaSetting<T> {
    static final Duration MIN_WINDOW = Duration.ofSeconds(6);
    static final Duration MAX_WINDOW = Duration.ofHours(1);
    static final double MIN_TARGET = 0.01;

    private static final Kind<String> TEXT = new Kind<>("any text", Optional::of);
    private static final Kind<Boolean> BOOL = new Kind<>("true or false", GoText::bool);
    private static final Kind<Double> NUMBER = new Kind<>("a number", GoFloat::parse);
    private static final Kind<Integer> INTEGER = new Kind<>("an integer of 32 bits", GoText::int32);
    private static final Kind<Duration> DURATION = new Kind<>("a duration", GoText::duration);

    private static final Rule<Duration> WHOLE_SECONDS = new Rule<>("whole seconds", d -> d.toNanosPart() == 0);
    private static final Rule<Duration> NOT_NEGATIVE = new Rule<>(">= 0", d -> !d.isNegative());
    private static final Rule<Duration> UP_TO_AN_HOUR =
            new Rule<>(">= 0 and <= 1h", d -> !d.isNegative() && d.compareTo(MAX_WINDOW) <= 0);
    private static final Rule<Integer> AT_LEAST_0 = new Rule<>(">= 0", count -> count >= 0);
    // As in Knative, NaN passes where only what must not be is compared.
    private static final Rule<Double> ABOVE_1 = new Rule<>("> 1", rate -> !(rate <= 1));
    private static final Rule<Double> AT_LEAST_MIN_TARGET = new Rule<>(">= 0.01", load -> !(load < MIN_TARGET));

    /** Those with a key, in the order in which Knative reads them. */
    private static final List<KpaSetting<?>> KEYS = new ArrayList<>();

    private static final Set<String> ANNOTATIONS = new HashSet<>();

    /** Which autoscaler scales: key {@code pod-autoscaler-class}, default {@link KpaConfig#KPA_CLASS}; annotation {@code class}. */
    public static final KpaSetting<String> POD_AUTOSCALER_CLASS = new KpaSetting<>(TEXT)
            .key("pod-autoscaler-class", KpaConfig.KPA_CLASS)
            .annotation("class");

    /** Whether revisions may go to zero; false if they stop at 1: key {@code enable-scale-to-zero}, default true. */
    public static final KpaSetting<Boolean> ENABLE_SCALE_TO_ZERO =
            new KpaSetting<>(BOOL).key("enable-scale-to-zero", "true");

    /** Whether an initial scale of 0 is allowed: key {@code allow-zero-initial-scale}, default false. */
    public static final KpaSetting<Boolean> ALLOW_ZERO_INITIAL_SCALE =
            new KpaSetting<>(BOOL).key("allow-zero-initial-scale", "false");

    /** How many times the ready pods one decision may ask for, above 1: key {@code max-scale-up-rate}, default 1000. */
    public static final KpaSetting<Double> MAX_SCALE_UP_RATE =
            new KpaSetting<>(NUMBER).key("max-scale-up-rate", "1000").must(ABOVE_1);

    /** By what one decision may divide the ready pods, above 1: key {@code max-scale-down-rate}, default 2. */
    public static final KpaSetting<Double> MAX_SCALE_DOWN_RATE =
            new KpaSetting<>(NUMBER).key("max-scale-down-rate", "2").must(ABOVE_1);

    /**
     * How much of a container's concurrency is aimed at, above 0 and at most 100 %: key
     * {@code container-concurrency-target-percentage}, default 0.7. Up to 1 it is a fraction, above 1 percent; read it with
     * {@link KpaConfig#containerConcurrencyTargetFraction}.
     */
    public static final KpaSetting<Double> CONTAINER_CONCURRENCY_TARGET_PERCENTAGE = new KpaSetting<>(NUMBER)
            .key("container-concurrency-target-percentage", "0.7")
            .must(new Rule<>("> 0 and <= 100 %", share -> !(share <= 0 || share > 100)));

    /**
     * The concurrency of a container without a limit, in requests at a time: key {@code container-concurrency-target-default},
     * default 100. At least 0.01 after {@link #CONTAINER_CONCURRENCY_TARGET_PERCENTAGE}.
     */
    public static final KpaSetting<Double> CONTAINER_CONCURRENCY_TARGET_DEFAULT =
            new KpaSetting<>(NUMBER).key("container-concurrency-target-default", "100");

    /**
     * The request rate of a pod without a target of its own, in requests per second, at least 0.01: key
     * {@code requests-per-second-target-default}, default 200.
     */
    public static final KpaSetting<Double> REQUESTS_PER_SECOND_TARGET_DEFAULT = new KpaSetting<>(NUMBER)
            .key("requests-per-second-target-default", "200")
            .must(AT_LEAST_MIN_TARGET);

    /**
     * The burst that the pods should handle without the activator, in requests, at least 0: key and annotation
     * {@code target-burst-capacity}, default 211. 0 means never behind the activator unless at zero, -1 always behind it.
     */
    public static final KpaSetting<Double> TARGET_BURST_CAPACITY = new KpaSetting<>(NUMBER)
            .keyAndAnnotation("target-burst-capacity", "targetBurstCapacity", "211")
            .must(new Rule<>(">= 0 or -1", burst -> !(burst < 0 && burst != -1)));

    /**
     * The panic window as a part of the stable one, in percent, 1 to 100: key and annotation {@code panic-window-percentage},
     * default 10.
     */
    public static final KpaSetting<Double> PANIC_WINDOW_PERCENTAGE = new KpaSetting<>(NUMBER)
            .keyAndAnnotation("panic-window-percentage", "panicWindowPercentage", "10")
            .must(between(1, 100));

    /** How many requests one activator can handle, at least 1: key {@code activator-capacity}, default 100. */
    public static final KpaSetting<Double> ACTIVATOR_CAPACITY = new KpaSetting<>(NUMBER)
            .key("activator-capacity", "100")
            .must(new Rule<>(">= 1", requests -> !(requests < 1)));

    /**
     * At which load the autoscaler panics, in percent of what the ready pods bear: key and annotation
     * {@code panic-threshold-percentage}, default 200. As an annotation 110 to 1000; as a key unchecked, where 0 or less is panic
     * without end.
     */
    public static final KpaSetting<Double> PANIC_THRESHOLD_PERCENTAGE = new KpaSetting<>(NUMBER)
            .keyAndAnnotation("panic-threshold-percentage", "panicThresholdPercentage", "200")
            .mustAsAnnotation(between(110, 1000));

    /**
     * The pods with which a revision begins: key and annotation {@code initial-scale}, default 1. At least 1, or 0 if
     * {@link #ALLOW_ZERO_INITIAL_SCALE that is allowed}.
     */
    public static final KpaSetting<Integer> INITIAL_SCALE =
            new KpaSetting<>(INTEGER).keyAndAnnotation("initial-scale", "initialScale", "1");

    /** The fewest pods, at least 0: key and annotation {@code min-scale}, default 0. */
    public static final KpaSetting<Integer> MIN_SCALE = new KpaSetting<>(INTEGER)
            .keyAndAnnotation("min-scale", "minScale", "0")
            .must(AT_LEAST_0);

    /**
     * The most pods, at least 0: key and annotation {@code max-scale}, default 0. 0 means no limit, as an annotation also against
     * the cluster's.
     */
    public static final KpaSetting<Integer> MAX_SCALE = new KpaSetting<>(INTEGER)
            .keyAndAnnotation("max-scale", "maxScale", "0")
            .mustAsAnnotation(AT_LEAST_0);

    /** The highest {@link #MAX_SCALE} that a revision may ask for, at least 0: key {@code max-scale-limit}, default 0, which means any. */
    public static final KpaSetting<Integer> MAX_SCALE_LIMIT =
            new KpaSetting<>(INTEGER).key("max-scale-limit", "0").must(AT_LEAST_0);

    /** The window that is averaged over, 6 s to 1 h in whole seconds: key {@code stable-window}, default 60 s; annotation {@code window}. */
    public static final KpaSetting<Duration> STABLE_WINDOW = new KpaSetting<>(DURATION)
            .key("stable-window", "60s")
            .annotation("window")
            .must(new Rule<>(">= 6s and <= 1h", d -> d.compareTo(MIN_WINDOW) >= 0 && d.compareTo(MAX_WINDOW) <= 0))
            .must(WHOLE_SECONDS);

    /**
     * How long a lower count must be right before it is taken, at least 0, whole seconds: key and annotation
     * {@code scale-down-delay}, default 0. As an annotation at most 1 h.
     */
    public static final KpaSetting<Duration> SCALE_DOWN_DELAY = new KpaSetting<>(DURATION)
            .keyAndAnnotation("scale-down-delay", "scaleDownDelay", "0s")
            .mustAsKey(NOT_NEGATIVE)
            .mustAsAnnotation(UP_TO_AN_HOUR)
            .must(WHOLE_SECONDS);

    /** How long the last pod is kept while traffic moves to the activator, above 0: key {@code scale-to-zero-grace-period}, default 30 s. */
    public static final KpaSetting<Duration> SCALE_TO_ZERO_GRACE_PERIOD = new KpaSetting<>(DURATION)
            .key("scale-to-zero-grace-period", "30s")
            .must(new Rule<>("> 0", d -> !d.isNegative() && !d.isZero()));

    /**
     * How long the last pod is kept at least, at least 0: key and annotation {@code scale-to-zero-pod-retention-period}, default
     * 0. As an annotation at most 1 h.
     */
    public static final KpaSetting<Duration> SCALE_TO_ZERO_POD_RETENTION_PERIOD = new KpaSetting<>(DURATION)
            .keyAndAnnotation("scale-to-zero-pod-retention-period", "scaleToZeroPodRetentionPeriod", "0s")
            .mustAsKey(NOT_NEGATIVE)
            .mustAsAnnotation(UP_TO_AN_HOUR);

    /** What is measured: annotation {@code metric}. Read it with {@link KpaAnnotations#metric}. */
    public static final KpaSetting<String> METRIC = new KpaSetting<>(TEXT).annotation("metric");

    /**
     * Whether newer samples weigh more: annotation {@code metric-aggregation-algorithm}. Read it with
     * {@link KpaAnnotations#isWeightedExponential}.
     */
    public static final KpaSetting<String> METRIC_AGGREGATION_ALGORITHM =
            new KpaSetting<>(TEXT).annotation("metric-aggregation-algorithm", "metricAggregationAlgorithm");

    /** The fewest pods that a load that is not 0 asks for, at least 2: annotation {@code activation-scale}. */
    public static final KpaSetting<Integer> ACTIVATION_SCALE = new KpaSetting<>(INTEGER).annotation("activation-scale");

    /** The load that one pod can handle, in requests at a time or per second, at least 0.01: annotation {@code target}. */
    public static final KpaSetting<Double> TARGET =
            new KpaSetting<>(NUMBER).annotation("target").must(AT_LEAST_MIN_TARGET);

    /** How much of the target is aimed at, in percent, 1 to 100: annotation {@code target-utilization-percentage}. */
    public static final KpaSetting<Double> TARGET_UTILIZATION_PERCENTAGE = new KpaSetting<>(NUMBER)
            .annotation("target-utilization-percentage", "targetUtilizationPercentage")
            .must(between(1, 100));

    /** How texts are read, and what they must be. */
    private record Kind<T>(String what, Function<String, Optional<T>> reader) {}

    /** What must hold for a value alone; begins after "must be". */
    private record Rule<T>(String text, Predicate<T> holds) {}

    private final Kind<T> kind;
    private final List<Rule<T>> keyRules = new ArrayList<>();
    private final List<Rule<T>> annotationRules = new ArrayList<>();
    private @Nullable String key;
    private String otherwise = "";
    private @Nullable String annotation;
    private @Nullable String oldAnnotation;

    private KpaSetting(Kind<T> kind) {
        this.kind = kind;
    }

    private static Rule<Double> between(int min, int max) {
        return new Rule<>(">= " + min + " and <= " + max, value -> !(value < min || value > max));
    }

    private KpaSetting<T> key(String name, String byDefault) {
        key = name;
        otherwise = byDefault;
        KEYS.add(this);
        return this;
    }

    private KpaSetting<T> annotation(String name) {
        annotation = KpaAnnotations.PREFIX + name;
        ANNOTATIONS.add(annotation);
        return this;
    }

    private KpaSetting<T> annotation(String name, String oldName) {
        oldAnnotation = KpaAnnotations.PREFIX + oldName;
        ANNOTATIONS.add(oldAnnotation);
        return annotation(name);
    }

    /** A key and an annotation of the same name, which has an old spelling. */
    private KpaSetting<T> keyAndAnnotation(String name, String oldName, String byDefault) {
        return key(name, byDefault).annotation(name, oldName);
    }

    private KpaSetting<T> must(Rule<T> rule) {
        return mustAsKey(rule).mustAsAnnotation(rule);
    }

    private KpaSetting<T> mustAsKey(Rule<T> rule) {
        keyRules.add(rule);
        return this;
    }

    private KpaSetting<T> mustAsAnnotation(Rule<T> rule) {
        annotationRules.add(rule);
        return this;
    }

    /** Whether a setting has an annotation of this full name, in either spelling. */
    static boolean isAnnotation(String name) {
        return ANNOTATIONS.contains(name);
    }

    static Set<String> annotationNames() {
        return ANNOTATIONS;
    }

    static List<KpaSetting<?>> keys() {
        return KEYS;
    }

    /** {@return its key in {@code config-autoscaler}} Empty if it is an annotation only. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** {@return the full name of its annotation, in the new spelling} Empty if it is a key only. */
    public Optional<String> annotation() {
        return Optional.ofNullable(annotation);
    }

    /** The text that is given in a ConfigMap, readable or not, or the default. */
    String text(Map<String, String> data) {
        return data.getOrDefault(requireKey(), otherwise);
    }

    /** What is given in a ConfigMap if it is readable, or else the default. */
    T value(Map<String, String> data) {
        return kind.reader
                .apply(text(data))
                .or(() -> kind.reader.apply(otherwise))
                .orElseThrow();
    }

    private String requireKey() {
        Violation.require(key != null, "setting must have a key of config-autoscaler", "setting", this);
        return Objects.requireNonNull(key);
    }

    /** The name under which an annotation is given, the new one if it is not; of a setting that has one. */
    String annotationIn(Map<String, String> annotations) {
        String name = Objects.requireNonNull(annotation);
        boolean isOld =
                oldAnnotation != null && !annotations.containsKey(name) && annotations.containsKey(oldAnnotation);
        return isOld ? Objects.requireNonNull(oldAnnotation) : name;
    }

    /** What is annotated, if it is and can be read. */
    Optional<T> annotated(Map<String, String> annotations) {
        return annotation == null
                ? Optional.empty()
                : Optional.ofNullable(annotations.get(annotationIn(annotations)))
                        .flatMap(kind.reader);
    }

    /** Notes that a text cannot be read; whether it can. */
    boolean requireReadable(String path, String text, Violation.Collector broken) {
        boolean isReadable = kind.reader.apply(text).isPresent();
        broken.require(isReadable, "must be " + kind.what, path, text);
        return isReadable;
    }

    /** Notes the rules for a key alone that a readable ConfigMap breaks. */
    void checkKey(Map<String, String> data, Violation.Collector broken) {
        check(keyRules, requireKey(), text(data), broken);
    }

    /** Notes the rules for an annotation alone that is given and breaks them, or cannot be read. */
    void checkAnnotation(Map<String, String> annotations, Violation.Collector broken) {
        String name = annotationIn(annotations);
        String text = annotations.get(name);
        if (text != null && requireReadable(name, text, broken)) {
            check(annotationRules, name, text, broken);
        }
    }

    private void check(List<Rule<T>> rules, String path, String text, Violation.Collector broken) {
        T value = kind.reader.apply(text).orElseThrow();
        rules.forEach(rule -> broken.require(rule.holds.test(value), "must be " + rule.text, path, text));
    }

    /** {@return its key, or the name of its annotation} */
    @Override
    public String toString() {
        return key == null ? String.valueOf(annotation) : key;
    }
}
