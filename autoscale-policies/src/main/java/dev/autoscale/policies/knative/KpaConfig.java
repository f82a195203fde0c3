package dev.autoscale.policies.knative;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.FieldRules;
import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.internal.NearNames;
import dev.autoscale.policies.internal.ObjectMeta;
import dev.autoscale.policies.kubernetes.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cluster-wide settings of Knative's autoscaler, raw: the data of the ConfigMap {@code config-autoscaler}, also what
 * Knative would refuse; {@link KpaSetting} lists its keys. Immutable and thread-safe. Each question parses its text again, so ask
 * once and keep the answer.
 *
 * <p>Texts are read as the Go language reads them: {@code 1 t T TRUE true True 0 f F FALSE false False}; numbers in decimal or
 * as {@code 0x2p1}, {@code inf} and {@code nan} in any case; integers of 32 bits; durations such as {@code 1m30s}. Only the
 * class is trimmed, and an empty text is a mistake. Unknown keys are ignored, with a {@linkplain #warnings warning}. A text that cannot be read counts as not given
 * here; Knative refuses the whole ConfigMap.
 *
 * <p>Knative's quirks are reproduced: {@code nan} passes as any number, {@code inf} as most; {@code panic-threshold-percentage} is not
 * checked at all; {@code container-concurrency-target-percentage} is a fraction up to 1 and a percentage above it;
 * {@code max-scale-limit} needs a {@code max-scale} with it.
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

    private static final String KIND = "ConfigMap";
    private static final String NAME = "config-autoscaler";
    private static final String EXAMPLE = "_example";

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
     * Reads a parsed manifest: the ConfigMap {@code config-autoscaler}. What parses it does not matter: names are texts, values are
     * maps, lists, texts, numbers, booleans or null.
     *
     * <pre>{@code
     * KpaConfig config = KpaConfig.read(document).spec();
     * }</pre>
     *
     * <p>Only the form is judged here; {@link #violations} judges the settings. Unknown keys are noted. The document is not changed.
     *
     * @param document not null
     * @return the manifest of the settings, with the default progress deadline, which is no part of it
     * @throws InvalidSettingsException that names every field of another type, such as a setting that is a number; every setting with a
     *     placeholder; or another kind, version or name
     */
    public static Manifest<KpaConfig> read(Map<String, ?> document) {
        Fields fields = Fields.of(document);
        FieldRules rules = fields.rules();
        String kind = fields.name("kind");
        rules.valid(kind.equals(KIND), "must be " + KIND, "kind", kind);
        String apiVersion = fields.name("apiVersion");
        rules.valid(apiVersion.equals("v1"), "must be v1", "apiVersion", apiVersion);
        String name = ObjectMeta.read(fields.knows("binaryData", "immutable")).name();
        rules.valid(name.equals(NAME), "must be " + NAME, "metadata.name", name);
        fields.throwIfAny();
        Map<String, String> data = fields.texts("data");
        data.forEach((key, text) -> rules.valid(
                key.equals(EXAMPLE) || Fields.placeholder(text).isEmpty(),
                "holds a placeholder; put the value in its place",
                "data." + key,
                text));
        fields.throwIfAny();
        KpaConfig config = of(data);
        List<String> notes = new ArrayList<>();
        List<String> known =
                KpaSetting.keys().stream().map(KpaSetting::toString).toList();
        data.forEach((key, text) -> {
            if (!key.equals(EXAMPLE) && !known.contains(key)) {
                notes.add("unknown key is ignored" + NearNames.offer(key, known) + ": data." + key + '=' + text);
            }
        });
        notes.addAll(fields.unknownFields("unknown field, which kubectl refuses and a server drops"));
        return Manifest.of(config, fields.rest(), notes, KpaConfig::toMap);
    }

    /**
     * {@return these settings as the ConfigMap {@code config-autoscaler}, without its namespace} The caller may change it.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "v1");
        document.put("kind", KIND);
        document.put("metadata", new LinkedHashMap<>(Map.of("name", NAME)));
        document.put("data", new LinkedHashMap<>(data));
        return document;
    }

    /**
     * A setting: what is given if it can be read, or else Knative's default.
     *
     * @param setting not null
     * @param <T> what it is read as
     * @return its value
     * @throws IllegalArgumentException if the setting has no {@linkplain KpaSetting#key key}
     */
    public <T> T get(KpaSetting<T> setting) {
        return setting.value(data);
    }

    /**
     * {@return which autoscaler revisions without a class have ({@code pod-autoscaler-class}; default {@link
     * #KPA_CLASS})} Trimmed.
     */
    public String podAutoscalerClass() {
        return get(KpaSetting.POD_AUTOSCALER_CLASS).strip();
    }

    /**
     * {@return how much of a container's concurrency is aimed at ({@code container-concurrency-target-percentage};
     * default 0.7)} A fraction, above 0 and at most 1; what is given above 1 is percent.
     */
    public double containerConcurrencyTargetFraction() {
        double given = get(KpaSetting.CONTAINER_CONCURRENCY_TARGET_PERCENTAGE);
        return given > 1 ? given / 100 : given;
    }

    /**
     * {@return the rules that these settings break} Knative reports only the first. The first key that cannot be read,
     * in Knative's order of reading, if there is one; else every broken rule in Knative's order of testing; empty if
     * Knative accepts the settings; the path is the key.
     */
    public List<Violation> violations() {
        Violation.Collector broken = new Violation.Collector();
        for (KpaSetting<?> setting : KpaSetting.keys()) {
            if (!setting.requireReadable(setting.toString(), setting.text(data), broken)) {
                return broken.violations();
            }
        }
        check(
                broken,
                KpaSetting.SCALE_TO_ZERO_GRACE_PERIOD,
                KpaSetting.SCALE_DOWN_DELAY,
                KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD);
        check(broken, KpaSetting.TARGET_BURST_CAPACITY, KpaSetting.CONTAINER_CONCURRENCY_TARGET_PERCENTAGE);
        checkConcurrency(broken);
        check(
                broken,
                KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT,
                KpaSetting.ACTIVATOR_CAPACITY,
                KpaSetting.MAX_SCALE_UP_RATE,
                KpaSetting.MAX_SCALE_DOWN_RATE);
        check(broken, KpaSetting.STABLE_WINDOW, KpaSetting.PANIC_WINDOW_PERCENTAGE);
        checkScales(broken);
        return broken.violations();
    }

    /**
     * What Knative accepts and ignores: keys that no setting has. {@code _example}, which holds the documentation of a ConfigMap as it is
     * installed, is none of them: with it alone all settings have their defaults.
     *
     * @return a sentence for each, in alphabetical order; empty if there is none
     */
    public List<String> warnings() {
        return data.keySet().stream()
                .filter(key -> !key.equals(EXAMPLE)
                        && KpaSetting.keys().stream()
                                .noneMatch(setting -> setting.toString().equals(key)))
                .sorted()
                .map(key -> "unknown key is ignored: " + key)
                .toList();
    }

    private void check(Violation.Collector broken, KpaSetting<?>... settings) {
        for (KpaSetting<?> setting : settings) {
            setting.checkKey(data, broken);
        }
    }

    private void checkConcurrency(Violation.Collector broken) {
        double fraction = containerConcurrencyTargetFraction();
        boolean isTooLow = fraction * get(KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT) < KpaSetting.MIN_TARGET;
        String rule = "must be >= 0.01 after container-concurrency-target-percentage=" + fraction;
        require(!isTooLow, rule, KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT, broken);
    }

    private void checkScales(Violation.Collector broken) {
        int least = get(KpaSetting.ALLOW_ZERO_INITIAL_SCALE) ? 0 : 1;
        int max = get(KpaSetting.MAX_SCALE);
        int limit = get(KpaSetting.MAX_SCALE_LIMIT);
        require(get(KpaSetting.INITIAL_SCALE) >= least, "must be >= " + least, KpaSetting.INITIAL_SCALE, broken);
        check(broken, KpaSetting.MIN_SCALE);
        boolean isMaxGood = limit > 0 ? max >= 1 && max <= limit : max >= 0;
        String maxRule = limit > 0 ? "must be >= 1 and <= max-scale-limit=" + limit : "must be >= 0";
        require(isMaxGood, maxRule, KpaSetting.MAX_SCALE, broken);
        check(broken, KpaSetting.MAX_SCALE_LIMIT);
        boolean isMinGood = max <= 0 || get(KpaSetting.MIN_SCALE) <= max;
        require(isMinGood, "must be <= max-scale=" + max, KpaSetting.MIN_SCALE, broken);
    }

    private void require(boolean holds, String rule, KpaSetting<?> setting, Violation.Collector broken) {
        broken.require(holds, rule, setting.toString(), setting.text(data));
    }

    /**
     * Refuses settings that break a rule.
     *
     * @throws IllegalArgumentException if a rule is broken; the message names all of {@link #violations()}
     */
    public void validate() {
        InvalidSettingsException.throwIfAny(violations());
    }
}
