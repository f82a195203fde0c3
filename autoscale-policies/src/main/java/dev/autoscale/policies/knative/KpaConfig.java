package dev.autoscale.policies.knative;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cluster-wide settings of Knative's autoscaler, raw: the data of the ConfigMap {@code config-autoscaler}, also what
 * Knative would refuse. Immutable and thread-safe. Each question reads its text anew, so ask once and keep the answer.
 *
 * <p>Texts are read as the Go language reads them: {@code 1 t T TRUE true True 0 f F FALSE false False}; numbers in decimal or
 * as {@code 0x2p1}, {@code inf} and {@code nan} in any case; integers of 32 bits; durations such as {@code 1m30s}. Only the
 * class is trimmed, and an empty text is a mistake. Unknown keys are ignored. A text that cannot be read counts as not given
 * here; Knative refuses the whole ConfigMap.
 *
 * <p>Knative's traps are kept: {@code nan} passes as any number, {@code inf} as most; {@code panic-threshold-percentage} is not
 * checked at all; {@code container-concurrency-target-percentage} is a fraction up to 1 and a percentage above it;
 * {@code max-scale-limit} needs a {@code max-scale} beside it.
 *
 * <p>Source of keys, defaults and rules: Knative Serving.
 *
 * @param data the ConfigMap's data by key, copied; nothing has to be given
 * @param progressDeadline how long a revision may take to become ready ({@code progress-deadline} of
 *     {@code config-deployment}, 600 s by default); it is not checked here
 */
public record KpaConfig(Map<String, String> data, Duration progressDeadline) {
    /** The class of Knative's own autoscaler, the KPA. */
    public static final String KPA_CLASS = "kpa.autoscaling.knative.dev";

    /** The class of the Kubernetes HPA. */
    public static final String HPA_CLASS = "hpa.autoscaling.knative.dev";

    /** {@code progress-deadline} if it is not given. */
    public static final Duration DEFAULT_PROGRESS_DEADLINE = Duration.ofMinutes(10);

    /**
     * Copies the data; refuses null.
     *
     * @param data not null, without null
     * @param progressDeadline not null
     */
    public KpaConfig {
        data = Map.copyOf(Objects.requireNonNull(data, "data"));
        Objects.requireNonNull(progressDeadline, "progressDeadline");
    }

    /**
     * Settings with the default progress deadline.
     *
     * @param data the data of {@code config-autoscaler}; not null, without null; an empty map means all defaults
     * @return the settings, not yet checked
     */
    public static KpaConfig of(Map<String, String> data) {
        return new KpaConfig(data, DEFAULT_PROGRESS_DEADLINE);
    }

    /**
     * {@return the rules that these settings break} Knative reports only the first. The first key that cannot be read,
     * in Knative's order of reading, if there is one; else every broken rule in Knative's order of testing; empty if
     * Knative accepts the settings; the path is the key.
     */
    public List<Violation> violations() {
        return KpaConfigValidation.violations(this);
    }

    /**
     * Refuses settings that break a rule.
     *
     * @throws IllegalArgumentException if a rule is broken; the message names all of {@link #violations()}
     */
    public void validate() {
        InvalidSettingsException.throwIfAny(violations());
    }

    /**
     * {@return which autoscaler revisions without a class have ({@code pod-autoscaler-class}; default {@link
     * #KPA_CLASS})} Trimmed.
     */
    public String podAutoscalerClass() {
        return readable(KpaSetting.POD_AUTOSCALER_CLASS).strip();
    }

    /**
     * {@return whether revisions may go to zero ({@code enable-scale-to-zero}; default true)} False if they stop at 1.
     */
    public boolean enableScaleToZero() {
        return bool(KpaSetting.ENABLE_SCALE_TO_ZERO);
    }

    /** {@return whether an initial scale of 0 is allowed ({@code allow-zero-initial-scale}; default false)} */
    public boolean allowZeroInitialScale() {
        return bool(KpaSetting.ALLOW_ZERO_INITIAL_SCALE);
    }

    /**
     * {@return how many times the ready pods one decision may ask for ({@code max-scale-up-rate}; default 1000)} A
     * factor, above 1.
     */
    public double maxScaleUpRate() {
        return number(KpaSetting.MAX_SCALE_UP_RATE);
    }

    /**
     * By what one decision may divide the ready pods ({@code max-scale-down-rate}; default 2).
     *
     * @return a divisor, above 1
     */
    public double maxScaleDownRate() {
        return number(KpaSetting.MAX_SCALE_DOWN_RATE);
    }

