package dev.autoscale.policies.knative;

import static dev.autoscale.Violation.Type.INVALID;
import static dev.autoscale.Violation.Type.NOT_SUPPORTED;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoInteger;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One run of the rules by which Knative's webhook accepts annotations; it collects the broken ones. Not thread-safe. */
final class KpaAnnotationsValidation {
    private static final String DOMAIN = ".knative.dev";
    private static final String LINEAR = "linear";
    private static final String AT_LEAST_0 = "must be >= 0";

    private final KpaAnnotations annotations;
    private final KpaConfig config;
    private final Violation.Collector violations = new Violation.Collector();

    private KpaAnnotationsValidation(KpaAnnotations annotations, KpaConfig config) {
        this.annotations = annotations;
        this.config = config;
    }

    static List<Violation> violations(KpaAnnotations annotations, KpaConfig config) {
        KpaAnnotationsValidation run = new KpaAnnotationsValidation(annotations, config);
        run.autoscalerClass();
        run.scales();
        run.numbers();
        run.durations();
        run.metric();
        run.aggregation();
        run.initialScale();
        return run.violations.violations();
    }

    private void autoscalerClass() {
        String given = annotations.podAutoscalerClass().orElse("");
        boolean known = given.equals(KpaConfig.KPA_CLASS) || given.equals(KpaConfig.HPA_CLASS);
        reject(
                given.endsWith(DOMAIN) && !known,
                NOT_SUPPORTED,
                "must be " + KpaConfig.KPA_CLASS + " or " + KpaConfig.HPA_CLASS,
                KpaAnnotations.CLASS);
    }

    private void scales() {
        int min = scale(KpaAnnotations.MIN_SCALE);
        int max = scale(KpaAnnotations.MAX_SCALE);
        int limit = config.maxScaleLimit();
        reject(max != 0 && max < min, "must be >= min-scale=" + min, KpaAnnotations.MAX_SCALE);
        reject(
                limit > 0 && isGiven(KpaAnnotations.MAX_SCALE) && (max < 1 || max > limit),
                "must be >= 1 and <= max-scale-limit=" + limit,
                KpaAnnotations.MAX_SCALE);
        if (isGiven(KpaAnnotations.ACTIVATION_SCALE)) {
            activationScale(min, max);
        }
    }

    /** What is given; 0 if nothing is, or nothing valid. */
    private int scale(String name) {
        if (!isGiven(name)) {
            return 0;
        }
        OptionalInt scale = GoText.int32(text(name));
        reject(scale.isEmpty(), "must be an integer of 32 bits", name);
        reject(scale.isPresent() && scale.getAsInt() < 0, AT_LEAST_0, name);
        return Math.max(0, scale.orElse(0));
    }

    private void activationScale(int min, int max) {
        String name = KpaAnnotations.ACTIVATION_SCALE;
        OptionalInt given = annotations.activationScale();
        if (given.isEmpty()) {
            reject(true, "must be an integer of 32 bits", name);
            return;
        }
        int scale = given.getAsInt();
        reject(scale < min, "must be >= min-scale=" + min, name);
        reject(max != 0 && scale > max, "must be <= max-scale=" + max, name);
        reject(scale < 2, "must be >= 2", name);
    }

    private void numbers() {
        number(KpaAnnotations.PANIC_WINDOW, 1, 100);
        number(KpaAnnotations.PANIC_THRESHOLD, 110, 1000);
        number(KpaAnnotations.UTILIZATION, 1, 100);
        double least = KpaConfigValidation.LEAST_TARGET;
        double target = number(KpaAnnotations.TARGET).orElse(least);
        reject(target < least, "must be >= " + least, KpaAnnotations.TARGET);
        double burst = number(KpaAnnotations.BURST_CAPACITY).orElse(0);
        reject(burst < 0 && burst != -1, "must be >= 0 or -1", KpaAnnotations.BURST_CAPACITY);
    }

