package dev.autoscale.policies.knative;

import static dev.autoscale.Violation.Type.INVALID;
import static dev.autoscale.Violation.Type.NOT_SUPPORTED;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of the rules by which Knative's webhook accepts annotations; it collects the broken ones. */
final class KpaAnnotationsValidation {
    private static final String DOMAIN = ".knative.dev";
    private static final String LINEAR = "linear";

    private final KpaAnnotations annotations;
    private final KpaConfig config;
    private final String givenClass;
    private final Violation.Collector broken = new Violation.Collector();

    private KpaAnnotationsValidation(KpaAnnotations annotations, KpaConfig config) {
        this.annotations = annotations;
        this.config = config;
        this.givenClass = annotations.podAutoscalerClass().orElse("");
    }

    static List<Violation> violations(KpaAnnotations annotations, KpaConfig config) {
        KpaAnnotationsValidation run = new KpaAnnotationsValidation(annotations, config);
        run.autoscalerClass();
        run.scales();
        run.check(
                KpaSetting.PANIC_WINDOW_PERCENTAGE,
                KpaSetting.PANIC_THRESHOLD_PERCENTAGE,
                KpaSetting.TARGET_UTILIZATION_PERCENTAGE);
        run.check(KpaSetting.TARGET, KpaSetting.TARGET_BURST_CAPACITY);
        run.check(KpaSetting.STABLE_WINDOW, KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD, KpaSetting.SCALE_DOWN_DELAY);
        run.metric();
        run.aggregation();
        run.initialScale();
        return run.broken.violations();
    }

    private void check(KpaSetting<?>... settings) {
        for (KpaSetting<?> setting : settings) {
            setting.checkAnnotation(annotations.annotations(), broken);
        }
    }

    private void autoscalerClass() {
        boolean known = givenClass.equals(KpaConfig.KPA_CLASS) || givenClass.equals(KpaConfig.HPA_CLASS);
        String rule = "must be " + KpaConfig.KPA_CLASS + " or " + KpaConfig.HPA_CLASS;
        require(known || !givenClass.endsWith(DOMAIN), NOT_SUPPORTED, rule, KpaSetting.POD_AUTOSCALER_CLASS);
    }

    private void scales() {
        check(KpaSetting.MIN_SCALE, KpaSetting.MAX_SCALE);
        int min = scale(KpaSetting.MIN_SCALE);
        int max = scale(KpaSetting.MAX_SCALE);
        int limit = config.get(KpaSetting.MAX_SCALE_LIMIT);
        require(max == 0 || max >= min, "must be >= min-scale=" + min, KpaSetting.MAX_SCALE);
        if (limit > 0 && text(KpaSetting.MAX_SCALE) != null) {
            require(max >= 1 && max <= limit, "must be >= 1 and <= max-scale-limit=" + limit, KpaSetting.MAX_SCALE);
        }
        check(KpaSetting.ACTIVATION_SCALE);
        annotations.get(KpaSetting.ACTIVATION_SCALE).ifPresent(scale -> {
            require(scale >= min, "must be >= min-scale=" + min, KpaSetting.ACTIVATION_SCALE);
            require(max == 0 || scale <= max, "must be <= max-scale=" + max, KpaSetting.ACTIVATION_SCALE);
            require(scale >= 2, "must be >= 2", KpaSetting.ACTIVATION_SCALE);
        });
    }

    /** What is given; 0 if nothing is, or nothing valid. */
    private int scale(KpaSetting<Integer> setting) {
        return Math.max(0, annotations.get(setting).orElse(0));
    }

    private void metric() {
        String metric = text(KpaSetting.METRIC);
        if (metric == null) {
            return;
        }
        String autoscaler = annotations.podAutoscalerClass().orElse(config.podAutoscalerClass());
        boolean known = metric.equals(KpaAnnotations.CONCURRENCY) || metric.equals(KpaAnnotations.RPS);
        if (autoscaler.equals(KpaConfig.KPA_CLASS)) {
            require(known, NOT_SUPPORTED, "must be concurrency or rps for class " + autoscaler, KpaSetting.METRIC);
        } else if (autoscaler.equals(KpaConfig.HPA_CLASS)) {
            require(!metric.isEmpty(), "must not be empty for class " + autoscaler, KpaSetting.METRIC);
        }
    }

    private void aggregation() {
        String algorithm = text(KpaSetting.METRIC_AGGREGATION_ALGORITHM);
        if (algorithm != null && givenClass.equals(KpaConfig.KPA_CLASS)) {
            boolean known =
                    algorithm.isEmpty() || algorithm.equals(LINEAR) || KpaAnnotations.WEIGHTED.contains(algorithm);
            String rule = "must be linear, " + String.join(" or ", KpaAnnotations.WEIGHTED);
            require(known, NOT_SUPPORTED, rule, KpaSetting.METRIC_AGGREGATION_ALGORITHM);
        }
    }

    private void initialScale() {
        String text = text(KpaSetting.INITIAL_SCALE);
        int least = config.get(KpaSetting.ALLOW_ZERO_INITIAL_SCALE) ? 0 : 1;
        // Also of 64 bits, and what is none counts as negative.
        boolean holds = text == null || GoText.int64(text) >= least;
        require(holds, "must be an integer >= " + least, KpaSetting.INITIAL_SCALE);
    }

    private @Nullable String text(KpaSetting<?> setting) {
        return annotations.annotations().get(setting.annotationIn(annotations.annotations()));
    }

    private void require(boolean holds, String rule, KpaSetting<?> setting) {
        require(holds, INVALID, rule, setting);
    }

    private void require(boolean holds, Violation.Type type, String rule, KpaSetting<?> setting) {
        String path = setting.annotationIn(annotations.annotations());
        broken.require(holds, type, rule, path, String.valueOf(text(setting)));
    }
}
