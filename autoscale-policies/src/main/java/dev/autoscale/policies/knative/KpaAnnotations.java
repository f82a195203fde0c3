package dev.autoscale.policies.knative;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a revision's annotations say to Knative's autoscaler, raw: also what Knative's webhook would refuse. Immutable and
 * thread-safe. Each question parses its text again, so ask once and keep the answer.
 *
 * <p>{@link KpaSetting} lists the annotations. Questions are answered as the autoscaler itself reads annotations, which
 * relies on the webhook: a text that cannot be read counts as not given, and no range is checked. {@link #violations} is the
 * webhook's verdict. Texts are read as in {@link KpaConfig} and never trimmed.
 *
 * <p>A quirk of Knative's is reproduced: the webhook accepts an initial scale beyond 32 bits, which the autoscaler then ignores.
 *
 * <p>Source of names and rules: Knative Serving.
 *
 * @param annotations all annotations of the revision by full name, copied; others are ignored
 */
public record KpaAnnotations(Map<String, String> annotations) {
    static final String CONCURRENCY = "concurrency";
    static final String RPS = "rps";
    static final List<String> WEIGHTED = List.of("weighted-exponential", "weightedExponential");
    static final String PREFIX = "autoscaling.knative.dev/";

    private static final String PROGRESS_DEADLINE = "serving.knative.dev/progress-deadline";

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
     * What Knative accepts and ignores: annotations of its autoscaling, {@code autoscaling.knative.dev/}, that no setting has.
     *
     * @return a sentence for each, in alphabetical order; empty if there is none
     */
    public List<String> warnings() {
        return annotations.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !KpaSetting.isAnnotation(name))
                .sorted()
                .map(name -> "unknown annotation is ignored: " + name)
                .toList();
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
     * What a revision says itself.
     *
     * @param setting not null
     * @param <T> what it is read as
     * @return its value; empty if it is not given, cannot be read or has no {@linkplain KpaSetting#annotation annotation}: the
     *     cluster's setting holds, or there is no such rule
     */
    public <T> Optional<T> get(KpaSetting<T> setting) {
        return setting.annotated(annotations);
    }

    /**
     * What holds for a revision: its own setting, or else the cluster's.
     *
     * @param setting not null
     * @param config the cluster's settings; not null
     * @param <T> what it is read as
     * @return its value
     * @throws IllegalArgumentException if the cluster's holds and there is no {@linkplain KpaSetting#key key}
     */
    public <T> T get(KpaSetting<T> setting, KpaConfig config) {
        return get(setting).orElseGet(() -> config.get(setting));
    }

    /**
     * {@return which autoscaler the revision has ({@code class})} Empty if not given: then it is {@link
     * KpaConfig#podAutoscalerClass()}.
     */
    public Optional<String> podAutoscalerClass() {
        return get(KpaSetting.POD_AUTOSCALER_CLASS);
    }

    /**
     * {@return what is measured ({@code metric}; default {@code concurrency})} {@code concurrency} or {@code rps}; the
     * autoscaler takes any other text for concurrency, see {@link KpaTargets}.
     */
    public String metric() {
        return get(KpaSetting.METRIC).orElse(CONCURRENCY);
    }

    /**
     * {@return whether newer samples weigh more ({@code metric-aggregation-algorithm})} True for {@code
     * weighted-exponential} and {@code weightedExponential}; false, which means linear, for all else.
     */
    public boolean isWeightedExponential() {
        return get(KpaSetting.METRIC_AGGREGATION_ALGORITHM)
                .filter(WEIGHTED::contains)
                .isPresent();
    }

    /**
     * How long the revision may take to become ready ({@code serving.knative.dev/progress-deadline}).
     *
     * @return the deadline; empty if the cluster's setting holds
     */
    public Optional<Duration> progressDeadline() {
        return Optional.ofNullable(annotations.get(PROGRESS_DEADLINE)).flatMap(GoText::duration);
    }
}
