package dev.autoscale.policies.knative;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a revision's annotations say to Knative's autoscaler, raw: also what Knative's webhook would refuse. Immutable and
 * thread-safe. Each question reads its text anew, so ask once and keep the answer.
 *
 * <p>The names begin with {@code autoscaling.knative.dev/}; an old camel-case spelling ({@code minScale} for
 * {@code min-scale}) counts only without the new one. Questions are answered as the autoscaler itself reads annotations, which
 * relies on the webhook: a text that cannot be read counts as not given, and no range is checked. {@link #violations} is the
 * webhook's verdict. Texts are read as in {@link KpaConfig} and never trimmed.
 *
 * <p>Knative's trap is kept: the webhook accepts an initial scale beyond 32 bits, which the autoscaler then ignores.
 *
 * <p>Source of names and rules: Knative Serving.
 *
 * @param annotations all annotations of the revision by full name, copied; others are ignored
 */
public record KpaAnnotations(Map<String, String> annotations) {
    static final String CONCURRENCY = "concurrency";
    static final String RPS = "rps";

    static final String CLASS = "class";
    static final String METRIC = "metric";
    static final String AGGREGATION = "metric-aggregation-algorithm";
    static final String MIN_SCALE = "min-scale";
    static final String MAX_SCALE = "max-scale";
    static final String INITIAL_SCALE = "initial-scale";
    static final String ACTIVATION_SCALE = "activation-scale";
    static final String TARGET = "target";
    static final String UTILIZATION = "target-utilization-percentage";
    static final String BURST_CAPACITY = "target-burst-capacity";
    static final String PANIC_WINDOW = "panic-window-percentage";
    static final String PANIC_THRESHOLD = "panic-threshold-percentage";
    static final String WINDOW = "window";
    static final String DELAY = "scale-down-delay";
    static final String RETENTION = "scale-to-zero-pod-retention-period";

    static final List<String> WEIGHTED = List.of("weighted-exponential", "weightedExponential");

    private static final String PREFIX = "autoscaling.knative.dev/";
    private static final String PROGRESS_DEADLINE = "serving.knative.dev/progress-deadline";

    private static final Map<String, String> OLD_SPELLINGS = Map.of(
            MIN_SCALE, "minScale",
            MAX_SCALE, "maxScale",
            INITIAL_SCALE, "initialScale",
            DELAY, "scaleDownDelay",
            BURST_CAPACITY, "targetBurstCapacity",
            UTILIZATION, "targetUtilizationPercentage",
            PANIC_WINDOW, "panicWindowPercentage",
            PANIC_THRESHOLD, "panicThresholdPercentage",
            RETENTION, "scaleToZeroPodRetentionPeriod",
            AGGREGATION, "metricAggregationAlgorithm");

    /**
     * Copies the annotations; refuses null.
     *
     * @param annotations not null, without null
     */
    public KpaAnnotations {
        annotations = Map.copyOf(Objects.requireNonNull(annotations, "annotations"));
    }

    /**
     * The rules of the webhook that these annotations break. One is enough to be refused.
     *
     * @param config the cluster's settings, some of which the rules depend on; not null
     * @return every broken rule; empty if the webhook accepts the annotations; the path is the annotation's name as given
     */
    public List<Violation> violations(KpaConfig config) {
        return KpaAnnotationsValidation.violations(this, config);
    }

    /**
     * Refuses annotations that break a rule.
     *
     * @param config the cluster's settings; not null
     * @throws IllegalArgumentException if a rule is broken; the message names every broken one
     */
    public void validate(KpaConfig config) {
        InvalidSettingsException.throwIfAny(violations(config));
    }

    /**
     * {@return which autoscaler the revision has ({@code class})} Empty if not given: then it is {@link
     * KpaConfig#podAutoscalerClass()}.
     */
    public Optional<String> podAutoscalerClass() {
        return Optional.ofNullable(text(CLASS));
    }

    /**
     * {@return what is measured ({@code metric}; default {@code concurrency})} {@code concurrency} or {@code rps}; the
     * autoscaler takes any other text for concurrency, see {@link KpaTargets}.
     */
    public String metric() {
        String metric = text(METRIC);
        return metric == null ? CONCURRENCY : metric;
    }

    /**
     * {@return whether newer samples weigh more ({@code metric-aggregation-algorithm})} True for {@code
     * weighted-exponential} and {@code weightedExponential}; false, which means linear, for all else.
     */
    public boolean isWeightedExponential() {
        String algorithm = text(AGGREGATION);
        return algorithm != null && WEIGHTED.contains(algorithm);
    }

    /** {@return the fewest pods ({@code min-scale})} Empty if the cluster's setting holds. */
    public OptionalInt minScale() {
        return integer(MIN_SCALE);
    }

    /**
     * {@return the most pods ({@code max-scale})} 0 means no limit, also against the cluster's; empty if the cluster's
     * setting holds.
     */
    public OptionalInt maxScale() {
        return integer(MAX_SCALE);
    }

    /**
     * {@return the pods with which the revision begins ({@code initial-scale})} Empty if the cluster's setting holds; 0
     * holds only if the cluster allows it.
     */
    public OptionalInt initialScale() {
        return integer(INITIAL_SCALE);
    }

    /**
     * {@return the fewest pods that a load that is not 0 asks for ({@code activation-scale})} Empty if there is no such
     * rule.
     */
    public OptionalInt activationScale() {
        return integer(ACTIVATION_SCALE);
    }

    /** {@return what one pod bears ({@code target})} Requests at a time or per second; empty if not given. */
    public OptionalDouble target() {
        return number(TARGET);
    }

    /**
     * {@return how much of the target is aimed at ({@code target-utilization-percentage})} Percent; empty if the
     * cluster's setting holds.
     */
    public OptionalDouble targetUtilizationPercentage() {
        return number(UTILIZATION);
    }

    /**
     * {@return the burst that the pods should bear without the activator ({@code target-burst-capacity})} Requests, or
     * -1; empty if the cluster's setting holds.
     */
    public OptionalDouble targetBurstCapacity() {
        return number(BURST_CAPACITY);
    }

    /**
     * {@return the panic window as a part of the stable one ({@code panic-window-percentage})} Percent; empty if the
     * cluster's setting holds.
     */
    public OptionalDouble panicWindowPercentage() {
        return number(PANIC_WINDOW);
    }

    /**
     * At which load the autoscaler panics ({@code panic-threshold-percentage}).
     *
     * @return percent of what the ready pods bear; empty if the cluster's setting holds
     */
    public OptionalDouble panicThresholdPercentage() {
        return number(PANIC_THRESHOLD);
    }

    /**
     * {@return the window that is averaged over ({@code window})} The stable window; empty if the cluster's setting
     * holds.
     */
    public Optional<Duration> window() {
        return duration(WINDOW);
    }

    /**
     * {@return how long a lower count must be right before it is taken ({@code scale-down-delay})} Empty if the
     * cluster's setting holds.
     */
    public Optional<Duration> scaleDownDelay() {
        return duration(DELAY);
    }

    /**
     * {@return how long the last pod is kept at least ({@code scale-to-zero-pod-retention-period})} Also 0; empty if
     * the cluster's setting holds.
     */
    public Optional<Duration> scaleToZeroPodRetentionPeriod() {
        return duration(RETENTION);
    }

    /**
     * How long the revision may take to become ready ({@code serving.knative.dev/progress-deadline}).
     *
     * @return the deadline; empty if the cluster's setting holds
     */
    public Optional<Duration> progressDeadline() {
        return Optional.ofNullable(annotations.get(PROGRESS_DEADLINE)).flatMap(GoText::duration);
    }

    /** The full name under which an annotation is given, the new one if it is not. */
    String key(String name) {
        String key = PREFIX + name;
        String old = OLD_SPELLINGS.get(name);
        if (old != null && !annotations.containsKey(key) && annotations.containsKey(PREFIX + old)) {
            return PREFIX + old;
        }
        return key;
    }

    @Nullable
    String text(String name) {
        return annotations.get(key(name));
    }

    private OptionalInt integer(String name) {
        String text = text(name);
        return text == null ? OptionalInt.empty() : GoText.int32(text);
    }

    private OptionalDouble number(String name) {
        String text = text(name);
        return text == null ? OptionalDouble.empty() : GoFloat.parse(text);
    }

    private Optional<Duration> duration(String name) {
        return Optional.ofNullable(text(name)).flatMap(GoText::duration);
    }
}
