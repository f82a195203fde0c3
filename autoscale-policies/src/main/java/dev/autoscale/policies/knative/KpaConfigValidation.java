package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoText;
import java.time.Duration;
import java.util.List;

/** One run of the rules by which Knative accepts its {@code config-autoscaler}; it collects the broken ones. Not thread-safe. */
final class KpaConfigValidation {
    static final Duration LEAST_WINDOW = Duration.ofSeconds(6);
    static final Duration MOST_WINDOW = Duration.ofHours(1);
    static final double LEAST_TARGET = 0.01;

    private final KpaConfig config;
    private final Violation.Collector violations = new Violation.Collector();

    private KpaConfigValidation(KpaConfig config) {
        this.config = config;
    }

    static List<Violation> violations(KpaConfig config) {
        KpaConfigValidation run = new KpaConfigValidation(config);
        run.unreadable();
        if (run.violations.violations().isEmpty()) {
            run.toZero();
            run.loads();
            run.rates();
            run.windows();
            run.scales();
        }
        return run.violations.violations();
    }

    private void unreadable() {
        for (KpaSetting setting : KpaSetting.values()) {
            if (!setting.isReadable(config.data())) {
                reject(true, "must be " + setting.kind.what, setting);
                return;
            }
        }
    }

    private void toZero() {
        Duration delay = config.scaleDownDelay();
        reject(isNotPositive(config.scaleToZeroGracePeriod()), "must be > 0", KpaSetting.GRACE_PERIOD);
        reject(delay.isNegative(), "must be >= 0", KpaSetting.SCALE_DOWN_DELAY);
        reject(!GoText.isWholeSeconds(delay), "must be whole seconds", KpaSetting.SCALE_DOWN_DELAY);
        reject(config.scaleToZeroPodRetentionPeriod().isNegative(), "must be >= 0", KpaSetting.POD_RETENTION_PERIOD);
    }

    private static boolean isNotPositive(Duration duration) {
        return duration.isNegative() || duration.isZero();
    }

    private void loads() {
        double burst = config.targetBurstCapacity();
        double fraction = config.containerConcurrencyTargetFraction();
        double concurrency = config.containerConcurrencyTargetDefault();
        reject(burst < 0 && burst != -1, "must be >= 0 or -1", KpaSetting.TARGET_BURST_CAPACITY);
        reject(
                fraction <= 0 || fraction > 1,
                "must be > 0 and <= 100 %",
                KpaSetting.CONTAINER_CONCURRENCY_TARGET_PERCENTAGE);
        reject(
                fraction * concurrency < LEAST_TARGET,
                "must be >= " + LEAST_TARGET + " after container-concurrency-target-percentage=" + fraction,
                KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT);
        reject(
                config.requestsPerSecondTargetDefault() < LEAST_TARGET,
                "must be >= " + LEAST_TARGET,
                KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT);
        reject(config.activatorCapacity() < 1, "must be >= 1", KpaSetting.ACTIVATOR_CAPACITY);
    }

    private void rates() {
        reject(config.maxScaleUpRate() <= 1, "must be > 1", KpaSetting.MAX_SCALE_UP_RATE);
        reject(config.maxScaleDownRate() <= 1, "must be > 1", KpaSetting.MAX_SCALE_DOWN_RATE);
    }

    private void windows() {
        Duration window = config.stableWindow();
        double percentage = config.panicWindowPercentage();
        reject(isOutside(window), "must be >= 6s and <= 1h", KpaSetting.STABLE_WINDOW);
        reject(!GoText.isWholeSeconds(window), "must be whole seconds", KpaSetting.STABLE_WINDOW);
        reject(percentage < 1 || percentage > 100, "must be >= 1 and <= 100", KpaSetting.PANIC_WINDOW_PERCENTAGE);
    }

    static boolean isOutside(Duration window) {
        return window.compareTo(LEAST_WINDOW) < 0 || window.compareTo(MOST_WINDOW) > 0;
    }

    private void scales() {
        int initial = config.initialScale();
        int min = config.minScale();
        int max = config.maxScale();
        int limit = config.maxScaleLimit();
        int least = config.allowZeroInitialScale() ? 0 : 1;
        reject(initial < least, "must be >= " + least, KpaSetting.INITIAL_SCALE);
        reject(min < 0, "must be >= 0", KpaSetting.MIN_SCALE);
        reject(
                max < 0 || (limit > 0 && (max < 1 || max > limit)),
                limit > 0 ? "must be >= 1 and <= max-scale-limit=" + limit : "must be >= 0",
                KpaSetting.MAX_SCALE);
        reject(limit < 0, "must be >= 0", KpaSetting.MAX_SCALE_LIMIT);
        reject(max > 0 && min > max, "must be <= max-scale=" + max, KpaSetting.MIN_SCALE);
    }

    private void reject(boolean broken, String rule, KpaSetting setting) {
        violations.require(!broken, rule, setting.key, setting.text(config.data()));
    }
}