    /**
     * {@return how much of a container's concurrency is aimed at ({@code container-concurrency-target-percentage};
     * default 0.7)} A fraction, above 0 and at most 1; what is given above 1 is percent.
     */
    public double containerConcurrencyTargetFraction() {
        double given = number(KpaSetting.CONTAINER_CONCURRENCY_TARGET_PERCENTAGE);
        return given > 1 ? given / 100 : given;
    }

    /**
     * {@return the concurrency of a container without a limit ({@code container-concurrency-target-default}; default
     * 100)} Requests at a time.
     */
    public double containerConcurrencyTargetDefault() {
        return number(KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT);
    }

    /**
     * {@return the request rate of a pod without a target of its own ({@code requests-per-second-target-default};
     * default 200)} Requests per second, at least 0.01.
     */
    public double requestsPerSecondTargetDefault() {
        return number(KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT);
    }

    /**
     * {@return the burst that the pods should bear without the activator ({@code target-burst-capacity}; default 211)}
     * Requests, at least 0; 0 means never behind the activator unless at zero, -1 always behind it.
     */
    public double targetBurstCapacity() {
        return number(KpaSetting.TARGET_BURST_CAPACITY);
    }

    /**
     * {@return the panic window as a part of the stable one ({@code panic-window-percentage}; default 10)} Percent, 1
     * to 100.
     */
    public double panicWindowPercentage() {
        return number(KpaSetting.PANIC_WINDOW_PERCENTAGE);
    }

    /** {@return how many requests one activator bears ({@code activator-capacity}; default 100)} At least 1. */
    public double activatorCapacity() {
        return number(KpaSetting.ACTIVATOR_CAPACITY);
    }

    /**
     * At which load the autoscaler panics ({@code panic-threshold-percentage}; default 200).
     *
     * @return percent of what the ready pods bear; unchecked, 0 or less is panic without end
     */
    public double panicThresholdPercentage() {
        return number(KpaSetting.PANIC_THRESHOLD_PERCENTAGE);
    }

    /**
     * {@return the pods with which a revision begins ({@code initial-scale}; default 1)} At least 1, or 0 if that is
     * allowed.
     */
    public int initialScale() {
        return integer(KpaSetting.INITIAL_SCALE);
    }

    /** {@return the fewest pods ({@code min-scale}; default 0)} At least 0. */
    public int minScale() {
        return integer(KpaSetting.MIN_SCALE);
    }

    /** {@return the most pods ({@code max-scale}; default 0)} At least 0; 0 means no limit. */
    public int maxScale() {
        return integer(KpaSetting.MAX_SCALE);
    }

    /**
     * {@return the highest {@code max-scale} that a revision may ask for ({@code max-scale-limit}; default 0)} Pods, at
     * least 0; 0 means any.
     */
    public int maxScaleLimit() {
        return integer(KpaSetting.MAX_SCALE_LIMIT);
    }

    /** {@return the window that is averaged over ({@code stable-window}; default 60 s)} 6 s to 1 h, whole seconds. */
    public Duration stableWindow() {
        return duration(KpaSetting.STABLE_WINDOW);
    }

    /**
     * {@return how long a lower count must be right before it is taken ({@code scale-down-delay}; default 0)} At least
     * 0, whole seconds.
     */
    public Duration scaleDownDelay() {
        return duration(KpaSetting.SCALE_DOWN_DELAY);
    }

    /**
     * {@return how long the last pod is kept while traffic moves to the activator ({@code scale-to-zero-grace-period};
     * default 30 s)} Above 0.
     */
    public Duration scaleToZeroGracePeriod() {
        return duration(KpaSetting.GRACE_PERIOD);
    }

    /**
     * {@return how long the last pod is kept at least ({@code scale-to-zero-pod-retention-period}; default 0)} At least
     * 0.
     */
    public Duration scaleToZeroPodRetentionPeriod() {
        return duration(KpaSetting.POD_RETENTION_PERIOD);
    }

    private String readable(KpaSetting setting) {
        return setting.readable(data);
    }

    private boolean bool(KpaSetting setting) {
        return GoText.bool(readable(setting)).orElseThrow();
    }

    private double number(KpaSetting setting) {
        return GoFloat.parse(readable(setting)).orElseThrow();
    }

    private int integer(KpaSetting setting) {
        return GoText.int32(readable(setting)).orElseThrow();
    }

    private Duration duration(KpaSetting setting) {
        return GoText.duration(readable(setting)).orElseThrow();
    }
}