    private void number(String name, int least, int most) {
        double number = number(name).orElse(least);
        reject(number < least || number > most, "must be >= " + least + " and <= " + most, name);
    }

    private OptionalDouble number(String name) {
        if (!isGiven(name)) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = GoFloat.parse(text(name));
        reject(number.isEmpty(), "must be a number", name);
        return number;
    }

    private void durations() {
        Optional<Duration> window = duration(KpaAnnotations.WINDOW);
        reject(
                window.isPresent() && KpaConfigValidation.isOutside(window.get()),
                "must be >= 6s and <= 1h",
                KpaAnnotations.WINDOW);
        wholeSeconds(KpaAnnotations.WINDOW, window);
        upToAnHour(KpaAnnotations.RETENTION, duration(KpaAnnotations.RETENTION));
        Optional<Duration> delay = duration(KpaAnnotations.DELAY);
        upToAnHour(KpaAnnotations.DELAY, delay);
        wholeSeconds(KpaAnnotations.DELAY, delay);
    }

    private void upToAnHour(String name, Optional<Duration> given) {
        Duration duration = given.orElse(Duration.ZERO);
        reject(
                duration.isNegative() || duration.compareTo(KpaConfigValidation.MOST_WINDOW) > 0,
                "must be >= 0 and <= 1h",
                name);
    }

    private void wholeSeconds(String name, Optional<Duration> given) {
        reject(given.isPresent() && !GoText.isWholeSeconds(given.get()), "must be whole seconds", name);
    }

    private Optional<Duration> duration(String name) {
        if (!isGiven(name)) {
            return Optional.empty();
        }
        Optional<Duration> duration = GoText.duration(text(name));
        reject(duration.isEmpty(), "must be a duration", name);
        return duration;
    }

    private void metric() {
        String name = KpaAnnotations.METRIC;
        if (!isGiven(name)) {
            return;
        }
        String metric = text(name);
        String autoscaler = annotations.podAutoscalerClass().orElse(config.podAutoscalerClass());
        boolean known = metric.equals(KpaAnnotations.CONCURRENCY) || metric.equals(KpaAnnotations.RPS);
        reject(
                autoscaler.equals(KpaConfig.KPA_CLASS) && !known,
                NOT_SUPPORTED,
                "must be concurrency or rps for class " + autoscaler,
                name);
        reject(
                autoscaler.equals(KpaConfig.HPA_CLASS) && metric.isEmpty(),
                INVALID,
                "must not be empty for class " + autoscaler,
                name);
    }

    private void aggregation() {
        String name = KpaAnnotations.AGGREGATION;
        boolean checked = annotations.podAutoscalerClass().orElse("").equals(KpaConfig.KPA_CLASS);
        if (checked && isGiven(name)) {
            String algorithm = text(name);
            boolean known =
                    algorithm.isEmpty() || algorithm.equals(LINEAR) || KpaAnnotations.WEIGHTED.contains(algorithm);
            reject(!known, NOT_SUPPORTED, "must be linear, " + String.join(" or ", KpaAnnotations.WEIGHTED), name);
        }
    }

    private void initialScale() {
        String name = KpaAnnotations.INITIAL_SCALE;
        if (!isGiven(name)) {
            return;
        }
        int least = config.allowZeroInitialScale() ? 0 : 1;
        // Also of 64 bits, and what is none counts as negative.
        reject(GoInteger.parse(text(name)) < least, "must be an integer >= " + least, name);
    }

    private boolean isGiven(String name) {
        return annotations.text(name) != null;
    }

    private String text(String name) {
        return Objects.requireNonNullElse(annotations.text(name), "");
    }

    private void reject(boolean broken, String rule, String name) {
        reject(broken, INVALID, rule, name);
    }

    private void reject(boolean broken, Violation.Type type, String rule, String name) {
        violations.require(!broken, type, rule, annotations.key(name), text(name));
    }
}
